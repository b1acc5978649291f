//! Rows as JSON objects: read into values of columns, and written again.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer as _, IgnoredAny, MapAccess, Visitor};

use crate::column::{Column, OutputColumn};
use crate::value::{Dynamic, Value, convert, write_json_string};

/// Reads rows with certain columns out of JSON.
#[derive(Clone, Debug)]
pub struct RowFormat {
    columns: Vec<Column>,
    places: HashMap<String, usize>,
}

impl RowFormat {
    /// Rows with these columns, in their order.
    #[must_use]
    pub fn new(columns: Vec<Column>) -> Self {
        let places = columns.iter().enumerate();
        let places = places.map(|(place, column)| (column.name.clone(), place));
        Self {
            places: places.collect(),
            columns,
        }
    }

    /// The columns, in their order.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The values of a row that is a JSON object, in the order of the columns. What doesn't fit its column is null, or the empty
    /// string; so is what isn't there. Properties without a column count for nothing, and of two of one name the later counts.
    ///
    /// ```
    /// use azlogs_kql::{Column, RowFormat, ScalarType, Value};
    ///
    /// let format = RowFormat::new(vec![Column::new("s", ScalarType::String), Column::new("i", ScalarType::Int)]);
    /// assert_eq!(format.read(r#"{"i":7,"x":[]}"#)?, [Value::text(""), Value::Int(7)]);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Where the text isn't a JSON object, or is nested too deep.
    pub fn read(&self, json: &str) -> Result<Vec<Value>, serde_json::Error> {
        let mut json = serde_json::Deserializer::from_str(json);
        let row = json.deserialize_map(RowVisitor(self))?;
        json.end()?;
        Ok(row)
    }
}

struct RowVisitor<'a>(&'a RowFormat);

/// A property's name, borrowed from the text where nothing in it is escaped.
#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> Visitor<'de> for RowVisitor<'_> {
    type Value = Vec<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row, which is an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut properties: A) -> Result<Vec<Value>, A::Error> {
        let columns = &self.0.columns;
        let missing = columns.iter().map(|column| Value::missing(column.r#type));
        let mut row: Vec<Value> = missing.collect();
        while let Some(Name(name)) = properties.next_key()? {
            let place = self.0.places.get(&*name).copied();
            let Some((place, column)) = place.and_then(|place| Some((place, columns.get(place)?)))
            else {
                properties.next_value::<IgnoredAny>()?;
                continue;
            };
            let value = Value::from(properties.next_value::<Dynamic>()?);
            if let Some(held) = row.get_mut(place) {
                *held = convert::to(&value, column.r#type);
            }
        }
        Ok(row)
    }
}

/// Appends a row that has come out of a transformation as a JSON object, with all of its columns in their order.
///
/// ```
/// let checked = azlogs_kql::check("print a = 1, b = 2h, c = real(nan), d = int(null)", &[])?;
/// let row = &checked.plan().rows(std::time::SystemTime::now()).unwrap()[0];
/// let mut json = String::new();
/// azlogs_kql::write_row(checked.columns(), row, &mut json);
/// assert_eq!(json, r#"{"a":1,"b":"02:00:00","c":"NaN","d":null}"#);
/// # Ok::<(), Vec<azlogs_kql::Problem>>(())
/// ```
pub fn write_row(columns: &[OutputColumn], row: &[Value], out: &mut String) {
    let mut separator = '{';
    for (column, value) in columns.iter().zip(row) {
        out.push(separator);
        write_json_string(&column.name, out);
        out.push(':');
        value.write_json(out);
        separator = ',';
    }
    out.push_str(if separator == '{' { "{}" } else { "}" });
}
