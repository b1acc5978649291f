//! A stream's columns, arranged for reading rows.

use std::collections::HashMap;

use super::convert::push_string;
use crate::ColumnType;

/// The column that every table has, and that the service may replace.
pub(super) const TIME_GENERATED: &str = "TimeGenerated";

/// The columns of a stream, arranged for reading rows.
#[derive(Clone, Debug)]
pub struct RowSchema {
    pub(super) columns: Vec<RowColumn>,
    places: HashMap<String, usize>,
    /// The place of `TimeGenerated`, where it is the table's own: declared, and no transform after it.
    pub(super) time: Option<usize>,
}

/// One column.
#[derive(Clone, Debug)]
pub(super) struct RowColumn {
    pub(super) name: String,
    /// The name as it stands in a row: `"Name":`.
    pub(super) key: String,
    pub(super) holds: ColumnType,
}

impl RowSchema {
    /// The schema of these columns, in their order; where two have one name, the first stands.
    ///
    /// `passes_through` says whether rows get to a table without a transform: then `TimeGenerated` is the table's own,
    /// and the service replaces what is too old.
    pub fn new<'a>(
        columns: impl IntoIterator<Item = (&'a str, ColumnType)>,
        passes_through: bool,
    ) -> Self {
        let mut schema = Self {
            columns: Vec::new(),
            places: HashMap::new(),
            time: None,
        };
        for (name, holds) in columns {
            if schema.places.contains_key(name) {
                continue;
            }
            let place = schema.columns.len();
            schema.places.insert(name.to_owned(), place);
            if passes_through && name == TIME_GENERATED && holds == ColumnType::DateTime {
                schema.time = Some(place);
            }
            let mut key = String::new();
            push_string(name, &mut key);
            key.push(':');
            schema.columns.push(RowColumn {
                name: name.to_owned(),
                key,
                holds,
            });
        }
        schema
    }

    /// The names of the columns, in their order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    /// The names and types of the columns, in their order.
    pub fn columns(&self) -> impl Iterator<Item = (&str, ColumnType)> {
        let columns = self.columns.iter();
        columns.map(|column| (column.name.as_str(), column.holds))
    }

    /// The place of a column among the others.
    pub(super) fn place(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
    }
}
