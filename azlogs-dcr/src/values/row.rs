//! Reads one row: each property to its column, and says what became of it.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use time::OffsetDateTime;

use super::convert::convert;
use super::schema::RowColumn;
use super::{Cell, Fate, RowSchema, ValueLimits, time_generated};

/// Reads the rows of one stream, one after the other.
#[derive(Debug)]
pub struct RowReader<'s, 'de> {
    schema: &'s RowSchema,
    limits: &'s ValueLimits,
    received: OffsetDateTime,
    /// The values of the row that is being read, by column.
    values: Vec<Option<&'de RawValue>>,
    text: String,
}

/// What an element of the array of rows is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Element {
    /// A row: an object.
    Row,
    /// None, but for example `a number`: it is lost.
    NoRow(&'static str),
}

/// Reads one element out of JSON, telling of each property what becomes of it.
#[derive(Debug)]
pub struct ElementSeed<'r, 's, 'de, F> {
    reader: &'r mut RowReader<'s, 'de>,
    tell: F,
}

impl<'s, 'de> RowReader<'s, 'de> {
    /// A reader of rows that are received at a time.
    pub fn new(schema: &'s RowSchema, limits: &'s ValueLimits, received: OffsetDateTime) -> Self {
        Self {
            schema,
            limits,
            received,
            values: vec![None; schema.columns.len()],
            text: String::new(),
        }
    }

    /// What reads the next element. `tell` is called for each property, first for those that aren't declared or stand
    /// there again, then for the others in the order of the columns.
    pub fn element<'r, F: FnMut(&Cell<'_>)>(&'r mut self, tell: F) -> ElementSeed<'r, 's, 'de, F> {
        ElementSeed { reader: self, tell }
    }

    /// The row that was read last, as the table holds it: a JSON object with its columns in the stream's order.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl<'de, F: FnMut(&Cell<'_>)> ElementSeed<'_, '_, 'de, F> {
    fn tell(&mut self, name: &str, place: Option<usize>, raw: &str, fate: Fate) {
        let schema = self.reader.schema;
        (self.tell)(&Cell {
            name,
            place,
            raw,
            fate,
            schema,
        });
    }

    fn put(&mut self, name: &str, value: &'de RawValue) {
        let Some(place) = self.reader.schema.place(name) else {
            self.tell(name, None, value.get(), Fate::Dropped);
            return;
        };
        if let Some(held) = self.reader.values.get_mut(place)
            && let Some(earlier) = held.replace(value)
        {
            self.tell(name, Some(place), earlier.get(), Fate::Repeated);
        }
    }

    /// Writes the row that is complete.
    fn finish(&mut self) {
        self.reader.text.clear();
        self.reader.text.push('{');
        let schema = self.reader.schema;
        for (place, column) in schema.columns.iter().enumerate() {
            let raw = self.reader.values.get_mut(place).and_then(Option::take);
            let raw = raw.map(RawValue::get);
            let fate = if schema.time == Some(place) {
                self.reader.write_time(column, raw)
            } else if let Some(raw) = raw {
                self.reader.write(column, raw)
            } else {
                continue;
            };
            self.tell(&column.name, Some(place), raw.unwrap_or_default(), fate);
        }
        self.reader.text.push('}');
    }
}

impl RowReader<'_, '_> {
    fn write(&mut self, column: &RowColumn, raw: &str) -> Fate {
        self.begin(column);
        convert(raw, column.holds, self.limits.value_bytes, &mut self.text)
    }

    fn write_time(&mut self, column: &RowColumn, raw: Option<&str>) -> Fate {
        self.begin(column);
        time_generated::write(raw, self.received, self.limits, &mut self.text)
    }

    fn begin(&mut self, column: &RowColumn) {
        if self.text.len() > 1 {
            self.text.push(',');
        }
        self.text.push_str(&column.key);
    }
}

/// A property's name, borrowed from the text where nothing in it is escaped.
#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de, F: FnMut(&Cell<'_>)> DeserializeSeed<'de> for ElementSeed<'_, '_, 'de, F> {
    type Value = Element;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Element, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de, F: FnMut(&Cell<'_>)> Visitor<'de> for ElementSeed<'_, '_, 'de, F> {
    type Value = Element;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut row: A) -> Result<Element, A::Error> {
        // What a row that broke off has left behind isn't this row's.
        self.reader.values.fill(None);
        while let Some(name) = row.next_key::<Name<'de>>()? {
            self.put(&name.0, row.next_value()?);
        }
        self.finish();
        Ok(Element::Row)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Element, A::Error> {
        while values.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Element::NoRow("an array"))
    }

    fn visit_str<E>(self, _: &str) -> Result<Element, E> {
        Ok(Element::NoRow("a string"))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Element, E> {
        Ok(Element::NoRow("true or false"))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Element, E> {
        Ok(Element::NoRow("a number"))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Element, E> {
        Ok(Element::NoRow("a number"))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Element, E> {
        Ok(Element::NoRow("a number"))
    }

    fn visit_unit<E>(self) -> Result<Element, E> {
        Ok(Element::NoRow("null"))
    }
}
