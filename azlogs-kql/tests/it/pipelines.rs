//! What whole transformations make of rows: the blocks in `tests/pipelines/`. `basics.txt` says how they're written.

use std::fs;
use std::path::Path;

use azlogs_kql::{Column, Plan, ScalarType, Value, check};
use serde_json::{Map, Value as Json};

use crate::cases::now;

/// A block: the columns of `source`, rows, a transformation, and what it makes of them.
struct Block {
    columns: Vec<Column>,
    rows: Vec<Json>,
    transformation: String,
    expected: Vec<String>,
}

impl Block {
    fn new(text: &str) -> Option<Self> {
        let mut block = Self {
            columns: Vec::new(),
            rows: Vec::new(),
            transformation: String::new(),
            expected: Vec::new(),
        };
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            match line.split_at_checked(2) {
                Some(("< ", row)) => block
                    .rows
                    .push(serde_json::from_str(row).expect("a row is JSON")),
                Some(("> ", row)) => block.expected.push(row.to_owned()),
                _ if block.columns.is_empty()
                    && block.transformation.is_empty()
                    && is_declaration(line) =>
                {
                    block.columns = line.split(", ").map(column).collect();
                }
                _ => block.transformation.push_str(line),
            }
        }
        (!block.transformation.is_empty()).then_some(block)
    }

    fn run(&self) {
        let checked = match check(&self.transformation, &self.columns) {
            Ok(checked) => checked,
            Err(problems) => {
                assert_eq!(
                    self.expected,
                    ["refused"],
                    "{problems:?} in {}",
                    self.transformation
                );
                return;
            }
        };
        let names: Vec<_> = checked
            .columns()
            .iter()
            .map(|column| column.name.as_str())
            .collect();
        let found: Vec<_> = self
            .results(checked.plan())
            .into_iter()
            .map(|row| {
                row.map(|row| {
                    assert_eq!(row.len(), names.len(), "{}", self.transformation);
                    for (value, column) in row.iter().zip(checked.columns()) {
                        assert!(
                            value.is_of(column.r#type),
                            "{value:?} isn't of {}",
                            column.r#type
                        );
                    }
                    names
                        .iter()
                        .map(|name| (*name).to_owned())
                        .zip(row.iter().map(Value::to_json))
                        .collect::<Map<_, _>>()
                })
            })
            .collect();
        let expected: Vec<Option<Map<String, Json>>> = self
            .expected
            .iter()
            .map(|row| match row.as_str() {
                "-" => None,
                json => Some(
                    serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}")),
                ),
            })
            .collect();
        assert_eq!(found, expected, "{}", self.transformation);
        // Objects compare without regard to order; the order of columns matters.
        for row in self.expected.iter().filter(|row| row.starts_with('{')) {
            let places: Vec<_> = names
                .iter()
                .map(|name| row.find(&format!("\"{name}\":")))
                .collect();
            assert!(places.is_sorted(), "the columns are {names:?}: {row}");
        }
    }

    fn results(&self, plan: &Plan) -> Vec<Option<Vec<Value>>> {
        if !plan.reads_source() {
            return plan
                .rows(now())
                .expect("no row is large")
                .into_iter()
                .map(Some)
                .collect();
        }
        let value = |row: &Json, column: &Column| match row.get(&column.name) {
            None => Value::missing(column.r#type),
            Some(json) => Value::from_json(json, column.r#type),
        };
        let rows = self.rows.iter().map(|row| {
            self.columns
                .iter()
                .map(|column| value(row, column))
                .collect::<Vec<_>>()
        });
        rows.map(|row| plan.run(&row, now()).expect("no row is large"))
            .collect()
    }
}

fn is_declaration(line: &str) -> bool {
    line.split(", ").all(|part| {
        part.split_once(':')
            .is_some_and(|(_, name)| ScalarType::from_name(name).is_some())
    })
}

fn column(text: &str) -> Column {
    let (name, r#type) = text.split_once(':').expect("a name and a type");
    Column::new(name, ScalarType::from_name(r#type).expect("a type"))
}

#[test]
fn transformations_make_of_rows_what_the_blocks_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pipelines");
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("the folder of the blocks") {
        let text =
            fs::read_to_string(entry.expect("a file").path()).expect("a file of blocks is text");
        for block in text.split("\n\n").filter_map(Block::new) {
            block.run();
            count += 1;
        }
    }
    assert!(count >= 25, "only {count} blocks were found");
}
