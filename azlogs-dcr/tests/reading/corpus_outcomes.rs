//! What is read of published rules, and found in them: a table of them all. Some of the findings are the catalogue's.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use azlogs_dcr::Document;
use expect_test::expect_file;

use crate::corpus::{FOLDERS, corpus};

/// One line: how many rules, streams and columns the document has, and what was found in it on which lines.
fn outcome(document: &Document) -> String {
    let streams: Vec<_> = document
        .rules()
        .iter()
        .flat_map(|rule| &rule.streams)
        .collect();
    let columns: usize = streams.iter().map(|stream| stream.columns.len()).sum();
    let rules = document.rules().len();
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for finding in document.check() {
        let kind = format!("{} {}", finding.severity.as_str(), finding.code.as_str());
        let line = finding.place.unwrap().line.to_string();
        found.entry(kind).or_default().push(line);
    }
    let found = found.iter();
    let found: Vec<_> = found
        .map(|(kind, lines)| format!("{kind} at {}", lines.join(" ")))
        .collect();
    format!(
        "{rules}\t{}\t{columns}\t{}",
        streams.len(),
        found.join(", ")
    )
}

#[test]
fn what_is_read_of_published_rules_and_found_in_them_stays_the_same() {
    let mut table = "document\trules\tstreams\tcolumns\tfindings\n".to_owned();
    for folder in FOLDERS {
        let files = corpus(folder);
        if files.is_empty() {
            return;
        }
        for file in files {
            let name = file.file_name().unwrap().to_string_lossy();
            let document = Document::read_file(&file).unwrap();
            let _ = writeln!(table, "{folder}/{name}\t{}", outcome(&document));
        }
    }
    expect_file!["../corpus.tsv"].assert_eq(&table);
}
