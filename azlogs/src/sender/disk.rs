//! What of a sender's rows is on disk, and what the disk is to do next.
//!
//! Rows are in order: those in memory, then the *tail*, which is only on disk. A batch whose turn comes next is read into memory; one
//! that is sealed while there is a tail, or while memory is half full, is written to its end. What can't be written stays in memory, and
//! is tried again.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use bytes::Bytes;
use http::Uri;
use tokio::time::Instant;

use crate::clock;
use crate::row_ranges::RowRanges;
use crate::spool::format::{Header, crc, milliseconds};
use crate::spool::{Key, Lease, SpoolError, SpoolUsage, Spools};
use crate::upload::{Body, ContentEncoding, check};

use super::batch::{Batch, Past};

/// Where a batch is beside the queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Place {
    /// Nowhere: it wasn't tried yet.
    #[default]
    Memory,
    /// Nowhere: it couldn't be written.
    MemoryOnly,
    Disk(Key),
}

/// What a sender knows of its spool.
#[derive(Debug, Default)]
pub(super) struct Disk {
    pub(super) spool: Option<Arc<Lease>>,
    /// Batches that are being written, in order.
    pub(super) writing: VecDeque<Batch>,
    /// Chunks that are only on disk, by the number of their first row.
    pub(super) tail: BTreeMap<usize, OnDisk>,
    pub(super) loading: Option<OnDisk>,
    /// Chunks that are settled, and to be removed.
    pub(super) done: Vec<Key>,
    /// Chunks that are settled and to be set aside, and why.
    pub(super) aside: Vec<(Key, String)>,
    /// The disk has failed, or is full, and isn't tried again before.
    pub(super) retry_at: Option<Instant>,
    /// It was the disk that failed, and not room that it lacked.
    pub(super) is_failing: bool,
    /// What the spool held when it was let go, and how many rows of it were this sender's.
    last: Option<(SpoolUsage, u64)>,
    /// How many batches a chunk has become, where it has been halved.
    pub(super) parts: HashMap<Key, usize>,
}

/// A chunk that is only on disk.
#[derive(Debug)]
pub(super) struct OnDisk {
    pub(super) key: Key,
    pub(super) rows: RowRanges,
    /// What has become of it so far, unless an earlier process wrote it.
    pub(super) past: Option<Past>,
}

/// What the disk is to do at a time.
pub(super) struct Turn {
    pub(super) spool: Arc<Lease>,
    pub(super) remove: Vec<Key>,
    pub(super) aside: Vec<(Key, String)>,
    pub(super) write: Vec<(Header, Bytes)>,
    pub(super) load: Option<Key>,
}

/// What the disk has done: in the order of the turn's writes, and what was loaded, if it could be.
pub(super) struct Turned {
    pub(super) written: Vec<Result<Key, SpoolError>>,
    pub(super) loaded: Option<(Header, Body)>,
}

impl Disk {
    /// Lets the directory go, for another sender to open. Where a turn is under way still, that has it until the disk is done.
    pub(super) fn close(&mut self) {
        self.last = self.usage();
        if let Some(spool) = self.spool.take() {
            // None, unless there was no time to: the next process would send them again.
            spool.let_go(std::mem::take(&mut self.done));
        }
    }

    /// What the spool holds, where there is one, and how many rows of it are this sender's.
    pub(super) fn usage(&self) -> Option<(SpoolUsage, u64)> {
        let spool = self.spool.as_ref();
        let now = spool.map(|spool| (spool.usage(), spool.rows()));
        now.or_else(|| self.last.clone())
    }

    /// Whether a batch may be sent: rows before it that are on disk come first, and some have to be on disk before.
    pub(super) fn allows(&self, batch: &Batch) -> bool {
        let Some(spool) = &self.spool else {
            return true;
        };
        let is_owed = batch.place == Place::Memory && spool.spools() == Spools::Everything;
        !is_owed && batch.first_row() < self.first_row()
    }

    /// The first row that isn't in memory to be sent.
    fn first_row(&self) -> usize {
        let writing = self.writing.front().map(Batch::first_row);
        let loading = self.loading.as_ref().and_then(|chunk| chunk.rows.first());
        let tail = self.tail.first_key_value().map(|(first, _)| *first);
        [writing, loading, tail]
            .into_iter()
            .flatten()
            .min()
            .unwrap_or(usize::MAX)
    }
}

impl Turn {
    pub(super) fn is_idle(&self) -> bool {
        self.remove.is_empty()
            && self.aside.is_empty()
            && self.write.is_empty()
            && self.load.is_none()
    }

    /// Does it; it takes as long as the disk does.
    pub(super) fn run(self) -> Turned {
        let Self {
            spool,
            remove,
            aside,
            write,
            load,
        } = self;
        for key in remove {
            spool.remove(key);
        }
        for (key, why) in aside {
            spool.set_aside(key, &why);
        }
        spool.drop_expired();
        let loaded = load.and_then(|key| self::load(&spool, key));
        // Rows of which nobody would learn that they are on disk aren't written: they count as lost already.
        let write = write.iter().take_while(|_| !spool.is_let_go());
        let written = write.map(|(header, body)| spool.append(header, body));
        Turned {
            written: written.collect(),
            loaded,
        }
    }
}

/// Reads a chunk, and makes sure that it's rows, and as many as it says.
fn load(spool: &Lease, key: Key) -> Option<(Header, Body)> {
    let (header, bytes) = spool.read(key)?;
    let encoding = if header.gzip {
        ContentEncoding::Gzip
    } else {
        ContentEncoding::Identity
    };
    match check(bytes, None, Some(encoding)) {
        Ok(body) if body.rows.count() as u64 == header.rows => Some((header, body)),
        Ok(_) => {
            spool.set_aside(key, "it doesn't have as many rows as it says");
            None
        }
        Err(error) => {
            spool.set_aside(key, &error.to_string());
            None
        }
    }
}

/// A batch as a file.
pub(super) fn file_of(batch: &Batch) -> (Header, Bytes) {
    let (body, request) = (&batch.body, &batch.request);
    let header = Header {
        rule: request.route.rule.to_string(),
        stream: request.route.stream.clone(),
        endpoint: request.route.uri.as_ref().map(endpoint).unwrap_or_default(),
        rows: body.rows.count() as u64,
        first_row: body.first_row() as u64,
        request_id: request.client_request_id.clone(),
        created_ms: milliseconds(clock::now()),
        gzip: body.gzip,
        json_len: body.json_len as u64,
        body_len: body.bytes.len() as u64,
        body_crc: crc(&body.bytes),
    };
    (header, body.bytes.clone())
}

/// Scheme and host.
fn endpoint(uri: &Uri) -> String {
    let scheme = uri.scheme_str().unwrap_or_default();
    let host = uri.authority().map_or("", |authority| authority.as_str());
    format!("{scheme}://{host}")
}
