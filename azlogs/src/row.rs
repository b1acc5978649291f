//! Writing one row as a JSON object, straight into a buffer.

use std::fmt;

use serde::Serialize;

use crate::column::{self, ColumnKind, ColumnValue, ValueError, ValueWriter, Written};
use crate::record::{ColumnGroup, LogRecord};

/// Writes the columns of one row, in the order of the calls.
///
/// Each method takes the column's key: a comma and the name as a JSON object's key, `,"Status":`, which
/// `#[derive(LogRecord)]` makes once, at compile time. After an error the row is as it was before the call.
#[derive(Debug)]
pub struct RowWriter<'b> {
    out: &'b mut Vec<u8>,
    nulled: u32,
}

/// What happened to the values of a row that was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RowStats {
    /// Floats written as null, because JSON has no NaN and no infinity.
    pub nulled: u32,
}

/// A row couldn't be written: one of its values couldn't.
#[derive(Debug)]
#[non_exhaustive]
pub struct RowError {
    /// The column, as JSON writes its name.
    pub column: &'static str,
    /// What is wrong with the value.
    pub reason: ValueError,
}

/// Appends a row's JSON object to a buffer.
///
/// # Errors
///
/// Where one of the row's values can't be written; the buffer is then as it was.
pub fn write_row<T: LogRecord + ?Sized>(row: &T, out: &mut Vec<u8>) -> Result<RowStats, RowError> {
    let start = out.len();
    let mut writer = RowWriter { out, nulled: 0 };
    if let Err(error) = row.write_row(&mut writer) {
        out.truncate(start);
        return Err(error);
    }
    let nulled = writer.nulled;
    // Every key begins with a comma; a row's first one becomes its opening brace.
    match out.get_mut(start) {
        Some(comma) => *comma = b'{',
        None => out.push(b'{'),
    }
    out.push(b'}');
    Ok(RowStats { nulled })
}

/// A row as JSON text, to look at: in a test, in a log.
///
/// # Errors
///
/// As [`write_row`].
pub fn to_json<T: LogRecord + ?Sized>(row: &T) -> Result<String, RowError> {
    let mut out = Vec::new();
    write_row(row, &mut out)?;
    Ok(match String::from_utf8(out) {
        Ok(json) => json,
        // Only a `Serialize` that misuses serde_json's raw values gets here.
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    })
}

impl RowWriter<'_> {
    /// Writes a column; leaves it out where the value is absent.
    ///
    /// # Errors
    ///
    /// Where the value can't be written.
    #[inline]
    pub fn column<K: ColumnKind, V: ColumnValue<K> + ?Sized>(
        &mut self,
        key: &'static str,
        value: &V,
    ) -> Result<(), RowError> {
        if value.is_absent() {
            return Ok(());
        }
        self.column_or_null(key, value)
    }

    /// Writes a column; `null` where the value is absent.
    ///
    /// # Errors
    ///
    /// Where the value can't be written.
    #[inline]
    pub fn column_or_null<K: ColumnKind, V: ColumnValue<K> + ?Sized>(
        &mut self,
        key: &'static str,
        value: &V,
    ) -> Result<(), RowError> {
        self.property(key, |out: ValueWriter<'_, K>| value.write_value(out))
    }

    /// Writes any `Serialize` into a dynamic column; leaves the column out where that gives `null`.
    ///
    /// # Errors
    ///
    /// Where `Serialize` fails, or a map's key has no text.
    pub fn dynamic<V: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &V,
    ) -> Result<(), RowError> {
        let start = self.out.len();
        self.dynamic_or_null(key, value)?;
        self.leave_out_null(start, key);
        Ok(())
    }

    /// Writes any `Serialize` into a dynamic column.
    ///
    /// # Errors
    ///
    /// As [`dynamic`](Self::dynamic).
    pub fn dynamic_or_null<V: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &V,
    ) -> Result<(), RowError> {
        self.property(key, |out: ValueWriter<'_, column::Dynamic>| {
            out.serialize(value)
        })
    }

    /// Writes the JSON text of any `Serialize` into a string column; leaves the column out where that is `null`.
    ///
    /// # Errors
    ///
    /// As [`dynamic`](Self::dynamic).
    pub fn json_string<V: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &V,
    ) -> Result<(), RowError> {
        let start = self.out.len();
        self.json_string_or_null(key, value)?;
        self.leave_out_null(start, key);
        Ok(())
    }

    /// Writes the JSON text of any `Serialize` into a string column; `null`, not the word, where that is `null`.
    ///
    /// # Errors
    ///
    /// As [`dynamic`](Self::dynamic).
    pub fn json_string_or_null<V: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &V,
    ) -> Result<(), RowError> {
        self.property(key, |out: ValueWriter<'_, column::String>| {
            out.json_text(value)
        })
    }

    /// Writes a group's columns.
    ///
    /// # Errors
    ///
    /// Where one of the group's values can't be written.
    #[inline]
    pub fn group<G: ColumnGroup + ?Sized>(&mut self, group: &G) -> Result<(), RowError> {
        let start = self.out.len();
        let written = group.write_columns(self);
        if written.is_err() {
            self.out.truncate(start);
        }
        written
    }

    #[inline]
    fn property<K: ColumnKind>(
        &mut self,
        key: &'static str,
        write: impl FnOnce(ValueWriter<'_, K>) -> Result<Written, ValueError>,
    ) -> Result<(), RowError> {
        let start = self.out.len();
        self.out.extend_from_slice(key.as_bytes());
        match write(ValueWriter::new(self.out, &mut self.nulled)) {
            Ok(_) => Ok(()),
            Err(reason) => {
                self.out.truncate(start);
                Err(RowError::new(key, reason))
            }
        }
    }

    fn leave_out_null(&mut self, start: usize, key: &'static str) {
        if self
            .out
            .get(start + key.len()..)
            .is_some_and(|json| json == b"null")
        {
            self.out.truncate(start);
        }
    }
}

impl RowError {
    #[cold]
    fn new(key: &'static str, reason: ValueError) -> Self {
        let name = key
            .strip_prefix(",\"")
            .and_then(|rest| rest.strip_suffix("\":"));
        Self {
            column: name.unwrap_or(key),
            reason,
        }
    }
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "column `{}`: {}", self.column, self.reason)
    }
}

impl std::error::Error for RowError {}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{RowError, RowWriter, to_json, write_row};
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

        fn write_row(&self, row: &mut RowWriter<'_>) -> Result<(), RowError> {
            row.column::<column::String, _>(",\"Path\":", &self.path)?;
            row.column::<column::Int, _>(",\"Status\":", &self.status)?;
            row.column_or_null::<column::Real, _>(",\"Seconds\":", &self.seconds)?;
            row.dynamic(",\"Tags\":", &self.tags)
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
