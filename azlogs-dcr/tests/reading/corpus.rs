//! Hundreds of published rules. They aren't part of this repository: the tests look for them beside it, and say so where they
//! aren't there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use azlogs_dcr::{Code, ColumnType, Document, is_unresolved};
use serde_json::Value;

use crate::hostile;

pub(crate) const FOLDERS: [&str; 2] = ["dcr", "dcr-from-bicep"];

/// By stream, in order: name and type of each column.
type Streams = BTreeMap<String, Vec<(String, ColumnType)>>;

#[allow(clippy::print_stdout, reason = "what a test skips it says")]
pub(crate) fn corpus(folder: &str) -> Vec<PathBuf> {
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

/// Every stream of a `streamDeclarations` that is written out, wherever it is.
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
fn published_rules_have_the_streams_that_are_written_in_their_json() {
    for file in FOLDERS.into_iter().flat_map(corpus) {
        let document = Document::read_file(&file).unwrap();
        hostile::check(&document);
        if document
            .diagnostics()
            .iter()
            .any(|finding| finding.code == Code::NoRule)
        {
            continue;
        }
        let mut written = Streams::new();
        find_streams(
            &serde_json::from_str(document.text()).unwrap(),
            &mut written,
        );
        let read = streams_of(&document);
        for (name, columns) in written {
            assert_eq!(
                read.get(&name),
                Some(&columns),
                "{name} in {}",
                file.display()
            );
        }
    }
}
