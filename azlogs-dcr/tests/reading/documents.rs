//! Documents of the kinds that tools leave behind, each with what is read of it and found in it.

use std::fs;
use std::path::{Path, PathBuf};

use azlogs_dcr::{Document, Inputs};
use expect_test::expect_file;

use crate::summary;

/// How a file is named that gives values for the document beside it.
const VALUES: [&str; 2] = [".parameters.json", ".tfvars"];

#[test]
fn what_is_read_of_documents_that_tools_leave_behind_stays_the_same() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    let entries = fs::read_dir(&folder).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let is_values = |path: &&PathBuf| VALUES.iter().any(|end| name(path).ends_with(end));
    let documents = paths.iter().filter(|path| !is_values(path));
    let told: Vec<String> = documents
        .flat_map(|path| {
            let beside = paths.iter().filter(is_values);
            let values = beside.filter(|values| stem(values) == stem(path));
            let alone = told(path, None);
            std::iter::once(alone).chain(values.map(|values| told(path, Some(values))))
        })
        .collect();
    expect_file!["../documents.txt"].assert_eq(&told.join("\n"));
}

/// The rules of a document, and all that is found in it.
fn told(path: &Path, values: Option<&PathBuf>) -> String {
    let mut head = format!("== {}", name(path));
    let mut inputs = Inputs::new();
    if let Some(values) = values {
        head.extend([" with ", name(values)]);
        inputs = inputs.parameters(name(values), &fs::read(values).unwrap());
    }
    let text = fs::read(path).unwrap();
    let document = Document::parse_with(name(path), &text, &inputs);
    crate::hostile::check(&document);
    let rules = document.rules().iter().map(summary);
    let findings = document.check().into_iter();
    let findings =
        findings.map(|finding| format!("{}: {}\n", finding.severity.as_str(), finding.to_plain()));
    let told: String = rules.chain(findings).collect();
    assert!(!told.is_empty(), "{head}: nobody is told anything");
    head + "\n" + &told
}

fn name(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

fn stem(path: &Path) -> &str {
    name(path).split('.').next().unwrap()
}
