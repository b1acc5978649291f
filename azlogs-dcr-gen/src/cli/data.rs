//! Files of rows: the rows one after the other, and what there is to say of them all.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use azlogs_dcr::values::{
    Cell, DataElement, DataError, DataForm, Element as RowElement, Elements, RowReader,
};
use serde::de::DeserializeSeed as _;

use super::input;

/// The longest request, in bytes.
///
/// Source: "Azure Monitor service limits", Logs Ingestion API, "Maximum size of API call".
const REQUEST_MAX: u64 = 1_048_576;

/// The longest row, in bytes: one that is alone in its request, between brackets.
pub(super) const ROW_MAX: usize = 1_048_574;

/// The extensions of files whose rows stand one after the other.
const LINES: [&str; 2] = ["jsonl", "ndjson"];

/// What was seen of the data, beside its rows.
#[derive(Default)]
pub(super) struct Seen {
    /// None where there was nothing.
    form: Option<DataForm>,
    bytes: u64,
    /// Why the data is no JSON.
    broken: Option<String>,
}

/// What is done with each row: says whether to go on. The error says why it is no JSON.
type Each<'e> = dyn FnMut(&DataElement<'_>) -> Result<bool, String> + 'e;

/// Whether the rows of a file stand one after the other and go into an array before they are sent.
pub(super) fn is_lines(path: &Path, is_said: bool) -> bool {
    let extension = path.extension().and_then(OsStr::to_str);
    is_said || extension.is_some_and(|known| LINES.contains(&known))
}

/// Goes through the rows of a file, or of standard input. The error is for the user to read.
pub(super) fn see(path: &Path, each: &mut Each<'_>) -> Result<Seen, String> {
    let seen = if input::is_stdin(path) {
        see_all(io::stdin().lock(), each)
    } else {
        File::open(path).and_then(|file| see_all(file, each))
    };
    seen.map_err(|error| format!("cannot read {}: {error}", input::name(path)))
}

fn see_all(data: impl Read, each: &mut Each<'_>) -> io::Result<Seen> {
    let mut seen = Seen::default();
    let mut elements = match Elements::begin(data, ROW_MAX) {
        Ok(Some(elements)) => elements,
        Ok(None) => return Ok(seen),
        Err(DataError::Unreadable(error)) => return Err(error),
        Err(DataError::NotJson(told)) => {
            seen.form = Some(DataForm::Sequence);
            seen.broken = Some(told);
            return Ok(seen);
        }
    };
    seen.form = Some(elements.form());
    loop {
        let goes_on = match elements.next() {
            Ok(None) => break,
            Ok(Some(element)) => each(&element),
            Err(DataError::Unreadable(error)) => return Err(error),
            Err(DataError::NotJson(told)) => Err(told),
        };
        match goes_on {
            Ok(true) => {}
            Ok(false) => break,
            Err(broken) => {
                seen.broken = Some(broken);
                break;
            }
        }
    }
    seen.bytes = elements.bytes();
    Ok(seen)
}

/// Reads one row, telling of each value, and says why all of it is lost, where it is. The error says why it is no JSON.
pub(super) fn read<'de>(
    reader: &mut RowReader<'_, 'de>,
    element: &DataElement<'de>,
    tell: impl FnMut(&Cell<'_>),
) -> Result<Option<String>, String> {
    let Some(text) = element.text else {
        return Ok(Some(format!(
            "the row has {} bytes, and a request has room for {ROW_MAX}",
            element.length
        )));
    };
    let mut json = serde_json::Deserializer::from_slice(text);
    let read = reader.element(tell).deserialize(&mut json);
    match read.and_then(|read| json.end().map(|()| read)) {
        Err(error) => Err(told(&error, element)),
        Ok(RowElement::NoRow(what)) => Ok(Some(format!("the row is {what}, not an object"))),
        Ok(_) => Ok(None),
    }
}

impl Seen {
    /// Why the service takes none of the rows, where it doesn't.
    pub(super) fn error(&self, rows: u64, is_lines: bool) -> Option<String> {
        if let Some(broken) = &self.broken {
            return Some(format!(
                "the data isn't JSON, so that the service loses all of it: {broken}"
            ));
        }
        match (self.form, rows) {
            (None, _) => Some("there is nothing in the data, which the service answers with 500".to_owned()),
            (Some(DataForm::Sequence), 1) if !is_lines => Some(
                "the data is no array, so that the service loses all of it: put brackets around it, \
                 or say --lines where that is done as it is sent"
                    .to_owned(),
            ),
            _ => None,
        }
    }

    /// What is to be done before rows like these are sent.
    pub(super) fn notes(&self, is_as_sent: bool) -> Vec<String> {
        let mut notes = Vec::new();
        if self.form == Some(DataForm::Sequence) && is_as_sent {
            notes.push(
                "the rows stand one after the other: the service takes them only in an array, and loses them otherwise"
                    .to_owned(),
            );
        }
        if self.form == Some(DataForm::Array) && self.bytes > REQUEST_MAX {
            notes.push(format!(
                "the data has {} bytes, and a request {REQUEST_MAX} at the most: it takes several",
                self.bytes
            ));
        }
        notes
    }
}

/// What is wrong with a row's JSON, and where in the data.
fn told(error: &serde_json::Error, element: &DataElement<'_>) -> String {
    let told = error.to_string();
    let what = told
        .rsplit_once(" at line ")
        .map_or(told.as_str(), |(what, _)| what);
    let within = u64::try_from(error.line()).unwrap_or(u64::MAX).max(1) - 1;
    let column = u64::try_from(error.column()).unwrap_or(u64::MAX);
    let column = if within == 0 {
        element.before + column
    } else {
        column
    };
    format!("line {}, byte {column}: {what}", element.line + within)
}
