//! How large a row may become while it's transformed.

use std::fmt;

use crate::value::Value;

/// How many bytes a row and what is worked out beside it can have: 64 MiB.
///
/// Source: "The string data type" of Kusto: the limit of a record.
pub const MAX_ROW_SIZE: usize = 64 << 20;

/// A row has become larger than [`MAX_ROW_SIZE`] while it was transformed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the row becomes larger than 64 MiB while it is transformed")
    }
}

impl std::error::Error for TooLarge {}

/// About how many bytes of memory a row has.
pub(super) fn row_size(row: &[Value]) -> usize {
    row.iter().map(Value::size).sum()
}
