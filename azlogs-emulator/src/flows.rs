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

/// What a flow with a transform has made of a stream's rows.
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
    }
}

/// Runs the transforms before these tables; a table without one gets `None`. What is lost is told with the batch's other losses.
pub(crate) fn run(
    batch: &mut Batch,
    tables: &[TableInfo],
    (limits, keep): (&Limits, &Keep),
    received: OffsetDateTime,
) {
    let mut tally = Tally::default();
    let landed = tables.iter().map(|table| {
        let transform = table.runs.as_ref()?;
        let mut landed = Landed {
            counts: FlowCounts::new(table),
            ..Landed::default()
        };
        landed.take(&batch.rows, transform, (limits, keep), received, &mut tally);
        Some(landed)
    });
    batch.landed = landed.collect();
    batch.losses.extend(tally.into_losses());
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
            let table = &self.counts.table;
            match transform.run(row, received, &values, &mut text) {
                Landing::Filtered => self.counts.filtered += 1,
                Landing::Written(fate) => {
                    if let Fate::Replaced(why) = fate {
                        tally.add(LossKind::TimeReplaced, "TimeGenerated", number, || {
                            format!("is replaced with the time of receipt in table {table}: after the transform it {why}")
                        });
                    }
                    self.counts.time_filled += u64::from(fate == Fate::Filled);
                    self.push(text.as_str().into(), keep);
                }
                _ => {
                    self.counts.failed += 1;
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
