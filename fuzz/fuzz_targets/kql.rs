//! Checks any text as a transformation over columns of all types, and runs it on a row.

#![no_main]

use std::time::{Duration, SystemTime};

use azlogs_kql::{Column, Dynamic, Problem, ScalarType, Value, check};
use libfuzzer_sys::fuzz_target;

/// A column, named by the letter that stands for its type, and a value of it.
fn cells() -> [(Column, Value); 9] {
    let dynamic = Dynamic::parse(r#"{"a": [1, "b", null], "c": {"d": 2.5}}"#);
    [
        ("b", ScalarType::Bool, Value::Bool(true)),
        ("i", ScalarType::Int, Value::Int(-7)),
        ("l", ScalarType::Long, Value::Long(i64::MIN)),
        ("r", ScalarType::Real, Value::Real(0.5)),
        ("s", ScalarType::String, Value::text("GET /a?b=c é 2024-01-02")),
        ("d", ScalarType::DateTime, Value::DateTime(638_000_000_000_000_000)),
        ("t", ScalarType::Timespan, Value::Timespan(-1)),
        ("g", ScalarType::Guid, Value::Guid([7; 16])),
        ("y", ScalarType::Dynamic, dynamic.map_or(Value::Null, Value::from)),
    ]
    .map(|(name, r#type, value)| (Column::new(name, r#type), value))
}

fuzz_target!(|text: &str| {
    let (columns, values): (Vec<_>, Vec<_>) = cells().into_iter().unzip();
    let checked = match check(text, &columns) {
        Ok(checked) => checked,
        Err(problems) => {
            assert!(problems.iter().any(Problem::is_error), "nothing is wrong: {problems:?}");
            for problem in problems {
                let span = problem.span.start..problem.span.end;
                assert!(text.get(span).is_some(), "no place in the text: {problem:?}");
            }
            return;
        }
    };
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    let missing: Vec<Value> = columns.iter().map(|column| Value::missing(column.r#type)).collect();
    for row in [values, missing] {
        let Ok(Some(row)) = checked.plan().run(&row, now) else {
            continue;
        };
        assert_eq!(row.len(), checked.columns().len());
        for (value, column) in row.iter().zip(checked.columns()) {
            assert!(value.is_of(column.r#type), "{} isn't of type {}: {value:?}", column.name, column.r#type);
            let again = Value::from_json(&value.to_json(), column.r#type);
            assert!(again.is_of(column.r#type));
        }
    }
});
