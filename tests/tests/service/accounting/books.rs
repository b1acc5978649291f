//! What the emulator received, accepted and kept, and what the client's report has to say of it.

use std::collections::HashSet;
use std::time::Duration;

use azlogs::{Delivered, OnFailure, RejectReason, UploadReport};
use azlogs_emulator::{Emulator, RecordedRequest};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use tokio::time::timeout;

use crate::support::received::json_of;

use super::plan::Plan;
use super::rows::Row;

type Checked = Result<(), TestCaseError>;

/// The emulator's account.
#[derive(Debug)]
pub(super) struct Books {
    tries: Vec<Try>,
    /// The numbers of the table's rows, in their order.
    table: Vec<usize>,
    requests: u64,
    /// The client gave up on a request that was answered after all, as a loaded machine makes it do.
    was_impatient: bool,
}

/// One request as it came.
#[derive(Debug)]
struct Try {
    id: String,
    /// The numbers of its rows; none where the body was too long or didn't arrive.
    rows: Vec<usize>,
    wire_bytes: usize,
    status: Option<u16>,
    accepted: bool,
    /// Its rows were accepted, and the client wasn't told.
    lost: bool,
    /// That it's lost was ordered.
    is_ordered: bool,
}

/// What became of one row, by the emulator's account.
#[derive(Clone, Debug, Default)]
struct Fate {
    copies: usize,
    /// How often it was accepted and the client told.
    told: usize,
    /// How often it was accepted and the client not told.
    lost: usize,
    /// Whether it was in a request that arrived and wasn't too long.
    seen: bool,
}

impl Try {
    fn of(request: &RecordedRequest) -> Self {
        let rows = match &request.body {
            Some(body) => numbers_in(&json_of(request, body)),
            None => Vec::new(),
        };
        let accepted = request.accepted > 0;
        let fault = request.fault.as_deref().unwrap_or_default();
        Self {
            id: request.client_request_id.clone().unwrap_or_default(),
            rows,
            wire_bytes: usize::try_from(request.wire_bytes).unwrap(),
            status: request.status,
            accepted,
            lost: accepted && request.status.is_none(),
            is_ordered: fault.starts_with("accept-then"),
        }
    }
}

fn numbers_in(json: &[u8]) -> Vec<usize> {
    let rows: Vec<serde_json::Value> = serde_json::from_slice(json).unwrap();
    rows.iter().map(number).collect()
}

fn number(row: &serde_json::Value) -> usize {
    usize::try_from(row["Number"].as_u64().unwrap()).unwrap()
}

impl Books {
    /// Waits until the emulator is done with every request, and takes its account.
    pub(super) async fn close(emulator: &Emulator) -> Self {
        let done = async {
            while emulator.stats().in_flight > 0 {
                tokio::task::yield_now().await;
            }
        };
        timeout(Duration::from_secs(30), done).await.unwrap();
        let tries: Vec<_> = emulator.requests().iter().map(Try::of).collect();
        let mut answered = HashSet::new();
        let was_impatient = tries.iter().any(|it| {
            let again = answered.contains(&it.id);
            if it.status == Some(204) {
                answered.insert(it.id.clone());
            }
            again
        });
        Self {
            was_impatient,
            tries,
            table: emulator.rows("Numbered_CL").iter().map(number).collect(),
            requests: emulator.stats().requests,
        }
    }

    /// Each body has rows, in their order, keeps the limit, and is lost only where that was ordered.
    pub(super) fn check_bodies(&self, plan: &Plan) -> Checked {
        for it in &self.tries {
            prop_assert!(it.rows.is_sorted_by(|one, next| one < next), "{it:?}");
            prop_assert!(it.wire_bytes <= plan.chunk_limit, "{it:?}");
            prop_assert!(!it.accepted || !it.rows.is_empty(), "{it:?}");
            prop_assert!(!it.lost || it.is_ordered || plan.is_impatient(), "{it:?}");
        }
        prop_assert!(!self.was_impatient || plan.is_impatient(), "{self:?}");
        Ok(())
    }

    /// The table is the accepted requests' rows, one request after another, each in its order.
    pub(super) fn check_table(&self) -> Checked {
        let mut requests: Vec<_> = self.tries.iter().filter(|it| it.accepted).collect();
        // A request may begin as its first half does.
        requests.sort_by_key(|it| std::cmp::Reverse(it.rows.len()));
        let mut rest = &self.table[..];
        while !rest.is_empty() {
            let next = requests.iter().position(|it| rest.starts_with(&it.rows));
            let Some(next) = next else {
                return Err(TestCaseError::fail(format!(
                    "{rest:?} is no request's: {self:?}"
                )));
            };
            rest = &rest[requests.remove(next).rows.len()..];
        }
        prop_assert!(requests.is_empty(), "not in the table: {requests:?}");
        Ok(())
    }

    /// Each row is what the report says that it is.
    pub(super) fn check_rows(&self, report: &UploadReport, rows: &[Row], plan: &Plan) -> Checked {
        let fates = self.fates(rows.len());
        for row in report.accepted_rows().iter().cloned().flatten() {
            let fate = &fates[row];
            if self.was_impatient {
                prop_assert!(fate.told >= 1, "row {row}: {fate:?}");
            } else {
                prop_assert_eq!(fate.told, 1, "row {}: {:?}", row, fate);
                prop_assert_eq!(fate.copies, 1 + fate.lost, "row {}: {:?}", row, fate);
            }
        }
        for rejected in report.rejected_rows() {
            for row in rejected.rows.clone() {
                self.check_rejected(&fates[row], &rows[row], &rejected.reason, plan)?;
            }
        }
        for row in report.not_attempted_rows().iter().cloned().flatten() {
            prop_assert!(!fates[row].seen, "row {}: {:?}", row, fates[row]);
        }
        Ok(())
    }

    fn check_rejected(
        &self,
        fate: &Fate,
        row: &Row,
        reason: &RejectReason,
        plan: &Plan,
    ) -> Checked {
        match reason {
            RejectReason::Unwritable(_) => {
                prop_assert!(!row.is_writable() && !fate.seen, "{row:?}: {fate:?}");
            }
            RejectReason::TooLarge(_) => {
                prop_assert!(row.is_writable() && !fate.seen, "{row:?}: {fate:?}");
            }
            RejectReason::Request(error) => {
                prop_assert!(row.is_writable());
                let may_be_there = error.delivery() == Delivered::Maybe;
                // The answer to the last try may have come when nobody waited for it any more.
                let may_be_told = self.was_impatient || (may_be_there && plan.is_impatient());
                prop_assert!(fate.told == 0 || may_be_told, "{error}: {fate:?}");
                prop_assert!(may_be_there || fate.copies == 0, "{error}: {fate:?}");
            }
            reason => return Err(TestCaseError::fail(format!("unknown: {reason}"))),
        }
        Ok(())
    }

    fn fates(&self, rows: usize) -> Vec<Fate> {
        let mut fates = vec![Fate::default(); rows];
        for &row in &self.table {
            fates[row].copies += 1;
        }
        for it in &self.tries {
            for &row in &it.rows {
                let fate = &mut fates[row];
                fate.seen = true;
                fate.told += usize::from(it.accepted && !it.lost);
                fate.lost += usize::from(it.lost);
            }
        }
        fates
    }

    /// The report's counts are what came, and it stopped only if it was told to.
    pub(super) fn check_counts(&self, report: &UploadReport, plan: &Plan) -> Checked {
        let ids: HashSet<_> = self.tries.iter().map(|it| &it.id).collect();
        if plan.breaks_connections() {
            prop_assert!(self.requests <= report.requests());
        } else {
            prop_assert_eq!(self.requests, report.requests());
            prop_assert_eq!(ids.len() as u64, report.requests() - report.retries());
            let wire_bytes: usize = self.tries.iter().map(|it| it.wire_bytes).sum();
            prop_assert_eq!(wire_bytes as u64, report.wire_bytes());
        }
        if plan.on_failure == OnFailure::Continue && plan.cancel_after.is_none() {
            prop_assert_eq!(report.not_attempted(), 0);
        }
        prop_assert_eq!(report.stopped().is_some(), report.not_attempted() > 0);
        Ok(())
    }
}

/// Each row is in exactly one of the three, and their ranges are ascending and don't touch.
pub(super) fn check_partition(report: &UploadReport, rows: usize) -> Checked {
    let rejected = report.rejected_rows().iter().map(|it| it.rows.clone());
    let mut all: Vec<_> = rejected.flatten().collect();
    prop_assert!(all.is_sorted());
    for ranges in [report.accepted_rows(), report.not_attempted_rows()] {
        prop_assert!(
            ranges.windows(2).all(|two| two[0].end < two[1].start),
            "{ranges:?}"
        );
        all.extend(ranges.iter().cloned().flatten());
    }
    all.sort_unstable();
    prop_assert!(all.into_iter().eq(0..rows), "{report}");
    prop_assert_eq!(report.rows(), rows);
    prop_assert_eq!(report.unread_from(), None);
    Ok(())
}
