//! Every kind of finding has its page in `docs/diagnostics/`, and every page its kind of finding.

#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use azlogs_dcr::Code;

const SECTIONS: [&str; 4] = ["What", "Why", "How to mend", "Source"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/diagnostics")
}

fn page(code: Code) -> String {
    let path = folder().join(format!("{}.md", code.as_str()));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn each_page_is_headed_by_its_code_and_title() {
    for &code in Code::ALL {
        let heading = format!("# {}: {}", code.as_str(), code.title());
        assert_eq!(page(code).lines().next(), Some(heading.as_str()));
    }
}

#[test]
fn each_page_says_what_why_how_to_mend_it_and_the_source() {
    for &code in Code::ALL {
        let page = page(code);
        let mut sections = page.split("\n## ");
        let kind = sections.next().unwrap().lines().skip(1).collect::<String>();
        assert!(
            ["A", "An"].contains(&kind.split(' ').next().unwrap()) && kind.ends_with('.'),
            "{kind}"
        );
        let sections: Vec<_> = sections
            .map(|text| text.split_once('\n').unwrap())
            .collect();
        let names: Vec<_> = sections.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, SECTIONS, "{}", code.as_str());
        for (name, text) in sections {
            assert!(!text.trim().is_empty(), "{} of {}", name, code.as_str());
        }
    }
}

#[test]
fn a_page_names_azures_code_where_there_is_one() {
    for &code in Code::ALL {
        let named = page(code)
            .split_once("Azure refuses it with `")
            .map(|(_, rest)| {
                let (azures, _) = rest.split_once('`').unwrap();
                azures.to_owned()
            });
        assert_eq!(named.as_deref(), code.azure_code(), "{}", code.as_str());
    }
}

#[test]
fn a_page_refers_to_codes_that_are_there() {
    let known: BTreeSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
    for &code in Code::ALL {
        for (at, _) in page(code).match_indices("AZL") {
            assert!(known.contains(&page(code)[at..at + 7]), "{}", code.as_str());
        }
    }
}

#[test]
fn no_page_is_left_over() {
    let known: BTreeSet<_> = Code::ALL
        .iter()
        .map(|code| format!("{}.md", code.as_str()))
        .collect();
    let files = fs::read_dir(folder()).unwrap();
    let files: BTreeSet<_> = files
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(files, known);
}

#[cfg(feature = "pages")]
#[test]
fn the_pages_are_in_the_library() {
    for &code in Code::ALL {
        assert_eq!(code.page(), page(code));
    }
}
