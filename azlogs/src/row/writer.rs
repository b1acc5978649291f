//! Writing a row's columns, one after the other.

use serde::Serialize;

use super::RowError;
use crate::column::{self, ColumnKind, ColumnValue, ValueError, ValueWriter, Written};
use crate::record::ColumnGroup;

/// Writes the columns of one row, in the order of the calls.
///
/// Each method takes the column's key: a comma and the name as a JSON object's key, `,"Status":`, which
/// `#[derive(LogRecord)]` makes once, at compile time. After an error the row is as it was before the call.
///
/// What the derive makes of a struct is this, and a row can be written by hand as well:
///
/// ```
/// use azlogs::{ColumnSchema, ColumnType, LogRecord, RowError, RowWriter, SchemaEntry, StreamSchema, column};
///
/// struct Request<'a> { path: &'a str, status: i32, bytes: Option<i64> }
///
/// impl LogRecord for Request<'_> {
///     const SCHEMA: StreamSchema = StreamSchema::new("Custom-AppRequests", &[
///         SchemaEntry::Column(ColumnSchema::new("Path", ColumnType::String)),
///         SchemaEntry::Column(ColumnSchema::new("Status", ColumnType::Int)),
///         SchemaEntry::Column(ColumnSchema::new("Bytes", ColumnType::Long)),
///     ]);
///
///     fn write_row(&self, row: &mut RowWriter<'_>) -> Result<(), RowError> {
///         row.column::<column::String, _>(",\"Path\":", self.path)?;
///         row.column::<column::Int, _>(",\"Status\":", &self.status)?;
///         row.column::<column::Long, _>(",\"Bytes\":", &self.bytes)
///     }
/// }
///
/// let request = Request { path: "/", status: 200, bytes: None };
/// assert_eq!(azlogs::to_json(&request)?, r#"{"Path":"/","Status":200}"#);
/// # Ok::<(), RowError>(())
/// ```
#[derive(Debug)]
pub struct RowWriter<'b> {
    out: &'b mut Vec<u8>,
    nulled: u32,
}

impl<'b> RowWriter<'b> {
    pub(super) fn new(out: &'b mut Vec<u8>) -> Self {
        Self { out, nulled: 0 }
    }

    /// How many floats were written as null.
    pub(super) fn nulled(&self) -> u32 {
        self.nulled
    }

    /// Writes a column; leaves it out where the value is absent.
    ///
    /// # Errors
    ///
    /// Where the value can't be written.
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "the key has a constant length only inline"
    )]
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
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "the key has a constant length only inline"
    )]
    pub fn column_or_null<K: ColumnKind, V: ColumnValue<K> + ?Sized>(
        &mut self,
        key: &'static str,
        value: &V,
    ) -> Result<(), RowError> {
        self.property(key, |out: ValueWriter<'_, K>| value.write_value(out))
    }

    /// Writes members of an object that are JSON already; nothing is nothing.
    #[cfg(feature = "client")]
    pub(crate) fn members(&mut self, json: &str) {
        if !json.is_empty() {
            self.out.push(b',');
            self.out.extend_from_slice(json.as_bytes());
        }
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
        let (start, nulled) = (self.out.len(), self.nulled);
        let written = group.write_columns(self);
        if written.is_err() {
            self.out.truncate(start);
            self.nulled = nulled;
        }
        written
    }

    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "the key has a constant length only inline"
    )]
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{RowError, RowWriter};
    use crate::{ColumnGroup, LogRecord, SchemaEntry, StreamSchema, column, to_json, write_row};

    /// Writes its columns with the calls that the test gives.
    struct Calls<F>(F);

    impl<F: Fn(&mut RowWriter<'_>) -> Result<(), RowError>> LogRecord for Calls<F> {
        const SCHEMA: StreamSchema = StreamSchema::new("Custom-Calls", &[]);

        fn write_row(&self, row: &mut RowWriter<'_>) -> Result<(), RowError> {
            self.0(row)
        }
    }

    impl<F: Fn(&mut RowWriter<'_>) -> Result<(), RowError>> ColumnGroup for Calls<F> {
        const COLUMNS: &'static [SchemaEntry] = &[];

        fn write_columns(&self, row: &mut RowWriter<'_>) -> Result<(), RowError> {
            self.0(row)
        }
    }

    const KEY: &str = ",\"A\":";

    fn json(calls: impl Fn(&mut RowWriter<'_>) -> Result<(), RowError>) -> String {
        to_json(&Calls(calls)).unwrap()
    }

    #[test]
    fn what_serializes_to_null_is_left_out_unless_null_is_asked_for() {
        let nothing = None::<Vec<u8>>;
        assert_eq!(json(|row| row.dynamic(KEY, &nothing)), "{}");
        assert_eq!(
            json(|row| row.dynamic_or_null(KEY, &nothing)),
            r#"{"A":null}"#
        );
        assert_eq!(json(|row| row.json_string(KEY, &nothing)), "{}");
        assert_eq!(
            json(|row| row.json_string_or_null(KEY, &nothing)),
            r#"{"A":null}"#
        );
        assert_eq!(json(|row| row.dynamic(KEY, "null")), r#"{"A":"null"}"#);
        assert_eq!(
            json(|row| row.json_string(KEY, "null")),
            r#"{"A":"\"null\""}"#
        );
    }

    #[test]
    fn json_text_is_escaped_into_a_string() {
        let value = BTreeMap::from([("k\n", ["\"", "ü"])]);
        let text = serde_json::to_string(&value).unwrap();
        let expected = serde_json::json!({ "A": text }).to_string();
        assert_eq!(json(|row| row.json_string(KEY, &value)), expected);
    }

    #[test]
    fn a_group_writes_its_columns_among_the_others() {
        let group = Calls(|row: &mut RowWriter<'_>| row.column::<column::Int, _>(",\"B\":", &2));
        let json = json(|row| {
            row.column::<column::Int, _>(KEY, &1)?;
            row.group(&group)?;
            row.group(&Some(&group))?;
            row.column::<column::Int, _>(",\"C\":", &3)
        });
        assert_eq!(json, r#"{"A":1,"B":2,"B":2,"C":3}"#);
    }

    #[test]
    fn a_missing_group_leaves_its_columns_out() {
        assert_eq!(
            json(|row| row.group(&None::<Calls<fn(&mut RowWriter<'_>) -> _>>)),
            "{}"
        );
    }

    #[test]
    fn a_row_that_goes_on_after_an_error_is_whole() {
        let unwritable = BTreeMap::from([(None::<u8>, 1)]);
        let group = Calls(|row: &mut RowWriter<'_>| {
            row.column::<column::Real, _>(",\"B\":", &f64::NAN)?;
            row.dynamic(",\"C\":", &unwritable)
        });
        let row = Calls(|row: &mut RowWriter<'_>| {
            let errors = [
                row.dynamic(KEY, &unwritable).is_err(),
                row.json_string(KEY, &unwritable).is_err(),
                row.group(&group).is_err(),
            ];
            assert_eq!(errors, [true; 3]);
            row.column::<column::Int, _>(",\"D\":", &4)
        });
        let mut out = Vec::new();
        assert_eq!(write_row(&row, &mut out).unwrap().nulled, 0);
        assert_eq!(out, br#"{"D":4}"#);
    }
}
