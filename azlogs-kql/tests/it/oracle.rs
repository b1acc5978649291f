//! What Microsoft's language service (Kusto.Language 12.4.1) says of transformations: which columns come out, or that something is
//! wrong. We say the same of all of them, but of those that are named in `fixtures/disagreements.tsv`, each with the reason.
//!
//! In the sample, `…` stands for the incoming columns, and a line without columns has those of [`COLUMNS`].

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use azlogs_kql::{Column, ScalarType};
use serde_json::Value;

/// A part of the corpus that goes with the crate.
const SAMPLE: &str = include_str!("../fixtures/language-service.jsonl");
const DISAGREEMENTS: &str = include_str!("../fixtures/disagreements.tsv");

const COLUMNS: [&str; 11] = [
    "s:string",
    "s2:string",
    "i:int",
    "l:long",
    "r:real",
    "b:bool",
    "d:datetime",
    "d2:datetime",
    "y:dynamic",
    "g:guid",
    "t:timespan",
];

/// The sample's transformations.
pub(crate) static TRANSFORMS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let lines = SAMPLE
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    lines.map(|case| text(&case["kql"])).collect()
});

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
        let incoming = incoming(&case);
        let expected = case["output"]
            .as_array()
            .map(|columns| written_out(columns, &incoming));
        let columns: Vec<Column> = incoming.iter().map(|column| column_of(column)).collect();
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
                found.push(format!("{kql}\n  agrees, and is listed as a disagreement"));
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

/// The columns that come into a case's transformation, as `name:type`.
pub(crate) fn incoming(case: &Value) -> Vec<String> {
    match case["columns"].as_array() {
        Some(columns) => columns.iter().map(text).collect(),
        None => COLUMNS.map(str::to_owned).to_vec(),
    }
}

fn written_out(columns: &[Value], incoming: &[String]) -> Vec<String> {
    let column = |column: &Value| match column.as_str() {
        Some("…") => incoming.to_vec(),
        _ => vec![text(column)],
    };
    columns.iter().flat_map(column).collect()
}

fn column_of(written: &str) -> Column {
    let (name, r#type) = written.rsplit_once(':').expect("name:type");
    Column::new(
        name,
        ScalarType::from_name(r#type).expect("a type of Kusto's"),
    )
}
