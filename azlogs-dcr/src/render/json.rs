//! For other programs.

use std::fmt::Write as _;

use crate::{Diagnostic, Place};

impl Diagnostic {
    /// One JSON object on one line: `code`, `title`, `azure_code`, `severity`, `file`, `line`, `column`, `path`, `message`, `help`, and
    /// `related`, an object of `line`, `column`, `path` and `message`.
    ///
    /// What there is none of is `null`. `line` and `column` count from 1, `column` in characters; `path` is a JSON path.
    pub fn to_json(&self) -> String {
        let mut out = String::from("{");
        push_string(&mut out, "code", Some(self.code.as_str()));
        push_string(&mut out, "title", Some(self.code.title()));
        push_string(&mut out, "azure_code", self.code.azure_code());
        push_string(&mut out, "severity", Some(self.severity.as_str()));
        let file = Some(&self.file).filter(|file| !file.is_empty());
        push_string(&mut out, "file", file);
        push_place(&mut out, self.place.as_ref());
        push_string(&mut out, "message", Some(&self.message));
        push_string(&mut out, "help", self.help.as_ref());
        push_key(&mut out, "related");
        match &self.related {
            Some(related) => {
                out.push('{');
                push_place(&mut out, Some(&related.place));
                push_string(&mut out, "message", Some(&related.value));
                out.push('}');
            }
            None => out.push_str("null"),
        }
        out.push('}');
        out
    }
}

fn push_place(out: &mut String, place: Option<&Place>) {
    push_number(out, "line", place.map(|place| place.line));
    push_number(out, "column", place.map(|place| place.column));
    push_string(out, "path", place.map(|place| &place.path));
}

fn push_key(out: &mut String, key: &str) {
    let comma = if out.ends_with('{') { "" } else { "," };
    let _ = write!(out, "{comma}\"{key}\":");
}

fn push_number(out: &mut String, key: &str, number: Option<u32>) {
    push_key(out, key);
    match number {
        Some(number) => {
            let _ = write!(out, "{number}");
        }
        None => out.push_str("null"),
    }
}

fn push_string(out: &mut String, key: &str, text: Option<impl AsRef<str>>) {
    push_key(out, key);
    let Some(text) = text else {
        out.push_str("null");
        return;
    };
    out.push('"');
    for c in text.as_ref().chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
