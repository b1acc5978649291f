//! What the derives' expansions name. Not for use by hand: it may change with any version.

pub use crate::column::numbered::{Numbered, NumberedKind, number_of};
pub use crate::column::reason::HoldsText;
pub use crate::column::{
    Boolean, ColumnKind, ColumnValue, DateTime, Dynamic, Int, Long, NaturalColumn, Real, RowKey,
    String, ValueError, ValueWriter, Written,
};
pub use crate::record::{ColumnGroup, LogRecord};
pub use crate::row::RowWriter;
pub use crate::schema::check::{
    check_all_columns_written, check_columns_declared, check_no_duplicate_columns, writes_column,
};
pub use crate::schema::column_of::{boolean, datetime, dynamic, int, long, real, string};
pub use crate::schema::declared::{DeclaredColumn, DeclaredStream};
pub use crate::schema::{ColumnSchema, SchemaEntry, StreamSchema};
pub use azlogs_dcr::{ColumnType, TableColumnType};
pub use serde::Serialize;
