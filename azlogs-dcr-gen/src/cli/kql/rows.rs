//! The rows of a file, or of standard input.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use azlogs_dcr::values::{DataError, Elements};

use crate::cli::data::ROW_MAX;
use crate::cli::{Exit, input};

/// A row, and where in its file it begins.
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) json: String,
}

/// The rows. The error is for the user to read.
pub(super) fn read(path: &Path) -> Result<Vec<Row>, (String, Exit)> {
    let unreadable = |error: &io::Error| {
        let message = format!("cannot read {}: {error}", input::name(path));
        (message, Exit::Trouble)
    };
    let read = if input::is_stdin(path) {
        divide(io::stdin().lock())
    } else {
        divide(File::open(path).map_err(|error| unreadable(&error))?)
    };
    read.map_err(|error| match error {
        DataError::Unreadable(error) => unreadable(&error),
        DataError::NotJson(told) => {
            let message = format!("{} isn't JSON: {told}", input::name(path));
            (message, Exit::Findings)
        }
    })
}

fn divide(data: impl Read) -> Result<Vec<Row>, DataError> {
    let mut rows = Vec::new();
    let Some(mut elements) = Elements::begin(data, ROW_MAX)? else {
        return Err(DataError::NotJson("there is nothing in it".to_owned()));
    };
    while let Some(element) = elements.next()? {
        let line = element.line;
        let Some(text) = element.text else {
            let told = format!("line {line}: the row is longer than {ROW_MAX} bytes");
            return Err(DataError::NotJson(told));
        };
        let text = std::str::from_utf8(text)
            .map_err(|_| DataError::NotJson(format!("line {line}: the row is no UTF-8 text")))?;
        rows.push(Row {
            line,
            json: text.to_owned(),
        });
    }
    Ok(rows)
}
