//! The queue's rows on their way to the disk and back.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;

use crate::row_ranges::RowRanges;
use crate::send::Route;
use crate::spool::format::Header;
use crate::spool::{Key, Lease, Spool, SpoolError, SpoolErrorKind, Spools};
use crate::upload::Body;

use super::account::Outcome;
use super::batch::Batch;
use super::disk::{OnDisk, Place, Turn, Turned, file_of};
use super::queue::Queue;

/// How long a disk that has failed is left alone.
const RETRY_AFTER: Duration = Duration::from_secs(1);
/// How many batches are written at a time: then their rows are acknowledged.
const WRITES: usize = 8;

impl Queue {
    /// Has rows go by a spool. What an earlier process left in it comes first, as if it had been handed over first.
    pub(super) fn use_spool(&mut self, spool: &Spool, route: &Route) {
        let (lease, chunks) = spool.lease(route.rule.as_str(), &route.stream);
        if lease.spools() == Spools::Everything {
            self.acks.delay();
        }
        for (key, rows) in chunks {
            let rows = self.skip_rows(usize::try_from(rows).unwrap_or(usize::MAX));
            let first = rows.start;
            let rows = RowRanges::from(rows);
            let chunk = OnDisk {
                key,
                rows,
                past: None,
            };
            self.disk.tail.insert(first, chunk);
        }
        self.disk.spool = Some(Arc::new(lease));
    }

    /// What the disk is to do next, where so many requests are made at once.
    pub(super) fn next_turn(&mut self, now: Instant, requests: usize) -> Option<Turn> {
        let spool = self.disk.spool.clone()?;
        self.settle_lost();
        let remove = std::mem::take(&mut self.disk.done);
        let aside = std::mem::take(&mut self.disk.aside);
        // There is room then. A disk that fails isn't asked more often for that.
        if !remove.is_empty() && !self.disk.is_failing {
            self.disk.retry_at = None;
        }
        let is_resting = self.disk.retry_at.is_some_and(|at| now < at);
        if is_resting && self.disk.is_failing {
            self.go_on_from_memory();
        }
        let write = match self.kept_in_memory(&spool, requests) {
            Some(kept) if !is_resting => self.start_writing(kept, WRITES),
            _ => Vec::new(),
        };
        let load = self.start_loading(requests);
        let turn = Turn {
            spool,
            remove,
            aside,
            write,
            load,
        };
        (!turn.is_idle()).then_some(turn)
    }

    /// All that needn't be on disk any more, and, where it `writes`, all that isn't there yet: at the end.
    pub(super) fn last_turn(&mut self, writes: bool) -> Option<Turn> {
        let turn = Turn {
            spool: self.disk.spool.clone()?,
            remove: std::mem::take(&mut self.disk.done),
            aside: std::mem::take(&mut self.disk.aside),
            write: if writes {
                self.start_writing(0, usize::MAX)
            } else {
                Vec::new()
            },
            load: None,
        };
        (!turn.is_idle()).then_some(turn)
    }

    /// How many of the batches that are to be sent first needn't be on disk. Nothing where none has to be.
    fn kept_in_memory(&self, spool: &Lease, requests: usize) -> Option<usize> {
        match spool.spools() {
            Spools::Everything => Some(0),
            Spools::Overflow if self.breaker_open => Some(0),
            Spools::Overflow if self.is_half_full() || !self.disk.tail.is_empty() => Some(requests),
            Spools::Overflow => None,
        }
    }

    /// Acknowledges what can't be written now: a disk that fails mustn't stop the rows, however many of them wait.
    fn go_on_from_memory(&mut self) {
        for batch in &mut self.ready {
            if batch.place == Place::Memory {
                batch.place = Place::MemoryOnly;
                self.acks.acknowledge(&batch.body.rows);
            }
        }
    }

    /// Takes batches to be written, in order, beyond the first ones.
    fn start_writing(&mut self, kept: usize, most: usize) -> Vec<(Header, Bytes)> {
        let (mut files, mut ready) = (Vec::new(), VecDeque::new());
        for (at, batch) in std::mem::take(&mut self.ready).into_iter().enumerate() {
            if at < kept || files.len() >= most || matches!(batch.place, Place::Disk(_)) {
                ready.push_back(batch);
            } else {
                files.push(file_of(&batch));
                self.disk.writing.push_back(batch);
            }
        }
        self.ready = ready;
        files
    }

    /// When the disk is tried again, where a batch waits for that.
    pub(super) fn disk_alarm(&self, requests: usize) -> Option<Instant> {
        let kept = self.kept_in_memory(self.disk.spool.as_ref()?, requests)?;
        let waits = |batch: &Batch| !matches!(batch.place, Place::Disk(_));
        let some_wait = self.ready.iter().skip(kept).any(waits);
        self.disk.retry_at.filter(|_| some_wait)
    }

    /// Takes the oldest chunk of the tail to be read, where few enough are before it.
    fn start_loading(&mut self, requests: usize) -> Option<Key> {
        if self.disk.loading.is_some() {
            return None;
        }
        let (&first, _) = self.disk.tail.first_key_value()?;
        let batches = self
            .ready
            .iter()
            .chain(&self.in_flight)
            .chain(&self.disk.writing);
        let before = batches.filter(|batch| batch.first_row() < first).count();
        if before > requests || (before > 0 && self.is_half_full()) {
            return None;
        }
        let (_, chunk) = self.disk.tail.pop_first()?;
        let key = chunk.key;
        self.set_claimed(key, true);
        self.disk.loading = Some(chunk);
        Some(key)
    }

    /// The disk has done what it was to do.
    pub(super) fn take_turned(&mut self, turned: Turned, now: Instant, route: &Arc<Route>) {
        for written in turned.written {
            self.take_written(written, now);
        }
        if let Some(OnDisk { key, rows, past }) = self.disk.loading.take() {
            match turned.loaded {
                Some((header, body)) => {
                    let mut batch = Batch::new(Arc::clone(route), Body { rows, ..body });
                    batch.request.client_request_id = header.request_id;
                    batch.place = Place::Disk(key);
                    if let Some(past) = past {
                        batch = batch.with_past(past);
                    }
                    self.seal_batch(batch);
                }
                None => self.settle(&rows, &Outcome::Dropped),
            }
        }
        self.settle_lost();
    }

    /// The disk has done nothing, and why isn't known.
    pub(super) fn take_no_turn(&mut self, now: Instant) {
        for batch in std::mem::take(&mut self.disk.writing) {
            self.keep_in_memory(batch, true, now);
        }
        if let Some(chunk) = self.disk.loading.take() {
            let first = chunk.rows.first().unwrap_or_default();
            self.disk.tail.insert(first, chunk);
        }
    }

    /// A batch was written, or it couldn't be.
    fn take_written(&mut self, written: Result<Key, SpoolError>, now: Instant) {
        let Some(batch) = self.disk.writing.pop_front() else {
            return;
        };
        match written {
            Ok(key) => {
                self.disk.retry_at = None;
                self.disk.is_failing = false;
                self.acks.acknowledge(&batch.body.rows);
                self.place(batch, key);
            }
            Err(error) => self.keep_in_memory(batch, error.kind() != SpoolErrorKind::Full, now),
        }
    }

    /// A batch couldn't be written. A disk that fails mustn't stop the rows; that there is no room may.
    fn keep_in_memory(&mut self, mut batch: Batch, is_failing: bool, now: Instant) {
        if is_failing {
            self.acks.acknowledge(&batch.body.rows);
        }
        self.disk.is_failing = is_failing;
        self.disk.retry_at = Some(now + RETRY_AFTER);
        batch.place = Place::MemoryOnly;
        self.put_back(batch);
    }

    /// A batch that is on disk stays in memory too where there is room, and none before it is on disk only.
    fn place(&mut self, mut batch: Batch, key: Key) {
        let first = batch.first_row();
        if self.is_half_full() || self.disk.tail.range(..first).next().is_some() {
            self.let_go(&batch);
            self.set_claimed(key, false);
            let chunk = OnDisk {
                key,
                past: Some(batch.past()),
                rows: batch.body.rows,
            };
            self.disk.tail.insert(first, chunk);
        } else {
            batch.place = Place::Disk(key);
            self.put_back(batch);
        }
    }

    fn set_claimed(&self, key: Key, claimed: bool) {
        if let Some(spool) = &self.disk.spool {
            spool.set_claimed(key, claimed);
        }
    }

    /// Settles the rows of chunks that the spool has dropped.
    fn settle_lost(&mut self) {
        let lost = self
            .disk
            .spool
            .as_ref()
            .map(|spool| spool.take_lost())
            .unwrap_or_default();
        if lost.is_empty() {
            return;
        }
        let tail = std::mem::take(&mut self.disk.tail).into_iter();
        let (gone, kept) =
            tail.partition::<BTreeMap<_, _>, _>(|(_, chunk)| lost.contains(&chunk.key));
        self.disk.tail = kept;
        for chunk in gone.into_values() {
            self.settle(&chunk.rows, &Outcome::Dropped);
        }
    }

    /// The endpoint fails, and has made batches fail: none of them is to be overtaken for that, where order is kept.
    pub(super) fn forgive(&mut self) {
        if self.disk.spool.is_some() {
            for batch in &mut self.ready {
                batch.forgiven = batch.failures;
            }
        }
    }

    /// The endpoint seems to be well: where order is kept, the first needn't wait any longer.
    pub(super) fn hurry(&mut self, now: Instant) {
        if self.disk.spool.is_some() {
            for batch in &mut self.ready {
                batch.not_before = batch.not_before.min(now);
            }
        }
    }

    /// Two batches have come of one.
    pub(super) fn note_halved(&mut self, place: Place) {
        if let Place::Disk(key) = place {
            *self.disk.parts.entry(key).or_insert(1) += 1;
        }
    }

    /// A batch is settled for good. Its chunk goes, unless another part of it is needed.
    pub(super) fn forget(&mut self, place: Place) {
        let Place::Disk(key) = place else {
            return;
        };
        if let Some(parts) = self.disk.parts.get_mut(&key) {
            *parts -= 1;
            if *parts > 0 {
                return;
            }
            self.disk.parts.remove(&key);
        }
        self.disk.done.push(key);
    }

    /// A batch that has landed isn't tried any more: where it's on disk, that is for the next process.
    pub(super) fn leave_batch(&mut self, batch: &Batch) {
        match batch.place {
            Place::Disk(_) => {
                self.let_go(batch);
                self.settle(&batch.body.rows, &Outcome::Spooled);
            }
            _ => self.reject_batch(batch),
        }
    }

    /// A batch was cut off: it's for the next process, if there's a disk to leave it on.
    pub(super) fn give_up_batch(&mut self, batch: Batch) {
        if self.disk.spool.is_some() && !matches!(batch.place, Place::Disk(_)) {
            self.put_back(batch);
        } else {
            self.leave_batch(&batch);
        }
    }

    /// What is only on disk is for the next process.
    pub(super) fn leave_tail(&mut self) {
        self.settle_lost();
        let tail = std::mem::take(&mut self.disk.tail).into_values();
        for chunk in tail.chain(self.disk.loading.take()) {
            self.settle(&chunk.rows, &Outcome::Spooled);
        }
    }
}
