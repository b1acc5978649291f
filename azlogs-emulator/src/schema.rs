//! A stream's columns, arranged for reading rows.

use std::collections::HashMap;

use azlogs_dcr::{ColumnType, nearest};

use crate::StreamInfo;
use crate::convert::push_string;

/// The column that every table has, and that the service may replace.
const TIME_GENERATED: &str = "TimeGenerated";

/// The columns of a stream; `None` for a stream whose columns aren't known.
#[derive(Clone, Debug)]
pub(crate) struct Schema {
    pub(crate) columns: Option<Vec<Column>>,
    places: HashMap<String, usize>,
    /// The place of `TimeGenerated`, where it is the table's own: declared, and no transform after it.
    pub(crate) time: Option<usize>,
}

/// One column.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) name: String,
    /// The name as it stands in a row: `"Name":`.
    pub(crate) key: String,
    pub(crate) holds: ColumnType,
}

impl Schema {
    pub(crate) fn new(stream: &StreamInfo) -> Self {
        let mut schema = Self {
            columns: None,
            places: HashMap::new(),
            time: None,
        };
        if !stream.declared {
            return schema;
        }
        let mut columns = Vec::new();
        for column in &stream.columns {
            // A rule that declares a column twice is refused before it gets here, so the first may stand.
            if schema.places.contains_key(&column.name) {
                continue;
            }
            schema.places.insert(column.name.clone(), columns.len());
            let mut key = String::new();
            push_string(&column.name, &mut key);
            key.push(':');
            columns.push(Column {
                name: column.name.clone(),
                key,
                holds: column.column_type,
            });
        }
        if stream.passes_through() {
            schema.time = columns.iter().position(|column| {
                column.name == TIME_GENERATED && column.holds == ColumnType::DateTime
            });
        }
        schema.columns = Some(columns);
        schema
    }

    /// The place of a column.
    pub(crate) fn place(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
    }

    /// The column that was probably meant.
    pub(crate) fn nearest(&self, name: &str) -> Option<&str> {
        let columns = self.columns.as_deref().unwrap_or_default();
        nearest(name, columns.iter().map(|column| column.name.as_str()))
    }
}
