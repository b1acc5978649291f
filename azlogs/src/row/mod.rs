//! Writing one row as a JSON object, straight into a buffer.

pub(crate) mod key;
mod writer;

use std::fmt::{self, Write as _};

use azlogs_dcr::is_disruptive;

use crate::column::ValueError;
use crate::record::LogRecord;

pub use writer::RowWriter;

/// What happened to the values of a row that was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RowStats {
    /// Floats written as null, because JSON has no NaN and no infinity.
    pub nulled: u32,
}

/// A row couldn't be written: one of its values couldn't.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RowError {
    /// The column's name; in a row by the derive as JSON writes it, with `\"` for a quote.
    pub column: &'static str,
    /// What is wrong with the value.
    pub reason: ValueError,
}

/// Appends a row's JSON object to a buffer, for a transport of one's own.
///
/// ```
/// # use azlogs::{LogRecord, RowWriter, StreamSchema, column};
/// # struct Reading(f64);
/// # impl LogRecord for Reading {
/// #     const SCHEMA: StreamSchema = StreamSchema::new("Custom-Readings", &[]);
/// #     fn write_row(&self, row: &mut RowWriter<'_>) {
/// #         row.column::<column::Real, _>("Celsius", &self.0);
/// #     }
/// # }
/// let mut rows = Vec::new();
/// azlogs::write_row(&Reading(21.5), &mut rows)?;
/// rows.push(b'\n');
/// let stats = azlogs::write_row(&Reading(f64::NAN), &mut rows)?;
/// assert_eq!(rows, b"{\"Celsius\":21.5}\n{\"Celsius\":null}");
/// assert_eq!(stats.nulled, 1);
/// # Ok::<(), azlogs::RowError>(())
/// ```
///
/// # Errors
///
/// Where one of the row's values can't be written; the buffer is then as it was.
pub fn write_row<T: LogRecord + ?Sized>(row: &T, out: &mut Vec<u8>) -> Result<RowStats, RowError> {
    let mut writer = RowWriter::new(out);
    row.write_row(&mut writer);
    writer.finish()
}

/// A row as JSON text, to look at: in a test, in a log. [`RowWriter`] has an example.
///
/// # Errors
///
/// As [`write_row`].
pub fn to_json<T: LogRecord + ?Sized>(row: &T) -> Result<String, RowError> {
    let mut out = Vec::new();
    write_row(row, &mut out)?;
    Ok(match String::from_utf8(out) {
        Ok(json) => json,
        // Never so: keys, values and `Serialize` all write UTF-8.
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    })
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "column `{}`: ", self.column)?;
        // It may have parts of the row in it.
        self.reason.to_string().chars().try_for_each(|c| {
            if is_disruptive(c) {
                write!(f, "{}", c.escape_default())
            } else {
                f.write_char(c)
            }
        })
    }
}

impl std::error::Error for RowError {}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::ser::Error as _;
    use serde::{Serialize, Serializer};

    use super::{RowWriter, to_json, write_row};
    use crate::{LogRecord, StreamSchema, column};

    struct Row {
        path: Option<&'static str>,
        status: i32,
        seconds: f64,
        tags: BTreeMap<(u8, u8), u8>,
    }

    const ROW: Row = Row {
        path: Some("/a\"b"),
        status: 200,
        seconds: 0.25,
        tags: BTreeMap::new(),
    };

    impl LogRecord for Row {
        const SCHEMA: StreamSchema = StreamSchema::new("Custom-Row", &[]);

        fn write_row(&self, row: &mut RowWriter<'_>) {
            row.column::<column::String, _>("Path", &self.path);
            row.column::<column::Int, _>("Status", &self.status);
            row.column_or_null::<column::Real, _>("Seconds", &self.seconds);
            row.dynamic("Tags", &self.tags);
        }
    }

    #[test]
    fn a_row_is_one_object_with_its_columns_in_order() {
        let json = r#"{"Path":"/a\"b","Status":200,"Seconds":0.25,"Tags":{}}"#;
        assert_eq!(to_json(&ROW).unwrap(), json);
    }

    #[test]
    fn an_absent_first_column_leaves_the_object_whole() {
        let row = Row { path: None, ..ROW };
        let json = r#"{"Status":200,"Seconds":0.25,"Tags":{}}"#;
        assert_eq!(to_json(&row).unwrap(), json);
    }

    #[test]
    fn a_float_that_json_cannot_write_is_null_and_counted() {
        let mut out = Vec::new();
        let row = Row {
            seconds: f64::NAN,
            ..ROW
        };
        assert_eq!(write_row(&row, &mut out).unwrap().nulled, 1);
        assert!(
            String::from_utf8(out)
                .unwrap()
                .contains(r#""Seconds":null"#)
        );
    }

    #[test]
    fn an_error_is_one_line_whatever_a_value_says_of_itself() {
        struct Unwritable;

        impl Serialize for Unwritable {
            fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
                Err(S::Error::custom("no such user:\n\u{1b}[31mé\u{202e}"))
            }
        }

        impl LogRecord for Unwritable {
            const SCHEMA: StreamSchema = StreamSchema::new("Custom-Row", &[]);

            fn write_row(&self, row: &mut RowWriter<'_>) {
                row.dynamic("User", self);
            }
        }

        let error = to_json(&Unwritable).unwrap_err();
        assert_eq!(
            error.to_string(),
            r"column `User`: no such user:\n\u{1b}[31mé\u{202e}"
        );
    }

    #[test]
    fn a_row_that_fails_leaves_the_buffer_as_it_was_and_names_the_column() {
        let mut out = b"[".to_vec();
        let row = Row {
            tags: BTreeMap::from([((1, 2), 3)]),
            ..ROW
        };
        let error = write_row(&row, &mut out).unwrap_err();
        assert_eq!(out, b"[");
        assert_eq!(error.column, "Tags");
        assert_eq!(error.to_string(), "column `Tags`: key must be a string");
    }
}
