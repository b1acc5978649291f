//! What Microsoft's language service (Kusto.Language 12.4.1) says of transformations: which columns come out, or that something is
//! wrong. We say the same of all of them, but of those that are named in `fixtures/disagreements.tsv`, each with the reason.

use std::collections::BTreeMap;
use std::path::Path;

use azlogs_kql::{Column, ScalarType};
use serde_json::Value;

/// A part of the corpus that goes with the crate.
const SAMPLE: &str = include_str!("../fixtures/language-service.jsonl");
const DISAGREEMENTS: &str = include_str!("../fixtures/disagreements.tsv");

#[test]
fn the_sample_agrees() {
    let disagreements = disagreements();
    assert!(SAMPLE.lines().count() > 50);
    let found = disagreeing(SAMPLE, &disagreements);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The corpus stands beside the repository, where there is one.
#[test]
fn the_corpus_agrees() {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/transforms-expected.jsonl");
    let Ok(corpus) = std::fs::read_to_string(&file) else {
        println!("there is no {}: only the sample is tried", file.display());
        return;
    };
    let found = disagreeing(&corpus, &disagreements());
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The transformations that are taken otherwise here, by their text.
fn disagreements() -> BTreeMap<String, String> {
    let lines = DISAGREEMENTS.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            line.split_once('\t')
                .expect("a transformation, a tab, and the reason")
        })
        .map(|(kql, why)| (unescaped(kql), why.to_owned()))
        .collect()
}

/// In the list a line end is written `\n`.
fn unescaped(kql: &str) -> String {
    kql.replace("\\n", "\n")
}

/// What we say otherwise than expected, and what we agree on though it is listed.
fn disagreeing(lines: &str, known: &BTreeMap<String, String>) -> Vec<String> {
    let mut found = Vec::new();
    for line in lines.lines().filter(|line| !line.is_empty()) {
        let case: Value = serde_json::from_str(line).expect("JSON");
        let kql = case["kql"].as_str().expect("a transformation");
        let expected = case["output"].as_array().map(|columns| {
            columns
                .iter()
                .map(|column| text(column))
                .collect::<Vec<_>>()
        });
        let columns: Vec<Column> = case["columns"]
            .as_array()
            .expect("columns")
            .iter()
            .map(column)
            .collect();
        let result = azlogs_kql::check(kql, &columns);
        let said = match &result {
            Ok(checked) => Ok(checked
                .columns()
                .iter()
                .map(|column| format!("{}:{}", column.name, column.r#type))
                .collect::<Vec<_>>()),
            Err(problems) => Err(problems
                .iter()
                .map(|problem| problem.message.as_str())
                .collect::<Vec<_>>()),
        };
        let agrees = said.as_ref().ok() == expected.as_ref();
        match (agrees, known.get(kql)) {
            (true, None) | (false, Some(_)) => {}
            (true, Some(_)) => {
                found.push(format!("{kql}\n  agrees, and is listed as a disagreement"))
            }
            (false, None) => found.push(format!(
                "{kql}\n  theirs: {}\n  ours:   {said:?}",
                case.get("output").unwrap_or(&case["errors"])
            )),
        }
    }
    found
}

fn text(value: &Value) -> String {
    value.as_str().expect("text").to_owned()
}

fn column(written: &Value) -> Column {
    let written = text(written);
    let (name, r#type) = written.rsplit_once(':').expect("name:type");
    Column::new(
        name,
        ScalarType::from_name(r#type).expect("a type of Kusto's"),
    )
}
