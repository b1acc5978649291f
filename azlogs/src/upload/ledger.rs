//! The account of an upload while it's under way.

use std::fmt;
use std::time::Duration;

use crate::dead_letter::Kept;
use crate::row_ranges::RowRanges;
use crate::send::Delivery;

use super::body::Body;
use super::failure::{OnFailure, RejectReason, RejectedRows, UploadFailure};
use super::report::{Counts, Stopped, UploadReport};

/// What is done when rows are rejected: the same every time, or what a function says.
pub(crate) enum Observer<'a> {
    Always(OnFailure),
    Ask(Box<dyn FnMut(&UploadFailure<'_>) -> OnFailure + Send + 'a>),
}

/// What became of rows so far.
#[derive(Debug)]
pub(crate) struct Ledger<'a> {
    observer: Observer<'a>,
    accepted: RowRanges,
    rejected: Vec<RejectedRows>,
    counts: Counts,
    stopped: Option<Stopped>,
}

impl<'a> Ledger<'a> {
    pub(crate) fn new(observer: Observer<'a>) -> Self {
        Self {
            observer,
            accepted: RowRanges::default(),
            rejected: Vec::new(),
            counts: Counts::default(),
            stopped: None,
        }
    }

    /// A request was made, whatever came of it.
    pub(crate) fn count(&mut self, body: &Body, delivery: &Delivery) {
        self.counts.requests += u64::from(delivery.requests);
        self.counts.retries += u64::from(delivery.requests.saturating_sub(1));
        if delivery.requests > 0 {
            self.counts.json_bytes += body.json_len as u64;
        }
        self.counts.wire_bytes += delivery.wire_bytes;
    }

    /// Values were written as null.
    pub(crate) fn count_nulled(&mut self, values: u64) {
        self.counts.nulled += values;
    }

    pub(crate) fn accept(&mut self, rows: &RowRanges) {
        self.accepted.extend(rows);
    }

    /// Rows are rejected, which may stop the upload.
    pub(crate) fn reject(&mut self, rows: &RowRanges, reason: &RejectReason, body: Option<&Body>) {
        if rows.is_empty() {
            // A body without rows can be refused, too.
            let reason = reason.clone();
            self.rejected.push(RejectedRows { rows: 0..0, reason });
        }
        for range in rows.as_slice() {
            match self.rejected.last_mut() {
                Some(last) if last.rows.end == range.start && are_same(&last.reason, reason) => {
                    last.rows.end = range.end;
                }
                _ => self.rejected.push(RejectedRows {
                    rows: range.clone(),
                    reason: reason.clone(),
                }),
            }
        }
        let on_failure = match &mut self.observer {
            Observer::Always(on_failure) => *on_failure,
            Observer::Ask(ask) => ask(&UploadFailure::new(rows.as_slice(), reason, body)),
        };
        if on_failure == OnFailure::Stop {
            self.stop(Stopped::Failure);
        }
    }

    /// No more requests are to be started.
    pub(crate) fn stop(&mut self, why: Stopped) {
        self.stopped.get_or_insert(why);
    }

    pub(crate) fn has_stopped(&self) -> bool {
        self.stopped.is_some()
    }

    /// The account, when `taken` rows were taken of `total`. Rows of which nothing else is known weren't attempted.
    pub(crate) fn close(
        &mut self,
        taken: usize,
        total: Option<usize>,
        elapsed: Duration,
    ) -> UploadReport {
        let accepted = std::mem::take(&mut self.accepted);
        let mut rejected = std::mem::take(&mut self.rejected);
        rejected.sort_by_key(|rejected| rejected.rows.start);
        let mut settled = accepted.clone();
        for rejected in &rejected {
            settled.insert_range(rejected.rows.clone());
        }
        let not_attempted = settled.complement(total.unwrap_or(taken));
        let unread_from = total.is_none().then_some(taken);
        let is_short = !not_attempted.is_empty() || unread_from.is_some();
        UploadReport {
            accepted,
            rejected,
            not_attempted,
            unread_from,
            stopped: self.stopped.filter(|_| is_short),
            counts: self.counts,
            elapsed,
            kept: Kept::default(),
        }
    }
}

/// Whether two rows were rejected for the same reason. That rows can't be written is told once for neighbours, since
/// it may be so for each of millions.
fn are_same(one: &RejectReason, other: &RejectReason) -> bool {
    match (one, other) {
        (RejectReason::Unwritable(one), RejectReason::Unwritable(other)) => one == other,
        _ => false,
    }
}

impl fmt::Debug for Observer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Always(on_failure) => f.debug_tuple("Always").field(on_failure).finish(),
            Self::Ask(_) => f.debug_tuple("Ask").finish_non_exhaustive(),
        }
    }
}
