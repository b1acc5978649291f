//! What the parts of a rule say together: data flows against streams, and the rule against what Azure takes.

#[cfg(feature = "catalog")]
mod built_in;
mod deployment;
mod endpoint;

use std::collections::HashSet;

pub use self::deployment::{DESCRIPTION_MAX, TABLE_COLUMNS_MAX};
use crate::findings::Findings;
use crate::node::Node;
use crate::reader::{Delivered, Flows, Streams};
use crate::{
    Code, ColumnType, Diagnostic, Located, Place, Quoted, Rule, Severity, Stream,
    check_column_name, is_unresolved,
};

/// What is said of the flow by which a stream's rows reach the table as they are.
const UNTOUCHED: &str = "here it goes to the table without a transform";

/// What was read of a rule, and what it was read from.
pub(crate) struct Parts<'a> {
    pub(crate) rule: &'a Rule,
    pub(crate) resource: &'a Node<'a>,
    pub(crate) properties: &'a Node<'a>,
    pub(crate) streams: &'a Streams,
    /// None where the rule says nothing of flows.
    pub(crate) flows: Option<&'a Flows<'a>>,
    #[cfg_attr(
        not(feature = "catalog"),
        allow(dead_code, reason = "only the catalogue's checks ask")
    )]
    pub(crate) delivered: &'a Delivered,
}

pub(crate) fn check_rule(parts: &Parts<'_>, findings: &mut Findings<'_>) {
    deployment::check(parts, findings);
    #[cfg(feature = "catalog")]
    built_in::check(parts, findings);
    endpoint::check(parts, findings);
    let Some(flows) = parts.flows else {
        return;
    };
    let streams = parts.streams;
    check_unresolved(streams, flows, findings);
    check_used(streams, flows, findings);
    for stream in &streams.kept {
        findings.turn_to_stream(Some(&stream.name));
        check_pass_through(stream, flows, findings);
    }
    findings.turn_to_stream(None);
}

/// Streams that flows name by an expression. Where a declared name is one too, that was reported, and filling it in comes first.
fn check_unresolved(streams: &Streams, flows: &Flows<'_>, findings: &mut Findings<'_>) {
    if streams.incomplete {
        return;
    }
    for name in &flows.unresolved {
        findings.unresolved(name, "a data flow's stream", Severity::Warning);
    }
}

fn check_used(streams: &Streams, flows: &Flows<'_>, findings: &mut Findings<'_>) {
    if flows.incomplete || !flows.unresolved.is_empty() {
        return;
    }
    let taken: HashSet<&str> = flows
        .kept
        .iter()
        .flat_map(|flow| &flow.streams)
        .map(|name| name.value.as_str())
        .collect();
    for stream in &streams.kept {
        if taken.contains(stream.name.as_str()) {
            continue;
        }
        let message = format!(
            "no data flow takes stream {}: rows posted to it go nowhere",
            Quoted(&stream.name)
        );
        let diagnostic = Diagnostic::new(Code::UnusedStream, Severity::Warning, message)
            .help("name it in a data flow's `streams`");
        findings.turn_to_stream(Some(&stream.name));
        findings.report(stream.place.clone(), diagnostic);
    }
    findings.turn_to_stream(None);
}

/// What a stream lacks or has too much that goes to a workspace's table as it is.
fn check_pass_through(stream: &Stream, flows: &Flows<'_>, findings: &mut Findings<'_>) {
    let untouched = flows.kept.iter().filter_map(|flow| {
        let name = flow.streams.iter().find(|name| name.value == stream.name)?;
        let output = flow.output_stream.as_ref()?;
        let reaches_table = flow.is_pass_through() && !is_unresolved(&output.value);
        reaches_table.then_some((output, name))
    });
    let untouched: Vec<_> = untouched.collect();
    if let Some((_, name)) = untouched.first() {
        check_time_generated(stream, &name.place, findings);
    }
    // Azure's own tables have columns that the rules for custom tables bar.
    let is_custom = |output: &Located<String>| output.value.starts_with("Custom-");
    if let Some((_, name)) = untouched.iter().find(|(output, _)| is_custom(output)) {
        check_column_names(stream, &name.place, findings);
    }
}

fn check_column_names(stream: &Stream, flow: &Place, findings: &mut Findings<'_>) {
    for column in &stream.columns {
        let Err(error) = check_column_name(&column.name) else {
            continue;
        };
        let message = format!(
            "a table can't have column {}: {error}",
            Quoted(&column.name)
        );
        let diagnostic = Diagnostic::new(Code::TableColumnName, Severity::Warning, message)
            .related(flow.clone(), UNTOUCHED)
            .help(
                "rename it, in the stream or by a transform such as \
                 `source | project-rename New = ['old']`",
            );
        findings.report(column.place.clone(), diagnostic);
    }
}

fn check_time_generated(stream: &Stream, flow: &Place, findings: &mut Findings<'_>) {
    let (place, message, kql) = match stream.column("TimeGenerated") {
        Some(column) if column.column_type == ColumnType::DateTime => return,
        Some(column) => (
            &column.type_place,
            format!(
                "`TimeGenerated` is a {}, and the table's is a datetime",
                column.column_type
            ),
            "todatetime(TimeGenerated)",
        ),
        None => (
            &stream.place,
            format!(
                "nothing fills the table's `TimeGenerated`: stream {} lacks it",
                Quoted(&stream.name)
            ),
            "now()",
        ),
    };
    let help = format!(
        "declare it as a `datetime` column, or make it in the transform: `source | extend TimeGenerated = {kql}`"
    );
    let diagnostic = Diagnostic::new(Code::TimeGenerated, Severity::Warning, message)
        .related(flow.clone(), UNTOUCHED)
        .help(help);
    findings.report(place.clone(), diagnostic);
}
