//! The data: its rows, and what there is to say of it beside them.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::Audience;
use super::choice::Choice;
use super::elements::{Elements, Form};
use super::judge::{Counts, Judge, REQUEST_MAX, ROW_MAX};
use super::source::Broken;
use crate::cli::input;

/// What was seen of the data, beside its rows.
#[derive(Default)]
pub(super) struct Seen {
    /// None where there was nothing.
    form: Option<Form>,
    bytes: u64,
    /// Why the data is no JSON.
    broken: Option<String>,
}

/// Has the rows of a file judged, or of standard input.
pub(super) fn see(path: &Path, judge: &mut Judge<'_>, audience: &mut Audience) -> io::Result<Seen> {
    if input::is_stdin(path) {
        see_all(io::stdin().lock(), judge, audience)
    } else {
        see_all(File::open(path)?, judge, audience)
    }
}

fn see_all(data: impl Read, judge: &mut Judge<'_>, audience: &mut Audience) -> io::Result<Seen> {
    let mut seen = Seen::default();
    let mut elements = match Elements::begin(data, ROW_MAX) {
        Ok(Some(elements)) => elements,
        Ok(None) => return Ok(seen),
        Err(Broken::Unreadable(error)) => return Err(error),
        Err(Broken::NotJson(told)) => {
            seen.form = Some(Form::Sequence);
            seen.broken = Some(told);
            return Ok(seen);
        }
    };
    seen.form = Some(elements.form());
    while !audience.has_left() {
        let judged = match elements.next() {
            Ok(None) => break,
            Ok(Some(element)) => judge.judge(&element, &mut |verdict| audience.tell(verdict)),
            Err(Broken::Unreadable(error)) => return Err(error),
            Err(Broken::NotJson(told)) => Err(told),
        };
        if let Err(broken) = judged {
            seen.broken = Some(broken);
            break;
        }
    }
    seen.bytes = elements.bytes();
    Ok(seen)
}

impl Seen {
    /// Why the service takes none of the rows, where it doesn't.
    pub(super) fn error(&self, counts: &Counts, is_lines: bool) -> Option<String> {
        if let Some(broken) = &self.broken {
            return Some(format!(
                "the data isn't JSON, so that the service loses all of it: {broken}"
            ));
        }
        match (self.form, counts.rows) {
            (None, _) => Some("there is nothing in the data, which the service answers with 500".to_owned()),
            (Some(Form::Sequence), 1) if !is_lines => Some(
                "the data is no array, so that the service loses all of it: put brackets around it, \
                 or say --lines where that is done as it is sent"
                    .to_owned(),
            ),
            _ => None,
        }
    }
}

/// What isn't judged, or is to be done before rows like these are sent.
pub(super) fn notes(seen: &Seen, choice: Choice<'_>, is_as_sent: bool) -> Vec<String> {
    let mut notes = Vec::new();
    if seen.form == Some(Form::Sequence) && is_as_sent {
        notes.push(
            "the rows stand one after the other: the service takes them only in an array, and loses them otherwise"
                .to_owned(),
        );
    }
    if seen.form == Some(Form::Array) && seen.bytes > REQUEST_MAX {
        notes.push(format!(
            "the data has {} bytes, and a request {REQUEST_MAX} at the most: it takes several",
            seen.bytes
        ));
    }
    if choice.is_transformed() {
        notes.push("what the rule's transform makes of the rows isn't judged here".to_owned());
    }
    notes
}
