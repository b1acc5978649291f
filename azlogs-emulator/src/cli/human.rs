//! What is printed, for people.

use std::fmt::Write as _;
use std::path::Path;

use azlogs_dcr::Quoted;
use azlogs_emulator::{Emulator, FlowCounts, RecordedRequest, RuleInfo, Stats, StreamInfo};

const GREEN: &str = "\u{1b}[32m";
const YELLOW: &str = "\u{1b}[33m";
const RED: &str = "\u{1b}[31m";
const PLAIN: &str = "\u{1b}[0m";

/// Appends a line. Writing to a string can't fail.
macro_rules! line {
    ($out:expr, $($text:tt)*) => { let _ = writeln!($out, $($text)*); };
}

/// Where to send, what to trust, and which rules there are.
pub(crate) fn start(emulator: &Emulator, certificate: Option<&Path>) -> String {
    let mut out = String::new();
    line!(out, "listening on {}", emulator.endpoint());
    if let Some(path) = certificate {
        let path = path.display();
        line!(out, "certificate  {path}");
        line!(
            out,
            "             trust it with SSL_CERT_FILE, REQUESTS_CA_BUNDLE or NODE_EXTRA_CA_CERTS={path}"
        );
    }
    for rule in emulator.rules() {
        start_rule(rule, &mut out);
    }
    line!(out, "Ctrl-C ends");
    out
}

fn start_rule(rule: &RuleInfo, out: &mut String) {
    let name = rule.name.as_deref().unwrap_or(&rule.file);
    line!(out, "rule {}", Quoted(name));
    if rule.derived_id {
        line!(
            out,
            "  immutable id  {} (made of the name: {} has none)",
            rule.immutable_id,
            rule.file
        );
    } else {
        line!(out, "  immutable id  {}", rule.immutable_id);
    }
    for stream in &rule.streams {
        line!(out, "  stream        {}", stream_line(stream));
        for note in stream.notes() {
            line!(out, "                note: {}", harmless(&note));
        }
    }
}

fn stream_line(stream: &StreamInfo) -> String {
    let tables: Vec<_> = stream
        .tables
        .iter()
        .map(|table| harmless(&table.name))
        .collect();
    let columns = match stream.columns.len() {
        1 => "1 column".to_owned(),
        count => format!("{count} columns"),
    };
    format!(
        "{} → {} ({columns})",
        harmless(&stream.name),
        tables.join(", ")
    )
}

/// A line for a request, and one for each loss.
pub(crate) fn request(request: &RecordedRequest) -> String {
    let mut out = String::new();
    let time = request.received.get(11..19).unwrap_or_default();
    let about = match request.stream.as_str() {
        "" => format!("{} {}", request.method, harmless(&request.path)),
        stream => harmless(stream),
    };
    let color = match request.status {
        Some(204) if request.losses.is_empty() => GREEN,
        Some(204) => YELLOW,
        _ => RED,
    };
    let status = request
        .status
        .map_or_else(|| "---".to_owned(), |status| status.to_string());
    line!(
        out,
        "{time} {color}{status}{PLAIN} {about}: {}",
        outcome(request)
    );
    for flow in &request.flows {
        line!(out, "             {}", flow_line(flow));
    }
    if let Some(fault) = &request.fault {
        line!(out, "             ordered fault: {fault}");
    }
    if !request.losses.is_empty() && request.status == Some(204) {
        line!(out, "             {YELLOW}the service doesn't say:{PLAIN}");
    }
    for loss in &request.losses {
        line!(out, "             - {}", harmless(&loss.to_string()));
    }
    out
}

/// What became of a request's rows.
fn outcome(request: &RecordedRequest) -> String {
    let size = match request.raw_bytes {
        Some(raw) if request.gzip => format!("{} bytes, {raw} unpacked", request.wire_bytes),
        _ => format!("{} bytes", request.wire_bytes),
    };
    match (request.status, &request.code, &request.message) {
        (Some(204), ..) if request.accepted == request.rows => {
            format!(
                "{} accepted → {} ({size})",
                rows(request.rows),
                tables(request)
            )
        }
        (Some(204), ..) => format!(
            "{} of {} accepted → {} ({size})",
            request.accepted,
            rows(request.rows),
            tables(request)
        ),
        (Some(_), Some(code), Some(message)) => {
            format!("{}: {} ({size})", harmless(code), harmless(message))
        }
        (Some(_), ..) => format!("nothing accepted ({size})"),
        (None, ..) if request.accepted > 0 => {
            format!(
                "{} accepted → {}, and no answer ({size})",
                rows(request.accepted),
                tables(request)
            )
        }
        (None, ..) => format!("no answer ({size})"),
    }
}

fn tables(request: &RecordedRequest) -> String {
    let tables: Vec<_> = request
        .tables
        .iter()
        .map(|table| {
            let is_raw = request.transforms_not_run.contains(table);
            harmless(table) + if is_raw { ", transform not run" } else { "" }
        })
        .collect();
    tables.join(", ")
}

/// What a flow made of rows.
fn flow_line(flow: &FlowCounts) -> String {
    let mut said = vec![format!("{} written", rows(flow.written))];
    for (count, what) in [
        (flow.filtered, "filtered out"),
        (flow.failed, "too large after the transform"),
        (flow.time_filled, "without TimeGenerated"),
        (flow.time_replaced, "with TimeGenerated replaced"),
        (flow.values_truncated, "values cut"),
        (
            flow.values_dropped,
            "values dropped that the table has no column for",
        ),
    ] {
        if count > 0 {
            said.push(format!("{count} {what}"));
        }
    }
    if !flow.columns_dropped.is_empty() {
        let names = flow.columns_dropped.iter();
        let names: Vec<_> = names.map(|name| Quoted(name).to_string()).collect();
        said.push(format!("columns dropped: {}", names.join(", ")));
    }
    format!("flow → {}: {}", harmless(&flow.table), said.join(", "))
}

fn rows(count: u64) -> String {
    match count {
        1 => "1 row".to_owned(),
        _ => format!("{count} rows"),
    }
}

/// The counts at the end.
pub(crate) fn summary(stats: &Stats) -> String {
    let mut out = String::new();
    let mut answers: Vec<_> = stats
        .statuses
        .iter()
        .map(|(status, count)| format!("{status} × {count}"))
        .collect();
    if stats.unanswered > 0 {
        answers.push(format!("unanswered × {}", stats.unanswered));
    }
    line!(out, "\n{} requests: {}", stats.requests, answers.join(", "));
    for table in &stats.tables {
        line!(
            out,
            "table {}: {}",
            harmless(&table.name),
            rows(table.accepted)
        );
    }
    for stream in &stats.streams {
        for flow in &stream.flows {
            line!(out, "{} {}", harmless(&stream.stream), flow_line(flow));
        }
        if stream.bodies_lost > 0 {
            line!(
                out,
                "{}: {} bodies lost",
                harmless(&stream.stream),
                stream.bodies_lost
            );
        }
        for column in &stream.columns {
            let lost = [
                (column.dropped, "dropped"),
                (column.nulled, "null instead"),
                (column.truncated, "cut"),
                (column.replaced, "replaced"),
                (column.repeated, "repeated"),
            ];
            let lost: Vec<_> = lost
                .iter()
                .filter(|(count, _)| *count > 0)
                .map(|(count, what)| format!("{what} in {}", rows(*count)))
                .collect();
            if !lost.is_empty() {
                let name = Quoted(&column.name);
                line!(
                    out,
                    "{} column {name}: {}",
                    harmless(&stream.stream),
                    lost.join(", ")
                );
            }
        }
    }
    out
}

/// Text from outside on one line, unable to steer the terminal.
fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control() {
            out.extend(character.escape_default());
        } else {
            out.push(character);
        }
    }
    out
}
