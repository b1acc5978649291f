//! What goes into a dynamic column: any JSON.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use serde::{Serialize, Serializer};

use super::natural::natural;
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
    ($([$($generics:tt)*] $type:ty;)+) => {$(
        impl<Kind: HoldsStructure, $($generics)*> ColumnValue<Kind> for $type {
            fn write_value(&self, out: ValueWriter<'_, Kind>) -> Result<Written, ValueError> {
                out.serialized(self)
            }
        }

        impl<$($generics)*> NaturalColumn for $type {
            type Kind = kind::Dynamic;
        }
    )+};
}

serialized! {
    [T: Serialize] Dynamic<T>;
    [T: Serialize] [T];
    [T: Serialize] Vec<T>;
    [T: Serialize] VecDeque<T>;
    [T: Serialize] BTreeSet<T>;
    [T: Serialize, S] HashSet<T, S>;
    [K: Serialize, V: Serialize] BTreeMap<K, V>;
    [K: Serialize, V: Serialize, S] HashMap<K, V, S>;
    [A: Serialize] (A,);
    [A: Serialize, B: Serialize] (A, B);
    [A: Serialize, B: Serialize, C: Serialize] (A, B, C);
    [A: Serialize, B: Serialize, C: Serialize, D: Serialize] (A, B, C, D);
    [A: Serialize, B: Serialize, C: Serialize, D: Serialize, E: Serialize] (A, B, C, D, E);
    [A: Serialize, B: Serialize, C: Serialize, D: Serialize, E: Serialize, F: Serialize]
        (A, B, C, D, E, F);
}

/// By way of the slice, because serde knows arrays up to 32 only.
impl<K: HoldsStructure, T: Serialize, const N: usize> ColumnValue<K> for [T; N] {
    fn write_value(&self, out: ValueWriter<'_, K>) -> Result<Written, ValueError> {
        self.as_slice().write_value(out)
    }
}

impl<T: Serialize, const N: usize> NaturalColumn for [T; N] {
    type Kind = kind::Dynamic;
}

macro_rules! json_values {
    ($($type:ty),+) => {$(
        impl<K: HoldsStructure> ColumnValue<K> for $type {
            fn write_value(&self, out: ValueWriter<'_, K>) -> Result<Written, ValueError> {
                out.serialized(self)
            }
        }
    )+};
}

json_values!(serde_json::Value, serde_json::Map<String, serde_json::Value>);

natural! {
    Dynamic: serde_json::Value, serde_json::Map<String, serde_json::Value>;
}
