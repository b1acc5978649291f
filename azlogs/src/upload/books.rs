//! Where an upload books what became of rows: the ledger, and for the rejected ones the way to where they are kept.

use std::task::Context;
use std::time::Duration;

use bytes::Bytes;

use crate::dead_letter::{Outbox, Remains};
use crate::error::Error;
use crate::row_ranges::RowRanges;

use super::body::Body;
use super::failure::RejectReason;
use super::ledger::{Ledger, Observer};
use super::report::UploadReport;

pub(super) struct Books<'a> {
    pub(super) ledger: Ledger<'a>,
    /// Rejected rows on their way to where they are kept.
    outbox: Option<Outbox>,
}

impl<'a> Books<'a> {
    pub(super) fn new(observer: Observer<'a>, outbox: Option<Outbox>) -> Self {
        Self {
            ledger: Ledger::new(observer),
            outbox,
        }
    }

    /// Books a request's rows as rejected.
    pub(super) fn reject_body(&mut self, body: Body, error: Error) {
        let reason = RejectReason::Request(error);
        self.ledger.reject(&body.rows, &reason, Some(&body));
        if let Some(outbox) = &mut self.outbox {
            outbox.push(Remains::Body(body), reason);
        }
    }

    /// Books a row as rejected that was in no request.
    pub(super) fn reject_row(&mut self, row: usize, reason: &RejectReason, json: Option<Vec<u8>>) {
        let rows = RowRanges::from(row..row + 1);
        self.ledger.reject(&rows, reason, None);
        if let Some(outbox) = &mut self.outbox {
            let json = json.map(Bytes::from);
            let remains = json.map_or(Remains::Unwritable, Remains::Row);
            outbox.push(remains, reason.clone());
        }
    }

    /// Has rejected rows kept. True when some have been.
    pub(super) fn poll_kept(&mut self, cx: &mut Context<'_>) -> bool {
        self.outbox
            .as_mut()
            .is_some_and(|outbox| outbox.poll_write(cx))
    }

    /// Whether rejected rows are kept as fast as they come.
    pub(super) fn keep_up(&self) -> bool {
        self.outbox.as_ref().is_none_or(Outbox::has_room)
    }

    /// Whether no rejected row is on its way any more.
    pub(super) fn are_kept(&self) -> bool {
        self.outbox.as_ref().is_none_or(Outbox::is_empty)
    }

    /// The account, when `taken` rows were taken of `total`.
    pub(super) fn close(
        &mut self,
        taken: usize,
        total: Option<usize>,
        elapsed: Duration,
    ) -> UploadReport {
        let mut report = self.ledger.close(taken, total, elapsed);
        if let Some(outbox) = &self.outbox {
            report.kept = outbox.kept().clone();
        }
        report
    }
}
