//! Real transformations run on rows: on an empty one, on typical ones, and on the oddest that their columns can hold.

use std::path::Path;

use azlogs_kql::{Column, Dynamic, ScalarType, Value, check};
use serde_json::Value as Json;

use crate::cases::now;
use crate::oracle::incoming;

/// The part of the corpus that goes with the crate.
const SAMPLE: &str = include_str!("../fixtures/language-service.jsonl");

#[test]
fn transformations_of_the_sample_run() {
    assert!(run_all(SAMPLE) > 200);
}

/// The corpus stands beside the repository, where there is one.
#[test]
fn transformations_of_the_corpus_run() {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/transforms-expected.jsonl");
    match std::fs::read_to_string(&file) {
        Ok(corpus) => assert!(run_all(&corpus) > 500),
        Err(_) => println!("there is no {}: only the sample is run", file.display()),
    }
}

/// Runs each transformation that is taken, and says how many there were.
fn run_all(lines: &str) -> usize {
    let mut count = 0;
    for line in lines.lines().filter(|line| !line.is_empty()) {
        let case: Json = serde_json::from_str(line).expect("JSON");
        let kql = case["kql"].as_str().expect("a transformation");
        let columns: Vec<Column> = incoming(&case).iter().map(|text| column(text)).collect();
        let Ok(checked) = check(kql, &columns) else {
            continue;
        };
        let plan = checked.plan();
        let mut results = plan.rows(now()).expect("no row is large");
        for row in rows(&columns) {
            results.extend(plan.run(&row, now()).expect("no row is large"));
        }
        for row in results {
            assert_eq!(row.len(), checked.columns().len(), "{kql}");
            for (value, column) in row.iter().zip(checked.columns()) {
                assert!(
                    value.is_of(column.r#type),
                    "{kql}: {} is {value:?}",
                    column.name
                );
            }
        }
        count += 1;
    }
    count
}

fn column(text: &str) -> Column {
    let (name, r#type) = text.rsplit_once(':').expect("a name and a type");
    Column::new(name, ScalarType::from_name(r#type).expect("a type"))
}

/// An empty row, and rows in which each column has its type's first, second, … example.
fn rows(columns: &[Column]) -> Vec<Vec<Value>> {
    let missing = columns
        .iter()
        .map(|column| Value::missing(column.r#type))
        .collect();
    let row = |at: usize| {
        columns
            .iter()
            .map(|column| example(column.r#type, at))
            .collect()
    };
    std::iter::once(missing).chain((0..6).map(row)).collect()
}

fn example(r#type: ScalarType, at: usize) -> Value {
    const TEXTS: [&str; 6] = [
        "",
        "2024-01-02T03:04:05Z",
        r#"{"a":{"b":[1,"x",null]},"time":"2024-01-01"}"#,
        "1.5",
        "a=b, c = \"ä\" 10.0.0.1",
        "\0\u{10ffff}",
    ];
    const WHOLE: [i64; 6] = [0, 1, -1, 42, i64::MAX, i64::MIN];
    const REAL: [f64; 6] = [0.0, -1.5, f64::NAN, f64::INFINITY, 1e300, f64::MIN_POSITIVE];
    const MOMENTS: [&str; 6] = [
        "0001-01-01",
        "1970-01-01",
        "2024-02-29T12:30:45.1234567Z",
        "9999-12-31T23:59:59.9999999Z",
        "2024-12-31",
        "2000-01-01",
    ];
    match r#type {
        ScalarType::Bool => Value::Bool(at.is_multiple_of(2)),
        ScalarType::Int => Value::Int(i32::try_from(WHOLE[at]).unwrap_or(i32::MIN)),
        ScalarType::Long => Value::Long(WHOLE[at]),
        ScalarType::Real => Value::Real(REAL[at]),
        ScalarType::DateTime => Value::from_json(&MOMENTS[at].into(), r#type),
        ScalarType::Timespan => Value::Timespan(WHOLE[at]),
        ScalarType::Guid => Value::Guid([u8::try_from(at).unwrap_or(0); 16]),
        ScalarType::Dynamic => Dynamic::parse(TEXTS[at]).map_or(Value::Null, Value::from),
        _ => Value::text(TEXTS[at]),
    }
}
