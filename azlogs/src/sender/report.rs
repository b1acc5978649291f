//! What became of the rows handed to a sender since its last report.

use std::fmt;
use std::ops::Range;
use std::time::Duration;

use crate::row_ranges::RowRanges;
use crate::upload::RejectedRows;
use crate::upload::wording::{RowNumbers, Size, Thousands, plural};

use super::account::Tally;
use super::queue::Queue;

/// What became of the rows that were handed to a [`Sender`](crate::Sender), those settled since its report before: each row is in
/// exactly one of *accepted*, *rejected*, *dropped*, *not attempted* and *left on disk*, in exactly one report. Rows that aren't settled yet are
/// *waiting*, and are in a later one; after [`close`](crate::Sender::close) there are none.
///
/// Rows are numbered from 0 in the order they were handed over; [`send`](crate::Sender::send) gives the number. Those that an earlier process had
/// left in the spool come first.
///
/// *Accepted* means that the service answered 204. It does so too when it drops a property that the stream doesn't declare, or a
/// row that the rule's transformation can't handle.
#[derive(Clone, Debug)]
pub struct SenderReport {
    tally: Tally,
    rejected: Vec<RejectedRows>,
    not_attempted: RowRanges,
    waiting: u64,
    elapsed: Duration,
}

impl SenderReport {
    /// Takes what is to be reported.
    pub(super) fn take(queue: &mut Queue, elapsed: Duration) -> Self {
        let (tally, rejected, not_attempted) = queue.account.take();
        Self {
            tally,
            rejected,
            not_attempted,
            waiting: queue.rows() as u64 - queue.account.total.rows(),
            elapsed,
        }
    }

    /// The number of rows settled since the last report: those accepted, rejected, dropped and not attempted.
    pub fn rows(&self) -> u64 {
        self.tally.rows()
    }

    /// The number of rows that the service accepted.
    pub fn accepted(&self) -> u64 {
        self.tally.accepted
    }

    /// The number of rows that were rejected, by the service or before they were sent.
    pub fn rejected(&self) -> u64 {
        self.tally.rejected
    }

    /// Rows that were rejected, ascending, and why. Of more than a thousand reasons between two reports, the first thousand are
    /// here; [`rejected`](Self::rejected) counts all.
    pub fn rejected_rows(&self) -> &[RejectedRows] {
        &self.rejected
    }

    /// The number of rows for which there was no room: [`Overflow`](crate::Overflow). Also those that the spool dropped, or couldn't read any more.
    pub fn dropped(&self) -> u64 {
        self.tally.dropped
    }

    /// The number of rows that were in no request, because the sender was closed and its time was up, or its runtime was shut down.
    pub fn not_attempted(&self) -> u64 {
        self.tally.not_attempted
    }

    /// The rows that were in no request, ascending.
    pub fn not_attempted_rows(&self) -> &[Range<usize>] {
        self.not_attempted.as_slice()
    }

    /// The number of rows that are on disk, since the sender was closed before they were accepted: the next process sends them.
    pub fn spooled(&self) -> u64 {
        self.tally.spooled
    }

    /// How many of the rejected rows are where [`dead_letter`](crate::StreamClient::dead_letter) said.
    pub fn dead_letters(&self) -> u64 {
        self.tally.kept
    }

    /// The number of rows that are in the sender still.
    pub fn waiting(&self) -> u64 {
        self.waiting
    }

    /// The number of HTTP requests, retries included; probes of an endpoint that had failed aren't.
    pub fn requests(&self) -> u64 {
        self.tally.requests
    }

    /// How many of the requests were retries.
    pub fn retries(&self) -> u64 {
        self.tally.retries
    }

    /// The bytes of the JSON of rows in requests, uncompressed, each counted once however often it was tried.
    pub fn json_bytes(&self) -> u64 {
        self.tally.json_bytes
    }

    /// The bytes of all bodies as they were sent, retries included.
    pub fn wire_bytes(&self) -> u64 {
        self.tally.wire_bytes
    }

    /// How many values were written as `null` because JSON has no form for them: NaN and the infinities.
    pub fn nulled_values(&self) -> u64 {
        self.tally.nulled
    }

    /// How long the flush or the close took.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// Whether every row was accepted, and none is waiting.
    pub fn is_complete(&self) -> bool {
        self.tally.accepted == self.tally.rows() && self.waiting == 0
    }
}

impl fmt::Display for SenderReport {
    /// What a person wants to know, on a line; and a line for each of the first reasons why rows were rejected.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const REASONS: usize = 5;
        let rows = self.rows();
        write!(
            f,
            "{} of {} row{} accepted",
            Thousands(self.tally.accepted),
            Thousands(rows),
            plural(rows)
        )?;
        let others = [
            (self.tally.rejected, "rejected"),
            (self.tally.dropped, "dropped"),
            (self.tally.not_attempted, "not attempted"),
            (self.tally.spooled, "left on disk"),
            (self.waiting, "waiting"),
        ];
        for (count, what) in others.into_iter().filter(|(count, _)| *count > 0) {
            write!(f, ", {} {what}", Thousands(count))?;
        }
        let Tally {
            requests, retries, ..
        } = self.tally;
        write!(f, "; {} request{}", Thousands(requests), plural(requests))?;
        match retries {
            0 => {}
            1 => f.write_str(", 1 of them a retry")?,
            _ => write!(f, ", {} of them retries", Thousands(retries))?,
        }
        write!(
            f,
            "; {} of JSON, {} sent; {:.2} s",
            Size(self.tally.json_bytes),
            Size(self.tally.wire_bytes),
            self.elapsed.as_secs_f64()
        )?;
        for rejected in self.rejected.iter().take(REASONS) {
            write!(f, "\n  {}: {}", RowNumbers(&rejected.rows), rejected.reason)?;
        }
        match self.rejected.len().saturating_sub(REASONS) {
            0 => Ok(()),
            more => write!(f, "\n  and {} more", Thousands(more as u64)),
        }
    }
}
