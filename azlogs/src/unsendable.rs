//! Rows that can't be sent, whatever the service would say.

use std::fmt;

use azlogs_dcr::Quoted;

use crate::items::{Items, string_end};
use crate::row::RowError;

/// A row can't be sent at all.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnsendableRow {
    /// A value of it has no JSON form.
    Unwritable(RowError),
    /// It's over the limit by itself.
    TooLarge(RowTooLarge),
}

impl fmt::Display for UnsendableRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unwritable(error) => error.fmt(f),
            Self::TooLarge(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for UnsendableRow {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unwritable(error) => error.source(),
            Self::TooLarge(_) => None,
        }
    }
}

/// A row is over the limit by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowTooLarge {
    size: usize,
    limit: usize,
    compressed: bool,
    largest: Vec<(String, usize)>,
}

impl RowTooLarge {
    /// How many of a row's columns are named.
    const NAMED_COLUMNS: usize = 3;

    pub(crate) fn new(row: &[u8], limit: usize) -> Self {
        let mut largest = Items::of(row).filter_map(column_size).collect::<Vec<_>>();
        largest.sort_by_key(|&(_, size)| std::cmp::Reverse(size));
        largest.truncate(Self::NAMED_COLUMNS);
        Self {
            size: row.len(),
            limit,
            compressed: false,
            largest,
        }
    }

    /// Of a row that is over the limit even when it's compressed.
    #[cfg(feature = "client")]
    pub(crate) fn compressed(row: &[u8], limit: usize) -> Self {
        Self {
            compressed: true,
            ..Self::new(row, limit)
        }
    }

    /// The bytes of the row's JSON.
    pub fn size(&self) -> usize {
        self.size
    }

    /// The most bytes of a request's body, of which two are the array's brackets.
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// The row's largest columns, the largest first, with the bytes of their values' JSON.
    pub fn largest_columns(&self) -> impl ExactSizeIterator<Item = (&str, usize)> {
        self.largest
            .iter()
            .map(|(name, size)| (name.as_str(), *size))
    }
}

/// The name of the column, and the bytes of its value, in `"name":value`.
fn column_size(member: &[u8]) -> Option<(String, usize)> {
    let member = member.trim_ascii();
    let key_end = string_end(member, 0) + 1;
    let name = serde_json::from_slice(member.get(..key_end)?).ok()?;
    Some((name, member.len().checked_sub(key_end + 1)?))
}

impl fmt::Display for RowTooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { size, limit, .. } = self;
        if self.compressed {
            write!(
                f,
                "row of {size} bytes is over the limit of {limit} bytes even when compressed"
            )?;
        } else {
            write!(
                f,
                "row of {size} bytes, and 2 for the brackets, is over the limit of {limit} bytes"
            )?;
        }
        let mut before = "; shorten its largest columns: ";
        for (name, size) in &self.largest {
            write!(f, "{before}{} ({size} bytes)", Quoted(name))?;
            before = ", ";
        }
        Ok(())
    }
}

impl std::error::Error for RowTooLarge {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_is_too_large_names_its_largest_columns() {
        let row = br#"{"Id":1,"Path":"/a,b","Say \"hi\"":"xxxxxxxxxxx","Tags":[1,2,{"a":[3]}]}"#;
        let error = RowTooLarge::new(row, 60);
        assert_eq!((error.size(), error.limit()), (72, 60));
        assert_eq!(
            error.largest_columns().collect::<Vec<_>>(),
            [("Tags", 15), ("Say \"hi\"", 13), ("Path", 6)]
        );
        assert_eq!(
            error.to_string(),
            "row of 72 bytes, and 2 for the brackets, is over the limit of 60 bytes; shorten its largest columns: \
             `Tags` (15 bytes), `Say \"hi\"` (13 bytes), `Path` (6 bytes)"
        );
    }

    #[test]
    fn a_name_neither_disturbs_a_terminal_nor_fills_it() {
        let name = format!("\\n\\u001b[31m{}", "x".repeat(10_000));
        let row = format!(r#"{{"{name}":1}}"#);
        let told = RowTooLarge::new(row.as_bytes(), 60).to_string();
        let shown = format!(r"`\n\u{{1b}}[31m{}…` (1 bytes)", "x".repeat(74));
        assert!(told.ends_with(&shown), "{told}");
    }

    #[test]
    fn what_is_no_row_has_no_columns() {
        for text in [
            "", "{", "{}", "[1,2]", "{\"A", "{\"A\"", "{\"A\"}", "\"A\":1",
        ] {
            assert_eq!(
                RowTooLarge::new(text.as_bytes(), 1).largest_columns().len(),
                0,
                "{text}"
            );
        }
    }
}
