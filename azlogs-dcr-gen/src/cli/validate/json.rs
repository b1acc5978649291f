//! Shows verdicts to programs: an object a line.

use azlogs_dcr::ColumnType;
use serde::Serialize;

use super::judge::{ColumnCounts, Counts, Verdict};

/// What becomes of a value or a row.
#[derive(Serialize)]
struct VerdictLine<'a> {
    row: u64,
    line: u64,
    column: Option<&'a str>,
    #[serde(rename = "type")]
    column_type: Option<&'static str>,
    outcome: &'static str,
    why: Option<String>,
}

/// What became of all the rows.
#[derive(Serialize)]
struct Summary<'a> {
    rows: u64,
    whole: u64,
    partial: u64,
    lost: u64,
    error: Option<&'a str>,
    notes: &'a [String],
    columns: Vec<Column<'a>>,
}

/// In how many rows what became of a column.
#[derive(Serialize)]
struct Column<'a> {
    #[serde(rename = "column")]
    name: Option<&'a str>,
    #[serde(rename = "type")]
    holds: Option<&'static str>,
    accepted: u64,
    null: u64,
    absent: u64,
    nulled: u64,
    truncated: u64,
    replaced: u64,
    dropped: u64,
    repeated: u64,
}

/// A verdict on one line.
pub(super) fn verdict(verdict: &Verdict<'_>) -> String {
    line(&VerdictLine {
        row: verdict.row,
        line: verdict.line,
        column: verdict.column(),
        column_type: verdict.column_type().map(ColumnType::as_str),
        outcome: verdict.outcome.as_str(),
        why: Some(verdict.why()).filter(|why| !why.is_empty()),
    })
}

/// What became of all the rows, on the last line.
pub(super) fn summary(counts: &Counts, error: Option<&str>, notes: &[String]) -> String {
    let columns = counts.columns.iter();
    line(&Summary {
        rows: counts.rows,
        whole: counts.whole,
        partial: counts.partial(),
        lost: counts.lost,
        error,
        notes,
        columns: columns.map(|each| column(each, counts)).collect(),
    })
}

fn column<'a>(column: &'a ColumnCounts, counts: &Counts) -> Column<'a> {
    Column {
        name: Some(column.name.as_str()).filter(|name| !name.is_empty()),
        holds: column.column_type.map(ColumnType::as_str),
        accepted: column.accepted,
        null: column.null,
        absent: counts.absent(column),
        nulled: column.nulled,
        truncated: column.truncated,
        replaced: column.replaced,
        dropped: column.dropped,
        repeated: column.repeated,
    }
}

fn line(object: &impl Serialize) -> String {
    // Texts and numbers can always be written.
    let mut line = serde_json::to_string(object).unwrap_or_default();
    line.push('\n');
    line
}
