//! The table in `README.md` has each of the 50 cases, and names tests that there are.

use std::fs;
use std::path::{Path, PathBuf};

/// The rows of the table: the case's number, and its tests.
fn cases() -> impl Iterator<Item = (u32, &'static str)> {
    include_str!("../README.md").lines().filter_map(|line| {
        let cells: Vec<_> = line.split('|').map(str::trim).collect();
        let [_, number, _, tests, _] = cells[..] else {
            return None;
        };
        Some((number.parse().ok()?, tests))
    })
}

/// What stands between backquotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// A name alone is that of a file with the service's tests, and a path begins at the workspace.
fn path_of(name: &str) -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    if name.contains('/') {
        here.join("..").join(name)
    } else {
        here.join("tests/service").join(name)
    }
}

/// Checks that there is what a cell names: `file.rs`: `test`, `test`; `folder/`.
fn assert_there_are(number: u32, tests: &str) {
    for group in tests.split("; ") {
        let mut names = quoted(group).peekable();
        let path = path_of(names.next().unwrap_or("nothing.rs"));
        if path.is_dir() {
            continue;
        }
        let Ok(source) = fs::read_to_string(&path) else {
            panic!("case {number}: there is no {}", path.display());
        };
        assert!(names.peek().is_some(), "case {number} names no test");
        for name in names {
            let functions = [format!("fn {name}("), format!("fn {name}<")];
            assert!(
                functions.iter().any(|function| source.contains(function)),
                "case {number}: {} has no `{name}`",
                path.display()
            );
        }
    }
}

#[test]
fn the_table_has_every_case_with_tests_that_there_are() {
    let mut numbers = Vec::new();
    for (number, tests) in cases() {
        assert_there_are(number, tests);
        numbers.push(number);
    }
    assert!(numbers.into_iter().eq(1..=50));
}
