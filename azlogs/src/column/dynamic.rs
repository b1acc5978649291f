//! What goes into a dynamic column: any JSON.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::reason::HoldsStructure;
use super::value::{ColumnValue, ValueError, ValueWriter, Written};
use super::{NaturalColumn, kind};

/// Any `Serialize` as a value of a dynamic column.
///
/// Collections and `serde_json::Value` fit a dynamic column without it. A struct, a text or a number is put there by
/// saying so: with this, or with `#[log_record(dynamic)]` on the field. NaN and infinities within are `null`, as
/// `serde_json` writes them, and aren't counted.
///
/// ```
/// use azlogs::Dynamic;
/// use azlogs::column::{self, ColumnValue};
///
/// #[derive(serde::Serialize)]
/// struct Browser { name: &'static str, version: u32 }
///
/// fn fits<V: ColumnValue<column::Dynamic>>(_: &V) {}
///
/// fits(&Dynamic(Browser { name: "Firefox", version: 145 }));
/// fits(&vec!["a", "b"]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Dynamic<T>(pub T);

impl<T> From<T> for Dynamic<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: Serialize> Serialize for Dynamic<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

macro_rules! serialized {
    ([$($generics:tt)*] $type:ty) => {
        impl<K: HoldsStructure, $($generics)*> ColumnValue<K> for $type {
            fn write_value(&self, out: ValueWriter<'_, K>) -> Result<Written, ValueError> {
                out.serialized(self)
            }
        }

        impl<$($generics)*> NaturalColumn for $type {
            type Kind = kind::Dynamic;
        }
    };
}

serialized!([T: Serialize] Dynamic<T>);
serialized!([T: Serialize] [T]);
serialized!([T: Serialize] Vec<T>);
serialized!([T: Serialize] VecDeque<T>);
serialized!([T: Serialize] BTreeSet<T>);
serialized!([T: Serialize, S] HashSet<T, S>);
serialized!([N: Serialize, T: Serialize] BTreeMap<N, T>);
serialized!([N: Serialize, T: Serialize, S] HashMap<N, T, S>);
serialized!([] serde_json::Map<String, Value>);
serialized!([] Value);

macro_rules! tuple {
    ($($field:ident)+) => {
        serialized!([$($field: Serialize),+] ($($field,)+));
    };
}

tuple!(A);
tuple!(A B);
tuple!(A B C);
tuple!(A B C D);
tuple!(A B C D E);
tuple!(A B C D E F);
tuple!(A B C D E F G);
tuple!(A B C D E F G H);
tuple!(A B C D E F G H I);
tuple!(A B C D E F G H I J);
tuple!(A B C D E F G H I J L);
tuple!(A B C D E F G H I J L M);

/// By way of the slice, because serde knows arrays up to 32 only.
impl<K: HoldsStructure, T: Serialize, const N: usize> ColumnValue<K> for [T; N] {
    fn write_value(&self, out: ValueWriter<'_, K>) -> Result<Written, ValueError> {
        self.as_slice().write_value(out)
    }
}

impl<T: Serialize, const N: usize> NaturalColumn for [T; N] {
    type Kind = kind::Dynamic;
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet, HashMap};

    use serde_json::json;

    use super::Dynamic;
    use crate::column::value::written;
    use crate::column::{ColumnValue, kind};

    fn json(value: &(impl ColumnValue<kind::Dynamic> + ?Sized)) -> String {
        written(value).unwrap().0
    }

    #[test]
    fn nested_data_is_written_as_json() {
        assert_eq!(json(&json!({"a": [1, null, "x"]})), r#"{"a":[1,null,"x"]}"#);
        assert_eq!(json(&vec![Some(1), None]), "[1,null]");
        assert_eq!(json(&(1, "a", [true])), r#"[1,"a",[true]]"#);
        assert_eq!(json(&HashMap::from([("a", 1.5)])), r#"{"a":1.5}"#);
        assert_eq!(
            json(&BTreeMap::from([(7, BTreeSet::from(['x', 'y']))])),
            r#"{"7":["x","y"]}"#
        );
        assert_eq!(json(&Dynamic("text")), r#""text""#);
        assert_eq!(json(&Dynamic(Dynamic(7_u64))), "7");
    }

    #[test]
    fn an_array_may_be_longer_than_serde_knows() {
        assert_eq!(json(&[0_u8; 40]), format!("[{}0]", "0,".repeat(39)));
    }

    #[test]
    fn what_json_cannot_write_in_nested_data_is_null_and_not_counted() {
        assert_eq!(
            written::<kind::Dynamic, _>(&vec![f64::NAN]).unwrap(),
            ("[null]".to_owned(), 0)
        );
    }

    #[test]
    fn a_map_whose_keys_are_no_text_is_an_error() {
        let map = BTreeMap::from([(vec![1], 1)]);
        assert_eq!(
            written::<kind::Dynamic, _>(&map).unwrap_err().to_string(),
            "key must be a string"
        );
    }
}
