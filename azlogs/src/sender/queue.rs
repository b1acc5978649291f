//! The rows between `send` and the service, within a bound of bytes; and who waits for room.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;
use std::task::Waker;
use std::time::Duration;

use bytes::Bytes;

use crate::chunk::{Chunk, Chunker};
use crate::dead_letter::Remains;
use crate::error::{Delivered, Error};
use crate::row::RowStats;
use crate::row_ranges::RowRanges;
use crate::unsendable::{RowTooLarge, UnsendableRow};
use crate::upload::RejectReason;

use super::account::{Account, Outcome};
use super::acks::Acknowledgements;
use super::batch::Batch;
use super::disk::{Disk, Place};
use super::error::SendError;
use super::letters::Letters;

/// What happens to a row when the queue is full.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Overflow {
    /// [`send`](crate::Sender::send) waits for room; [`try_send`](crate::Sender::try_send) gives [`SendError::Full`].
    #[default]
    Block,
    /// The row is dropped, and counted.
    DropNewest,
    /// The oldest rows that are in no request are dropped to make room, and counted: all those of a request that is made up already, or that
    /// wait to be. Where all are being sent, the new row is dropped. Rows whose request has failed before are among the droppable, and may have
    /// been accepted if no answer came then.
    DropOldest,
}

/// A row as it waits to be queued.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) json: Vec<u8>,
    pub(super) stats: RowStats,
}

/// How far the sender's life has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Open,
    /// It takes no more rows, and sends those it has.
    Closing,
    Over,
}

/// The rows of a sender. Of each is known where it is, until it's settled in the account.
#[derive(Debug)]
pub(super) struct Queue {
    overflow: Overflow,
    /// The most bytes.
    capacity: usize,
    /// Whether the packer has rows of its own between chunks, which only the next chunk closes.
    strings_chunks: bool,
    pub(super) phase: Phase,
    /// How long the rest may take, once it was said and until the driver knows.
    pub(super) close_within: Option<Duration>,
    /// Whether every handle was dropped.
    pub(super) abandoned: bool,
    chunker: Chunker,
    /// How many chunks were begun.
    pub(super) begun: u64,
    /// Chunks that wait to be packed, and whether that closes a body.
    full: VecDeque<(Chunk, bool)>,
    /// Batches that wait to be sent, in the order of their rows.
    pub(super) ready: VecDeque<Batch>,
    /// Batches being sent or halved.
    pub(super) in_flight: Vec<Batch>,
    /// The bytes of all but the chunk being filled.
    pub(super) held: usize,
    waiting: BTreeMap<u64, Waker>,
    next_ticket: u64,
    pub(super) breaker_open: bool,
    pub(super) account: Account,
    pub(super) acks: Acknowledgements,
    pub(super) disk: Disk,
    pub(super) letters: Letters,
}

impl Queue {
    pub(super) fn new(
        overflow: Overflow,
        capacity: usize,
        chunker: Chunker,
        strings_chunks: bool,
    ) -> Self {
        Self {
            overflow,
            capacity,
            strings_chunks,
            phase: Phase::Open,
            close_within: None,
            abandoned: false,
            chunker,
            begun: 0,
            full: VecDeque::new(),
            ready: VecDeque::new(),
            in_flight: Vec::new(),
            held: 0,
            waiting: BTreeMap::new(),
            next_ticket: 0,
            breaker_open: false,
            account: Account::default(),
            acks: Acknowledgements::default(),
            disk: Disk::default(),
            letters: Letters::default(),
        }
    }

    /// Counts rows that come from elsewhere, and gives their numbers.
    pub(super) fn skip_rows(&mut self, count: usize) -> Range<usize> {
        self.chunker.skip_rows(count)
    }

    /// Whether there isn't room for as much again as there is.
    pub(super) fn is_half_full(&self) -> bool {
        self.held > self.capacity / 2
    }

    /// The number of rows handed over so far.
    pub(super) fn rows(&self) -> usize {
        self.chunker.rows()
    }

    /// The bytes of all rows in it, as they are: JSON, or compressed already.
    pub(super) fn bytes(&self) -> usize {
        self.held + self.chunker.filled()
    }

    /// Whether the chunk being filled has rows.
    pub(super) fn is_filling(&self) -> bool {
        self.chunker.filled() > 0
    }

    /// A row that can't be written was handed over.
    pub(super) fn reject(&mut self, unsendable: UnsendableRow, remains: Remains) -> SendError {
        let row = self.chunker.skip();
        self.reject_row(row, unsendable.clone().into(), remains);
        SendError::Unsendable(unsendable)
    }

    /// Takes a row if there is room, or makes room as the overflow says. A `ticket` shows since when the row has waited; those with
    /// an older one come first.
    ///
    /// # Errors
    ///
    /// Where the row wasn't taken, or was rejected.
    pub(super) fn push(&mut self, row: &Row, ticket: Option<u64>) -> Result<usize, SendError> {
        if self.phase != Phase::Open {
            return Err(SendError::Closed);
        }
        // Its bracket, and those that close its chunk and the one before.
        let needed = row.json.len() + 3;
        if needed > self.capacity {
            let too_large = RowTooLarge::new(&row.json, self.capacity);
            // One at a time, where they are kept.
            if !self.letters.is_empty() && self.overflow == Overflow::Block {
                return Err(SendError::Full);
            }
            let remains = Remains::Row(Bytes::copy_from_slice(&row.json));
            return Err(self.reject(UnsendableRow::TooLarge(too_large), remains));
        }
        let is_first = match self.waiting.first_key_value() {
            None => true,
            Some((first, _)) => ticket == Some(*first),
        };
        while self.bytes() + needed > self.capacity || !is_first {
            if self.overflow == Overflow::Block {
                return Err(SendError::Full);
            }
            if self.overflow == Overflow::DropNewest || !self.drop_oldest() {
                let number = self.chunker.skip();
                self.settle_row(number, &Outcome::Dropped);
                return Ok(number);
            }
        }
        self.append(row)
    }

    fn append(&mut self, row: &Row) -> Result<usize, SendError> {
        let number = self.chunker.rows();
        let was_filling = self.is_filling();
        let pushed = self.chunker.push_with(|out| {
            out.extend_from_slice(&row.json);
            Ok(row.stats)
        });
        match pushed {
            Ok(chunk) => {
                self.begun += u64::from(chunk.is_some() || !was_filling);
                if let Some(chunk) = chunk {
                    self.hold_chunk(chunk, false);
                }
                Ok(number)
            }
            Err(unsendable) => {
                let reason = RejectReason::from(unsendable.clone());
                let remains = Remains::Row(Bytes::copy_from_slice(&row.json));
                self.reject_row(number, reason, remains);
                Err(SendError::Unsendable(unsendable))
            }
        }
    }

    /// Has the chunk being filled packed, full or not.
    pub(super) fn seal(&mut self) {
        if let Some(chunk) = self.chunker.finish() {
            self.hold_chunk(chunk, true);
        }
    }

    fn hold_chunk(&mut self, chunk: Chunk, closes: bool) {
        self.held += chunk.body().len();
        let nulled = chunk.nulled();
        self.account.count(|tally| tally.nulled += nulled);
        self.full.push_back((chunk, closes));
    }

    /// A chunk to be packed. Its bytes count until [`packed`](Self::packed) says that it is.
    pub(super) fn next_full(&mut self) -> Option<(Chunk, bool)> {
        self.full.pop_front()
    }

    /// A chunk of that many bytes has become something else.
    pub(super) fn packed(&mut self, len: usize, buffer: Vec<u8>) {
        self.held -= len;
        self.chunker.recycle(buffer);
    }

    /// A batch is sealed: from here on it's sent as it is, until it's settled. This is the one place where that happens.
    pub(super) fn seal_batch(&mut self, batch: Batch) {
        self.held += batch.bytes();
        self.put_back(batch);
    }

    /// A batch that has landed waits to be sent again.
    pub(super) fn put_back(&mut self, batch: Batch) {
        let first = batch.first_row();
        let at = self
            .ready
            .partition_point(|other| other.first_row() < first);
        self.ready.insert(at, batch);
    }

    /// A batch at that place is sent.
    pub(super) fn take_off(&mut self, at: usize) -> Option<Batch> {
        let batch = self.ready.remove(at)?;
        self.in_flight.push(batch.clone());
        Some(batch)
    }

    /// A batch that has landed is in flight again.
    pub(super) fn relaunch(&mut self, batch: Batch) {
        self.in_flight.push(batch);
    }

    /// A batch is no longer being sent. Its bytes count until it's settled or let go.
    pub(super) fn land(&mut self, first_row: usize) -> Option<Batch> {
        let at = self
            .in_flight
            .iter()
            .position(|batch| batch.first_row() == first_row)?;
        Some(self.in_flight.swap_remove(at))
    }

    /// A batch that has landed was sent so often.
    pub(super) fn count_sent(&mut self, batch: &mut Batch, requests: u32, wire_bytes: u64) {
        let is_first = batch.tries == 0 && requests > 0;
        batch.tries += requests;
        self.account.count(|tally| {
            tally.requests += u64::from(requests);
            tally.retries += u64::from(requests - u32::from(is_first));
            tally.wire_bytes += wire_bytes;
            if is_first {
                tally.json_bytes += batch.body.json_len as u64;
            }
        });
    }

    /// A batch that has landed is no more.
    pub(super) fn let_go(&mut self, batch: &Batch) {
        self.held -= batch.bytes();
    }

    /// The first batch that waits to be sent, if it's such a one.
    pub(super) fn take_first_if(
        &mut self,
        mut wanted: impl FnMut(&Batch) -> bool,
    ) -> Option<Batch> {
        let first = self.ready.front()?;
        wanted(first).then(|| self.ready.pop_front()).flatten()
    }

    /// Rows are settled: this is the one place where they are.
    pub(super) fn settle(&mut self, rows: &RowRanges, outcome: &Outcome) {
        self.account.settle(rows, outcome);
        if !matches!(outcome, Outcome::NotAttempted) {
            self.acks.acknowledge(rows);
        }
    }

    fn settle_row(&mut self, row: usize, outcome: &Outcome) {
        self.settle(&RowRanges::from(row..row + 1), outcome);
    }

    /// Drops the oldest rows that aren't being sent or packed. False where there are none.
    fn drop_oldest(&mut self) -> bool {
        if let Some(batch) = self.ready.pop_front() {
            self.held -= batch.bytes();
            self.settle(&batch.body.rows, &Outcome::Dropped);
            self.forget(batch.place);
            return true;
        }
        // A chunk that closes a body is needed for those before it.
        let droppable = |(_, closes): &(Chunk, bool)| !(self.strings_chunks && *closes);
        let chunk = if self.full.front().is_some_and(droppable) {
            let chunk = self.full.pop_front().map(|(chunk, _)| chunk);
            self.held -= chunk.as_ref().map_or(0, |chunk| chunk.body().len());
            chunk
        } else if self.full.is_empty() && !self.strings_chunks {
            self.chunker.finish()
        } else {
            None
        };
        let Some(chunk) = chunk else {
            return false;
        };
        let (buffer, rows, _) = chunk.into_parts();
        self.chunker.recycle(buffer);
        self.settle(&rows, &Outcome::Dropped);
        true
    }

    /// Has a row wait for room, in the order of the tickets.
    pub(super) fn wait(&mut self, ticket: Option<u64>, waker: &Waker) -> u64 {
        let ticket = ticket.unwrap_or_else(|| {
            self.next_ticket += 1;
            self.next_ticket
        });
        self.waiting.insert(ticket, waker.clone());
        ticket
    }

    /// A row waits no longer.
    pub(super) fn stop_waiting(&mut self, ticket: u64) {
        self.waiting.remove(&ticket);
    }

    /// Those to wake: the first who waits for room, or all where there will be none.
    pub(super) fn to_wake(&self) -> Vec<Waker> {
        let most = if self.phase == Phase::Open {
            1
        } else {
            usize::MAX
        };
        self.waiting.values().take(most).cloned().collect()
    }

    /// Settles whatever isn't yet, at the end: what was tried as rejected by its last error, or by `shutdown` where that came over it.
    pub(super) fn settle_rest(&mut self, shutdown: impl Fn() -> Error) {
        for mut batch in std::mem::take(&mut self.in_flight) {
            batch.last_error = Some(shutdown());
            batch.delivered = Delivered::Maybe;
            self.leave_batch(&batch);
        }
        for batch in std::mem::take(&mut self.ready) {
            if batch.last_error.is_some() || matches!(batch.place, Place::Disk(_)) {
                self.leave_batch(&batch);
            }
        }
        // The disk hasn't said whether it has them: it counts as if it hadn't.
        for batch in std::mem::take(&mut self.disk.writing) {
            if batch.last_error.is_some() {
                self.leave_batch(&batch);
            }
        }
        self.leave_tail();
        self.end_letters();
        self.disk.close();
        let rest = self.account.unsettled(self.rows());
        self.settle(&rest, &Outcome::NotAttempted);
        self.full.clear();
        self.chunker.finish();
        self.held = 0;
        self.phase = Phase::Over;
        self.acks.end();
    }

    /// A batch that has landed was accepted.
    pub(super) fn accept_batch(&mut self, batch: &Batch) {
        self.let_go(batch);
        self.settle(&batch.body.rows, &Outcome::Accepted);
        self.forget(batch.place);
    }

    /// Rejects a batch that has landed by its last error; without one it wasn't attempted.
    pub(super) fn reject_batch(&mut self, batch: &Batch) {
        if let Some(error) = batch.error() {
            self.reject_for(batch, RejectReason::Request(error));
        } else {
            self.let_go(batch);
            self.settle(&batch.body.rows, &Outcome::NotAttempted);
        }
    }
}
