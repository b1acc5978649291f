//! Rows that weren't accepted, why, and what the upload does then.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::ops::Range;

use crate::error::{Delivered, Error};
use crate::row::RowError;
use crate::unsendable::{RowTooLarge, UnsendableRow};

use super::body::Body;

/// What an upload does when rows are rejected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum OnFailure {
    /// It goes on with the rows after them.
    #[default]
    Continue,
    /// It starts no more requests. Those under way are finished; rows in none are reported as not attempted.
    Stop,
}

/// Why rows were rejected.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum RejectReason {
    /// A value of the row has no JSON form.
    Unwritable(RowError),
    /// The row is over the limit by itself.
    TooLarge(RowTooLarge),
    /// The request with the rows failed.
    Request(Error),
}

/// Neighbouring rows that were rejected for the same reason.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RejectedRows {
    /// Their numbers, counted from 0.
    pub rows: Range<usize>,
    /// Why they were rejected.
    pub reason: RejectReason,
}

/// Rows are rejected: what [`Upload::on_failure_with`](crate::Upload::on_failure_with) is told.
#[derive(Clone, Copy, Debug)]
pub struct UploadFailure<'f> {
    rows: &'f [Range<usize>],
    reason: &'f RejectReason,
    body: Option<&'f Body>,
}

impl RejectReason {
    /// Whether the rows may have been accepted nevertheless, as when no answer came in time: sent again, they may be
    /// stored twice.
    pub fn delivery(&self) -> Delivered {
        match self {
            Self::Request(error) => error.delivery(),
            Self::Unwritable(_) | Self::TooLarge(_) => Delivered::No,
        }
    }

    /// Whether the same rows may be accepted later with nothing changed.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Request(error) => error.is_retryable(),
            Self::Unwritable(_) | Self::TooLarge(_) => false,
        }
    }
}

impl From<UnsendableRow> for RejectReason {
    fn from(row: UnsendableRow) -> Self {
        match row {
            UnsendableRow::Unwritable(error) => Self::Unwritable(error),
            UnsendableRow::TooLarge(error) => Self::TooLarge(error),
        }
    }
}

impl fmt::Display for RejectReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unwritable(error) => error.fmt(f),
            Self::TooLarge(error) => error.fmt(f),
            Self::Request(error) => error.fmt(f),
        }
    }
}

impl StdError for RejectReason {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Unwritable(error) => error.source(),
            Self::TooLarge(_) => None,
            Self::Request(error) => error.source(),
        }
    }
}

impl<'f> UploadFailure<'f> {
    pub(crate) fn new(
        rows: &'f [Range<usize>],
        reason: &'f RejectReason,
        body: Option<&'f Body>,
    ) -> Self {
        Self { rows, reason, body }
    }

    /// The numbers of the rows, counted from 0. More than one range when a row among them had been rejected before.
    pub fn rows(&self) -> &'f [Range<usize>] {
        self.rows
    }

    /// Why they were rejected.
    pub fn reason(&self) -> &'f RejectReason {
        self.reason
    }

    /// The rows as the JSON array that was sent, to be kept for later:
    /// [`StreamClient::upload_raw`](crate::StreamClient::upload_raw) takes it. Nothing for a row that never was in a request.
    ///
    /// It's decompressed here, up to 1 MB, and up to 50 MB with [`Packing::Wire`](crate::Packing::Wire).
    pub fn json(&self) -> Option<Cow<'f, [u8]>> {
        self.body.and_then(Body::json)
    }
}
