//! Reads the rules that the command line names.

use std::path::{Path, PathBuf};

use azlogs_dcr::{Document, Inputs, TableSchema};

/// Standard input, on the command line.
const STDIN: &str = "-";

/// What standard input is called in findings.
const STDIN_NAME: &str = "<stdin>";

/// Reads a file, or standard input where the path is `-`, with values for what it leaves open. The error is for the user to read.
pub(super) fn read(path: &Path, inputs: &Inputs) -> Result<Document, String> {
    let read = if is_stdin(path) {
        Document::read_with(STDIN_NAME, std::io::stdin().lock(), inputs)
    } else {
        Document::read_file_with(path, inputs)
    };
    read.map_err(|error| error.to_string())
}

/// The tables that these files describe. The error is for the user to read.
pub(super) fn tables(paths: &[PathBuf], inputs: &Inputs) -> Result<Vec<TableSchema>, String> {
    let mut tables = Vec::new();
    for path in paths {
        let document = read(path, inputs)?;
        let found = document.expect_tables();
        tables.extend_from_slice(found.map_err(|finding| finding.to_plain())?);
    }
    Ok(tables)
}

/// Whether the path stands for standard input.
pub(super) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == STDIN
}

/// What the path is called in messages.
pub(super) fn name(path: &Path) -> String {
    if is_stdin(path) {
        STDIN_NAME.to_owned()
    } else {
        path.display().to_string()
    }
}
