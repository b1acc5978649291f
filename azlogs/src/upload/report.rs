//! What became of every row of an upload.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::ops::Range;
use std::time::Duration;

use crate::dead_letter::Kept;
use crate::row_ranges::RowRanges;

use super::failure::{RejectReason, RejectedRows};
use super::wording::{RowNumbers, Size, Thousands, plural};

/// What became of an upload's rows. Each row is in exactly one of three: *accepted*, *rejected* or *not attempted*.
///
/// Rows are numbered from 0 in the order they were given, and told as ranges, which index the slice they came from.
///
/// *Accepted* means that the service answered 204. It does so too when it drops a property that the
/// stream doesn't declare, or a row that the rule's transformation can't handle.
///
/// ```
/// # use azlogs::UploadReport;
/// # fn keep<T>(row: &T) {}
/// fn keep_the_rest<T>(rows: &[T], report: &UploadReport) {
///     for range in report.unaccepted_rows() {
///         rows[range].iter().for_each(|row| keep(row));
///     }
/// }
/// ```
#[derive(Clone, Debug)]
pub struct UploadReport {
    pub(super) accepted: RowRanges,
    pub(super) rejected: Vec<RejectedRows>,
    pub(super) not_attempted: RowRanges,
    pub(super) unread_from: Option<usize>,
    pub(super) stopped: Option<Stopped>,
    pub(super) counts: Counts,
    pub(super) elapsed: Duration,
    /// What became of the rejected rows, where they are kept.
    pub(super) kept: Kept,
}

/// Why an upload ended before its rows did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Stopped {
    /// Rows were rejected, and [`OnFailure::Stop`](crate::OnFailure::Stop) was to be done then.
    Failure,
    /// The future given to [`Upload::cancel_on`](crate::Upload::cancel_on) was ready.
    Cancelled,
    /// The tokio runtime was shut down.
    Shutdown,
}

/// What an upload took.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) requests: u64,
    pub(crate) retries: u64,
    pub(crate) json_bytes: u64,
    pub(crate) wire_bytes: u64,
    pub(crate) nulled: u64,
}

impl UploadReport {
    /// The number of rows: those accepted, rejected and not attempted.
    pub fn rows(&self) -> usize {
        self.accepted() + self.rejected() + self.not_attempted()
    }

    /// The number of rows that the service accepted.
    pub fn accepted(&self) -> usize {
        self.accepted.count()
    }

    /// The rows that the service accepted, ascending.
    pub fn accepted_rows(&self) -> &[Range<usize>] {
        self.accepted.as_slice()
    }

    /// The number of rows that were rejected, by the service or before they were sent.
    pub fn rejected(&self) -> usize {
        self.rejected
            .iter()
            .map(|rejected| rejected.rows.len())
            .sum()
    }

    /// The rows that were rejected, ascending, and why.
    pub fn rejected_rows(&self) -> &[RejectedRows] {
        &self.rejected
    }

    /// How many of the rejected rows are where [`dead_letter`](crate::StreamClient::dead_letter) said; 0 without it.
    pub fn dead_letters(&self) -> usize {
        self.kept.rows
    }

    /// Why rejected rows couldn't be kept there. They are then in the report only.
    pub fn dead_letter_error(&self) -> Option<&io::Error> {
        self.kept.error.as_deref()
    }

    /// The number of rows that were in no request, because the upload stopped before.
    pub fn not_attempted(&self) -> usize {
        self.not_attempted.count()
    }

    /// The rows that were in no request, ascending.
    pub fn not_attempted_rows(&self) -> &[Range<usize>] {
        self.not_attempted.as_slice()
    }

    /// Where the upload stopped taking rows, when it isn't known how many there would have been: the rows from this number on
    /// weren't attempted either, and aren't counted. Slices, and iterators and streams that know their length, have all
    /// of their rows in [`not_attempted_rows`](Self::not_attempted_rows) instead.
    pub fn unread_from(&self) -> Option<usize> {
        self.unread_from
    }

    /// The rows that were rejected or not attempted, ascending.
    pub fn unaccepted_rows(&self) -> impl Iterator<Item = Range<usize>> {
        self.accepted.complement(self.rows()).into_ranges()
    }

    /// Why the upload ended before its rows did.
    pub fn stopped(&self) -> Option<Stopped> {
        self.stopped
    }

    /// The number of HTTP requests, retries included.
    pub fn requests(&self) -> u64 {
        self.counts.requests
    }

    /// How many of the requests were retries.
    pub fn retries(&self) -> u64 {
        self.counts.retries
    }

    /// The bytes of the rows' JSON, uncompressed, each request counted once however often it was tried.
    pub fn json_bytes(&self) -> u64 {
        self.counts.json_bytes
    }

    /// The bytes of all bodies as they were sent, retries included.
    pub fn wire_bytes(&self) -> u64 {
        self.counts.wire_bytes
    }

    /// How many values were written as `null` because JSON has no form for them: NaN and the infinities.
    pub fn nulled_values(&self) -> u64 {
        self.counts.nulled
    }

    /// The time it took.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// Whether every row was accepted.
    pub fn is_complete(&self) -> bool {
        self.rejected.is_empty() && self.not_attempted.is_empty() && self.unread_from.is_none()
    }

    /// The report when every row was accepted.
    ///
    /// # Errors
    ///
    /// Where any wasn't; the error has the report.
    pub fn into_result(self) -> Result<Self, UploadError> {
        if self.is_complete() {
            Ok(self)
        } else {
            Err(UploadError {
                report: Box::new(self),
            })
        }
    }
}

impl fmt::Display for UploadReport {
    /// What a person wants to know, on a line; and a line for each of the first reasons why rows were rejected.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const REASONS: usize = 5;
        self.fmt_rows(f)?;
        let Counts {
            requests,
            retries,
            json_bytes,
            wire_bytes,
            nulled,
        } = self.counts;
        write!(f, "; {} request{}", Thousands(requests), plural(requests))?;
        match retries {
            0 => {}
            1 => f.write_str(", 1 of them a retry")?,
            _ => write!(f, ", {} of them retries", Thousands(retries))?,
        }
        write!(
            f,
            "; {} of JSON, {} sent; {:.2} s",
            Size(json_bytes),
            Size(wire_bytes),
            self.elapsed.as_secs_f64()
        )?;
        if nulled > 0 {
            write!(
                f,
                "; {} value{} written as null",
                Thousands(nulled),
                plural(nulled)
            )?;
        }
        for rejected in self.rejected.iter().take(REASONS) {
            write!(f, "\n  {}: {}", RowNumbers(&rejected.rows), rejected.reason)?;
        }
        match self.rejected.len().saturating_sub(REASONS) {
            0 => {}
            more => write!(f, "\n  and {} more", Thousands(more as u64))?,
        }
        match &self.kept.error {
            None => Ok(()),
            Some(error) => {
                let lost = self.kept.lost as u64;
                write!(
                    f,
                    "\n  {} rejected row{} could not be kept: {error}",
                    Thousands(lost),
                    plural(lost)
                )
            }
        }
    }
}

impl UploadReport {
    fn fmt_rows(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = self.rows() as u64;
        write!(
            f,
            "{} of {} row{} accepted",
            Thousands(self.accepted() as u64),
            Thousands(rows),
            plural(rows)
        )?;
        if !self.rejected.is_empty() {
            write!(f, ", {} rejected", Thousands(self.rejected() as u64))?;
        }
        if !self.not_attempted.is_empty() {
            write!(
                f,
                ", {} not attempted",
                Thousands(self.not_attempted() as u64)
            )?;
        }
        if let Some(row) = self.unread_from {
            write!(f, ", those from row {} on not taken", Thousands(row as u64))?;
        }
        match self.stopped {
            None => Ok(()),
            Some(Stopped::Failure) => f.write_str(" (stopped by a failure)"),
            Some(Stopped::Cancelled) => f.write_str(" (cancelled)"),
            Some(Stopped::Shutdown) => f.write_str(" (the runtime was shut down)"),
        }
    }
}

/// Not every row was accepted.
#[derive(Clone, Debug)]
pub struct UploadError {
    report: Box<UploadReport>,
}

impl UploadError {
    /// What became of the rows.
    pub fn report(&self) -> &UploadReport {
        &self.report
    }

    /// What became of the rows.
    pub fn into_report(self) -> UploadReport {
        *self.report
    }

    /// Why the first of the rejected rows was.
    pub fn first_reason(&self) -> Option<&RejectReason> {
        self.report
            .rejected
            .first()
            .map(|rejected| &rejected.reason)
    }
}

impl fmt::Display for UploadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.report.fmt_rows(f)?;
        match self.report.rejected.first() {
            Some(first) => write!(f, "; {}: {}", RowNumbers(&first.rows), first.reason),
            None => Ok(()),
        }
    }
}

impl StdError for UploadError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.first_reason()
            .map(|reason| reason as &(dyn StdError + 'static))
    }
}
