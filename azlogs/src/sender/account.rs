//! What became of the rows that were handed over: each is settled once.

use std::time::Duration;

use crate::error::Error;
use crate::row_ranges::RowRanges;
use crate::upload::{RejectReason, RejectedRows};

use super::latency::Latencies;

/// How many reasons a report keeps; all rows are counted.
const REASONS_KEPT: usize = 1_000;

/// What became of rows.
#[derive(Clone, Debug)]
pub(super) enum Outcome {
    Accepted,
    Rejected(RejectReason),
    /// There was no room for them.
    Dropped,
    /// They were in no request.
    NotAttempted,
    /// They are on disk, for the next process.
    Spooled,
}

/// Rows and requests of some time.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    pub(super) accepted: u64,
    pub(super) rejected: u64,
    pub(super) dropped: u64,
    pub(super) not_attempted: u64,
    /// Left on disk.
    pub(super) spooled: u64,
    /// Rejected rows that are in the dead letters.
    pub(super) kept: u64,
    pub(super) requests: u64,
    pub(super) retries: u64,
    pub(super) json_bytes: u64,
    pub(super) wire_bytes: u64,
    pub(super) nulled: u64,
}

/// The account of a sender.
#[derive(Debug, Default)]
pub(super) struct Account {
    /// Since the sender began.
    pub(super) total: Tally,
    /// Since the last report.
    pub(super) since_report: Tally,
    rejected: Vec<RejectedRows>,
    not_attempted: RowRanges,
    settled: RowRanges,
    pub(super) latencies: Latencies,
    pub(super) last_error: Option<Error>,
}

impl Tally {
    pub(super) fn rows(&self) -> u64 {
        self.accepted + self.rejected + self.dropped + self.not_attempted + self.spooled
    }

    fn add(&mut self, outcome: &Outcome, rows: u64) {
        *match outcome {
            Outcome::Accepted => &mut self.accepted,
            Outcome::Rejected(_) => &mut self.rejected,
            Outcome::Dropped => &mut self.dropped,
            Outcome::NotAttempted => &mut self.not_attempted,
            Outcome::Spooled => &mut self.spooled,
        } += rows;
    }
}

impl Account {
    /// Rows are settled.
    pub(super) fn settle(&mut self, rows: &RowRanges, outcome: &Outcome) {
        let count = rows.count() as u64;
        self.total.add(outcome, count);
        self.since_report.add(outcome, count);
        self.settled.extend(rows);
        match outcome {
            Outcome::Accepted | Outcome::Dropped | Outcome::Spooled => {}
            Outcome::NotAttempted => self.not_attempted.extend(rows),
            Outcome::Rejected(reason) => {
                if let RejectReason::Request(error) = reason {
                    self.last_error = Some(error.clone());
                }
                let room = REASONS_KEPT.saturating_sub(self.rejected.len());
                let ranges = rows.as_slice().iter().take(room);
                self.rejected.extend(ranges.map(|range| RejectedRows {
                    rows: range.clone(),
                    reason: reason.clone(),
                }));
            }
        }
    }

    /// Requests were made.
    pub(super) fn count(&mut self, count: impl Fn(&mut Tally)) {
        count(&mut self.total);
        count(&mut self.since_report);
    }

    pub(super) fn answered(&mut self, latency: Duration) {
        self.latencies.record(latency);
    }

    /// All rows before this one are settled.
    pub(super) fn settled_to(&self) -> usize {
        match self.settled.as_slice().first() {
            Some(range) if range.start == 0 => range.end,
            _ => 0,
        }
    }

    /// The rows before `end` that aren't settled.
    pub(super) fn unsettled(&self, end: usize) -> RowRanges {
        self.settled.complement(end)
    }

    /// Begins another report, and gives the last one's counts, rejected rows and rows that weren't attempted.
    pub(super) fn take(&mut self) -> (Tally, Vec<RejectedRows>, RowRanges) {
        let mut rejected = std::mem::take(&mut self.rejected);
        rejected.sort_by_key(|rejected| rejected.rows.start);
        (
            std::mem::take(&mut self.since_report),
            rejected,
            std::mem::take(&mut self.not_attempted),
        )
    }
}
