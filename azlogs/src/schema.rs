//! A stream's name and columns, as a row type knows them at compile time.

use azlogs_dcr::ColumnType;

/// A stream's name and columns.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct StreamSchema {
    /// The name, such as `Custom-AppRequests`.
    pub stream: &'static str,
    /// The columns and groups of columns, in the order of the fields.
    pub entries: &'static [SchemaEntry],
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

/// A column's name and type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ColumnSchema {
    /// The name; case matters.
    pub name: &'static str,
    /// The type.
    pub column_type: ColumnType,
}

impl StreamSchema {
    /// A schema of that stream.
    pub const fn new(stream: &'static str, entries: &'static [SchemaEntry]) -> Self {
        Self { stream, entries }
    }
}

impl ColumnSchema {
    /// A column of that name and type.
    pub const fn new(name: &'static str, column_type: ColumnType) -> Self {
        Self { name, column_type }
    }
}
