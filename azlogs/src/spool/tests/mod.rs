//! What a spool promises, over files that fail and lose power at every moment, and over a real directory.

mod ages;
mod crashes;
#[cfg(feature = "spool")]
mod directory;
mod failures;
mod hostile;
mod leases;
mod limits;
pub(crate) mod memory;

use std::collections::BTreeSet;
use std::path::PathBuf;

use bytes::Bytes;

use self::memory::Memory;
use super::format::{Header, crc};
use super::{Spool, SpoolError, SpoolOptions};

/// What one does who needs no lease: chunks are taken out by their numbers, whosever they are.
impl Spool {
    fn append(&self, header: &Header, body: &[u8]) -> Result<u64, SpoolError> {
        self.0.append(header, body, None)
    }

    /// The oldest chunk that nobody is sending, which the caller is now to send.
    fn claim(&self) -> Option<u64> {
        self.0.drop_expired();
        let index = &mut self.0.state().index;
        let number = index.first_unclaimed()?;
        index.set_claimed(number, true);
        Some(number)
    }

    fn set_claimed(&self, number: u64, claimed: bool) {
        self.0.state().index.set_claimed(number, claimed);
    }

    fn read(&self, number: u64) -> Option<(Header, Bytes)> {
        self.0.read(number)
    }

    fn remove(&self, number: u64) {
        self.0.remove(number);
    }
}

/// The header of a chunk of one row that has its number in it.
fn header(n: u64, body: &[u8]) -> Header {
    Header {
        rule: format!("dcr-{}", "a".repeat(32)),
        stream: "Custom-Rows".to_owned(),
        endpoint: "https://dce.example".to_owned(),
        rows: 1,
        first_row: n,
        request_id: format!("01234567-89ab-4def-8123-{n:012x}"),
        created_ms: 1_700_000_000_000 + n,
        gzip: false,
        json_len: body.len() as u64,
        body_len: body.len() as u64,
        body_crc: crc(body),
    }
}

/// The body of the chunk with that number; longer than the blocks that `Memory` tears.
fn body(n: u64) -> Vec<u8> {
    format!(
        r#"[{{"N":{n},"Text":"{}"}}]"#,
        "x".repeat(usize::try_from(n % 7).unwrap() * 10)
    )
    .into_bytes()
}

fn append(spool: &Spool, n: u64) -> Result<u64, SpoolError> {
    let body = body(n);
    spool.append(&header(n, &body), &body)
}

fn open(files: &Memory) -> Result<Spool, SpoolError> {
    open_with(files, Spool::options())
}

pub(crate) fn open_with(files: &Memory, options: SpoolOptions) -> Result<Spool, SpoolError> {
    open_at(files, "/spool", options)
}

/// Under a name of its own, by which it's found in what is logged.
pub(crate) fn open_at(
    files: &Memory,
    directory: &str,
    options: SpoolOptions,
) -> Result<Spool, SpoolError> {
    Spool::on(Box::new(files.clone()), PathBuf::from(directory), options)
}

/// Takes everything out, in order: the numbers of the chunks, each of which is as it was written.
fn drain(spool: &Spool) -> Vec<u64> {
    let mut numbers = Vec::new();
    while let Some(key) = spool.claim() {
        if let Some((header, found)) = spool.read(key) {
            assert_is_whole(&header, &found);
            numbers.push(header.first_row);
            spool.remove(key);
        }
    }
    numbers
}

fn assert_is_whole(found: &Header, found_body: &Bytes) {
    let n = found.first_row;
    assert_eq!(*found_body, body(n));
    assert_eq!(*found, header(n, &body(n)));
}

fn assert_ascending(numbers: &[u64]) {
    assert!(
        numbers.windows(2).all(|pair| pair[0] < pair[1]),
        "out of order, or twice: {numbers:?}"
    );
}

fn assert_has(numbers: &[u64], needed: &BTreeSet<u64>, when: impl std::fmt::Debug) {
    let missing: Vec<_> = needed.iter().filter(|n| !numbers.contains(n)).collect();
    assert!(
        missing.is_empty(),
        "{when:?}: {missing:?} were acknowledged and aren't in {numbers:?}"
    );
}
