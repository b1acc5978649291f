//! A column's value: the trait that says which Rust type fits which kind of column, and where it writes itself.

use std::fmt::{self, Write as _};
use std::marker::PhantomData;

use azlogs_dcr::TableColumnType;
use serde::Serialize;

use super::kind::{self, ColumnKind};
use crate::json;
use crate::row::RowWriter;
use crate::row::key::Key;

/// A Rust type that fits a column of kind `K`: whatever its value, the column holds it without loss.
///
/// The [table of types](crate::column) says what is there. A type of one's own gets it from `#[derive(LogColumn)]`, or
/// by hand where its text is to be made first:
///
/// ```
/// use azlogs::column::{self, ColumnValue, ValueError, ValueWriter, Written};
///
/// struct Version { major: u16, minor: u16 }
///
/// impl ColumnValue<column::String> for Version {
///     fn write_value(&self, out: ValueWriter<'_, column::String>) -> Result<Written, ValueError> {
///         out.display(format_args!("{}.{}", self.major, self.minor))
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` doesn't fit a column of type `{K}`",
    label = "this type doesn't fit its column",
    note = "string: String, &str, char, Uuid, IP addresses, enums with #[derive(LogColumn)]",
    note = "int: i8, i16, i32, u8, u16; long: those, u32, i64; real: f32, f64, i8 to i32, u8 to u32; boolean: bool",
    note = "datetime: SystemTime, and the instants of the crates time, chrono and jiff (features of azlogs)",
    note = "dynamic: serde_json::Value, maps, Vec, tuples; any `Serialize` with #[log_record(dynamic)] or as azlogs::Dynamic(…)",
    note = "Option, &, Box, Arc, Rc and Cow fit where their content fits; a newtype with #[derive(LogColumn)] as well"
)]
pub trait ColumnValue<K: ColumnKind> {
    /// The type of the table's column, where it has a better one than the stream: `guid` for a UUID, which goes through the
    /// stream as text.
    const TABLE_TYPE: TableColumnType = TableColumnType::of(K::TYPE);

    /// Whether there is no value, as in [`Option::None`]: the property is then left out of the row.
    #[inline]
    fn is_absent(&self) -> bool {
        false
    }

    /// Writes the value; `null` where there is none.
    ///
    /// # Errors
    ///
    /// Where the value can't be written, such as an instant in the year 10000. The row is then rejected.
    fn write_value(&self, out: ValueWriter<'_, K>) -> Result<Written, ValueError>;

    /// [`RowWriter::column`] with a ready key, which expansions call here: a method of this very trait is where the compiler
    /// explains in the fewest words why the trait isn't met.
    #[doc(hidden)]
    #[inline]
    fn write_column<const ROOM: usize>(&self, row: &mut RowWriter<'_>, key: &'static Key<ROOM>) {
        row.ready_column::<K, Self, ROOM>(key, self);
    }

    /// [`RowWriter::column_or_null`], likewise.
    #[doc(hidden)]
    #[inline]
    fn write_column_or_null<const ROOM: usize>(
        &self,
        row: &mut RowWriter<'_>,
        key: &'static Key<ROOM>,
    ) {
        row.ready_column_or_null::<K, Self, ROOM>(key, self);
    }
}

/// The place in a row where one value of a column of kind `K` goes.
///
/// Every method takes the writer and gives [`Written`] for it, so a value is written exactly once.
#[derive(Debug)]
pub struct ValueWriter<'w, K: ColumnKind> {
    out: &'w mut Vec<u8>,
    nulled: &'w mut u32,
    kind: PhantomData<K>,
}

/// Proof that a value was written.
#[derive(Debug)]
pub struct Written(());

/// A value couldn't be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueError {
    reason: Box<str>,
}

impl<'w, K: ColumnKind> ValueWriter<'w, K> {
    #[inline]
    pub(crate) fn new(out: &'w mut Vec<u8>, nulled: &'w mut u32) -> Self {
        Self {
            out,
            nulled,
            kind: PhantomData,
        }
    }

    /// Writes `null`.
    #[inline]
    pub fn null(self) -> Written {
        self.json("null")
    }

    #[inline]
    pub(crate) fn json(self, json: &str) -> Written {
        self.out.extend_from_slice(json.as_bytes());
        Written(())
    }

    #[inline]
    pub(crate) fn string(self, text: &str) -> Written {
        json::write_text(self.out, text);
        Written(())
    }

    /// Writes text of which no character needs escaping, between quotes.
    #[inline]
    pub(crate) fn plain(self, write: impl FnOnce(&mut Vec<u8>)) -> Written {
        self.out.push(b'"');
        write(self.out);
        self.out.push(b'"');
        Written(())
    }

    pub(crate) fn displayed(self, text: impl fmt::Display) -> Result<Written, ValueError> {
        self.out.push(b'"');
        if write!(json::Escaper(self.out), "{text}").is_err() {
            return Err(ValueError::new("its `Display` failed"));
        }
        self.out.push(b'"');
        Ok(Written(()))
    }

    #[inline]
    pub(crate) fn integer<I: itoa::Integer>(self, value: I) -> Written {
        json::write_integer(self.out, value);
        Written(())
    }

    #[inline]
    pub(crate) fn float<F: zmij::Float + Copy + Into<f64>>(self, value: F) -> Written {
        if value.into().is_finite() {
            json::write_float(self.out, value);
            Written(())
        } else {
            *self.nulled = self.nulled.saturating_add(1);
            self.null()
        }
    }

    #[inline]
    pub(crate) fn instant(self, seconds: i64, nanoseconds: u32) -> Result<Written, ValueError> {
        match json::write_instant(self.out, seconds, nanoseconds) {
            Ok(()) => Ok(Written(())),
            Err(json::OutOfRange) => Err(ValueError::out_of_range(seconds)),
        }
    }

    /// An instant in UTC, in a year from 1 to 9999: year, month and day, and hours, minutes and seconds.
    #[cfg(feature = "time")]
    #[inline]
    pub(crate) fn civil(self, date: [u32; 3], time: [u32; 3], nanoseconds: u32) -> Written {
        json::write_civil(self.out, date, time, nanoseconds);
        Written(())
    }

    pub(crate) fn serialized<T: Serialize + ?Sized>(
        self,
        value: &T,
    ) -> Result<Written, ValueError> {
        match json::write_serialized(self.out, value) {
            Ok(()) => Ok(Written(())),
            Err(error) => Err(ValueError::new(error)),
        }
    }
}

impl ValueWriter<'_, kind::String> {
    /// Writes text.
    #[inline]
    pub fn text(self, text: &str) -> Written {
        self.string(text)
    }

    /// Writes what a value's `Display` says, without a `String` in between.
    ///
    /// # Errors
    ///
    /// Where `Display` fails.
    pub fn display(self, value: impl fmt::Display) -> Result<Written, ValueError> {
        self.displayed(value)
    }
}

impl ValueWriter<'_, kind::String> {
    /// Writes the JSON text of a value; `null`, not the word, where that is all.
    pub(crate) fn json_text<T: Serialize + ?Sized>(self, value: &T) -> Result<Written, ValueError> {
        let start = self.out.len();
        self.out.push(b'"');
        if let Err(error) = serde_json::to_writer(json::Escaper(self.out), value) {
            return Err(ValueError::new(error));
        }
        if self
            .out
            .get(start + 1..)
            .is_some_and(|json| json == b"null")
        {
            self.out.truncate(start);
            return Ok(self.null());
        }
        self.out.push(b'"');
        Ok(Written(()))
    }
}

impl ValueWriter<'_, kind::Dynamic> {
    /// Writes what a value's `Serialize` says.
    ///
    /// # Errors
    ///
    /// Where `Serialize` fails, or a map's key has no text.
    pub fn serialize<T: Serialize + ?Sized>(self, value: &T) -> Result<Written, ValueError> {
        self.serialized(value)
    }
}

impl ValueError {
    /// An error with that reason: lower case, no full stop, such as `the year 10000 is after 9999`.
    #[cold]
    pub fn new(reason: impl fmt::Display) -> Self {
        Self {
            reason: reason.to_string().into_boxed_str(),
        }
    }

    #[cold]
    fn out_of_range(seconds: i64) -> Self {
        let side = if seconds < 0 {
            "before the year 0001"
        } else {
            "after the year 9999"
        };
        Self::new(format_args!(
            "the instant {seconds} s from 1970 is {side}, which no datetime column holds"
        ))
    }
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl std::error::Error for ValueError {}

/// What a value writes into a column of kind `K`, and how many floats were written as null for it.
#[cfg(test)]
pub(crate) fn written<K: ColumnKind, V: ColumnValue<K> + ?Sized>(
    value: &V,
) -> Result<(String, u32), ValueError> {
    let (mut out, mut nulled) = (Vec::new(), 0);
    value.write_value(ValueWriter::new(&mut out, &mut nulled))?;
    Ok((String::from_utf8(out).unwrap(), nulled))
}

#[cfg(test)]
mod tests {
    use std::fmt;

    use serde::ser::Error as _;
    use serde::{Serialize, Serializer};

    use super::{ColumnValue, TableColumnType, ValueError, ValueWriter, Written};
    use crate::column::{self, kind};

    struct Version(u16, u16);

    impl ColumnValue<kind::String> for Version {
        fn write_value(&self, out: ValueWriter<'_, kind::String>) -> Result<Written, ValueError> {
            out.display(format_args!("{}\"{}", self.0, self.1))
        }
    }

    struct Unsayable;

    impl fmt::Display for Unsayable {
        fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
            Err(fmt::Error)
        }
    }

    impl Serialize for Unsayable {
        fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(S::Error::custom("can't be said"))
        }
    }

    impl ColumnValue<kind::String> for Unsayable {
        fn write_value(&self, out: ValueWriter<'_, kind::String>) -> Result<Written, ValueError> {
            out.display(self)
        }
    }

    #[test]
    fn what_display_says_is_escaped() {
        assert_eq!(super::written(&Version(1, 2)).unwrap().0, r#""1\"2""#);
    }

    #[test]
    fn a_display_that_fails_is_an_error() {
        let error = super::written(&Unsayable).unwrap_err();
        assert_eq!(error.to_string(), "its `Display` failed");
    }

    #[test]
    fn a_serialize_that_fails_is_an_error_with_its_reason() {
        let value = column::dynamic::Dynamic([Some(Unsayable)]);
        let error = super::written::<kind::Dynamic, _>(&value).unwrap_err();
        assert_eq!(error.to_string(), "can't be said");
    }

    /// The derive doesn't ask those for it.
    #[test]
    fn known_types_have_the_streams_type_in_the_table() {
        fn is_plain<K: column::ColumnKind, V: ColumnValue<K> + ?Sized>() -> bool {
            V::TABLE_TYPE == TableColumnType::of(K::TYPE)
        }
        macro_rules! all_plain {
            ($($kind:ident: $($type:ty),+;)+) => {
                [$($(is_plain::<kind::$kind, $type>()),+),+].into_iter().all(|plain| plain)
            };
        }
        assert!(all_plain!(
            String: String, str, char, &Option<Box<str>>, std::borrow::Cow<'_, str>, std::net::IpAddr;
            DateTime: std::time::SystemTime;
            Dynamic: serde_json::Value, Vec<u8>, [u8], [u8; 3], (u8, u8), column::dynamic::Dynamic<u8>;
            Boolean: bool;
            Int: i8, i16, i32, u8, u16;
            Long: i64, u32;
            Real: f32, f64, i8, i16, i32, u8, u16, u32;
        ));
    }
}
