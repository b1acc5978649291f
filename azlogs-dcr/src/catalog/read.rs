//! Reads the catalogue's text: a line for each table, and below it, indented by a tab, one for each column.

use std::sync::OnceLock;

use super::{Table, TableColumn};
use crate::{ColumnType, TableColumnType};

/// The tables, without looking at their columns.
pub(super) fn tables(text: &'static str) -> Vec<Table> {
    let mut tables = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        let end = columns_end(after);
        let (lines, after) = after.split_at(end);
        rest = after;
        if !line.starts_with('#') {
            tables.push(table(line, lines));
        }
    }
    tables
}

/// Where the indented lines end that a text begins with.
fn columns_end(text: &str) -> usize {
    let indented = text
        .split_inclusive('\n')
        .take_while(|line| line.starts_with('\t'));
    indented.map(str::len).sum()
}

fn table(line: &'static str, lines: &'static str) -> Table {
    let mut fields = line.split('\t');
    let name = fields.next().unwrap_or_default();
    Table {
        name,
        basic: said(fields.next()),
        auxiliary: said(fields.next()),
        lines,
        stream: OnceLock::new(),
    }
}

fn said(field: Option<&str>) -> Option<bool> {
    match field {
        Some("yes") => Some(true),
        Some("no") => Some(false),
        _ => None,
    }
}

/// The columns of a table's lines. That each line makes one is tested.
pub(super) fn columns(lines: &'static str) -> impl Iterator<Item = TableColumn> {
    lines.lines().filter_map(|line| {
        let mut fields = line.trim_start_matches('\t').split('\t');
        let (name, column_type) = (fields.next()?, fields.next()?);
        Some(TableColumn {
            name,
            column_type: column_type.parse().ok()?,
            otherwise: fields.next().and_then(otherwise),
        })
    })
}

fn otherwise(text: &str) -> Option<TableColumnType> {
    match text {
        "guid" => Some(TableColumnType::Guid),
        other => other.parse::<ColumnType>().ok().map(TableColumnType::of),
    }
}
