//! Rows of every kind of field, each with the serde attribute that means the same.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;

use azlogs::{Dynamic, LogColumn, LogRecord, to_json, write_row};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use serde::{Serialize, Serializer};
use serde_json::Value;
use uuid::Uuid;

#[derive(Clone, Copy, Debug, LogColumn, Serialize)]
#[log_column(rename_all = "SCREAMING-KEBAB-CASE")]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
enum Outcome {
    Ok,
    NotFound,
    #[log_column(rename = "\"odd\"\n")]
    #[serde(rename = "\"odd\"\n")]
    Odd,
}

#[derive(Clone, Debug, LogColumn, Serialize)]
struct Celsius(f64);

#[derive(Clone, Debug, LogColumn, Serialize)]
struct Name<T>(T);

/// Something that only serde knows how to write.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Event {
    Login { user: String, tries: Option<u64> },
    Logout,
    Moved { from: (i8, f32), to: Vec<Value> },
}

#[derive(Clone, Debug, LogRecord, Serialize)]
#[log_record(group, rename_all = "PascalCase")]
#[serde(rename_all = "PascalCase")]
struct Host {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<IpAddr>,
    #[serde(flatten)]
    #[log_record(flatten)]
    place: Place,
}

#[derive(Clone, Debug, LogRecord, Serialize)]
#[log_record(group)]
struct Place {
    #[log_record(column = "Région \"ß\"", column_type = "string")]
    #[serde(rename = "Région \"ß\"")]
    region: char,
    #[serde(rename(serialize = "named_by_serde"))]
    zone: u16,
}

#[derive(Clone, Debug, LogRecord, Serialize)]
#[log_record(stream = "Custom-Everything", rename_all = "camelCase")]
#[serde(rename_all = "camelCase")]
struct Everything<'a, T> {
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out_text: Option<String>,
    #[log_record(null)]
    null_text: Option<&'a str>,
    borrowed: Cow<'a, str>,
    boxed: Box<str>,
    generic: T,
    outcome: Outcome,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome_before: Option<Outcome>,
    name: Name<Option<Name<String>>>,
    celsius: Celsius,
    trace: Uuid,
    #[log_record(flatten)]
    #[serde(flatten)]
    host: Host,
    r#type: i8,
    status: i32,
    big: i64,
    port: u32,
    #[log_record(column_type = "real")]
    count: u32,
    ratio: f32,
    is_bot: bool,
    tags: BTreeMap<String, Vec<Option<f64>>>,
    pair: (u64, String),
    wrapped: Dynamic<u64>,
    #[log_record(dynamic)]
    event: Event,
    #[log_record(dynamic)]
    #[serde(skip_serializing_if = "Option::is_none")]
    event_before: Option<Event>,
    #[log_record(dynamic, null)]
    anything: Value,
    #[log_record(json_string)]
    #[serde(serialize_with = "as_json_text")]
    event_text: Event,
    #[log_record(with = "seconds", column_type = "real")]
    #[serde(serialize_with = "as_seconds")]
    took: Duration,
    #[log_record(column = "named_by_hand")]
    #[serde(rename = "named_by_hand")]
    other: bool,
    #[serde(skip)]
    _secret: u128,
}

fn as_json_text<S: Serializer>(event: &Event, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&serde_json::to_string(event).unwrap())
}

fn seconds(time: &Duration) -> f64 {
    time.as_secs_f64()
}

fn as_seconds<S: Serializer>(time: &Duration, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_f64(seconds(time))
}

fn outcomes() -> impl Strategy<Value = Outcome> {
    prop::sample::select(vec![Outcome::Ok, Outcome::NotFound, Outcome::Odd])
}

/// Of every class, NaN and the infinities among them.
fn floats() -> impl Strategy<Value = f64> {
    any::<u64>().prop_map(f64::from_bits)
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        floats().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        let members = btree_map(any::<String>(), inner.clone(), 0..4);
        prop_oneof![
            vec(inner, 0..4).prop_map(Value::from),
            members.prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn events() -> impl Strategy<Value = Event> {
    let login = (any::<String>(), any::<Option<u64>>());
    let moved = (any::<i8>(), any::<u32>(), vec(values(), 0..3));
    prop_oneof![
        login.prop_map(|(user, tries)| Event::Login { user, tries }),
        Just(Event::Logout),
        moved.prop_map(|(x, y, to)| Event::Moved {
            from: (x, f32::from_bits(y)),
            to
        }),
    ]
}

fn hosts() -> impl Strategy<Value = Host> {
    let place = (any::<char>(), any::<u16>());
    (any::<String>(), any::<Option<IpAddr>>(), place).prop_map(|(name, address, place)| Host {
        name,
        address,
        place: Place {
            region: place.0,
            zone: place.1,
        },
    })
}

type Texts = (
    Option<String>,
    Option<String>,
    String,
    String,
    Option<String>,
);
type Numbers = (i8, i32, i64, u32, u32, u32, f64);
type Nested = (
    BTreeMap<String, Vec<Option<f64>>>,
    (u64, String),
    u64,
    Value,
);

fn texts() -> impl Strategy<Value = Texts> {
    (
        any::<Option<String>>(),
        any::<Option<String>>(),
        any::<String>(),
        any::<String>(),
        any::<Option<String>>(),
    )
}

fn numbers() -> impl Strategy<Value = Numbers> {
    (
        any::<i8>(),
        any::<i32>(),
        any::<i64>(),
        any::<u32>(),
        any::<u32>(),
        any::<u32>(),
        floats(),
    )
}

fn nested() -> impl Strategy<Value = Nested> {
    let tags = btree_map(any::<String>(), vec(option::of(floats()), 0..3), 0..3);
    (tags, any::<(u64, String)>(), any::<u64>(), values())
}

/// All but the texts that rows borrow.
#[derive(Clone, Debug)]
struct Parts {
    texts: Texts,
    numbers: Numbers,
    nested: Nested,
    outcomes: (Outcome, Option<Outcome>),
    events: (Event, Option<Event>, Event),
    host: Host,
    others: (u128, Duration, bool, bool),
}

fn parts() -> impl Strategy<Value = Parts> {
    (
        texts(),
        numbers(),
        nested(),
        (outcomes(), option::of(outcomes())),
        (events(), option::of(events()), events()),
        hosts(),
        any::<(u128, Duration, bool, bool)>(),
    )
        .prop_map(
            |(texts, numbers, nested, outcomes, events, host, others)| Parts {
                texts,
                numbers,
                nested,
                outcomes,
                events,
                host,
                others,
            },
        )
}

impl Parts {
    fn row(&self) -> Everything<'_, Option<&str>> {
        let Self {
            texts,
            numbers,
            nested,
            outcomes,
            events,
            host,
            others,
        } = self.clone();
        Everything {
            left_out_text: texts.0,
            null_text: self.texts.1.as_deref(),
            borrowed: Cow::Borrowed(&self.texts.2),
            boxed: texts.3.into(),
            generic: Some(&self.texts.2),
            outcome: outcomes.0,
            outcome_before: outcomes.1,
            name: Name(Some(Name(texts.4.unwrap_or_default()))),
            celsius: Celsius(numbers.6),
            trace: Uuid::from_u128(others.0),
            host,
            r#type: numbers.0,
            status: numbers.1,
            big: numbers.2,
            port: numbers.3,
            count: numbers.4,
            ratio: f32::from_bits(numbers.5),
            is_bot: others.2,
            tags: nested.0,
            pair: nested.1,
            wrapped: Dynamic(nested.2),
            event: events.0,
            event_before: events.1,
            anything: nested.3,
            event_text: events.2,
            took: others.1,
            other: others.3,
            _secret: others.0,
        }
    }
}

proptest! {
    #[test]
    fn a_derived_row_is_written_as_serde_json_writes_the_struct(parts in parts()) {
        let row = parts.row();
        prop_assert_eq!(to_json(&row).unwrap(), serde_json::to_string(&row).unwrap());
    }

    #[test]
    fn floats_of_columns_that_become_null_are_counted(parts in parts()) {
        let row = parts.row();
        let nulled = u32::from(!row.celsius.0.is_finite()) + u32::from(!row.ratio.is_finite());
        let stats = write_row(&row, &mut Vec::new()).unwrap();
        // Within a dynamic column they are serde's.
        prop_assert_eq!(stats.nulled, nulled);
    }

    #[test]
    fn the_schema_names_what_is_written_in_its_order(parts in parts()) {
        let row = parts.row();
        let json = to_json(&row).unwrap();
        let schema = <Everything<'_, Option<&str>> as LogRecord>::SCHEMA;
        let mut rest = &json[..];
        let mut written = 0;
        for column in schema.columns() {
            let key = format!("{}:", serde_json::to_string(column.name).unwrap());
            if let Some(at) = rest.find(&key) {
                rest = &rest[at + key.len()..];
                written += 1;
            }
        }
        let value: Value = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(written, value.as_object().unwrap().len());
    }
}
