//! What a spool holds, as it is kept in memory: its chunks in their order, and what became of those that are gone.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

use tokio::time::Instant;

use super::format::Header;
use super::name::Kind;

/// What a disk gives a file at least, so that many small chunks count for what they take.
const BLOCK: u64 = 4096;

/// A chunk in the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The bytes of its file.
    pub(crate) file_len: u64,
    pub(crate) rows: u64,
    /// How old it was when it was taken in, and when that was. From then on its age is counted by a clock that nobody sets.
    age: Duration,
    since: Instant,
    /// Where it goes, as [`Index::target`] numbers it.
    pub(crate) target: usize,
    /// The sender whose it is.
    owner: Option<u64>,
    /// It's being sent, or is to be sent next: it isn't dropped.
    pub(crate) claimed: bool,
}

/// Chunks and rows that a spool gave up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GivenUp {
    /// How many chunks.
    pub chunks: u64,
    /// How many rows were in them, as far as it's known.
    pub rows: u64,
}

/// The chunks of a spool, by number.
#[derive(Debug, Default)]
pub(crate) struct Index {
    entries: BTreeMap<u64, Entry>,
    /// The number of the next chunk.
    next: u64,
    /// The numbers of files that were set aside.
    aside: BTreeSet<u64>,
    /// The rules and streams that chunks are for.
    targets: Vec<(String, String)>,
    /// The owners and numbers of chunks that were given up.
    lost: Vec<(u64, u64)>,
    /// How many owners there were, and the rows of those that are.
    owners: u64,
    owned_rows: HashMap<u64, u64>,
    bytes: u64,
    rows: u64,
    /// Dropped because they were too old, or to make room.
    pub(crate) dropped: GivenUp,
    /// Set aside, because they couldn't be read as what was written.
    pub(crate) set_aside: GivenUp,
}

impl Entry {
    /// The bytes that it takes on a disk.
    pub(crate) fn disk_len(&self) -> u64 {
        disk_len(self.file_len)
    }

    fn is_older_than(&self, age: Duration, now: Instant) -> bool {
        self.age
            .saturating_add(now.saturating_duration_since(self.since))
            > age
    }
}

/// The bytes that a file of that length takes on a disk.
pub(crate) fn disk_len(file_len: u64) -> u64 {
    file_len.max(1).next_multiple_of(BLOCK)
}

impl Index {
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    /// A number that comes after all there ever were.
    pub(crate) fn next_number(&mut self) -> u64 {
        let number = self.next;
        self.next = number.saturating_add(1);
        number
    }

    /// There is a file of that number.
    pub(crate) fn saw(&mut self, number: u64, kind: Kind) {
        self.next = self.next.max(number.saturating_add(1));
        if kind == Kind::SetAside {
            self.aside.insert(number);
        }
    }

    /// The number under which to set a chunk aside: its own, unless somebody has put a file there already.
    pub(crate) fn number_aside(&mut self, number: u64) -> u64 {
        if self.aside.insert(number) {
            return number;
        }
        let other = self.next_number();
        self.aside.insert(other);
        other
    }

    /// The number of a rule and a stream. There are few of them.
    fn target(&mut self, rule: &str, stream: &str) -> usize {
        let known = self
            .targets
            .iter()
            .position(|(a, b)| a == rule && b == stream);
        known.unwrap_or_else(|| {
            self.targets.push((rule.to_owned(), stream.to_owned()));
            self.targets.len() - 1
        })
    }

    /// Gives all chunks for that target that nobody has to a new owner: they, in order, and how many rows each has.
    pub(crate) fn lease(&mut self, rule: &str, stream: &str) -> (u64, Vec<(u64, u64)>) {
        let target = self.target(rule, stream);
        self.owners += 1;
        let mut chunks = Vec::new();
        let mut owned_rows = 0;
        for (number, entry) in &mut self.entries {
            if entry.target == target && entry.owner.is_none() {
                entry.owner = Some(self.owners);
                chunks.push((*number, entry.rows));
                owned_rows += entry.rows;
            }
        }
        self.owned_rows.insert(self.owners, owned_rows);
        (self.owners, chunks)
    }

    /// The rows that are that owner's.
    pub(crate) fn rows_of(&self, owner: u64) -> u64 {
        self.owned_rows.get(&owner).copied().unwrap_or_default()
    }

    /// What that owner had is nobody's.
    pub(crate) fn end_lease(&mut self, owner: u64) {
        self.take_lost(owner);
        self.owned_rows.remove(&owner);
        for entry in self.entries.values_mut() {
            if entry.owner == Some(owner) {
                (entry.owner, entry.claimed) = (None, false);
            }
        }
    }

    /// The rules and streams for which there are chunks.
    pub(crate) fn targets(&self) -> impl Iterator<Item = (&str, &str)> {
        let is_used = |number: &usize| self.entries.values().any(|entry| entry.target == *number);
        let numbers = (0..self.targets.len()).filter(is_used);
        numbers.map(|number| {
            let (rule, stream) = &self.targets[number];
            (rule.as_str(), stream.as_str())
        })
    }

    /// The chunks of that owner that were given up since this was asked last.
    pub(crate) fn take_lost(&mut self, owner: u64) -> Vec<u64> {
        let lost = self.lost.extract_if(.., |(whose, _)| *whose == owner);
        lost.map(|(_, number)| number).collect()
    }

    /// A chunk that was removed was dropped: its owner is to know.
    pub(crate) fn drop_rows(&mut self, number: u64, entry: &Entry) {
        self.dropped.add(entry.rows);
        self.lost.extend(entry.owner.map(|owner| (owner, number)));
    }

    /// A chunk that was removed, or wasn't there, can't be sent: its owner is to know.
    pub(crate) fn set_aside_rows(&mut self, number: u64, entry: Option<&Entry>) {
        self.set_aside.add(entry.map_or(0, |entry| entry.rows));
        let owner = entry.and_then(|entry| entry.owner);
        self.lost.extend(owner.map(|owner| (owner, number)));
    }

    /// A chunk of that age is there. Where it has an owner, that sends it next.
    pub(crate) fn insert(
        &mut self,
        number: u64,
        header: &Header,
        file_len: u64,
        age: Duration,
        owner: Option<u64>,
    ) {
        let entry = Entry {
            file_len,
            rows: header.rows,
            age,
            since: Instant::now(),
            target: self.target(&header.rule, &header.stream),
            owner,
            claimed: owner.is_some(),
        };
        self.bytes += entry.disk_len();
        self.rows += entry.rows;
        if let Some(rows) = owner.and_then(|owner| self.owned_rows.get_mut(&owner)) {
            *rows += entry.rows;
        }
        self.entries.insert(number, entry);
    }

    pub(crate) fn remove(&mut self, number: u64) -> Option<Entry> {
        let entry = self.entries.remove(&number)?;
        self.bytes -= entry.disk_len();
        self.rows -= entry.rows;
        if let Some(rows) = entry
            .owner
            .and_then(|owner| self.owned_rows.get_mut(&owner))
        {
            *rows -= entry.rows;
        }
        Some(entry)
    }

    pub(crate) fn get(&self, number: u64) -> Option<&Entry> {
        self.entries.get(&number)
    }

    /// The oldest chunk that nobody is sending.
    pub(crate) fn first_unclaimed(&self) -> Option<u64> {
        self.entries
            .iter()
            .find(|(_, entry)| !entry.claimed)
            .map(|(number, _)| *number)
    }

    pub(crate) fn set_claimed(&mut self, number: u64, claimed: bool) {
        if let Some(entry) = self.entries.get_mut(&number) {
            entry.claimed = claimed;
        }
    }

    /// The first chunk that nobody is sending and that is older than that.
    pub(crate) fn first_expired(&self, max_age: Duration, now: Instant) -> Option<u64> {
        self.entries
            .iter()
            .find(|(_, entry)| !entry.claimed && entry.is_older_than(max_age, now))
            .map(|(number, _)| *number)
    }
}

impl GivenUp {
    pub(crate) fn add(&mut self, rows: u64) {
        self.chunks += 1;
        self.rows = self.rows.saturating_add(rows);
    }
}
