//! Transformations: how fast they are read and checked, and how fast rows go through them.

#![expect(clippy::unwrap_used, reason = "a benchmark that can't run ends")]

use std::time::SystemTime;

use azlogs_kql::{Checked, Column, Dynamic, ScalarType, Value, check};
use divan::{Bencher, counter::ItemsCount};
use serde_json::Value as Json;

/// Transformations, of which those from published rules are taken here.
const SAMPLE: &str = include_str!("../../azlogs-kql/tests/fixtures/language-service.jsonl");

const PARSE: &str = r#"source
| parse RawData with "user=" User " status=" Status:int " path=" Path " ms=" Duration:long
| project TimeGenerated, User, Status, Path, Duration"#;
const REGEX: &str = r#"source
| extend User = extract(@"user=(\w+)", 1, RawData), Status = extract(@"status=(\d+)", 1, RawData, typeof(int))
| project TimeGenerated, User, Status"#;
const FILTER: &str =
    r#"source | where RawData has "status" and RawData !contains "health" and Level != "debug""#;
const JSON: &str = r"source
| extend d = parse_json(Payload)
| project TimeGenerated, User = tostring(d.user.name), Id = toguid(d.id), Count = toint(d.count), First = tostring(d.tags[0])";
const TYPES: &str = r#"source
| project TimeGenerated = todatetime(Time), Level = toupper(Level), Name = strcat(Level, ": ", RawData), Size = toreal(Size), Old = iff(todatetime(Time) < ago(1d), true, false)"#;

fn main() {
    divan::main();
}

fn columns() -> Vec<Column> {
    let strings = ["RawData", "Level", "Payload", "Time", "Size"];
    let strings = strings
        .iter()
        .map(|name| Column::new(*name, ScalarType::String));
    std::iter::once(Column::new("TimeGenerated", ScalarType::DateTime))
        .chain(strings)
        .collect()
}

fn row() -> Vec<Value> {
    vec![
        Value::from_json(&"2026-11-22T06:05:03.1234567Z".into(), ScalarType::DateTime),
        Value::text("user=jane status=200 path=/api/v1/orders/7 ms=12"),
        Value::text("warning"),
        Value::text(
            r#"{"id":"74be27de-1e4e-49d9-b579-fe0b331d3642","user":{"name":"jane","roles":["a","b"]},"count":7,"tags":["x","y"]}"#,
        ),
        Value::text("2026-11-22T06:05:03.123Z"),
        Value::text("1024.5"),
    ]
}

/// Rows a second through one transformation.
#[divan::bench(args = ["source", "filter", "types", "parse", "regex", "json"])]
fn rows(bencher: Bencher<'_, '_>, name: &str) {
    let transformation = match name {
        "filter" => FILTER,
        "types" => TYPES,
        "parse" => PARSE,
        "regex" => REGEX,
        "json" => JSON,
        other => other,
    };
    let checked = check(transformation, &columns()).unwrap();
    through(bencher, &checked, &row());
}

/// How the time of a row grows with the number of operators.
#[divan::bench(args = [1, 10, 100, 1000])]
fn operators(bencher: Bencher<'_, '_>, count: usize) {
    let text = format!(
        "source{}",
        " | extend Level = strcat(substring(Level, 1), 'x')".repeat(count)
    );
    let checked = check(&text, &columns()).unwrap();
    through(bencher, &checked, &row());
}

/// How the time of a row grows with the number of columns that one operator makes.
#[divan::bench(args = [1, 10, 100, 1000])]
fn projected_columns(bencher: Bencher<'_, '_>, count: usize) {
    let items: Vec<_> = (0..count)
        .map(|at| format!("c{at} = toupper(Level)"))
        .collect();
    let checked = check(
        &format!("source | project {}", items.join(", ")),
        &columns(),
    )
    .unwrap();
    through(bencher, &checked, &row());
}

fn through(bencher: Bencher<'_, '_>, checked: &Checked, row: &[Value]) {
    const COUNT: usize = 100;
    let now = SystemTime::now();
    bencher.counter(ItemsCount::new(COUNT)).bench_local(|| {
        for _ in 0..COUNT {
            divan::black_box(checked.plan().run(divan::black_box(row), now)).unwrap();
        }
    });
}

/// The transformations of published rules, each with its columns.
fn published() -> Vec<(String, Vec<Column>)> {
    let cases = SAMPLE
        .lines()
        .map(|line| serde_json::from_str::<Json>(line).unwrap());
    // The others, a function or an operator each, have the columns of all of them.
    let published = cases.filter(|case| case["columns"].is_array());
    let pairs = published.map(|case| {
        let columns = case["columns"].as_array().unwrap().iter().map(|column| {
            let (name, r#type) = column.as_str().unwrap().rsplit_once(':').unwrap();
            Column::new(name, ScalarType::from_name(r#type).unwrap())
        });
        (case["kql"].as_str().unwrap().to_owned(), columns.collect())
    });
    pairs
        .filter(|(kql, columns): &(String, Vec<Column>)| check(kql, columns).is_ok())
        .collect()
}

fn typical(column: &Column) -> Value {
    match column.r#type {
        ScalarType::Bool => Value::Bool(true),
        ScalarType::Int => Value::Int(42),
        ScalarType::Long => Value::Long(4_200_000_000),
        ScalarType::Real => Value::Real(0.5),
        ScalarType::DateTime => {
            Value::from_json(&"2026-11-22T06:05:03Z".into(), ScalarType::DateTime)
        }
        ScalarType::Dynamic => {
            Dynamic::parse(r#"{"id":7,"name":"x","list":[1,2,3]}"#).map_or(Value::Null, Value::from)
        }
        other => Value::from_json(&"2026-11-22T06:05:03Z".into(), other),
    }
}

/// Rows a second through the transformations of published rules, one row each.
#[divan::bench]
fn published_rules_run(bencher: Bencher<'_, '_>) {
    let all: Vec<_> = published()
        .into_iter()
        .map(|(kql, columns)| {
            (
                check(&kql, &columns).unwrap(),
                columns.iter().map(typical).collect::<Vec<_>>(),
            )
        })
        .collect();
    let now = SystemTime::now();
    bencher.counter(ItemsCount::new(all.len())).bench_local(|| {
        for (checked, row) in &all {
            divan::black_box(checked.plan().run(divan::black_box(row), now)).unwrap();
        }
    });
}

/// How many transformations of published rules are read, checked and compiled in a second.
#[divan::bench]
fn published_rules_check(bencher: Bencher<'_, '_>) {
    let all = published();
    bencher.counter(ItemsCount::new(all.len())).bench_local(|| {
        for (kql, columns) in &all {
            divan::black_box(check(divan::black_box(kql), columns)).unwrap();
        }
    });
}
