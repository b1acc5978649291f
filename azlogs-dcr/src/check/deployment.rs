//! What Azure's control plane says of a rule when it is deployed, and nobody before it.

use std::collections::HashSet;

use super::Parts;
use crate::findings::Findings;
use crate::name::without_prefix;
use crate::node::Node;
use crate::reader::{Flows, PREFIX, Streams};
use crate::{Code, DataFlow, Diagnostic, Quoted, Severity, Stream, is_unresolved, nearest};

/// The most data flows of a rule. Source: "Azure Monitor service limits", "Data collection rules".
const FLOWS_MAX: usize = 10;

/// The most streams of a rule, by the same page.
const STREAMS_MAX: usize = 10;

/// The most streams of a rule, by a later text of Microsoft's.
const STREAMS_MAX_LATER: usize = 20;

/// The longest transform, in characters, by the same page.
const TRANSFORM_MAX: usize = 15_360;

/// The most columns of a table. Source: "Azure Monitor service limits", "Log Analytics workspaces".
pub const TABLE_COLUMNS_MAX: usize = 500;

/// The longest description of a rule, in characters; not documented, but refused with `InvalidProperty`.
pub const DESCRIPTION_MAX: usize = 256;

/// How long a table's name may be. Source: "Microsoft.OperationalInsights workspaces/tables", `name`.
const TABLE_NAME: std::ops::RangeInclusive<usize> = 4..=63;

/// The kind of rule whose flows take the workspace's own tables instead of declared streams.
const WORKSPACE_TRANSFORMS: &str = "WorkspaceTransforms";

pub(super) fn check(parts: &Parts<'_>, findings: &mut Findings<'_>) {
    check_description(parts, findings);
    check_stream_count(parts, findings);
    let Some(flows) = parts.flows else {
        return;
    };
    let kind = parts.rule.kind.as_ref().map(|kind| kind.value.as_str());
    if kind.is_none_or(|kind| !kind.eq_ignore_ascii_case(WORKSPACE_TRANSFORMS)) {
        check_declared(parts.streams, flows, findings);
    }
    if let Some(flow) = flows.kept.get(FLOWS_MAX) {
        let message = format!(
            "the rule has {} data flows; the documented limit is {FLOWS_MAX}",
            flows.kept.len()
        );
        let diagnostic = Diagnostic::new(Code::TooManyFlows, Severity::Error, message)
            .help("divide the flows among several rules");
        findings.deployment(flow.place.clone(), diagnostic);
    }
    check_destinations(parts, flows, findings);
    for flow in &flows.kept {
        check_output(flow, findings);
        check_transform(flow, findings);
        check_column_count(flow, parts.streams, findings);
    }
}

fn check_description(parts: &Parts<'_>, findings: &mut Findings<'_>) {
    let Some(node) = parts.properties.get("description") else {
        return;
    };
    let Some(text) = node.as_str().filter(|_| !node.is_unresolved()) else {
        return;
    };
    let length = text.chars().count();
    if length > DESCRIPTION_MAX {
        let message = format!(
            "the rule's description has {length} characters, and Azure takes {DESCRIPTION_MAX}"
        );
        let diagnostic =
            Diagnostic::new(Code::DescriptionLength, Severity::Error, message).help("shorten it");
        findings.deployment(node.place(), diagnostic);
    }
}

/// Sources disagree on the limit, so that what only one of them bars is a warning.
fn check_stream_count(parts: &Parts<'_>, findings: &mut Findings<'_>) {
    let streams = &parts.streams.kept;
    let count = streams.len();
    let Some(beyond) = streams.get(STREAMS_MAX) else {
        return;
    };
    let (place, severity, limit) = match streams.get(STREAMS_MAX_LATER) {
        Some(beyond) => (
            &beyond.place,
            Severity::Error,
            STREAMS_MAX_LATER.to_string(),
        ),
        None => (
            &beyond.place,
            Severity::Warning,
            format!("{STREAMS_MAX}, and {STREAMS_MAX_LATER} in a later text"),
        ),
    };
    let message = format!("the rule declares {count} streams; the documented limit is {limit}");
    let diagnostic = Diagnostic::new(Code::TooManyStreams, severity, message)
        .help("divide the streams among several rules");
    findings.deployment(place.clone(), diagnostic);
}

fn check_declared(streams: &Streams, flows: &Flows<'_>, findings: &mut Findings<'_>) {
    if streams.incomplete {
        return;
    }
    let declared: HashSet<&str> = names(streams).collect();
    for name in flows.kept.iter().flat_map(|flow| &flow.streams) {
        let is_built_in = name.value.starts_with(PREFIX);
        if is_built_in || declared.contains(name.value.as_str()) {
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
        findings.deployment(name.place.clone(), diagnostic);
    }
}

fn names(streams: &Streams) -> impl Iterator<Item = &str> {
    let kept = streams.kept.iter().map(|stream| stream.name.as_str());
    kept.chain(streams.lost.iter().map(String::as_str))
}

/// Names of destinations that the rule doesn't have, where it says which it has.
fn check_destinations(parts: &Parts<'_>, flows: &Flows<'_>, findings: &mut Findings<'_>) {
    let Some(declared) = declared_destinations(parts.properties) else {
        return;
    };
    let names = || declared.iter().map(String::as_str);
    for name in flows.kept.iter().flat_map(|flow| &flow.destinations) {
        if is_unresolved(&name.value)
            || names().any(|known| known.eq_ignore_ascii_case(&name.value))
        {
            continue;
        }
        let message = format!(
            "a data flow goes to destination {}, which isn't declared",
            Quoted(&name.value)
        );
        let help = match nearest(&name.value, names()) {
            Some(near) => format!("did you mean {}?", Quoted(near)),
            None => "declare it in `destinations`, or take a name from there".to_owned(),
        };
        let diagnostic =
            Diagnostic::new(Code::UndeclaredDestination, Severity::Error, message).help(help);
        findings.deployment(name.place.clone(), diagnostic);
    }
}

/// The names of the rule's destinations; none where they aren't all known. Each kind has a list of them, and one kind a single one.
fn declared_destinations(properties: &Node<'_>) -> Option<Vec<String>> {
    let destinations = properties.get("destinations")?;
    let mut names = Vec::new();
    for kind in destinations.members()? {
        // Tools print `null` for a kind of which there is none.
        let Some(all) = destinations.get(kind.key) else {
            continue;
        };
        for destination in all.items().unwrap_or_else(|| vec![all]) {
            let name = destination.get("name")?;
            names.push(name.as_str().filter(|_| !name.is_unresolved())?.to_owned());
        }
    }
    Some(names)
}

fn check_output(flow: &DataFlow, findings: &mut Findings<'_>) {
    let output = flow.output_stream.as_ref();
    let Some(output) = output.filter(|output| !is_unresolved(&output.value)) else {
        return;
    };
    let is_custom = output.value.starts_with("Custom-");
    let table = without_prefix(&output.value).filter(|table| {
        !table.is_empty() && (!is_custom || (table.ends_with("_CL") && *table != "_CL"))
    });
    let diagnostic = match table {
        None => {
            let message = format!(
                "`outputStream` {} names no table of a workspace",
                Quoted(&output.value)
            );
            Diagnostic::new(Code::OutputStream, Severity::Error, message).help(
                "write `Custom-<table>_CL` for a custom table, `Microsoft-<table>` for one of Azure's",
            )
        }
        Some(table) if !is_table_name(table) => {
            let message = format!("no table can have the name {}", Quoted(table));
            Diagnostic::new(Code::OutputTableName, Severity::Warning, message).help(format!(
                "a table's name has {} to {} letters from A to Z or a to z, digits, `-` and `_`",
                TABLE_NAME.start(),
                TABLE_NAME.end()
            ))
        }
        Some(_) => return,
    };
    findings.deployment(output.place.clone(), diagnostic);
}

fn is_table_name(table: &str) -> bool {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    TABLE_NAME.contains(&table.len()) && table.chars().all(is_allowed)
}

fn check_transform(flow: &DataFlow, findings: &mut Findings<'_>) {
    let kql = flow.transform_kql.as_ref();
    let Some(kql) = kql.filter(|kql| !is_unresolved(&kql.value)) else {
        return;
    };
    let length = kql.value.chars().count();
    if length > TRANSFORM_MAX {
        let message = format!(
            "the transform has {length} characters; the documented limit is {TRANSFORM_MAX}"
        );
        let diagnostic = Diagnostic::new(Code::TransformLength, Severity::Error, message)
            .help("shorten it, or split the stream");
        findings.deployment(kql.place.clone(), diagnostic);
    }
    if flow.is_pass_through() {
        return;
    }
    if flow.streams.len() > 1 {
        let message = "a data flow with a transform takes several streams";
        let diagnostic = Diagnostic::new(Code::SeveralStreams, Severity::Warning, message)
            .help("write one data flow for each stream");
        findings.deployment(kql.place.clone(), diagnostic);
    }
}

/// More columns than a table can have, where they go to one as they are.
fn check_column_count(flow: &DataFlow, streams: &Streams, findings: &mut Findings<'_>) {
    let is_table = flow.table().is_some() && flow.is_pass_through();
    let taken = |stream: &&Stream| flow.streams.iter().any(|name| name.value == stream.name);
    for stream in streams.kept.iter().filter(taken).filter(|_| is_table) {
        let count = stream.columns.len();
        let Some(beyond) = stream.columns.get(TABLE_COLUMNS_MAX) else {
            continue;
        };
        let message = format!(
            "stream {} has {count} columns, and a table {TABLE_COLUMNS_MAX} at the most",
            Quoted(&stream.name)
        );
        let diagnostic = Diagnostic::new(Code::TooManyColumns, Severity::Warning, message)
            .related(flow.place.clone(), super::UNTOUCHED)
            .help("gather some of them in a `dynamic` column");
        findings.deployment(beyond.place.clone(), diagnostic);
    }
}
