//! Reads the rows out of a body: one pass, each property to its column, everything else to the tally of losses.

use std::fmt;
use std::sync::Arc;

use azlogs_dcr::Quoted;
use azlogs_dcr::values::{Cell, Element, Fate, RowReader, RowSchema};
use serde::de::{Deserializer, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use time::OffsetDateTime;

use crate::body_form::why_not_rows;
use crate::flows::Landed;
use crate::loss::Tally;
use crate::{Limits, Loss, LossKind};

/// The rows of one body, and what was lost of it.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    /// Each row as the table holds it: a JSON object.
    pub(crate) rows: Vec<Arc<str>>,
    /// The elements of the array, rows or not.
    pub(crate) received: u64,
    pub(crate) losses: Vec<Loss>,
    /// By column: the rows that hold a value there.
    pub(crate) held: Vec<u64>,
    /// By table: what the transform before it makes of the rows; none where there is no transform.
    pub(crate) landed: Vec<Option<Landed>>,
}

/// Reads a body; without a schema, rows are kept as they come. A body that isn't an array of objects through and through
/// gives no rows, and no error either.
pub(crate) fn read(
    raw: &[u8],
    schema: Option<&RowSchema>,
    limits: &Limits,
    received: OffsetDateTime,
) -> Batch {
    if let Some(reason) = why_not_rows(raw) {
        return Batch::lost(reason);
    }
    let mut tally = Tally::default();
    let mut batch = Batch::default();
    if let Some(schema) = schema {
        batch.held = vec![0; schema.names().count()];
    }
    let values = limits.values();
    let rows = Rows {
        reader: schema.map(|schema| RowReader::new(schema, &values, received)),
        tally: &mut tally,
        batch: &mut batch,
    };
    let mut json = serde_json::Deserializer::from_slice(raw);
    match json.deserialize_seq(rows).and_then(|()| json.end()) {
        Ok(()) => {
            batch.losses = tally.into_losses();
            batch
        }
        Err(error) => Batch::lost(format!(
            "the body isn't JSON: {error}; all of its rows are lost"
        )),
    }
}

impl Batch {
    fn lost(reason: String) -> Self {
        Self {
            losses: Tally::of_body(reason),
            ..Self::default()
        }
    }
}

/// Reads the array.
struct Rows<'a, 's, 'de> {
    /// None where the columns aren't known.
    reader: Option<RowReader<'s, 'de>>,
    tally: &'a mut Tally,
    batch: &'a mut Batch,
}

impl<'de> Visitor<'de> for Rows<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut rows: A) -> Result<(), A::Error> {
        loop {
            let row = self.batch.received;
            let element = match &mut self.reader {
                Some(reader) => {
                    let (tally, held) = (&mut *self.tally, &mut self.batch.held);
                    let seed = reader.element(|cell| count(cell, row, tally, held));
                    let element = rows.next_element_seed(seed)?;
                    if element == Some(Element::Row) {
                        self.batch.rows.push(reader.text().into());
                    }
                    element
                }
                None => rows
                    .next_element::<&RawValue>()?
                    .map(|raw| keep_as_it_is(raw, &mut self.batch.rows)),
            };
            match element {
                None => return Ok(()),
                Some(Element::NoRow(what)) => self.tally.add(LossKind::Row, "", row, || {
                    format!("the row is {what}, not an object")
                }),
                Some(_) => {}
            }
            self.batch.received += 1;
        }
    }
}

/// Keeps a row whose columns aren't known.
fn keep_as_it_is(raw: &RawValue, rows: &mut Vec<Arc<str>>) -> Element {
    match serde_json::from_str::<Value>(raw.get()) {
        Ok(row @ Value::Object(_)) => {
            rows.push(row.to_string().into());
            Element::Row
        }
        Ok(_) => Element::NoRow("a value"),
        Err(_) => Element::NoRow("too deep, or has a number that can't be held"),
    }
}

/// Counts what became of a property.
fn count(cell: &Cell<'_>, row: u64, tally: &mut Tally, held: &mut [u64]) {
    if let Some(held) = cell.place.and_then(|place| held.get_mut(place))
        && cell.fate.holds_value()
    {
        *held += 1;
    }
    if let Some(kind) = LossKind::of(cell.fate) {
        tally.add(kind, cell.name, row, || told(cell));
    }
}

/// What became of a property, and why: completes "column `Status` …".
fn told(cell: &Cell<'_>) -> String {
    let why = cell.why();
    match cell.fate {
        Fate::Nulled(_) => format!("is null: {why}"),
        Fate::Truncated(limit) => format!("is cut to {limit} bytes"),
        Fate::Replaced(_) => format!("is replaced with the time of receipt: {why}"),
        Fate::Dropped => match cell.nearest() {
            Some(near) => format!(
                "isn't declared, and dropped; did you mean {}?",
                Quoted(near)
            ),
            None => "isn't declared, and dropped".to_owned(),
        },
        _ => why,
    }
}

#[cfg(test)]
mod tests;
