//! Reads `streamDeclarations`: streams and their columns.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;

use crate::findings::Findings;
use crate::node::{Member, Node};
use crate::{
    Code, Column, ColumnType, Diagnostic, Located, Place, Quoted, Severity, Stream,
    check_stream_name,
};

/// The streams that a rule declares.
#[derive(Default)]
pub(crate) struct Streams {
    /// Those that could be read.
    pub(crate) kept: Vec<Stream>,
    /// The names of those that couldn't, expressions among them.
    pub(crate) lost: Vec<String>,
    /// Whether there may be more, whose names nothing here knows.
    pub(crate) incomplete: bool,
}

pub(crate) fn read_streams(node: &Node<'_>, findings: &mut Findings<'_>) -> Streams {
    let mut streams = Streams::default();
    let Some(members) = node.members() else {
        findings.wrong_type(node, "`streamDeclarations`", "an object of streams");
        streams.incomplete = true;
        return streams;
    };
    let mut names = Names::default();
    for member in members {
        findings.turn_to_stream(Some(member.key));
        if member.is_unresolved() {
            findings.unresolved_key(&member, "a stream's name", Severity::Error);
            if member.value.get("columns").is_some() {
                read_columns(&member, findings);
            }
            streams.lost.push(member.key.to_owned());
            streams.incomplete = true;
            continue;
        }
        let is_new = names.add(&member, findings);
        let columns = read_columns(&member, findings);
        check_name(&member, findings);
        match columns {
            Some(columns) if is_new => streams.kept.push(Stream {
                name: member.key.to_owned(),
                columns,
                place: member.key_place(),
                is_built_in: false,
            }),
            _ => streams.lost.push(member.key.to_owned()),
        }
    }
    findings.turn_to_stream(None);
    streams
}

/// The names seen so far.
#[derive(Default)]
struct Names<'a> {
    exact: HashMap<&'a str, Place>,
    folded: HashMap<String, (&'a str, Place)>,
}

impl<'a> Names<'a> {
    /// Whether the name is new; reported where it isn't, or differs from another only in case.
    fn add(&mut self, member: &Member<'a>, findings: &mut Findings<'_>) -> bool {
        let place = member.key_place();
        if let Some(first) = self.exact.get(member.key) {
            findings.duplicate_key(member.key, place, first.clone());
            return false;
        }
        self.exact.insert(member.key, place.clone());
        let folded = member.key.to_lowercase();
        if let Some((other, first)) = self.folded.get(&folded) {
            let (name, other) = (Quoted(member.key), Quoted(other));
            let message = format!("streams {name} and {other} differ only in case");
            let diagnostic = Diagnostic::new(Code::StreamsDifferInCase, Severity::Warning, message)
                .related(first.clone(), "the other is here")
                .help("rename one of them: Azure Resource Manager takes the two keys for one");
            findings.report(place, diagnostic);
        } else {
            self.folded.insert(folded, (member.key, place));
        }
        true
    }
}

/// A warning only: Microsoft's own samples break the rule that the documentation states.
fn check_name(member: &Member<'_>, findings: &mut Findings<'_>) {
    let name = member.key;
    let Err(error) = check_stream_name(name) else {
        return;
    };
    let better = format!("Custom-{name}");
    let help = match check_stream_name(&better) {
        Ok(()) if !name.starts_with("Custom-") => format!("call it {}", Quoted(&better)),
        _ => "call it such as `Custom-AppRequests`".to_owned(),
    };
    let message = format!("stream {}: {error}", Quoted(name));
    let diagnostic = Diagnostic::new(Code::StreamName, Severity::Warning, message).help(help);
    findings.report(member.key_place(), diagnostic);
}

fn read_columns(stream: &Member<'_>, findings: &mut Findings<'_>) -> Option<Vec<Column>> {
    let name = Quoted(stream.key);
    if !stream.value.is_object() {
        let what = format!("stream {name}");
        findings.wrong_type(&stream.value, &what, "an object with `columns`");
        return None;
    }
    findings.duplicate_keys(&stream.value, &["columns"]);
    let Some(columns) = stream.value.get("columns") else {
        let message = format!("stream {name} has no `columns`");
        let help =
            "write `\"columns\": [ { \"name\": \"TimeGenerated\", \"type\": \"datetime\" } ]`";
        findings.missing(stream.key_place(), message, help);
        return None;
    };
    let Some(items) = columns.items() else {
        let what = format!("`columns` of stream {name}");
        findings.wrong_type(
            &columns,
            &what,
            "an array of objects with `name` and `type`",
        );
        return None;
    };
    if items.is_empty() {
        let message =
            format!("stream {name} has no columns: every property posted to it is dropped");
        let diagnostic = Diagnostic::new(Code::NoColumns, Severity::Warning, message)
            .help("declare the columns that rows have");
        findings.report(columns.place(), diagnostic);
    }
    let read = items.iter().filter_map(|item| read_column(item, findings));
    let read = read.collect();
    Some(without_duplicates(read, stream.key, findings))
}

fn read_column(node: &Node<'_>, findings: &mut Findings<'_>) -> Option<Column> {
    if !node.is_object() {
        findings.wrong_type(node, "a column", "an object with `name` and `type`");
        return None;
    }
    findings.duplicate_keys(node, &["name", "type"]);
    let name = read_name(node, findings);
    let column_type = read_type(node, name.as_ref(), findings);
    let (name, column_type) = (name?, column_type?);
    Some(Column {
        name: name.value,
        column_type: column_type.value,
        description: node
            .get("description")
            .and_then(|text| text.as_str().map(str::to_owned)),
        place: name.place,
        type_place: column_type.place,
    })
}

fn read_name(column: &Node<'_>, findings: &mut Findings<'_>) -> Option<Located<String>> {
    let help = "write `\"name\": \"…\"`";
    let Some(node) = column.get("name") else {
        findings.missing(column.place(), "a column has no `name`".to_owned(), help);
        return None;
    };
    let what = "a column's `name`";
    if node.is_unresolved() {
        findings.unresolved(&node, what, Severity::Error);
        return None;
    }
    let name = findings.text(&node, what)?;
    if name.value.is_empty() {
        findings.missing(name.place, "a column's `name` is empty".to_owned(), help);
        None
    } else {
        Some(name)
    }
}

/// A column in a message: not written out for the many of which there's nothing to say.
struct Who<'a>(Option<&'a Located<String>>);

impl fmt::Display for Who<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(name) => write!(f, "column {}", Quoted(&name.value)),
            None => f.write_str("a column"),
        }
    }
}

fn read_type(
    column: &Node<'_>,
    name: Option<&Located<String>>,
    findings: &mut Findings<'_>,
) -> Option<Located<ColumnType>> {
    let who = Who(name);
    let Some(node) = column.get("type") else {
        let types = ColumnType::ALL.map(ColumnType::as_str).join("`, `");
        let help = format!("write `\"type\": \"…\"` with one of `{types}`");
        findings.missing(column.place(), format!("{who} has no `type`"), &help);
        return None;
    };
    if node.is_unresolved() {
        let what = format!("the `type` of {who}");
        findings.unresolved(&node, &what, Severity::Error);
        return None;
    }
    let text = findings.text(&node, format_args!("the `type` of {who}"))?;
    match text.value.parse::<ColumnType>() {
        Ok(value) => {
            if value.as_str() != text.value {
                let message = format!(
                    "{who} has type {}, documented as `{value}`",
                    Quoted(&text.value)
                );
                let diagnostic = Diagnostic::new(Code::ColumnTypeCase, Severity::Note, message);
                findings.report(text.place.clone(), diagnostic);
            }
            Some(Located {
                value,
                place: text.place,
            })
        }
        Err(error) => {
            let message = format!(
                "{who} has type {}, which streams don't have",
                Quoted(&text.value)
            );
            let diagnostic = Diagnostic::new(Code::UnknownColumnType, Severity::Error, message)
                .help(error.help());
            findings.report(text.place, diagnostic);
            None
        }
    }
}

fn without_duplicates(
    columns: Vec<Column>,
    stream: &str,
    findings: &mut Findings<'_>,
) -> Vec<Column> {
    let mut kept: Vec<Column> = Vec::with_capacity(columns.len());
    let mut folded: HashMap<String, usize> = HashMap::new();
    // Of the names that are another's but for case: most aren't.
    let mut exact: HashMap<String, usize> = HashMap::new();
    for column in columns {
        let first = match folded.entry(column.name.to_lowercase()) {
            Entry::Occupied(first) => *first.get(),
            Entry::Vacant(free) => {
                free.insert(kept.len());
                kept.push(column);
                continue;
            }
        };
        exact.entry(kept[first].name.clone()).or_insert(first);
        if let Some(&first) = exact.get(&column.name) {
            let (name, stream) = (Quoted(&column.name), Quoted(stream));
            let message = format!("stream {stream} has column {name} twice");
            let diagnostic = Diagnostic::new(Code::DuplicateColumn, Severity::Error, message)
                .related(kept[first].place.clone(), "the first is here")
                .help("remove one of them");
            findings.report(column.place, diagnostic);
            continue;
        }
        let (name, other) = (Quoted(&column.name), Quoted(&kept[first].name));
        let message = format!("columns {name} and {other} differ only in case");
        let diagnostic = Diagnostic::new(Code::ColumnsDifferInCase, Severity::Warning, message)
            .related(kept[first].place.clone(), "the other is here")
            .help("rename one of them: tables of the Auxiliary plan lose data of such columns");
        findings.report(column.place.clone(), diagnostic);
        exact.insert(column.name.clone(), kept.len());
        kept.push(column);
    }
    kept
}
