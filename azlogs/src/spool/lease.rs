//! A sender's part of a spool: the chunks that it sends, and nobody else does.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;

use super::format::Header;
use super::{Key, Spool, SpoolError, SpoolUsage, Spools};

/// The chunks of one sender. When it's dropped, those that are left are for whoever leases that stream next.
#[derive(Debug)]
pub(crate) struct Lease {
    spool: Spool,
    owner: u64,
    /// Whether its sender is gone; a thread that waited for the disk may have it still.
    is_let_go: AtomicBool,
    /// Chunks that are settled, and go with the lease.
    settled: Mutex<Vec<Key>>,
}

impl Spool {
    /// Takes all chunks for that stream that nobody has: their keys, in order, and how many rows each has.
    pub(crate) fn lease(&self, rule: &str, stream: &str) -> (Lease, Vec<(Key, u64)>) {
        let (owner, chunks) = self.0.state().index.lease(rule, stream);
        let lease = Lease {
            spool: self.clone(),
            owner,
            is_let_go: AtomicBool::new(false),
            settled: Mutex::default(),
        };
        let keys = chunks.into_iter().map(|(number, rows)| (Key(number), rows));
        (lease, keys.collect())
    }
}

impl Lease {
    /// Which chunks are written to disk.
    pub(crate) fn spools(&self) -> Spools {
        self.spool.spools()
    }

    /// What the whole spool holds.
    pub(crate) fn usage(&self) -> SpoolUsage {
        self.spool.usage()
    }

    /// The rows of its own chunks.
    pub(crate) fn rows(&self) -> u64 {
        self.spool.0.state().index.rows_of(self.owner)
    }

    /// Chunks that were dropped or set aside since this was asked last.
    pub(crate) fn take_lost(&self) -> Vec<Key> {
        let lost = self.spool.0.state().index.take_lost(self.owner);
        lost.into_iter().map(Key).collect()
    }

    /// Writes a chunk, which is to be sent next. When this returns, it's safe from a loss of power. It blocks while the disk writes.
    pub(crate) fn append(&self, header: &Header, body: &[u8]) -> Result<Key, SpoolError> {
        self.spool.0.append(header, body, Some(self.owner)).map(Key)
    }

    /// Says whether a chunk is being sent, or is to be sent next, so that it isn't dropped.
    pub(crate) fn set_claimed(&self, key: Key, claimed: bool) {
        self.spool.0.state().index.set_claimed(key.0, claimed);
    }

    /// Drops what is too old.
    pub(crate) fn drop_expired(&self) {
        self.spool.0.drop_expired();
    }

    /// Reads a chunk. Nothing where it can't be sent, for whatever reason: it is then no longer in the spool, and that was said. It blocks
    /// while the disk reads.
    pub(crate) fn read(&self, key: Key) -> Option<(Header, Bytes)> {
        self.spool.0.read(key.0)
    }

    /// Removes a chunk, which was accepted, or refused for good. It blocks while the disk writes.
    pub(crate) fn remove(&self, key: Key) {
        self.spool.0.remove(key.0);
    }

    /// Its sender is gone. These chunks are removed by whoever has the lease last, which may be a thread that waits for the disk.
    pub(crate) fn let_go(&self, settled: Vec<Key>) {
        let mut all = self.settled.lock().unwrap_or_else(PoisonError::into_inner);
        all.extend(settled);
        self.is_let_go.store(true, Ordering::Release);
    }

    /// Whether nobody is there any more who would learn what is written.
    pub(crate) fn is_let_go(&self) -> bool {
        self.is_let_go.load(Ordering::Acquire)
    }

    /// Sets a chunk aside that can't be sent and must not be lost. It blocks while the disk writes.
    pub(crate) fn set_aside(&self, key: Key, why: &str) {
        self.spool.0.set_aside(key.0, why);
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let settled = self.settled.get_mut();
        for key in settled.unwrap_or_else(PoisonError::into_inner).drain(..) {
            self.spool.0.remove(key.0);
        }
        self.spool.0.state().index.end_lease(self.owner);
    }
}
