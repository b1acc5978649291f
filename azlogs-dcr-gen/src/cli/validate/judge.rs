//! Judges rows one by one, and counts what becomes of their values.

use std::collections::HashMap;

use azlogs_dcr::ColumnType;
use azlogs_dcr::values::{Cell, DataElement, RowReader, RowSchema, ValueLimits};
use time::OffsetDateTime;

use crate::cli::data;
use crate::cli::outcome::Outcome;

/// The undeclared columns that are counted by name; more are counted together, so that memory is bounded.
const UNDECLARED_MAX: usize = 1_000;

/// The characters of an undeclared column's name that are kept: no column's name is longer than 45.
const NAME_KEPT: usize = 200;

/// What becomes of one value, or of one row.
#[derive(Debug)]
pub(super) struct Verdict<'a> {
    /// The row, from 0.
    pub(super) row: u64,
    /// The line on which the row begins, from 1.
    pub(super) line: u64,
    pub(super) outcome: Outcome,
    pub(super) what: What<'a>,
}

/// What a verdict is about.
#[derive(Debug)]
pub(super) enum What<'a> {
    /// A value.
    Cell(&'a Cell<'a>),
    /// The whole row, and why it is lost.
    Row(&'a str),
}

/// In how many rows what became of a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ColumnCounts {
    pub(super) name: String,
    pub(super) column_type: Option<ColumnType>,
    pub(super) accepted: u64,
    pub(super) null: u64,
    pub(super) filled: u64,
    pub(super) nulled: u64,
    pub(super) truncated: u64,
    pub(super) replaced: u64,
    pub(super) dropped: u64,
    pub(super) repeated: u64,
}

/// What became of all rows so far.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// Rows, and what stands in a row's place.
    pub(super) rows: u64,
    /// Rows of which nothing is lost.
    pub(super) whole: u64,
    /// Rows of which nothing is left.
    pub(super) lost: u64,
    /// Each declared column in the stream's order, then the others as they came; the last has no name, where there were
    /// too many of them.
    pub(super) columns: Vec<ColumnCounts>,
    places: HashMap<String, usize>,
}

/// Judges the rows of one stream.
pub(super) struct Judge<'s> {
    schema: &'s RowSchema,
    limits: ValueLimits,
    received: OffsetDateTime,
    counts: Counts,
}

impl Verdict<'_> {
    /// The column; none where it is about the whole row.
    pub(super) fn column(&self) -> Option<&str> {
        match self.what {
            What::Cell(cell) => Some(cell.name),
            What::Row(_) => None,
        }
    }

    /// The column's type, where the stream declares it.
    pub(super) fn column_type(&self) -> Option<ColumnType> {
        match self.what {
            What::Cell(cell) => cell.column_type(),
            What::Row(_) => None,
        }
    }

    /// Why; empty where there is nothing to say.
    pub(super) fn why(&self) -> String {
        match self.what {
            What::Cell(cell) => cell.why(),
            What::Row(why) => why.to_owned(),
        }
    }
}

impl ColumnCounts {
    /// Whether some row has the column.
    pub(super) fn is_seen(&self) -> bool {
        let unseen = Self {
            name: self.name.clone(),
            column_type: self.column_type,
            filled: self.filled,
            ..Self::default()
        };
        *self != unseen
    }

    fn add(&mut self, outcome: Outcome) {
        let count = match outcome {
            Outcome::Accepted => &mut self.accepted,
            Outcome::Null => &mut self.null,
            Outcome::Filled => &mut self.filled,
            Outcome::Nulled => &mut self.nulled,
            Outcome::Truncated => &mut self.truncated,
            Outcome::Replaced => &mut self.replaced,
            Outcome::Dropped => &mut self.dropped,
            Outcome::Repeated => &mut self.repeated,
            Outcome::Lost => return,
        };
        *count += 1;
    }
}

impl Counts {
    fn of_columns(schema: &RowSchema) -> Self {
        let columns = schema.columns().map(|(name, column_type)| ColumnCounts {
            name: name.to_owned(),
            column_type: Some(column_type),
            ..ColumnCounts::default()
        });
        Self {
            columns: columns.collect(),
            ..Self::default()
        }
    }

    /// Rows of which something is lost, and something left.
    pub(super) fn partial(&self) -> u64 {
        self.rows - self.whole - self.lost
    }

    /// How many rows lack a column that the stream declares.
    pub(super) fn absent(&self, column: &ColumnCounts) -> u64 {
        let there =
            column.accepted + column.null + column.nulled + column.truncated + column.replaced;
        match column.column_type {
            Some(_) => self.rows - self.lost - there,
            None => 0,
        }
    }

    fn add(&mut self, cell: &Cell<'_>, outcome: Outcome) {
        let place = cell.place.unwrap_or_else(|| self.undeclared(cell.name));
        if let Some(column) = self.columns.get_mut(place) {
            column.add(outcome);
        }
    }

    /// The place of a column that the stream doesn't declare.
    fn undeclared(&mut self, name: &str) -> usize {
        let name: String = name.chars().take(NAME_KEPT).collect();
        if let Some(place) = self.places.get(&name) {
            return *place;
        }
        let name = if self.places.len() < UNDECLARED_MAX {
            name
        } else {
            String::new()
        };
        let columns = &mut self.columns;
        *self.places.entry(name.clone()).or_insert_with(|| {
            columns.push(ColumnCounts {
                name,
                ..ColumnCounts::default()
            });
            columns.len() - 1
        })
    }
}

impl<'s> Judge<'s> {
    pub(super) fn new(schema: &'s RowSchema, received: OffsetDateTime) -> Self {
        Self {
            schema,
            limits: ValueLimits::default(),
            received,
            counts: Counts::of_columns(schema),
        }
    }

    pub(super) fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Judges one row, telling of each value. The error says why it is no JSON.
    pub(super) fn judge(
        &mut self,
        element: &DataElement<'_>,
        tell: &mut dyn FnMut(&Verdict<'_>),
    ) -> Result<(), String> {
        let (row, line) = (self.counts.rows, element.line);
        let mut is_whole = true;
        let mut reader = RowReader::new(self.schema, &self.limits, self.received);
        let counts = &mut self.counts;
        let lost = data::read(&mut reader, element, |cell| {
            let Some(outcome) = Outcome::of(cell.fate) else {
                return;
            };
            counts.add(cell, outcome);
            is_whole &= !outcome.is_loss();
            tell(&Verdict {
                row,
                line,
                outcome,
                what: What::Cell(cell),
            });
        })?;
        self.counts.rows += 1;
        match lost {
            None if is_whole => self.counts.whole += 1,
            None => {}
            Some(why) => {
                self.counts.lost += 1;
                tell(&Verdict {
                    row,
                    line,
                    outcome: Outcome::Lost,
                    what: What::Row(&why),
                });
            }
        }
        Ok(())
    }
}
