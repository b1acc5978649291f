//! Hundreds of published rules: what is found in following their flows stays the same. They aren't part of this repository: the test
//! looks for them beside it, and says so where they aren't there.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use azlogs_dcr::Document;
use azlogs_kql::dcr::follow;
use expect_test::expect_file;

#[allow(clippy::print_stdout, reason = "what a test skips it says")]
fn corpus(folder: &str) -> Vec<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/corpus")
        .join(folder);
    let Ok(entries) = std::fs::read_dir(&path) else {
        println!("skipped: there is no folder {}", path.display());
        return Vec::new();
    };
    let files = entries.map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> = files
        .filter(|file| file.extension().is_some_and(|end| end == "json"))
        .collect();
    files.sort();
    files
}

#[test]
fn what_is_found_in_the_flows_of_published_rules_stays_the_same() {
    let mut table = String::from("document\tline:column\tseverity\tcode\tmessage\n");
    let mut count = 0;
    for folder in ["dcr", "dcr-from-bicep"] {
        for file in corpus(folder) {
            count += 1;
            let name = format!("{folder}/{}", file.file_name().expect("a name").display());
            let document = Document::read_file(&file).expect("it can be read");
            for finding in follow(&document, &[]).check() {
                let place = finding.place.as_ref().expect("a place");
                let _ = writeln!(
                    table,
                    "{name}\t{}:{}\t{}\t{}\t{}",
                    place.line,
                    place.column,
                    finding.severity.as_str(),
                    finding.code.as_str(),
                    finding.message
                );
            }
        }
    }
    if count > 0 {
        expect_file!["../../corpus-findings.tsv"].assert_eq(&table);
    }
}
