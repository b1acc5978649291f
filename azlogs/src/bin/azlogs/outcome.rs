//! What became of rows that were sent, whichever way they went.

use std::ops::Range;

use azlogs::{Delivered, RejectReason, RejectedRows, SenderReport, UploadReport};

/// What became of rows that were sent.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) accepted: u64,
    pub(crate) rejected: u64,
    /// Left in the spool.
    pub(crate) spooled: u64,
    /// Gone: the spool couldn't be read.
    pub(crate) dropped: u64,
    /// Rows that had been in the spool before; they are among the others.
    pub(crate) earlier: u64,
    pub(crate) rejections: Vec<Rejection>,
    /// Rejected rows that are in the file of dead letters.
    pub(crate) kept: u64,
    /// Why some aren't.
    pub(crate) not_kept: Option<String>,
    pub(crate) requests: u64,
    pub(crate) retries: u64,
    pub(crate) json_bytes: u64,
    pub(crate) wire_bytes: u64,
}

/// Rows that were rejected for the same reason.
#[derive(Debug)]
pub(crate) struct Rejection {
    /// Their numbers, as they were sent, from 0. Nothing for rows that had been in the spool before.
    pub(crate) rows: Option<Range<usize>>,
    pub(crate) count: u64,
    pub(crate) reason: String,
    pub(crate) may_be_accepted: bool,
}

impl Outcome {
    pub(crate) fn of_upload(report: &UploadReport) -> Self {
        Self {
            accepted: to_u64(report.accepted()),
            rejected: to_u64(report.rejected()),
            rejections: rejections(report.rejected_rows(), 0),
            kept: to_u64(report.dead_letters()),
            not_kept: report.dead_letter_error().map(ToString::to_string),
            requests: report.requests(),
            retries: report.retries(),
            json_bytes: report.json_bytes(),
            wire_bytes: report.wire_bytes(),
            ..Self::default()
        }
    }

    /// The first rows of the report, `earlier` of them, had been in the spool before.
    pub(crate) fn of_sender(
        report: &SenderReport,
        earlier: usize,
        not_kept: Option<String>,
    ) -> Self {
        Self {
            accepted: report.accepted(),
            rejected: report.rejected(),
            spooled: report.spooled(),
            dropped: report.dropped(),
            earlier: to_u64(earlier),
            rejections: rejections(report.rejected_rows(), earlier),
            kept: report.dead_letters(),
            not_kept,
            requests: report.requests(),
            retries: report.retries(),
            json_bytes: report.json_bytes(),
            wire_bytes: report.wire_bytes(),
        }
    }

    /// Takes in rows that were never sent.
    pub(crate) fn reject(&mut self, rejection: Rejection) {
        self.rejected += rejection.count;
        self.rejections.push(rejection);
    }

    /// Takes another one in.
    pub(crate) fn add(&mut self, other: Self) {
        self.accepted += other.accepted;
        self.rejected += other.rejected;
        self.spooled += other.spooled;
        self.dropped += other.dropped;
        self.earlier += other.earlier;
        self.rejections.extend(other.rejections);
        self.kept += other.kept;
        self.not_kept = other.not_kept.or(self.not_kept.take());
        self.requests += other.requests;
        self.retries += other.retries;
        self.json_bytes += other.json_bytes;
        self.wire_bytes += other.wire_bytes;
    }
}

/// The rejections, of which the first rows, `earlier` of them, have no number.
fn rejections(rejected: &[RejectedRows], earlier: usize) -> Vec<Rejection> {
    let mut found = Vec::new();
    for RejectedRows { rows, reason, .. } in rejected {
        let border = earlier.clamp(rows.start, rows.end);
        if rows.start < border {
            found.push(Rejection::new(None, border - rows.start, reason));
        }
        if border < rows.end {
            let own = border - earlier..rows.end - earlier;
            found.push(Rejection::new(Some(own), rows.end - border, reason));
        }
    }
    found
}

impl Rejection {
    fn new(rows: Option<Range<usize>>, count: usize, reason: &RejectReason) -> Self {
        Self {
            rows,
            count: to_u64(count),
            reason: reason.to_string(),
            may_be_accepted: reason.delivery() == Delivered::Maybe,
        }
    }
}

fn to_u64(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
