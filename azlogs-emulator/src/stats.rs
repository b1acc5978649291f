//! Counts of what was received, accepted and lost.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::rows::Batch;
use crate::{FlowCounts, LossKind, StreamInfo};

/// The undeclared properties that are counted by name, a stream; the rest are counted together.
const MAX_UNDECLARED: usize = 1_000;

/// What the emulator has seen since its start, or since it was reset.
#[derive(Clone, Debug, Default, Serialize)]
#[non_exhaustive]
pub struct Stats {
    /// The requests with rows that were received.
    pub requests: u64,
    /// The answers, by status.
    pub statuses: BTreeMap<u16, u64>,
    /// The requests that got no answer: an ordered fault, or a client that went away.
    pub unanswered: u64,
    /// The requests that are being served.
    pub in_flight: usize,
    /// The most requests that were being served at one time.
    pub in_flight_max: usize,
    /// Each stream of each rule.
    pub streams: Vec<StreamStats>,
    /// Each table.
    pub tables: Vec<TableStats>,
    /// Each ordered fault.
    pub faults: Vec<FaultStats>,
}

/// What one stream got, by requests that were answered 204.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct StreamStats {
    /// The rule's immutable id.
    pub rule: String,
    /// The stream.
    pub stream: String,
    /// The requests.
    pub requests: u64,
    /// The bytes on the wire.
    pub wire_bytes: u64,
    /// The bytes after gunzip.
    pub raw_bytes: u64,
    /// The elements of the bodies' arrays.
    pub rows_received: u64,
    /// The rows that were kept, if perhaps not all of them.
    pub rows_accepted: u64,
    /// The bodies that were thrown away because they are no array, or no JSON.
    pub bodies_lost: u64,
    /// Each declared column, in the order of the rule, and then each property that isn't declared.
    pub columns: Vec<ColumnStats>,
    /// What the flows that change rows made of them.
    pub flows: Vec<FlowCounts>,
    /// What differs from Azure here, such as a transform that isn't run.
    pub notes: Vec<String>,
}

/// What became of one column's values, in rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ColumnStats {
    /// The column.
    pub name: String,
    /// Whether the stream declares it.
    pub declared: bool,
    /// Rows that hold a value in it.
    pub accepted: u64,
    /// Rows whose value was thrown away because the column isn't declared.
    pub dropped: u64,
    /// Rows whose value the column can't hold, so that it is null.
    pub nulled: u64,
    /// Rows whose value was cut.
    pub truncated: u64,
    /// Rows whose `TimeGenerated` was replaced with the time of receipt.
    pub replaced: u64,
    /// Rows that had the property more than once.
    pub repeated: u64,
}

/// What one table holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TableStats {
    /// The table.
    pub name: String,
    /// The rows that it holds.
    pub rows: usize,
    /// The bytes that they take, as JSON.
    pub bytes: usize,
    /// The rows that were written to it.
    pub accepted: u64,
    /// The oldest rows, which made room.
    pub evicted: u64,
    /// The transforms that would have changed the rows, and weren't run.
    pub transforms_not_run: Vec<String>,
}

/// What one ordered fault has done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FaultStats {
    /// The fault in its text form.
    pub fault: String,
    /// The requests that it has seen.
    pub seen: u64,
    /// The requests that it befell.
    pub applied: u64,
}

impl StreamStats {
    pub(crate) fn new(rule: &str, stream: &StreamInfo) -> Self {
        let declared = stream.columns.iter().map(|column| ColumnStats {
            name: column.name.clone(),
            declared: true,
            ..ColumnStats::default()
        });
        Self {
            rule: rule.to_owned(),
            stream: stream.name.clone(),
            columns: declared.collect(),
            flows: stream
                .tables
                .iter()
                .filter(|table| table.runs.is_some())
                .map(FlowCounts::new)
                .collect(),
            notes: stream.notes(),
            ..Self::default()
        }
    }

    /// Adds one request's rows.
    pub(crate) fn add(&mut self, batch: &Batch, wire_bytes: u64, raw_bytes: u64) {
        self.requests += 1;
        self.wire_bytes += wire_bytes;
        self.raw_bytes += raw_bytes;
        self.rows_received += batch.received;
        self.rows_accepted += u64::try_from(batch.rows.len()).unwrap_or(u64::MAX);
        for (flow, landed) in self.flows.iter_mut().zip(batch.landed.iter().flatten()) {
            flow.add(&landed.counts);
        }
        for (column, held) in self.columns.iter_mut().zip(&batch.held) {
            column.accepted += held;
        }
        // What is lost on the way to a table is counted by flow.
        for loss in batch.losses.iter().filter(|loss| loss.table.is_none()) {
            match (loss.kind, &loss.column) {
                (LossKind::Body, _) => self.bodies_lost += 1,
                (LossKind::Row, _) => {}
                (kind, column) => {
                    let name = column.as_deref().unwrap_or_default();
                    if let Some(column) = self.column(name) {
                        column.add(kind, loss.rows);
                    }
                }
            }
        }
    }

    /// The column of that name; an undeclared one is begun, while there are not too many. Those have no name together.
    fn column(&mut self, name: &str) -> Option<&mut ColumnStats> {
        let known = |columns: &[ColumnStats], name| columns.iter().position(|c| c.name == name);
        let undeclared = self
            .columns
            .iter()
            .filter(|column| !column.declared)
            .count();
        let name = if undeclared < MAX_UNDECLARED || known(&self.columns, name).is_some() {
            name
        } else {
            ""
        };
        let place = known(&self.columns, name).unwrap_or(self.columns.len());
        if place == self.columns.len() {
            self.columns.push(ColumnStats {
                name: name.to_owned(),
                ..ColumnStats::default()
            });
        }
        self.columns.get_mut(place)
    }
}

impl ColumnStats {
    fn add(&mut self, kind: LossKind, rows: u64) {
        match kind {
            LossKind::Undeclared => self.dropped += rows,
            LossKind::Nulled => self.nulled += rows,
            LossKind::Truncated => self.truncated += rows,
            LossKind::TimeReplaced => self.replaced += rows,
            LossKind::Repeated => self.repeated += rows,
            LossKind::Body | LossKind::Row | LossKind::Transform | LossKind::NotInTable => {}
        }
    }
}
