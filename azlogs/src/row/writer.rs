//! Writing a row's columns, one after the other.

use serde::Serialize;

use super::key::{self, Key};
use super::{RowError, RowStats};
use crate::column::{self, ColumnKind, ColumnValue, ValueError, ValueWriter, Written};
use crate::json;
use crate::record::ColumnGroup;

/// Writes the columns of one row, in the order of the calls.
///
/// None of the methods returns an error: the writer keeps the first value that can't be written, and
/// [`write_row`](super::write_row) tells of it when the row is at its end, and leaves the whole row out.
///
/// The derive writes rows by it, and one can be written by hand as well:
///
/// ```
/// use azlogs::{ColumnSchema, ColumnType, LogRecord, RowWriter, SchemaEntry, StreamSchema, column};
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
///     fn write_row(&self, row: &mut RowWriter<'_>) {
///         row.column::<column::String, _>("Path", self.path);
///         row.column::<column::Int, _>("Status", &self.status);
///         row.column::<column::Long, _>("Bytes", &self.bytes);
///     }
/// }
///
/// let request = Request { path: "/", status: 200, bytes: None };
/// assert_eq!(azlogs::to_json(&request)?, r#"{"Path":"/","Status":200}"#);
/// # Ok::<(), azlogs::RowError>(())
/// ```
#[derive(Debug)]
pub struct RowWriter<'b> {
    out: &'b mut Vec<u8>,
    /// Where in `out` the row begins.
    start: usize,
    nulled: u32,
    /// What couldn't be written first.
    error: Option<RowError>,
}

impl<'b> RowWriter<'b> {
    pub(super) fn new(out: &'b mut Vec<u8>) -> Self {
        Self {
            start: out.len(),
            out,
            nulled: 0,
            error: None,
        }
    }

    /// Ends the row; takes it away where a value couldn't be written.
    pub(super) fn finish(self) -> Result<RowStats, RowError> {
        if let Some(error) = self.error {
            self.out.truncate(self.start);
            return Err(error);
        }
        // Every key begins with a comma; a row's first one becomes its opening brace.
        match self.out.get_mut(self.start) {
            Some(comma) => *comma = b'{',
            None => self.out.push(b'{'),
        }
        self.out.push(b'}');
        Ok(RowStats {
            nulled: self.nulled,
        })
    }

    /// Writes a column; leaves it out where the value is absent.
    pub fn column<K: ColumnKind, V: ColumnValue<K> + ?Sized>(
        &mut self,
        name: &'static str,
        value: &V,
    ) {
        if !value.is_absent() {
            self.property(name, |out: ValueWriter<'_, K>| value.write_value(out));
        }
    }

    /// Writes a column; `null` where the value is absent.
    pub fn column_or_null<K: ColumnKind, V: ColumnValue<K> + ?Sized>(
        &mut self,
        name: &'static str,
        value: &V,
    ) {
        self.property(name, |out: ValueWriter<'_, K>| value.write_value(out));
    }

    /// Writes members of an object that are JSON already; nothing is nothing.
    #[cfg(feature = "client")]
    pub(crate) fn members(&mut self, json: &str) {
        if !json.is_empty() {
            self.out.push(b',');
            self.out.extend_from_slice(json.as_bytes());
        }
    }

    /// Writes any `Serialize` into a dynamic column; leaves the column out where that gives `null`. It can't be written where
    /// `Serialize` fails, or a map's key has no text.
    pub fn dynamic<V: Serialize + ?Sized>(&mut self, name: &'static str, value: &V) {
        let start = self.out.len();
        self.dynamic_or_null(name, value);
        self.leave_out_null(start);
    }

    /// As [`dynamic`](Self::dynamic), but `null` is written.
    pub fn dynamic_or_null<V: Serialize + ?Sized>(&mut self, name: &'static str, value: &V) {
        self.property(name, |out: ValueWriter<'_, column::Dynamic>| {
            out.serialize(value)
        });
    }

    /// Writes the JSON text of any `Serialize` into a string column; leaves the column out where that is `null`. It can't be
    /// written where `Serialize` fails, or a map's key has no text.
    pub fn json_string<V: Serialize + ?Sized>(&mut self, name: &'static str, value: &V) {
        let start = self.out.len();
        self.json_string_or_null(name, value);
        self.leave_out_null(start);
    }

    /// As [`json_string`](Self::json_string), but `null`, not the word, is written.
    pub fn json_string_or_null<V: Serialize + ?Sized>(&mut self, name: &'static str, value: &V) {
        self.property(name, |out: ValueWriter<'_, column::String>| {
            out.json_text(value)
        });
    }

    /// As [`column`](Self::column), with a key that is ready. A struct's code is a call of this a column, and what it does is
    /// there once for each pair of a type and a kind of column.
    #[inline(never)]
    pub(crate) fn ready_column<K: ColumnKind, V: ColumnValue<K> + ?Sized, const ROOM: usize>(
        &mut self,
        key: &'static Key<ROOM>,
        value: &V,
    ) {
        if !value.is_absent() {
            self.ready_property(key, value);
        }
    }

    /// As [`column_or_null`](Self::column_or_null), likewise.
    #[inline(never)]
    pub(crate) fn ready_column_or_null<
        K: ColumnKind,
        V: ColumnValue<K> + ?Sized,
        const ROOM: usize,
    >(
        &mut self,
        key: &'static Key<ROOM>,
        value: &V,
    ) {
        self.ready_property(key, value);
    }

    /// Writes a group's columns.
    #[inline]
    pub fn group<G: ColumnGroup + ?Sized>(&mut self, group: &G) {
        group.write_columns(self);
    }

    #[inline]
    fn property<K: ColumnKind>(
        &mut self,
        name: &'static str,
        write: impl FnOnce(ValueWriter<'_, K>) -> Result<Written, ValueError>,
    ) {
        self.out.push(b',');
        json::write_string(self.out, name);
        self.out.push(b':');
        if let Err(reason) = write(ValueWriter::new(self.out, &mut self.nulled)) {
            self.fail(name, reason);
        }
    }

    #[inline]
    fn ready_property<K: ColumnKind, V: ColumnValue<K> + ?Sized, const ROOM: usize>(
        &mut self,
        key: &'static Key<ROOM>,
        value: &V,
    ) {
        key::write(self.out, key);
        if let Err(reason) = value.write_value(ValueWriter::new(self.out, &mut self.nulled)) {
            self.fail_at(key, reason);
        }
    }

    #[cold]
    #[inline(never)]
    fn fail_at(&mut self, key: &'static [u8], reason: ValueError) {
        self.fail(key::name(key), reason);
    }

    /// Whatever is written after this is thrown away with the row.
    #[cold]
    #[inline(never)]
    fn fail(&mut self, column: &'static str, reason: ValueError) {
        if self.error.is_none() {
            self.error = Some(RowError { column, reason });
        }
    }

    /// Takes a column back that is null. No other JSON ends like it.
    fn leave_out_null(&mut self, start: usize) {
        if self.out.ends_with(b"null") {
            self.out.truncate(start);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::RowWriter;
    use crate::{ColumnGroup, LogRecord, SchemaEntry, StreamSchema, column, to_json, write_row};

    /// Writes its columns with the calls that the test gives.
    struct Calls<F>(F);

    impl<F: Fn(&mut RowWriter<'_>)> LogRecord for Calls<F> {
        const SCHEMA: StreamSchema = StreamSchema::new("Custom-Calls", &[]);

        fn write_row(&self, row: &mut RowWriter<'_>) {
            self.0(row);
        }
    }

    impl<F: Fn(&mut RowWriter<'_>)> ColumnGroup for Calls<F> {
        const COLUMNS: &'static [SchemaEntry] = &[];

        fn write_columns(&self, row: &mut RowWriter<'_>) {
            self.0(row);
        }
    }

    const KEY: &str = "A";

    fn json(calls: impl Fn(&mut RowWriter<'_>)) -> String {
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
        let group = Calls(|row: &mut RowWriter<'_>| row.column::<column::Int, _>("B", &2));
        let json = json(|row| {
            row.column::<column::Int, _>(KEY, &1);
            row.group(&group);
            row.group(&Some(&group));
            row.column::<column::Int, _>("C", &3);
        });
        assert_eq!(json, r#"{"A":1,"B":2,"B":2,"C":3}"#);
    }

    #[test]
    fn a_missing_group_leaves_its_columns_out() {
        assert_eq!(
            json(|row| row.group(&None::<Calls<fn(&mut RowWriter<'_>)>>)),
            "{}"
        );
    }

    #[test]
    fn the_first_of_a_rows_errors_is_told_whatever_is_written_after_it() {
        type Unwritable = BTreeMap<Option<u8>, u8>;
        let unwritable = Unwritable::from([(None, 1)]);
        let calls: [fn(&mut RowWriter<'_>, &Unwritable); 4] = [
            |row, map| row.dynamic(KEY, map),
            |row, map| row.dynamic_or_null(KEY, map),
            |row, map| row.json_string(KEY, map),
            |row, map| {
                let group = Calls(|row: &mut RowWriter<'_>| row.json_string_or_null(KEY, map));
                row.group(&group);
            },
        ];
        for call in calls {
            let row = Calls(|row: &mut RowWriter<'_>| {
                row.column::<column::Real, _>("B", &f64::NAN);
                call(row, &unwritable);
                row.dynamic("C", &unwritable);
                row.column::<column::Int, _>("D", &4);
            });
            let mut out = b"before".to_vec();
            assert_eq!(write_row(&row, &mut out).unwrap_err().column, "A");
            assert_eq!(out, b"before");
        }
    }
}
