//! Shows rows to people: what went in, and below it what came out of each flow.

use std::fmt::Write as _;

use azlogs_dcr::Quoted;

use super::account::{Account, Counts, FlowCounts, Landed, LandedKind, Told};
use super::flow::Flow;
use crate::cli::kql::harmless;
use crate::cli::output::{BOLD, GREEN, RED, RESET, YELLOW};
use crate::cli::properties::Properties;
use crate::cli::table::{Align, Table};

/// Gathers the first rows.
pub(super) struct Rows {
    text: String,
    room: usize,
    more: u64,
    /// What each flow is called.
    labels: Vec<String>,
}

type Line = Vec<(String, &'static str)>;

impl Rows {
    pub(super) fn new(room: usize, flows: &[Flow]) -> Self {
        Self {
            text: String::new(),
            room,
            more: 0,
            labels: flows.iter().map(|flow| label(flow, flows)).collect(),
        }
    }

    pub(super) fn add(&mut self, account: &Account, flows: &[Flow]) {
        if self.room == 0 {
            self.more += 1;
            return;
        }
        self.room -= 1;
        let heads = [
            &format!("row {}, line {}", account.row, account.line),
            "column",
            "type",
            "value",
            "what became of it",
        ];
        let mut table = Table::new(&heads.map(|head| (head, Align::Left)));
        add_block(&mut table, "in", came_in(account));
        for ((landed, flow), label) in account.landed.iter().zip(flows).zip(&self.labels) {
            add_block(&mut table, label, came_out(landed, flow));
        }
        self.text += &table.show();
        self.text.push('\n');
    }

    /// All that there is to show. Writing to a string can't fail.
    pub(super) fn report(
        self,
        name: &str,
        counts: &Counts,
        error: Option<&str>,
        notes: &[String],
    ) -> String {
        let mut text = self.text;
        if self.more > 0 {
            let _ = writeln!(text, "… and {} more: --limit shows them\n", self.more);
        }
        for note in notes {
            let _ = writeln!(text, "{BOLD}note{RESET}: {note}");
        }
        let flows = counts.flows.iter().zip(&counts.landed);
        for ((flow, counts), label) in flows.zip(&self.labels) {
            let _ = writeln!(text, "{label}: {}", outcome(flow, counts));
        }
        if let Some(error) = error {
            let _ = writeln!(text, "{RED}lost{RESET}: {error}");
        }
        let _ = writeln!(text, "{name}: {}", sentence(counts, error));
        text
    }
}

/// Adds lines, the first of which says what they are about.
fn add_block(table: &mut Table, label: &str, lines: Vec<Line>) {
    let mut label = Some((label.to_owned(), BOLD));
    for line in lines {
        let first = label.take().unwrap_or_default();
        table.add(std::iter::once(first).chain(line).collect());
    }
}

/// The values that were sent, in the order in which they were told of.
fn came_in(account: &Account) -> Vec<Line> {
    if let Some(why) = &account.lost {
        let sent = account.input.as_deref().unwrap_or_default();
        let mut line = said(format!("lost: {why}"), RED);
        if let Some(cell) = line.get_mut(2) {
            cell.0 = Quoted(sent).bare();
        }
        return vec![line];
    }
    let mut lines: Vec<Line> = account.values.0.iter().map(|told| value(told)).collect();
    if lines.is_empty() {
        lines.push(said("nothing: the row is empty".to_owned(), ""));
    }
    lines
}

fn value(told: &Told) -> Line {
    vec![
        (Quoted(&told.column).bare(), ""),
        (told.column_type.unwrap_or_default().to_owned(), ""),
        (Quoted(&told.value).bare(), ""),
        became(Some(told)),
    ]
}

fn came_out(landed: &Landed, flow: &Flow) -> Vec<Line> {
    match (landed.kind, &flow.runs) {
        (LandedKind::Written, Ok(runs)) => {
            let columns = runs.checked().columns();
            let type_of = |name: &str| {
                let known = columns.iter().find(|column| column.name == name);
                known.map_or("", |column| column.r#type.as_str())
            };
            written(landed, type_of)
        }
        (LandedKind::Filtered, _) => vec![said("filtered out".to_owned(), YELLOW)],
        (LandedKind::TooLarge, _) => vec![said(
            "lost: the row becomes too large in the transform".to_owned(),
            RED,
        )],
        _ => vec![said("not run".to_owned(), RED)],
    }
}

fn written(landed: &Landed, type_of: impl Fn(&str) -> &'static str) -> Vec<Line> {
    let told = |name: &str| landed.values.0.iter().find(|told| told.column == name);
    // What was written can be read.
    let Properties(properties) =
        serde_json::from_str(&landed.output).unwrap_or_else(|_| Properties(Vec::new()));
    let lines = properties.iter().map(|(name, value)| {
        vec![
            (Quoted(name).bare(), ""),
            (type_of(name).to_owned(), ""),
            (Quoted(&value.to_string()).bare(), ""),
            became(told(name)),
        ]
    });
    let is_written = |told: &&Told| properties.iter().any(|(name, _)| *name == told.column);
    let dropped = landed.values.0.iter().filter(|told| !is_written(told));
    let mut lines: Vec<Line> = lines.chain(dropped.map(value)).collect();
    if lines.is_empty() {
        lines.push(said("an empty row".to_owned(), YELLOW));
    }
    lines
}

fn became(told: Option<&Told>) -> (String, &'static str) {
    match told {
        Some(told) if told.why.is_empty() => (String::new(), ""),
        Some(told) => (
            format!("{}: {}", told.outcome.as_str(), told.why),
            told.outcome.colour(),
        ),
        None => (String::new(), ""),
    }
}

/// A line about all of the row.
fn said(what: String, colour: &'static str) -> Line {
    let empty = || (String::new(), "");
    vec![empty(), empty(), empty(), (what, colour)]
}

/// The table; where two flows end in it, with the flow's place in the rule.
fn label(flow: &Flow, flows: &[Flow]) -> String {
    let table = Quoted(&flow.table).bare();
    let same = flows.iter().filter(|other| other.table == flow.table);
    match same.count() {
        0 | 1 => format!("→ {table}"),
        _ => format!("→ {table} (flow {})", flow.place),
    }
}

/// What a flow made of all rows.
fn outcome(flow: &Flow, counts: &FlowCounts) -> String {
    let runs = match &flow.runs {
        Ok(runs) => runs,
        Err(why) => return format!("{RED}not run{RESET}: {}", harmless(why)),
    };
    let mut said = vec![plural(counts.written, "row") + " written"];
    for (count, what) in [
        (counts.filtered, "filtered out"),
        (counts.too_large, "too large after the transform"),
        (counts.filled, "with TimeGenerated filled"),
        (counts.replaced, "with TimeGenerated replaced"),
    ] {
        if count > 0 {
            said.push(format!("{count} {what}"));
        }
    }
    for (count, what) in [(counts.truncated, "truncated"), (counts.dropped, "dropped")] {
        if count > 0 {
            said.push(format!("{} {what}", plural(count, "value")));
        }
    }
    let not_in_table: Vec<&str> = runs.not_in_table().collect();
    let mut said = vec![said.join(", ")];
    for (names, what) in [
        (listed(runs.dropped()), "columns dropped"),
        (listed(&not_in_table), "not in the table"),
    ] {
        if !names.is_empty() {
            said.push(format!("{what}: {names}"));
        }
    }
    if let Some(why) = runs.refusal() {
        said.push(format!("{RED}refused{RESET}: {why}"));
    }
    said.join("; ")
}

fn listed(names: &[impl AsRef<str>]) -> String {
    const LISTED: usize = 20;
    let shown = names.iter().take(LISTED);
    let shown: Vec<_> = shown
        .map(|name| Quoted(name.as_ref()).to_string())
        .collect();
    let more = match names.len().saturating_sub(LISTED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    shown.join(", ") + &more
}

fn sentence(counts: &Counts, error: Option<&str>) -> String {
    if error.is_some() {
        return "all rows are lost".to_owned();
    }
    let partial = counts.rows - counts.whole - counts.lost;
    let mut said = vec![plural(counts.rows, "row")];
    for (count, what, colour) in [
        (counts.whole, "read whole", GREEN),
        (partial, "read with losses", YELLOW),
        (counts.lost, "lost", RED),
    ] {
        if count > 0 {
            said.push(format!("{colour}{count} {what}{RESET}"));
        }
    }
    said.join(", ")
}

fn plural(count: u64, what: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {what}{s}")
}
