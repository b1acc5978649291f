//! What arrived, by the emulator's account and row by row.

use std::io::Read;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use azlogs_emulator::RecordedRequest;
use flate2::read::GzDecoder;

use crate::numbered::Arrived;

/// How often each row arrived: a byte a row, and nothing else that grows.
#[derive(Debug, Default)]
pub(crate) struct Books {
    times: Vec<u8>,
    /// Rows that the emulator accepted without telling the client.
    pub(crate) untold: u64,
    /// Rows with a lower number than one that had arrived before.
    pub(crate) out_of_order: u64,
    highest: u32,
    /// Accepted bodies that can't be read: a fault of this program, or worse.
    pub(crate) unreadable: u64,
}

/// The books, as the emulator's thread and the scenario share them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shared(Arc<Mutex<Books>>);

impl Shared {
    pub(crate) fn open(&self) -> MutexGuard<'_, Books> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Books {
    /// Books a request that is over.
    pub(crate) fn book(&mut self, request: &RecordedRequest) {
        if request.accepted == 0 {
            return;
        }
        if request.status.is_none() {
            self.untold += request.accepted;
        }
        match request
            .body
            .as_deref()
            .and_then(|body| numbers(body, request.gzip))
        {
            Some(rows) => rows.iter().for_each(|row| self.arrived(row.number)),
            None => self.unreadable += 1,
        }
    }

    fn arrived(&mut self, number: u32) {
        let place = number as usize;
        if self.times.len() <= place {
            self.times.resize(place + 1, 0);
        }
        self.times[place] = self.times[place].saturating_add(1);
        self.out_of_order += u64::from(number < self.highest);
        self.highest = self.highest.max(number);
    }

    /// The rows that arrived, however often.
    pub(crate) fn distinct(&self) -> u64 {
        self.times.iter().filter(|times| **times > 0).count() as u64
    }

    /// The times that rows arrived after their first.
    pub(crate) fn duplicates(&self) -> u64 {
        let total: u64 = self.times.iter().map(|times| u64::from(*times)).sum();
        total - self.distinct()
    }

    pub(crate) fn has(&self, number: u32) -> bool {
        self.times
            .get(number as usize)
            .is_some_and(|times| *times > 0)
    }
}

/// The rows of a body. A single row's may not be compressed, since that makes it no smaller.
fn numbers(body: &[u8], gzip: bool) -> Option<Vec<Arrived>> {
    if !gzip {
        return serde_json::from_slice(body).ok();
    }
    let mut json = Vec::new();
    GzDecoder::new(body).read_to_end(&mut json).ok()?;
    serde_json::from_slice(&json).ok()
}

#[cfg(test)]
mod tests {
    use flate2::Compression;
    use flate2::read::GzEncoder;

    use super::*;

    #[test]
    fn a_body_is_read_whether_it_is_compressed_or_not() {
        let json = br#"[{"Number":1}]"#;
        let mut compressed = Vec::new();
        GzEncoder::new(&json[..], Compression::default())
            .read_to_end(&mut compressed)
            .unwrap();
        for (body, gzip) in [(&compressed[..], true), (&json[..], false)] {
            assert_eq!(numbers(body, gzip).unwrap()[0].number, 1);
        }
        assert!(numbers(json, true).is_none());
    }

    #[test]
    fn rows_that_are_missing_doubled_or_late_show() {
        let mut books = Books::default();
        for number in [0, 1, 3, 1] {
            books.arrived(number);
        }
        assert_eq!((books.distinct(), books.duplicates()), (3, 1));
        assert_eq!(books.out_of_order, 1);
        assert!(books.has(3) && !books.has(2) && !books.has(4));
    }
}
