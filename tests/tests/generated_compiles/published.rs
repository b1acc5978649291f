//! All that is generated from hundreds of rules, in one crate: from the documents that are read in azlogs-dcr's tests, and from
//! published ones. The latter aren't part of this repository: the test looks for them beside it, and says so where they aren't there.

use std::fs;
use std::path::PathBuf;

use azlogs_dcr_gen::{Config, Document};

use crate::package::Package;
use crate::this_package;

const LIBRARY: &str = "//! Generated code.\n\n#![deny(warnings, missing_docs)]\n\n";

#[allow(clippy::print_stdout, reason = "what a test skips it says")]
fn corpus() -> Vec<PathBuf> {
    let shared = this_package().join("../../shared/corpus");
    let own = this_package().join("../azlogs-dcr/tests/documents");
    let entries = fs::read_dir(own).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    for folder in ["dcr", "dcr-from-bicep"] {
        match fs::read_dir(shared.join(folder)) {
            Ok(entries) => files.extend(entries.map(|entry| entry.unwrap().path())),
            Err(_) => println!(
                "skipped: there is no folder {folder} in {}",
                shared.display()
            ),
        }
    }
    files.retain(|file| {
        file.extension()
            .is_some_and(|extension| extension == "json")
    });
    files.sort();
    files
}

/// The code for a document, or, where something in it is refused, for each of its streams that isn't.
fn generated(document: &Document, is_standalone: bool) -> Vec<String> {
    let mut config = Config::new();
    config.document(document.clone()).standalone(is_standalone);
    if let Ok(code) = config.generate() {
        return vec![code];
    }
    let streams = document.rules().iter().flat_map(|rule| &rule.streams);
    let alone = streams.filter_map(|stream| config.clone().stream(&stream.name).generate().ok());
    alone.collect()
}

#[test]
fn what_is_generated_from_rules_of_all_kinds_compiles_without_a_warning() {
    let mut package = Package {
        name: "published",
        library: LIBRARY,
        build_script: None,
        modules: Vec::new(),
        rules: Vec::new(),
    };
    for (index, file) in corpus().into_iter().enumerate() {
        let name = format!("rule_{index}");
        let text = fs::read(&file).unwrap();
        let document = Document::parse(format!("rules/{name}.json"), &text);
        // Every other one is checked against its file as it compiles.
        for (part, code) in generated(&document, index % 2 == 0).into_iter().enumerate() {
            let title = format!("// {}\n", file.display());
            package
                .modules
                .push((format!("{name}_{part}"), title + &code));
        }
        package.rules.push((name, text));
    }
    package.write();
    package.cargo(&["check"]);
}
