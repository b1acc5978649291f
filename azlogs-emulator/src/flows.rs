//! Runs the transforms of a stream's flows on the rows of one request.

use std::collections::VecDeque;
use std::sync::Arc;

use azlogs_dcr::values::Fate;
use azlogs_kql::dcr::{FlowTransform, Landing};
use serde::Serialize;
use time::OffsetDateTime;

use crate::loss::Tally;
use crate::rows::Batch;
use crate::{Keep, Limits, LossKind, TableInfo};

/// What a flow has made of a stream's rows: one with a transform, one beside such, or one whose table lacks columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FlowCounts {
    /// The table.
    pub table: String,
    /// The rows that were written to it.
    pub written: u64,
    /// The rows that a `where` filtered out.
    pub filtered: u64,
    /// The rows that were lost because the transform fails on them: they become too large.
    pub failed: u64,
    /// The rows written whose `TimeGenerated` was null after the transform, so that it is the time of receipt.
    pub time_filled: u64,
    /// The rows written whose `TimeGenerated` was too old or too far ahead, so that it is the time of receipt.
    pub time_replaced: u64,
    /// The values that were cut because they were too long after the transform.
    pub values_truncated: u64,
    /// The values that were dropped because the table has no such column.
    pub values_dropped: u64,
    /// The stream's columns of which nothing is left in the table.
    pub columns_dropped: Vec<String>,
}

/// What one flow makes of one request's rows.
#[derive(Debug, Default)]
pub(crate) struct Landed {
    /// The rows for the table, of which the oldest have made room where they were more than a table keeps.
    pub(crate) rows: VecDeque<Arc<str>>,
    bytes: usize,
    pub(crate) counts: FlowCounts,
}

impl FlowCounts {
    pub(crate) fn new(table: &TableInfo) -> Self {
        Self {
            table: table.name.clone(),
            columns_dropped: table.columns_dropped.clone(),
            ..Self::default()
        }
    }

    pub(crate) fn add(&mut self, more: &Self) {
        self.written += more.written;
        self.filtered += more.filtered;
        self.failed += more.failed;
        self.time_filled += more.time_filled;
        self.time_replaced += more.time_replaced;
        self.values_truncated += more.values_truncated;
        self.values_dropped += more.values_dropped;
    }
}

/// Runs the flows to these tables; a table that takes rows as they are gets `None`. What is lost is told with the batch's other losses.
pub(crate) fn run(
    batch: &mut Batch,
    tables: &[TableInfo],
    (limits, keep): (&Limits, &Keep),
    received: OffsetDateTime,
) {
    for table in tables {
        let landed = table.runs.as_ref().map(|transform| {
            let mut landed = Landed {
                counts: FlowCounts::new(table),
                ..Landed::default()
            };
            let mut tally = Tally::default();
            landed.take(&batch.rows, transform, (limits, keep), received, &mut tally);
            batch.losses.extend(tally.into_losses_of(&table.name));
            landed
        });
        batch.landed.push(landed);
    }
}

impl Landed {
    fn take(
        &mut self,
        rows: &[Arc<str>],
        transform: &FlowTransform,
        (limits, keep): (&Limits, &Keep),
        received: OffsetDateTime,
        tally: &mut Tally,
    ) {
        let values = limits.values();
        let mut text = String::new();
        for (number, row) in (0..).zip(rows) {
            let counts = &mut self.counts;
            let landing = transform.run(row, received, &values, &mut text, |column, fate| {
                counts.tell(column, fate, number, tally);
            });
            match landing {
                Landing::Filtered => self.counts.filtered += 1,
                Landing::Written => self.push(text.as_str().into(), keep),
                _ => {
                    self.counts.failed += 1;
                    let table = &self.counts.table;
                    tally.add(LossKind::Transform, "", number, || {
                        format!("the row becomes too large in the transform before table {table}, and is lost")
                    });
                }
            }
        }
    }

    fn push(&mut self, row: Arc<str>, keep: &Keep) {
        self.counts.written += 1;
        self.bytes += row.len();
        self.rows.push_back(row);
        while self.rows.len() > keep.rows || self.bytes > keep.row_bytes {
            let Some(oldest) = self.rows.pop_front() else {
                break;
            };
            self.bytes -= oldest.len();
        }
    }
}

impl FlowCounts {
    /// Counts what became of a value on its way into the table.
    fn tell(&mut self, column: &str, fate: Fate, row: u64, tally: &mut Tally) {
        let table = &self.table;
        match fate {
            Fate::Filled => self.time_filled += 1,
            Fate::Replaced(why) => {
                self.time_replaced += 1;
                tally.add(LossKind::TimeReplaced, column, row, || {
                    format!("is replaced with the time of receipt in table {table}: after the transform it {why}")
                });
            }
            Fate::Truncated(limit) => {
                self.values_truncated += 1;
                tally.add(LossKind::Truncated, column, row, || {
                    format!("is cut to {limit} bytes in table {table}")
                });
            }
            Fate::Dropped => {
                self.values_dropped += 1;
                tally.add(LossKind::NotInTable, column, row, || {
                    format!("is dropped: table {table} has no such column")
                });
            }
            _ => {}
        }
    }
}
