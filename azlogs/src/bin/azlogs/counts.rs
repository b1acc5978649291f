//! What was read, and what was found wrong with it.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::kept_back::KeptBack;

/// Reasons that are kept; more are counted together, so that memory is bounded.
const REASONS_MAX: usize = 100;

/// How far reading has come: for a display, while it goes on.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    pub(crate) rows: AtomicU64,
    pub(crate) bytes: AtomicU64,
    /// All is read.
    pub(crate) has_ended: AtomicBool,
}

impl Progress {
    pub(crate) fn set(&self, rows: u64, bytes: u64) {
        self.rows.store(rows, Ordering::Relaxed);
        self.bytes.store(bytes, Ordering::Relaxed);
    }

    pub(crate) fn end(&self) {
        self.has_ended.store(true, Ordering::Relaxed);
    }

    pub(crate) fn add(&self, rows: u64, bytes: usize) {
        self.rows.fetch_add(rows, Ordering::Relaxed);
        self.bytes.fetch_add(to_u64(bytes), Ordering::Relaxed);
    }
}

/// All that there is to say of the data once it's read.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    /// The rows, those that are lost included.
    pub(crate) rows: u64,
    /// The rows of which the service would lose something.
    pub(crate) lossy: u64,
    /// Why, and how many rows of each.
    pub(crate) reasons: BTreeMap<String, Reason>,
    /// The rows whose reason isn't kept.
    pub(crate) others: u64,
    /// Why the rest can't be read.
    pub(crate) broken: Option<String>,
    /// Takes the rows that aren't sent.
    pub(crate) kept_back: Option<KeptBack>,
    /// The rows kept back that are in the file of dead letters.
    pub(crate) dead_letters: u64,
    /// Why some aren't.
    pub(crate) not_kept: Option<String>,
    numbers: Numbers,
}

/// Rows that would lose something for the same reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reason {
    pub(crate) rows: u64,
    /// The first of them: its number from 0, and the line on which it begins, from 1.
    pub(crate) first: (u64, u64),
}

/// Which of the rows read are those that were sent.
#[derive(Debug, Default)]
struct Numbers {
    sent: u64,
    /// For runs of rows without a gap: the number of the first one as sent, and as read.
    runs: Vec<(u64, u64)>,
}

impl Counts {
    /// A row that is going to be sent.
    pub(crate) fn send(&mut self) {
        let (sent, read) = (self.numbers.sent, self.rows);
        let follows = self
            .numbers
            .runs
            .last()
            .is_some_and(|(from, to)| sent - from == read - to);
        if !follows {
            self.numbers.runs.push((sent, read));
        }
        self.numbers.sent += 1;
        self.rows += 1;
    }

    /// A row that isn't.
    pub(crate) fn keep_back(&mut self) {
        self.rows += 1;
    }

    /// The rows that are going to be sent, so far.
    pub(crate) fn sent(&self) -> u64 {
        self.numbers.sent
    }

    /// A row that isn't sent, and why: for the dead letters, if there are any.
    pub(crate) fn put_letter(&mut self, code: &str, why: &str, text: Option<&[u8]>) {
        if let Some(kept_back) = &mut self.kept_back {
            let text = text.map(String::from_utf8_lossy);
            let written = kept_back.put(code, why, text.as_deref());
            self.take_written(written);
        }
    }

    /// Writes the dead letters that aren't written yet.
    pub(crate) fn write_letters(&mut self) {
        if let Some(kept_back) = &mut self.kept_back {
            let written = kept_back.write();
            self.take_written(written);
        }
    }

    fn take_written(&mut self, written: io::Result<u64>) {
        match written {
            Ok(rows) => self.dead_letters += rows,
            Err(error) => self.not_kept = Some(error.to_string()),
        }
    }

    /// Why a row would lose something; called before the row is counted.
    pub(crate) fn blame(&mut self, why: String, line: u64) {
        let first = (self.rows, line);
        if let Some(reason) = self.reasons.get_mut(&why) {
            reason.rows += 1;
        } else if self.reasons.len() < REASONS_MAX {
            self.reasons.insert(why, Reason { rows: 1, first });
        } else {
            self.others += 1;
        }
    }

    /// The numbers, as read, of a run of rows by their numbers as sent.
    pub(crate) fn read_as(&self, sent: Range<usize>) -> Vec<Range<u64>> {
        let (from, to) = (to_u64(sent.start), to_u64(sent.end));
        let runs = &self.numbers.runs;
        let ends = runs
            .iter()
            .skip(1)
            .map(|(start, _)| *start)
            .chain([u64::MAX]);
        runs.iter()
            .zip(ends)
            .map(|((start, read), end)| {
                let (low, high) = (from.max(*start), to.min(end));
                read + low.saturating_sub(*start)..read + high.saturating_sub(*start)
            })
            .filter(|range| range.start < range.end)
            .collect()
    }
}

pub(crate) fn to_u64(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_were_sent_are_found_among_those_that_were_read() {
        let mut counts = Counts::default();
        for is_sent in [true, true, false, false, true, false, true, true] {
            if is_sent {
                counts.send();
            } else {
                counts.keep_back();
            }
        }
        assert_eq!(counts.read_as(0..5), [0..2, 4..5, 6..8]);
        assert_eq!(counts.read_as(1..4), [1..2, 4..5, 6..7]);
        assert_eq!(counts.read_as(2..5), [4..5, 6..8]);
        assert_eq!(counts.read_as(2..2), []);
    }

    #[test]
    fn reasons_are_counted_with_the_first_row_and_are_bounded() {
        let mut counts = Counts::default();
        counts.send();
        counts.blame("a".to_owned(), 2);
        counts.send();
        counts.blame("a".to_owned(), 3);
        assert_eq!(
            counts.reasons["a"],
            Reason {
                rows: 2,
                first: (1, 2)
            }
        );
        for reason in 0..200 {
            counts.blame(reason.to_string(), 4);
        }
        assert_eq!((counts.reasons.len(), counts.others), (100, 101));
    }
}
