//! Rows are written byte for byte as `serde_json` writes a struct of the same fields.

use std::collections::BTreeMap;
use std::net::IpAddr;

use azlogs::{LogRecord, RowWriter, StreamSchema, column, to_json, write_row};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use serde::Serialize;
use serde_json::Value;

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Row {
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    initial: char,
    client: IpAddr,
    tiny: i8,
    status: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<i64>,
    port: Option<u32>,
    ratio: f32,
    seconds: f64,
    is_bot: bool,
    headers: BTreeMap<String, Vec<String>>,
    #[serde(skip_serializing_if = "Value::is_null")]
    detail: Value,
    #[serde(serialize_with = "as_text")]
    text: Value,
}

fn as_text<S: serde::Serializer>(value: &Value, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Value::Null => serializer.serialize_none(),
        value => serializer.serialize_str(&value.to_string()),
    }
}

impl LogRecord for Row {
    const SCHEMA: StreamSchema = StreamSchema::new("Custom-Rows", &[]);

    fn write_row(&self, row: &mut RowWriter<'_>) {
        row.column::<column::String, _>("Path", &self.path);
        row.column::<column::String, _>("Initial", &self.initial);
        row.column::<column::String, _>("Client", &self.client);
        row.column::<column::Int, _>("Tiny", &self.tiny);
        row.column::<column::Int, _>("Status", &self.status);
        row.column::<column::Long, _>("Size", &self.size);
        row.column_or_null::<column::Long, _>("Port", &self.port);
        row.column::<column::Real, _>("Ratio", &self.ratio);
        row.column::<column::Real, _>("Seconds", &self.seconds);
        row.column::<column::Boolean, _>("IsBot", &self.is_bot);
        row.column::<column::Dynamic, _>("Headers", &self.headers);
        row.dynamic("Detail", &self.detail);
        row.json_string_or_null("Text", &self.text);
    }
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::from),
            btree_map(any::<String>(), inner, 0..5)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn rows() -> impl Strategy<Value = Row> {
    let texts = (option::of(any::<String>()), any::<char>(), any::<IpAddr>());
    let integers = (
        any::<i8>(),
        any::<i32>(),
        option::of(any::<i64>()),
        option::of(any::<u32>()),
    );
    // Of every class, NaN and the infinities among them.
    let floats = (
        any::<u32>().prop_map(f32::from_bits),
        any::<u64>().prop_map(f64::from_bits),
    );
    let headers = btree_map(any::<String>(), vec(any::<String>(), 0..3), 0..3);
    (
        texts,
        integers,
        floats,
        any::<bool>(),
        headers,
        json(),
        json(),
    )
        .prop_map(
            |(texts, integers, floats, is_bot, headers, detail, text)| Row {
                path: texts.0,
                initial: texts.1,
                client: texts.2,
                tiny: integers.0,
                status: integers.1,
                size: integers.2,
                port: integers.3,
                ratio: floats.0,
                seconds: floats.1,
                is_bot,
                headers,
                detail,
                text,
            },
        )
}

proptest! {
    #[test]
    fn a_row_is_written_as_serde_json_writes_it(row in rows()) {
        prop_assert_eq!(to_json(&row).unwrap(), serde_json::to_string(&row).unwrap());
    }

    #[test]
    fn floats_that_json_cannot_write_are_counted(row in rows()) {
        let stats = write_row(&row, &mut Vec::new()).unwrap();
        let nulled = u32::from(!row.ratio.is_finite()) + u32::from(!row.seconds.is_finite());
        prop_assert_eq!(stats.nulled, nulled);
    }

    #[test]
    fn rows_follow_each_other_in_a_buffer(rows in vec(rows(), 0..4)) {
        let mut out = Vec::new();
        let mut expected = String::new();
        for row in &rows {
            write_row(row, &mut out).unwrap();
            expected += &serde_json::to_string(row).unwrap();
        }
        prop_assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}

#[test]
fn a_float_has_the_digits_of_its_own_precision() {
    struct Floats;

    impl LogRecord for Floats {
        const SCHEMA: StreamSchema = StreamSchema::new("Custom-Floats", &[]);

        fn write_row(&self, row: &mut RowWriter<'_>) {
            row.column::<column::Real, _>("Short", &0.1_f32);
            row.column::<column::Real, _>("Long", &f64::from(0.1_f32));
            row.column::<column::Real, _>("Whole", &1e3_f64);
            row.column::<column::Real, _>("Integer", &7_i32);
        }
    }

    let json = r#"{"Short":0.1,"Long":0.10000000149011612,"Whole":1000.0,"Integer":7}"#;
    assert_eq!(to_json(&Floats).unwrap(), json);
}

#[test]
fn a_row_without_columns_is_an_empty_object() {
    struct Nothing;

    impl LogRecord for Nothing {
        const SCHEMA: StreamSchema = StreamSchema::new("Custom-Nothing", &[]);

        fn write_row(&self, row: &mut RowWriter<'_>) {
            row.column::<column::Int, _>("A", &None::<i32>);
            row.dynamic("B", &None::<Vec<i32>>);
            row.json_string("C", &None::<Vec<i32>>);
        }
    }

    assert_eq!(to_json(&Nothing).unwrap(), "{}");
    assert_eq!(to_json(&&Nothing).unwrap(), "{}");
}
