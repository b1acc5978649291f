//! Rows that were rejected together, for one reason.

use std::time::SystemTime;

use azlogs_dcr::ImmutableId;

use super::letter::Letter;
use crate::items::Items;
use crate::upload::RejectReason;

/// Rows that were rejected together, and why.
#[derive(Clone, Copy, Debug)]
pub struct RejectedBatch<'a> {
    pub(super) rule: &'a ImmutableId,
    pub(super) stream: &'a str,
    pub(super) reason: &'a RejectReason,
    pub(super) time: SystemTime,
    pub(super) content: Content<'a>,
}

/// The rows, as far as there is JSON of them.
#[derive(Clone, Copy, Debug)]
pub(super) enum Content<'a> {
    /// The array that was to be sent.
    Array(&'a [u8]),
    /// A row that was in no request.
    Row(&'a [u8]),
    /// A row that couldn't be written.
    Unwritable,
}

impl<'a> RejectedBatch<'a> {
    /// The immutable id of the rule they were for.
    pub fn rule(&self) -> &'a ImmutableId {
        self.rule
    }

    /// The stream they were for.
    pub fn stream(&self) -> &'a str {
        self.stream
    }

    /// Why they were rejected. An [`Error`](crate::Error) in it has the ids of the request.
    pub fn reason(&self) -> &'a RejectReason {
        self.reason
    }

    /// When they were.
    pub fn time(&self) -> SystemTime {
        self.time
    }

    /// Each row's JSON, exactly as it was, or was to be, sent: whole, however long it is. `None` for a row of which a value couldn't be
    /// written.
    pub fn rows(&self) -> impl Iterator<Item = Option<&'a str>> + use<'a> {
        let (array, row) = match self.content {
            Content::Array(json) => (Items::of(json), None),
            Content::Row(json) => (Items::between(b""), Some(text(json))),
            Content::Unwritable => (Items::between(b""), Some(None)),
        };
        array.map(text).chain(row)
    }

    /// Each row as the [`Letter`] that a [`DeadLetterFile`](crate::DeadLetterFile) makes of it.
    pub fn letters(&self) -> impl Iterator<Item = Letter> + use<'a> {
        let batch = *self;
        self.rows().map(move |row| Letter::of(&batch, row))
    }
}

fn text(json: &[u8]) -> Option<&str> {
    str::from_utf8(json.trim_ascii()).ok()
}
