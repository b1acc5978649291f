//! What a spool holds, as it is kept in memory: its chunks in their order, and what became of those that are gone.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, SystemTime};

use super::format::{Header, milliseconds};
use super::name::Kind;

/// What a disk gives a file at least, so that many small chunks count for what they take.
const BLOCK: u64 = 4096;

/// A chunk in the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The bytes of its file.
    pub(crate) file_len: u64,
    pub(crate) rows: u64,
    pub(crate) created_ms: u64,
    /// Where it goes, as [`Index::target`] numbers it.
    pub(crate) target: usize,
    /// Somebody is sending it, or is to send it next: it isn't dropped.
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
    /// The numbers of chunks that were given up, for whoever was to send them.
    lost: Vec<u64>,
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
    pub(crate) fn target(&mut self, rule: &str, stream: &str) -> usize {
        let known = self
            .targets
            .iter()
            .position(|(a, b)| a == rule && b == stream);
        known.unwrap_or_else(|| {
            self.targets.push((rule.to_owned(), stream.to_owned()));
            self.targets.len() - 1
        })
    }

    /// The chunks for that target, in order, and how many rows each has.
    pub(crate) fn of_target(&self, target: usize) -> impl Iterator<Item = (u64, u64)> {
        let entries = self
            .entries
            .iter()
            .filter(move |(_, entry)| entry.target == target);
        entries.map(|(number, entry)| (*number, entry.rows))
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

    /// A chunk was given up, which somebody may have meant to send.
    pub(crate) fn lose(&mut self, number: u64) {
        self.lost.push(number);
    }

    pub(crate) fn take_lost(&mut self) -> Vec<u64> {
        std::mem::take(&mut self.lost)
    }

    pub(crate) fn insert(&mut self, number: u64, header: &Header, file_len: u64, claimed: bool) {
        let entry = Entry {
            file_len,
            rows: header.rows,
            created_ms: header.created_ms,
            target: self.target(&header.rule, &header.stream),
            claimed,
        };
        self.bytes += entry.disk_len();
        self.rows += entry.rows;
        self.entries.insert(number, entry);
    }

    pub(crate) fn remove(&mut self, number: u64) -> Option<Entry> {
        let entry = self.entries.remove(&number)?;
        self.bytes -= entry.disk_len();
        self.rows -= entry.rows;
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

    /// The oldest chunk that nobody is sending, if it's older than that.
    pub(crate) fn first_expired(&self, max_age: Duration, now: SystemTime) -> Option<u64> {
        let number = self.first_unclaimed()?;
        // A clock that went back makes nothing old.
        let age = milliseconds(now).saturating_sub(self.entries.get(&number)?.created_ms);
        (Duration::from_millis(age) > max_age).then_some(number)
    }
}

impl GivenUp {
    pub(crate) fn add(&mut self, rows: u64) {
        self.chunks += 1;
        self.rows = self.rows.saturating_add(rows);
    }
}
