//! Hundreds of published rules, read as an independent reading of their JSON has them. They aren't part of this repository:
//! the tests look for them beside it, and say so where they aren't there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use azlogs_dcr::{Code, ColumnType, Document, Severity, is_unresolved};
use serde_json::Value;

use crate::hostile;

/// By stream, in order: name and type of each column.
type Streams = BTreeMap<String, Vec<(String, ColumnType)>>;

#[allow(clippy::print_stdout, reason = "what a test skips it says")]
fn corpus(folder: &str) -> Vec<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/corpus")
        .join(folder);
    let Ok(entries) = std::fs::read_dir(&path) else {
        println!("skipped: there is no folder {}", path.display());
        return Vec::new();
    };
    let mut files: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|file| {
            file.extension()
                .is_some_and(|extension| extension == "json")
        })
        .collect();
    files.sort();
    files
}

/// Every `streamDeclarations`, wherever it is, without what can't be a stream or column.
fn find_streams(value: &Value, found: &mut Streams) {
    match value {
        Value::Object(map) => {
            if let Some(Value::Object(streams)) = map.get("streamDeclarations") {
                for (name, stream) in streams.iter().filter(|(name, _)| !is_unresolved(name)) {
                    if let Some(columns) = stream["columns"].as_array() {
                        found.insert(name.clone(), distinct_columns(columns));
                    }
                }
            }
            map.values().for_each(|value| find_streams(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| find_streams(item, found)),
        _ => {}
    }
}

fn distinct_columns(columns: &[Value]) -> Vec<(String, ColumnType)> {
    let mut kept: Vec<(String, ColumnType)> = Vec::new();
    for column in columns {
        let name = column["name"].as_str().unwrap();
        if let Ok(column_type) = column["type"].as_str().unwrap().parse()
            && kept.iter().all(|(other, _)| other != name)
        {
            kept.push((name.to_owned(), column_type));
        }
    }
    kept
}

fn streams_of(document: &Document) -> Streams {
    let streams = document.rules().iter().flat_map(|rule| &rule.streams);
    streams
        .map(|stream| {
            let columns = stream
                .columns
                .iter()
                .map(|column| (column.name.clone(), column.column_type));
            (stream.name.clone(), columns.collect())
        })
        .collect()
}

#[test]
fn published_rules_are_read_as_their_json_says() {
    for file in corpus("dcr").into_iter().chain(corpus("dcr-from-bicep")) {
        let document = Document::read_file(&file).unwrap();
        hostile::check(&document);
        let value = serde_json::from_str(document.text()).unwrap();
        let mut expected = Streams::new();
        if !document
            .diagnostics()
            .iter()
            .any(|finding| finding.code == Code::NoRule)
        {
            find_streams(&value, &mut expected);
        }
        assert_eq!(streams_of(&document), expected, "{}", file.display());
    }
}

#[test]
fn published_rules_have_no_errors_but_those_that_bar_a_deployment() {
    for file in corpus("dcr") {
        let document = Document::read_file(&file).unwrap();
        for finding in document
            .diagnostics()
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
        {
            let expected = match finding.code {
                Code::UnknownColumnType => finding.message.contains("`guid`"),
                Code::Unresolved | Code::DuplicateColumn => true,
                Code::NoRule => finding.message.contains("parameters"),
                _ => false,
            };
            assert!(expected, "{}", finding.to_plain());
        }
    }
}
