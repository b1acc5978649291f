//! What expressions give: the tables in `tests/cases/`, one line an expression.
//!
//! A line is `expression => type value`. Strings are written in quotes, as in JSON; `null` is a null. `!` instead of a type says that the
//! expression is refused. Lines that start with `#` are comments: where a fact is from.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use azlogs_kql::{ScalarType, Value, check};

/// The moment that `now()` gives: 2024-05-06T07:08:09.1234567Z.
pub(crate) fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::new(1_714_979_289, 123_456_700)
}

/// What an expression gives, as the tables write it.
fn outcome(expression: &str) -> String {
    let Ok(checked) = check(&format!("print v = {expression}"), &[]) else {
        return "!".to_owned();
    };
    let r#type = checked.columns()[0].r#type;
    let rows = checked
        .plan()
        .rows(now())
        .expect("no row of these is large");
    let value = &rows[0][0];
    assert!(
        value.is_of(r#type),
        "{expression} gives {value:?}, which isn't {type}"
    );
    format!("{type} {}", written(value, r#type))
}

fn written(value: &Value, r#type: ScalarType) -> String {
    match (value, value.to_json()) {
        (Value::Null, _) => "null".to_owned(),
        // A dynamic string is told from other dynamic values by its quotes.
        (Value::String(_) | Value::Dynamic(_), json @ serde_json::Value::String(_)) => {
            json.to_string()
        }
        (Value::Dynamic(_), _) => {
            assert_eq!(r#type, ScalarType::Dynamic);
            value.to_string()
        }
        (other, _) => other.to_string(),
    }
}

#[test]
fn expressions_give_what_the_tables_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let entries = fs::read_dir(folder).expect("the folder of the tables");
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("a table").path())
        .collect();
    files.sort();
    let (mut count, mut wrong) = (0, String::new());
    for file in files {
        let table = fs::read_to_string(&file).expect("a table is text");
        for (line, case) in (1..).zip(table.lines()) {
            if case.is_empty() || case.starts_with('#') {
                continue;
            }
            let (expression, expected) = case.rsplit_once(" => ").expect("a line has an arrow");
            let found = outcome(expression.trim());
            count += 1;
            if found != expected.trim() {
                writeln!(
                    wrong,
                    "{}:{line}: {expression}\n  expected {expected}\n  found {found}",
                    file.display()
                )
                .expect("a string takes all");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count >= 400, "only {count} cases were found");
}
