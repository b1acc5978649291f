//! Shows rows to programs: an object a line.

use azlogs_kql::dcr::FlowTransform;
use serde::Serialize;
use serde_json::value::RawValue;

use super::account::{Account, Counts, FlowCounts, Landed, LandedKind, Told, Values};
use super::flow::Flow;

#[derive(Serialize)]
struct RowLine<'a> {
    row: u64,
    line: u64,
    input: Option<Box<RawValue>>,
    lost: Option<&'a str>,
    values: Vec<ValueLine<'a>>,
    flows: Vec<LandedLine<'a>>,
}

#[derive(Serialize)]
struct ValueLine<'a> {
    column: &'a str,
    #[serde(rename = "type")]
    column_type: Option<&'static str>,
    outcome: &'static str,
    why: Option<&'a str>,
}

/// What a flow made of a row.
#[derive(Serialize)]
struct LandedLine<'a> {
    flow: usize,
    table: &'a str,
    outcome: &'static str,
    output: Option<Box<RawValue>>,
    values: Vec<ValueLine<'a>>,
}

#[derive(Serialize)]
struct Summary<'a> {
    rows: u64,
    whole: u64,
    lost: u64,
    error: Option<&'a str>,
    notes: &'a [String],
    flows: Vec<FlowLine<'a>>,
}

/// A flow, and what it made of all rows.
#[derive(Serialize)]
struct FlowLine<'a> {
    flow: usize,
    table: &'a str,
    transform: Option<&'a str>,
    not_run: Option<&'a str>,
    refused: Option<&'static str>,
    columns: Vec<Column<'a>>,
    columns_dropped: &'a [String],
    not_in_table: Vec<&'a str>,
    written: u64,
    filtered: u64,
    too_large: u64,
    filled: u64,
    replaced: u64,
    truncated: u64,
    dropped: u64,
}

#[derive(Serialize)]
struct Column<'a> {
    name: &'a str,
    r#type: &'static str,
}

/// A row on one line.
pub(super) fn row(account: &Account, flows: &[Flow]) -> String {
    let landed = account.landed.iter().zip(flows);
    line(&RowLine {
        row: account.row,
        line: account.line,
        input: account.input.as_deref().and_then(json),
        lost: account.lost.as_deref(),
        values: values(&account.values),
        flows: landed.map(|(landed, flow)| landing(landed, flow)).collect(),
    })
}

/// What became of all the rows, on the last line.
pub(super) fn summary(counts: &Counts, error: Option<&str>, notes: &[String]) -> String {
    let flows = counts.flows.iter().zip(&counts.landed);
    line(&Summary {
        rows: counts.rows,
        whole: counts.whole,
        lost: counts.lost,
        error,
        notes,
        flows: flows.map(|(flow, counts)| total(flow, counts)).collect(),
    })
}

fn landing<'a>(landed: &'a Landed, flow: &'a Flow) -> LandedLine<'a> {
    let is_written = landed.kind == LandedKind::Written;
    LandedLine {
        flow: flow.place,
        table: &flow.table,
        outcome: landed.kind.as_str(),
        output: is_written.then(|| json(&landed.output)).flatten(),
        values: values(&landed.values),
    }
}

fn total<'a>(flow: &'a Flow, counts: &FlowCounts) -> FlowLine<'a> {
    let runs = flow.runs.as_ref().ok();
    let columns = runs.map_or(&[] as &[_], |runs| runs.checked().columns());
    FlowLine {
        flow: flow.place,
        table: &flow.table,
        transform: flow.kql.as_deref(),
        not_run: flow.runs.as_ref().err().map(String::as_str),
        refused: runs.and_then(FlowTransform::refusal),
        columns: columns
            .iter()
            .map(|column| Column {
                name: &column.name,
                r#type: column.r#type.as_str(),
            })
            .collect(),
        columns_dropped: runs.map_or(&[], |runs| runs.dropped()),
        not_in_table: runs.map_or_else(Vec::new, |runs| runs.not_in_table().collect()),
        written: counts.written,
        filtered: counts.filtered,
        too_large: counts.too_large,
        filled: counts.filled,
        replaced: counts.replaced,
        truncated: counts.truncated,
        dropped: counts.dropped,
    }
}

fn values(values: &Values) -> Vec<ValueLine<'_>> {
    values.unusual().map(value).collect()
}

fn value(told: &Told) -> ValueLine<'_> {
    ValueLine {
        column: &told.column,
        column_type: told.column_type,
        outcome: told.outcome.as_str(),
        why: Some(told.why.as_str()).filter(|why| !why.is_empty()),
    }
}

/// JSON on one line: line breaks stand between values only.
fn json(text: &str) -> Option<Box<RawValue>> {
    RawValue::from_string(text.replace(['\r', '\n'], " ")).ok()
}

fn line(object: &impl Serialize) -> String {
    // Texts, numbers and JSON can always be written.
    let mut line = serde_json::to_string(object).unwrap_or_default();
    line.push('\n');
    line
}
