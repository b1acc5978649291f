//! What the parts of a rule say together: data flows against streams.

use std::collections::HashSet;

use crate::findings::Findings;
use crate::name::without_prefix;
use crate::reader::{Flows, Streams};
use crate::{
    Code, ColumnType, DataFlow, Diagnostic, Located, Place, Quoted, Severity, Stream,
    check_column_name, is_unresolved, nearest,
};

/// The longest transform, in characters.
///
/// Source: "Azure Monitor service limits", "Data collection rules", `transformKql`.
const TRANSFORM_MAX: usize = 15_360;

/// The kind of rule whose flows take the workspace's own tables instead of declared streams.
const WORKSPACE_TRANSFORMS: &str = "WorkspaceTransforms";

/// What is said of the flow by which a stream's rows reach the table as they are.
const UNTOUCHED: &str = "here it goes to the table without a transform";

pub(crate) fn check_rule(
    kind: Option<&Located<String>>,
    streams: &Streams,
    flows: Option<&Flows<'_>>,
    findings: &mut Findings<'_>,
) {
    let Some(flows) = flows else {
        return;
    };
    check_unresolved(streams, flows, findings);
    if kind.is_none_or(|kind| !kind.value.eq_ignore_ascii_case(WORKSPACE_TRANSFORMS)) {
        check_declared(streams, flows, findings);
    }
    check_used(streams, flows, findings);
    for flow in &flows.kept {
        check_transform(flow, findings);
        check_output(flow, findings);
    }
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

fn check_declared(streams: &Streams, flows: &Flows<'_>, findings: &mut Findings<'_>) {
    if streams.incomplete {
        return;
    }
    let declared: HashSet<&str> = names(streams).collect();
    for name in flows.kept.iter().flat_map(|flow| &flow.streams) {
        if !name.value.starts_with("Custom-") || declared.contains(name.value.as_str()) {
            continue;
        }
        let message = format!(
            "a data flow takes stream {}, which isn't declared",
            Quoted(&name.value)
        );
        let help = match nearest(&name.value, names(streams)) {
            Some(near) => format!("did you mean {}?", Quoted(near)),
            None => "declare it in `streamDeclarations`".to_owned(),
        };
        let diagnostic =
            Diagnostic::new(Code::UndeclaredStream, Severity::Error, message).help(help);
        findings.report(name.place.clone(), diagnostic);
    }
}

fn names(streams: &Streams) -> impl Iterator<Item = &str> {
    let kept = streams.kept.iter().map(|stream| stream.name.as_str());
    kept.chain(streams.lost.iter().map(String::as_str))
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

fn check_transform(flow: &DataFlow, findings: &mut Findings<'_>) {
    let Some(kql) = &flow.transform_kql else {
        return;
    };
    let length = kql.value.chars().count();
    if length > TRANSFORM_MAX {
        let message = format!(
            "the transform has {length} characters; the documented limit is {TRANSFORM_MAX}"
        );
        let diagnostic = Diagnostic::new(Code::TransformLength, Severity::Warning, message)
            .help("shorten it, or split the stream");
        findings.report(kql.place.clone(), diagnostic);
    }
    if flow.streams.len() > 1 && !flow.is_pass_through() {
        let message = "a data flow with a transform takes several streams";
        let diagnostic = Diagnostic::new(Code::SeveralStreams, Severity::Warning, message)
            .help("write one data flow for each stream");
        findings.report(kql.place.clone(), diagnostic);
    }
}

fn check_output(flow: &DataFlow, findings: &mut Findings<'_>) {
    let Some(output) = &flow.output_stream else {
        return;
    };
    let is_custom = output.value.starts_with("Custom-");
    let is_table = without_prefix(&output.value)
        .and_then(|table| table.strip_suffix(if is_custom { "_CL" } else { "" }))
        .is_some_and(|name| !name.is_empty());
    if !is_table && !is_unresolved(&output.value) {
        let message = format!(
            "`outputStream` {} names no table of a workspace",
            Quoted(&output.value)
        );
        let diagnostic = Diagnostic::new(Code::OutputStream, Severity::Warning, message).help(
            "write `Custom-<table>_CL` for a custom table, `Microsoft-<table>` for one of Azure's",
        );
        findings.report(output.place.clone(), diagnostic);
    }
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
