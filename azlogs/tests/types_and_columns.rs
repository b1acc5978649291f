//! Which Rust type fits which kind of column: the whole table, refusals included.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::marker::PhantomData;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use azlogs::column::{
    self, ColumnKind, ColumnValue, NaturalColumn, ValueError, ValueWriter, Written,
};
use serde_json::Value;

struct Pair<K, V: ?Sized>(PhantomData<K>, PhantomData<V>);

/// Found where the inherent constant isn't, because its bound isn't met.
trait DoesNotFit {
    const FITS: bool = false;
}

impl<K, V: ?Sized> DoesNotFit for Pair<K, V> {}

impl<K: ColumnKind, V: ColumnValue<K> + ?Sized> Pair<K, V> {
    const FITS: bool = true;
}

/// The kinds of column that a type fits.
macro_rules! fits {
    ($type:ty) => {{
        let pairs = [
            ("string", Pair::<column::String, $type>::FITS),
            ("int", Pair::<column::Int, $type>::FITS),
            ("long", Pair::<column::Long, $type>::FITS),
            ("real", Pair::<column::Real, $type>::FITS),
            ("boolean", Pair::<column::Boolean, $type>::FITS),
            ("datetime", Pair::<column::DateTime, $type>::FITS),
            ("dynamic", Pair::<column::Dynamic, $type>::FITS),
        ];
        let fitting: Vec<_> = pairs
            .iter()
            .filter(|(_, fits)| *fits)
            .map(|(kind, _)| *kind)
            .collect();
        fitting.join(" ")
    }};
}

macro_rules! assert_fits {
    ($($type:ty),+ => $kinds:literal) => {
        $(assert_eq!(fits!($type), $kinds, "{}", stringify!($type));)+
    };
}

fn natural<V: NaturalColumn + ?Sized>() -> &'static str {
    V::Kind::TYPE.as_str()
}

struct Port(i64);

impl<K: ColumnKind> ColumnValue<K> for Port
where
    i64: ColumnValue<K>,
{
    fn write_value(&self, out: ValueWriter<'_, K>) -> Result<Written, ValueError> {
        self.0.write_value(out)
    }
}

type Count = u64;

#[test]
fn text_fits_string_columns() {
    assert_fits!(str, &str, String, Cow<'static, str>, Box<str>, Arc<str>, Rc<str>, char => "string");
    assert_fits!(IpAddr, Ipv4Addr, Ipv6Addr => "string");
    #[cfg(feature = "uuid")]
    assert_fits!(uuid::Uuid => "string");
}

#[test]
fn a_number_fits_where_each_of_its_values_does() {
    assert_fits!(i8, i16, i32, u8, u16 => "int long real");
    assert_fits!(u32 => "long real");
    assert_fits!(i64 => "long");
    assert_fits!(f32, f64 => "real");
    assert_fits!(NonZero<u16> => "int long real");
    assert_fits!(NonZero<i64> => "long");
}

#[test]
fn numbers_beyond_a_long_fit_nowhere() {
    assert_fits!(u64, usize, isize, u128, i128, NonZero<u64>, NonZero<usize>, Count => "");
}

#[test]
fn a_boolean_fits_boolean_columns() {
    assert_fits!(bool => "boolean");
}

#[test]
fn instants_fit_datetime_columns() {
    assert_fits!(SystemTime => "datetime");
    #[cfg(feature = "time")]
    assert_fits!(time::OffsetDateTime, time::UtcDateTime => "datetime");
    #[cfg(feature = "chrono")]
    assert_fits!(chrono::DateTime<chrono::Utc>, chrono::DateTime<chrono::FixedOffset> => "datetime");
    #[cfg(feature = "jiff")]
    assert_fits!(jiff::Timestamp, jiff::Zoned => "datetime");
}

#[test]
fn times_without_an_offset_durations_and_paths_fit_nowhere() {
    assert_fits!(Duration, Instant, PathBuf, &Path => "");
    #[cfg(feature = "time")]
    assert_fits!(time::PrimitiveDateTime, time::Date, time::Time, time::Duration => "");
    #[cfg(feature = "chrono")]
    assert_fits!(chrono::NaiveDateTime, chrono::NaiveDate, chrono::NaiveTime, chrono::TimeDelta => "");
    #[cfg(feature = "jiff")]
    assert_fits!(jiff::civil::DateTime, jiff::civil::Date, jiff::civil::Time => "");
    #[cfg(feature = "jiff")]
    assert_fits!(jiff::SignedDuration, jiff::Span => "");
}

#[test]
fn nested_data_fits_dynamic_columns() {
    assert_fits!(Value, serde_json::Map<String, Value> => "dynamic");
    assert_fits!(Vec<u64>, VecDeque<u8>, [bool], &[bool], [u8; 100], Box<[f64]> => "dynamic");
    assert_fits!(HashMap<String, u64>, BTreeMap<u8, &str> => "dynamic");
    assert_fits!(HashSet<i8>, BTreeSet<char> => "dynamic");
    assert_fits!((u8,), (u8, &str), (u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8) => "dynamic");
    assert_fits!(azlogs::Dynamic<u64>, azlogs::Dynamic<&str> => "dynamic");
}

#[test]
fn options_references_and_pointers_fit_where_their_content_does() {
    assert_fits!(Option<i64>, &i64, &mut i64, Box<i64>, Rc<i64>, Arc<i64>, Cow<'static, i64> => "long");
    assert_fits!(Option<&Arc<Option<u32>>> => "long real");
    assert_fits!(Option<u64>, &u64, Box<Count> => "");
    assert_fits!(Option<Vec<u8>>, Cow<'static, [u8]> => "dynamic");
}

#[test]
fn a_newtype_fits_where_its_content_does() {
    assert_fits!(Port, Option<Port> => "long");
}

#[test]
fn other_types_fit_nowhere() {
    struct Other;
    assert_fits!(Other, Option<Other>, (), Vec<Other>, azlogs::Dynamic<Other> => "");
}

#[test]
fn a_type_alone_asks_for_the_smallest_kind_of_its_sort() {
    assert_eq!(natural::<u16>(), "int");
    assert_eq!(natural::<Option<u32>>(), "long");
    assert_eq!(natural::<f32>(), "real");
    assert_eq!(natural::<&str>(), "string");
    assert_eq!(natural::<Cow<'_, str>>(), "string");
    assert_eq!(natural::<IpAddr>(), "string");
    assert_eq!(natural::<bool>(), "boolean");
    assert_eq!(natural::<Arc<SystemTime>>(), "datetime");
    assert_eq!(natural::<HashMap<String, String>>(), "dynamic");
    assert_eq!(natural::<azlogs::Dynamic<u8>>(), "dynamic");
}
