//! Columns of which there is nothing to say but name and type, in the few words that expansions have for each.

use azlogs_dcr::ColumnType;

use super::{ColumnSchema, SchemaEntry};

macro_rules! columns {
    ($($function:ident $column_type:ident),+) => {$(
        /// A column of the type that the function is called like, declared where this is called.
        #[track_caller]
        pub const fn $function(name: &'static str) -> SchemaEntry {
            SchemaEntry::Column(ColumnSchema::new(name, ColumnType::$column_type))
        }
    )+};
}

columns!(string String, int Int, long Long, real Real, boolean Boolean, datetime DateTime, dynamic Dynamic);
