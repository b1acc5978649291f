//! A stream's name and columns, as a row type knows them at compile time.

mod by_name;
pub(crate) mod check;
pub(crate) mod column_of;
pub(crate) mod declared;
mod message;

use std::panic::Location;
use std::slice;

use azlogs_dcr::{ColumnType, TableColumnType};

/// A stream's name and columns.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct StreamSchema {
    /// The name, such as `Custom-AppRequests`.
    pub stream: &'static str,
    /// The columns and groups of columns, in the order of the fields.
    pub entries: &'static [SchemaEntry],
    /// What the documentation of the row's type says; empty where it has none.
    pub docs: &'static str,
    /// Where the row's type is in the source.
    pub place: &'static Location<'static>,
}

/// A column, or a group of columns.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum SchemaEntry {
    /// One column.
    Column(ColumnSchema),
    /// The columns of a flattened field.
    Group(&'static [SchemaEntry]),
}

/// What is known of a column.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ColumnSchema {
    /// The name; case matters.
    pub name: &'static str,
    /// The type in the stream.
    pub column_type: ColumnType,
    /// The type in the table: the same, or `guid` where the stream has the text of a UUID.
    pub table_type: TableColumnType,
    /// Whether its value tells the row from all others: `#[log_record(row_id)]`.
    pub is_row_id: bool,
    /// What the field's documentation says; empty where it has none.
    pub docs: &'static str,
    /// Where the field is in the source.
    pub place: &'static Location<'static>,
}

impl StreamSchema {
    /// A schema of that stream, declared where this is called.
    #[track_caller]
    pub const fn new(stream: &'static str, entries: &'static [SchemaEntry]) -> Self {
        Self {
            stream,
            entries,
            docs: "",
            place: Location::caller(),
        }
    }

    /// Adds the documentation of the row's type.
    #[must_use]
    pub const fn docs(mut self, docs: &'static str) -> Self {
        self.docs = docs;
        self
    }

    /// The column whose value tells the row from all others, if it has one: `#[log_record(row_id)]`.
    pub fn row_id(&self) -> Option<&'static ColumnSchema> {
        self.columns().find(|column| column.is_row_id)
    }

    /// All columns, those of groups among them, in the order in which a row writes them.
    ///
    /// ```
    /// use azlogs::{ColumnSchema, ColumnType, SchemaEntry, StreamSchema};
    ///
    /// const SOURCE: &[SchemaEntry] = &[SchemaEntry::Column(ColumnSchema::new("Host", ColumnType::String))];
    /// const SCHEMA: StreamSchema = StreamSchema::new("Custom-AppRequests", &[
    ///     SchemaEntry::Column(ColumnSchema::new("Status", ColumnType::Int)),
    ///     SchemaEntry::Group(SOURCE),
    /// ]);
    /// assert!(SCHEMA.columns().map(|column| column.name).eq(["Status", "Host"]));
    /// ```
    pub fn columns(&self) -> Columns {
        Columns {
            open: vec![self.entries.iter()],
        }
    }
}

/// The columns of a stream, from [`StreamSchema::columns`].
#[derive(Clone, Debug)]
pub struct Columns {
    /// The groups that are being gone through, the innermost last.
    open: Vec<slice::Iter<'static, SchemaEntry>>,
}

impl Iterator for Columns {
    type Item = &'static ColumnSchema;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.open.last_mut()?.next() {
                Some(SchemaEntry::Column(column)) => return Some(column),
                Some(SchemaEntry::Group(entries)) => self.open.push(entries.iter()),
                None => drop(self.open.pop()),
            }
        }
    }
}

impl ColumnSchema {
    /// A column of that name and type, declared where this is called. The table's type is the same.
    #[track_caller]
    pub const fn new(name: &'static str, column_type: ColumnType) -> Self {
        Self {
            name,
            column_type,
            table_type: TableColumnType::of(column_type),
            is_row_id: false,
            docs: "",
            place: Location::caller(),
        }
    }

    /// Sets the type in the table.
    #[must_use]
    pub const fn table_type(mut self, table_type: TableColumnType) -> Self {
        self.table_type = table_type;
        self
    }

    /// Says that its value tells the row from all others.
    #[must_use]
    pub const fn row_id(mut self) -> Self {
        self.is_row_id = true;
        self
    }

    /// Adds the field's documentation.
    #[must_use]
    pub const fn docs(mut self, docs: &'static str) -> Self {
        self.docs = docs;
        self
    }
}
