//! Shows verdicts to people: a table of values, a table of columns, and a line about them all.

use azlogs_dcr::{ColumnType, Quoted};

use super::judge::{ColumnCounts, Counts, Verdict};
use crate::cli::output::{BOLD, GREEN, RED, RESET, YELLOW};
use crate::cli::table::{Align, Table};

/// Gathers the first verdicts.
pub(super) struct Values {
    table: Table,
    room: usize,
    more: u64,
}

impl Values {
    pub(super) fn new(room: usize) -> Self {
        let heads = [
            ("row", Align::Right),
            ("line", Align::Right),
            ("column", Align::Left),
            ("outcome", Align::Left),
            ("why", Align::Left),
        ];
        Self {
            table: Table::new(&heads),
            room,
            more: 0,
        }
    }

    pub(super) fn add(&mut self, verdict: &Verdict<'_>) {
        if self.room == 0 {
            self.more += 1;
            return;
        }
        self.room -= 1;
        let column = verdict.column().map(|name| Quoted(name).to_string());
        self.table.add(vec![
            (verdict.row.to_string(), ""),
            (verdict.line.to_string(), ""),
            (column.unwrap_or_else(|| "the row".to_owned()), ""),
            (
                verdict.outcome.as_str().to_owned(),
                verdict.outcome.colour(),
            ),
            (verdict.why(), ""),
        ]);
    }

    fn show(&self) -> String {
        let more = match self.more {
            0 => String::new(),
            more => format!("… and {more} more: --limit shows them\n"),
        };
        self.table.show() + &more
    }
}

/// All that there is to show.
pub(super) fn report(
    name: &str,
    values: &Values,
    counts: &Counts,
    error: Option<&str>,
    notes: &[String],
) -> String {
    let notes = notes
        .iter()
        .map(|note| format!("{BOLD}note{RESET}: {note}\n"));
    let error_line = error.map(|error| format!("{RED}lost{RESET}: {error}\n"));
    let last = format!("{name}: {}\n", sentence(counts, error));
    let end = notes.chain(error_line).chain([last]).collect();
    // Where all is lost, what would become of single columns would mislead.
    let columns = match error {
        Some(_) => String::new(),
        None => columns(counts),
    };
    let mut parts = vec![values.show(), columns, end];
    parts.retain(|part| !part.is_empty());
    parts.join("\n")
}

/// The columns that some row has, and how many have none.
fn columns(counts: &Counts) -> String {
    let heads = [
        "column",
        "type",
        "accepted",
        "null",
        "absent",
        "nulled",
        "truncated",
        "replaced",
        "dropped",
        "repeated",
    ];
    let heads: Vec<_> = heads
        .iter()
        .enumerate()
        .map(|(place, head)| (*head, if place < 2 { Align::Left } else { Align::Right }))
        .collect();
    let mut table = Table::new(&heads);
    let (seen, unseen): (Vec<_>, Vec<_>) =
        counts.columns.iter().partition(|column| column.is_seen());
    for column in seen {
        table.add(line(column, counts));
    }
    let rest = match unseen.len() {
        0 => String::new(),
        _ if counts.rows == counts.lost => String::new(),
        1 => "no row has 1 further column of the stream\n".to_owned(),
        count => format!("no row has {count} further columns of the stream\n"),
    };
    table.show() + &rest
}

fn line(column: &ColumnCounts, counts: &Counts) -> Vec<(String, &'static str)> {
    let name = if column.name.is_empty() {
        "(further columns)".to_owned()
    } else {
        Quoted(&column.name).to_string()
    };
    let column_type = column.column_type.map_or("", ColumnType::as_str);
    let mut cells = vec![(name, ""), (column_type.to_owned(), "")];
    let numbers = [
        (column.accepted, GREEN),
        (column.null, ""),
        (counts.absent(column), ""),
        (column.nulled, RED),
        (column.truncated, YELLOW),
        (column.replaced, YELLOW),
        (column.dropped, RED),
        (column.repeated, RED),
    ];
    cells.extend(numbers.map(|(number, colour)| match number {
        0 => (String::new(), ""),
        _ => (number.to_string(), colour),
    }));
    cells
}

fn sentence(counts: &Counts, error: Option<&str>) -> String {
    if error.is_some() {
        return "all rows are lost".to_owned();
    }
    let s = if counts.rows == 1 { "" } else { "s" };
    let mut said = vec![format!("{} row{s}", counts.rows)];
    for (count, what) in [
        (counts.whole, "whole"),
        (counts.partial(), "with losses"),
        (counts.lost, "lost"),
    ] {
        if count > 0 {
            said.push(format!("{count} {what}"));
        }
    }
    said.join(", ")
}
