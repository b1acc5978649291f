//! Reads the rows out of a body: one pass, each property to its column, everything else to the tally of losses.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use azlogs_dcr::Quoted;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use time::OffsetDateTime;

use crate::body_form::why_not_rows;
use crate::convert::{Verdict, convert};
use crate::loss::Tally;
use crate::schema::{Column, Schema};
use crate::time_generated::{self, Fate};
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
}

/// Reads a body. A body that isn't an array of objects through and through gives no rows, and no error either.
pub(crate) fn read(
    raw: &[u8],
    schema: &Schema,
    limits: &Limits,
    received: OffsetDateTime,
) -> Batch {
    if let Some(reason) = why_not_rows(raw) {
        return Batch::lost(reason);
    }
    let columns = schema.columns.as_deref().unwrap_or_default();
    let mut reader = Reader {
        schema,
        columns,
        limits,
        received,
        tally: Tally::default(),
        batch: Batch {
            held: vec![0; columns.len()],
            ..Batch::default()
        },
        cells: vec![None; columns.len()],
        text: String::new(),
    };
    let mut json = serde_json::Deserializer::from_slice(raw);
    match json.deserialize_seq(&mut reader).and_then(|()| json.end()) {
        Ok(()) => {
            reader.batch.losses = reader.tally.into_losses();
            reader.batch
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

/// What was read so far.
struct Reader<'s, 'de> {
    schema: &'s Schema,
    columns: &'s [Column],
    limits: &'s Limits,
    received: OffsetDateTime,
    tally: Tally,
    batch: Batch,
    /// The values of the row that is being read, by column.
    cells: Vec<Option<&'de RawValue>>,
    text: String,
}

impl<'de> Reader<'_, 'de> {
    /// The number of the row that is being read, from 0.
    fn row(&self) -> u64 {
        self.batch.received
    }

    fn not_an_object(&mut self, what: &str) {
        let row = self.row();
        self.tally.add(LossKind::Row, "", row, || {
            format!("the row is {what}, not an object")
        });
    }

    fn put(&mut self, name: &str, value: &'de RawValue) {
        let row = self.row();
        let Some(place) = self.schema.place(name) else {
            let schema = self.schema;
            self.tally.add(LossKind::Undeclared, name, row, || {
                undeclared(schema.nearest(name))
            });
            return;
        };
        if let Some(cell) = self.cells.get_mut(place)
            && cell.replace(value).is_some()
        {
            self.tally.add(LossKind::Repeated, name, row, || {
                "is there more than once: the last value counts".to_owned()
            });
        }
    }

    /// Writes the row that is complete.
    fn finish_row(&mut self) {
        self.text.clear();
        self.text.push('{');
        let columns = self.columns;
        for (place, column) in columns.iter().enumerate() {
            let raw = self.cells.get_mut(place).and_then(Option::take);
            if self.schema.time == Some(place) {
                self.begin_cell(column);
                self.write_time(column, raw.map(RawValue::get));
            } else if let Some(raw) = raw {
                self.begin_cell(column);
                if !self.write_cell(column, raw.get()) {
                    continue;
                }
            } else {
                continue;
            }
            if let Some(held) = self.batch.held.get_mut(place) {
                *held += 1;
            }
        }
        self.text.push('}');
        self.batch.rows.push(self.text.as_str().into());
    }

    fn begin_cell(&mut self, column: &Column) {
        if self.text.len() > 1 {
            self.text.push(',');
        }
        self.text.push_str(&column.key);
    }

    fn write_time(&mut self, column: &Column, raw: Option<&str>) {
        let fate = time_generated::write(raw, self.received, self.limits, &mut self.text);
        if let Fate::Replaced(why) = fate {
            let row = self.row();
            self.tally
                .add(LossKind::TimeReplaced, &column.name, row, || {
                    let value = Quoted(raw.unwrap_or_default());
                    format!("is replaced with the time of receipt: {value} {why}")
                });
        }
    }

    /// Writes a value, and says whether there still is one.
    fn write_cell(&mut self, column: &Column, raw: &str) -> bool {
        let limit = self.limits.value_bytes;
        let row = self.row();
        match convert(raw, column.holds, limit, &mut self.text) {
            Verdict::Kept => true,
            Verdict::Null => false,
            Verdict::Nulled(why) => {
                self.tally.add(LossKind::Nulled, &column.name, row, || {
                    let (value, column_type) = (Quoted(raw), column.holds);
                    format!("is null: {value} {why} (the column's type is {column_type})")
                });
                false
            }
            Verdict::Truncated => {
                self.tally.add(LossKind::Truncated, &column.name, row, || {
                    format!("is cut to {limit} bytes")
                });
                true
            }
        }
    }

    /// Keeps a row whose columns aren't known.
    fn keep_as_it_is(&mut self, raw: &RawValue) {
        match serde_json::from_str::<Value>(raw.get()) {
            Ok(row @ Value::Object(_)) => self.batch.rows.push(row.to_string().into()),
            Ok(_) => self.not_an_object("a value"),
            Err(_) => self.not_an_object("too deep, or has a number that can't be held"),
        }
    }
}

fn undeclared(nearest: Option<&str>) -> String {
    match nearest {
        Some(nearest) => format!(
            "isn't declared, and dropped; did you mean {}?",
            Quoted(nearest)
        ),
        None => "isn't declared, and dropped".to_owned(),
    }
}

/// A property's name, borrowed from the body where nothing in it is escaped.
#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

/// The array.
impl<'de> Visitor<'de> for &mut Reader<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        loop {
            let next = if self.schema.columns.is_some() {
                rows.next_element_seed(Row(self))?
            } else {
                rows.next_element::<&RawValue>()?
                    .map(|raw| self.keep_as_it_is(raw))
            };
            if next.is_none() {
                return Ok(());
            }
            self.batch.received += 1;
        }
    }
}

/// One element of the array.
struct Row<'r, 's, 'de>(&'r mut Reader<'s, 'de>);

impl<'de> DeserializeSeed<'de> for Row<'_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Row<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut row: A) -> Result<(), A::Error> {
        while let Some(name) = row.next_key::<Name<'de>>()? {
            self.0.put(&name.0, row.next_value()?);
        }
        self.0.finish_row();
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<(), A::Error> {
        while values.next_element::<IgnoredAny>()?.is_some() {}
        self.0.not_an_object("an array");
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        self.0.not_an_object("a string");
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        self.0.not_an_object("true or false");
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        self.0.not_an_object("a number");
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        self.0.not_an_object("a number");
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        self.0.not_an_object("a number");
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.0.not_an_object("null");
        Ok(())
    }
}

#[cfg(test)]
mod tests;
