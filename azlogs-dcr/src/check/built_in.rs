//! What a rule does with Azure's own tables, against the catalogue of those.

use std::collections::HashMap;

use super::{Parts, UNTOUCHED};
use crate::catalog::{self, DATE, STANDARD_COLUMNS, Table, TableColumn};
use crate::findings::Findings;
use crate::nearest::is_misspelt;
use crate::reader::{Delivered, PREFIX};
use crate::{
    Code, Column, DataFlow, Diagnostic, Located, Quoted, Severity, Stream, TableColumnType,
    is_unresolved, nearest,
};

/// How columns end that a workspace's owner added to a table of Azure's own.
const CUSTOM_COLUMN: &str = "_CF";

/// Streams that Azure knows, and that agents fill; or how the names of such streams begin.
///
/// Source: "Microsoft.Insights dataCollectionRules", the streams of `dataSources`; "Configure log collection for Kubernetes
/// monitoring", "Stream values in DCR"; "Create a workspace transformation DCR".
const OF_AGENTS: [&str; 9] = [
    "Microsoft-Container",
    "Microsoft-InsightsMetrics",
    "Microsoft-Kube",
    "Microsoft-OTLP",
    "Microsoft-Perf",
    "Microsoft-Prometheus",
    "Microsoft-ServiceMap",
    "Microsoft-Table-",
    "Microsoft-W3CIISLog",
];

/// The column that another check is about.
const TIME_GENERATED: &str = "TimeGenerated";

pub(super) fn check(parts: &Parts<'_>, findings: &mut Findings<'_>) {
    for name in &parts.rule.built_in_streams {
        findings.turn_to_stream(Some(&name.value));
        check_stream(name, findings);
    }
    findings.turn_to_stream(None);
    let flows = parts.flows.map(|flows| flows.kept.as_slice());
    for flow in flows.unwrap_or_default() {
        check_flow(flow, parts, findings);
    }
}

/// A stream that nobody declares, and that rows are posted to.
fn check_stream(name: &Located<String>, findings: &mut Findings<'_>) {
    let shown = Quoted(&name.value);
    let unknown =
        |severity, message: String| Diagnostic::new(Code::UnknownBuiltIn, severity, message);
    let otherwise = "declare a stream `Custom-…`, with its columns";
    let diagnostic = match catalog::table_of_stream(&name.value) {
        Some(table) if table.has_columns() => return,
        Some(table) => undocumented(table),
        None if OF_AGENTS.iter().any(|start| name.value.starts_with(start)) => {
            let message = format!("agents fill {shown}, and rows can't be posted to it");
            unknown(Severity::Note, message).help(format!("for rows of your own, {otherwise}"))
        }
        None if is_slip(&name.value) => {
            let message = format!("Azure has no stream {shown}");
            unknown(Severity::Error, message).help(instead(&name.value, otherwise))
        }
        None => {
            let message = format!(
                "{shown} is no stream for one of Azure's tables that rows can be posted to"
            );
            unknown(Severity::Warning, message).help(instead(&name.value, otherwise))
        }
    };
    findings.report(name.place.clone(), diagnostic);
}

/// Whether the name is one of the tables' with a slip in it. Of any other that isn't in the catalogue nobody knows whether Azure
/// refuses it: it may be a table that is filled otherwise, or a newer one.
fn is_slip(name: &str) -> bool {
    catalog::nearest_table(name).is_some_and(|table| is_misspelt(name, table.name))
}

/// A table is on the list, and nothing says what its columns are.
fn undocumented(table: &Table) -> Diagnostic {
    let message = format!(
        "the columns of Azure's table {} aren't documented, so that nothing is known of its rows",
        Quoted(table.name)
    );
    Diagnostic::new(Code::UndocumentedTable, Severity::Note, message)
        .help("a stream `Custom-…` with the columns that you send makes them known")
}

fn instead(name: &str, otherwise: &str) -> String {
    match catalog::nearest_table(name) {
        Some(near) => format!("did you mean {}?", Quoted(&near.stream_name())),
        None => format!(
            "{otherwise}; `azlogs-dcr-gen tables` lists the tables that the API may write to, as of {DATE}"
        ),
    }
}

fn check_flow(flow: &DataFlow, parts: &Parts<'_>, findings: &mut Findings<'_>) {
    if is_delivered(flow, parts.delivered) {
        return;
    }
    let output = flow.output_stream.as_ref();
    let Some(output) = output.filter(|output| is_azures(&output.value)) else {
        return;
    };
    let Some(table) = catalog::table_of_stream(&output.value) else {
        let shown = Quoted(&output.value);
        let (severity, message) = if is_slip(&output.value) {
            (Severity::Error, format!("Azure has no table {shown}"))
        } else {
            let message = format!(
                "the API can't write to {shown}: it isn't one of Azure's tables that it may write to"
            );
            (Severity::Warning, message)
        };
        let diagnostic = Diagnostic::new(Code::NotWritable, severity, message).help(instead(
            &output.value,
            "write to a custom table, `Custom-<table>_CL`",
        ));
        findings.deployment(output.place.clone(), diagnostic);
        return;
    };
    if !table.has_columns() || !flow.is_pass_through() {
        return;
    }
    for name in &flow.streams {
        let mut streams = parts.streams.kept.iter();
        if let Some(stream) = streams.find(|stream| stream.name == name.value) {
            findings.turn_to_stream(Some(&stream.name));
            check_columns(stream, flow, table, findings);
        }
    }
    findings.turn_to_stream(None);
}

/// Whether the flow's rows come from an agent, which may fill other tables.
fn is_delivered(flow: &DataFlow, delivered: &Delivered) -> bool {
    flow.streams
        .iter()
        .any(|name| delivered.may_hold(&name.value))
}

fn is_azures(output: &str) -> bool {
    let table = output.strip_prefix(PREFIX);
    table.is_some_and(|table| !table.is_empty()) && !is_unresolved(output)
}

/// What becomes of a stream's columns that go to one of Azure's tables as they are.
fn check_columns(stream: &Stream, flow: &DataFlow, table: &Table, findings: &mut Findings<'_>) {
    let is_other = |column: &&Column| {
        let name = column.name.as_str();
        name != TIME_GENERATED
            && !STANDARD_COLUMNS.contains(&name)
            && !name.ends_with(CUSTOM_COLUMN)
    };
    let known: HashMap<&str, TableColumn> = table
        .columns()
        .map(|column| (column.name, column))
        .collect();
    for column in stream.columns.iter().filter(is_other) {
        let (place, diagnostic) = match known.get(column.name.as_str()) {
            None => (&column.place, lacking(column, table, stream)),
            Some(known) => match mistyped(column, *known, table) {
                Some(diagnostic) => (&column.type_place, diagnostic),
                None => continue,
            },
        };
        let diagnostic = diagnostic.related(flow.place.clone(), UNTOUCHED);
        findings.deployment(place.clone(), diagnostic);
    }
}

fn lacking(column: &Column, table: &Table, stream: &Stream) -> Diagnostic {
    let message = format!(
        "column {} isn't one of Azure's table {}: its values are dropped",
        Quoted(&column.name),
        Quoted(table.name)
    );
    let free = table.columns().map(|known| known.name);
    let free = free.filter(|name| stream.column(name).is_none());
    let help = match nearest(&column.name, free) {
        Some(near) => format!("did you mean {}?", Quoted(near)),
        None => format!(
            "leave it out, or bring it into a column that the table has by a transform; \
             the table is known as documented on {DATE}"
        ),
    };
    Diagnostic::new(Code::NoSuchTableColumn, Severity::Warning, message).help(help)
}

/// What is wrong where the table's column is of another type. Where sources disagree on that, it is a warning.
fn mistyped(column: &Column, known: TableColumn, table: &Table) -> Option<Diagnostic> {
    let own = TableColumnType::of(column.column_type);
    let documented = TableColumnType::of(known.column_type);
    let (wanted, severity) = match known.otherwise {
        Some(TableColumnType::Guid) => (TableColumnType::Guid, Severity::Warning),
        Some(other) if own == other || own == documented => return None,
        _ if own == documented => return None,
        _ => (documented, Severity::Error),
    };
    let name = Quoted(&column.name);
    let message = format!(
        "column {name} is of type {}, and that of Azure's table {} of type {}",
        column.column_type,
        Quoted(table.name),
        wanted.as_str().to_lowercase()
    );
    let cast = wanted.cast_from(column.column_type)?;
    let help = if wanted == TableColumnType::Guid {
        format!(
            "cast it in the transform: `source | extend {n} = {cast}({n})`; it is documented as a string, and a guid in workspaces",
            n = column.name
        )
    } else {
        format!(
            "declare it so, or cast it in the transform: `source | extend {n} = {cast}({n})`",
            n = column.name
        )
    };
    Some(Diagnostic::new(Code::TableColumnMismatch, severity, message).help(help))
}
