use std::collections::{BTreeMap, HashMap};
use std::fmt;

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use super::write_serialized;

/// What is written, after something that was there before; or the error.
fn written<T: Serialize + ?Sized>(value: &T) -> Result<String, String> {
    let mut out = b"[".to_vec();
    write_serialized(&mut out, value).map_err(|error| error.to_string())?;
    Ok(String::from_utf8(out).unwrap().split_off(1))
}

#[track_caller]
fn assert_same<T: Serialize + ?Sized>(value: &T) {
    let expected = serde_json::to_string(value).map_err(|error| error.to_string());
    assert_eq!(written(value), expected);
}

/// Every form that serde's data model has.
#[derive(Serialize)]
#[expect(
    clippy::option_option,
    reason = "one within the other is a form of its own"
)]
struct Everything<'t> {
    numbers: (i8, i16, i32, i64, i128, u8, u16, u32, u64, u128),
    floats: [f64; 5],
    short_float: f32,
    character: char,
    text: &'t str,
    #[serde(rename = "a \"key\"\n")]
    nothing: (),
    option: Option<Option<u8>>,
    unit: Unit,
    newtype: Newtype<'t>,
    tuple: Tuple,
    variants: Vec<Variant<'t>>,
    #[serde(skip_serializing_if = "str::is_empty")]
    skipped: &'t str,
    empty: ([u8; 0], Map<String, Value>, Empty),
    bytes: Bytes<'t>,
    #[serde(flatten)]
    flattened: BTreeMap<&'t str, bool>,
}

#[derive(Serialize)]
struct Unit;

#[derive(Serialize)]
struct Empty {}

#[derive(Clone, Serialize, PartialEq, Eq, PartialOrd, Ord)]
struct Newtype<'t>(&'t str);

#[derive(Serialize)]
struct Tuple(bool, Option<bool>);

#[derive(Serialize)]
enum Variant<'t> {
    Unit,
    Newtype(&'t str),
    Tuple(u8, &'t str),
    Struct { text: &'t str, number: f32 },
    Empty(),
    EmptyStruct {},
}

struct Bytes<'t>(&'t [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

struct Displayed<D>(D);

impl<D: fmt::Display> Serialize for Displayed<D> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// A map of any keys, in their order.
struct Pairs<K>(Vec<K>);

impl<K: Serialize> Serialize for Pairs<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|key| (key, 1)))
    }
}

fn everything(text: &str, number: i64, float: f64) -> Everything<'_> {
    let [byte, ..] = number.to_le_bytes();
    Everything {
        numbers: (
            i8::MIN,
            -1,
            i32::MAX,
            number,
            i128::MIN,
            byte,
            u16::MAX,
            0,
            u64::MAX,
            u128::MAX,
        ),
        floats: [float, -0.0, f64::NAN, f64::NEG_INFINITY, 1e300],
        short_float: 0.1,
        character: text.chars().next().unwrap_or('"'),
        text,
        nothing: (),
        option: Some(Some(7)),
        unit: Unit,
        newtype: Newtype(text),
        tuple: Tuple(true, None),
        variants: vec![
            Variant::Unit,
            Variant::Newtype(text),
            Variant::Tuple(byte, text),
            Variant::Struct { text, number: 1.5 },
            Variant::Empty(),
            Variant::EmptyStruct {},
        ],
        skipped: text,
        empty: ([], Map::new(), Empty {}),
        bytes: Bytes(text.as_bytes()),
        flattened: BTreeMap::from([(text, false), ("z", true)]),
    }
}

#[test]
fn keys_that_are_no_text_become_it_where_serde_json_makes_it_so() {
    assert_same(&Pairs(vec![i8::MIN, 0, 7]));
    assert_same(&Pairs(vec![u64::MAX]));
    assert_same(&Pairs(vec![i128::MIN]));
    assert_same(&Pairs(vec![true, false]));
    assert_same(&Pairs(vec!['"', 'é', 'a']));
    assert_same(&Pairs(vec![1.5, -0.0]));
    assert_same(&Pairs(vec![0.1_f32]));
    assert_same(&Pairs(vec![Newtype("a\"b"), Newtype("")]));
    assert_same(&Pairs(vec![Variant::Unit]));
    assert_same(&Pairs(vec![Some("a"), Some("b")]));
    assert_same(&Pairs(vec![Displayed("a\tb"), Displayed("c")]));
}

#[test]
fn what_can_be_no_key_is_refused_in_the_same_words() {
    assert_same(&Pairs(vec![()]));
    assert_same(&Pairs(vec![None::<&str>]));
    assert_same(&Pairs(vec![f64::NAN]));
    assert_same(&Pairs(vec![vec![1]]));
    assert_same(&Pairs(vec![(1, 2)]));
    assert_same(&Pairs(vec![Unit]));
    assert_same(&Pairs(vec![Tuple(true, None)]));
    assert_same(&Pairs(vec![Empty {}]));
    assert_same(&Pairs(vec![Bytes(b"a")]));
    assert_same(&Pairs(vec![json!({})]));
    assert_same(&Pairs(vec![Variant::Newtype("a")]));
    assert_same(&Pairs(vec![Variant::Tuple(1, "a")]));
    assert_same(&Pairs(vec![Variant::EmptyStruct {}]));
}

#[test]
fn raw_json_stays_as_it_is() {
    let raw = RawValue::from_string(r#"{ "a" : 1.50 }"#.to_owned()).unwrap();
    assert_same(&raw);
    assert_same(&json!([1]));
    assert_same(&vec![&raw, &raw]);
    assert_same(&HashMap::from([("raw", raw)]));
}

#[test]
fn a_display_that_fails_is_an_error() {
    struct Unsayable;

    impl fmt::Display for Unsayable {
        fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
            Err(fmt::Error)
        }
    }

    let error = written(&Displayed(Unsayable)).unwrap_err();
    assert_eq!(error, "its `Display` failed");
    let error = written(&Pairs(vec![Displayed(Unsayable)])).unwrap_err();
    assert_eq!(error, "its `Display` failed");
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[\u{0}-\u{30}\"\\\\a-z]{0,40}".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 60, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            btree_map(any::<String>(), inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn a_value_is_written_as_serde_json_writes_it(value in values()) {
        assert_same(&value);
    }

    #[test]
    fn so_is_every_form_that_serde_knows(text: String, number: i64, float: f64) {
        assert_same(&everything(&text, number, float));
    }

    #[test]
    fn so_are_maps_with_keys_of_any_number(numbers: Vec<i64>, floats: Vec<f64>) {
        assert_same(&Pairs(numbers));
        assert_same(&Pairs(floats));
    }
}
