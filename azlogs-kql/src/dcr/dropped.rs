//! Columns of a stream that none of its flows keeps.

use azlogs_dcr::{Code, Diagnostic, Quoted, Rule, Severity};

use super::finding::{Findings, Sureness};
use super::flow::Way;

/// How many columns a message names.
const NAMED: usize = 5;

/// One note for each stream: for the rule it may well be meant.
pub(super) fn report(index: usize, rule: &Rule, ways: &[Way], findings: &mut Findings<'_>) {
    for stream in rule.streams.iter().filter(|stream| !stream.is_built_in) {
        let own: Vec<&Way> = ways
            .iter()
            .filter(|way| way.rule == index && way.stream == stream.name)
            .collect();
        let is_dropped = |name: &str| !own.is_empty() && own.iter().all(|way| way.drops(name));
        let columns = stream.columns.iter();
        let dropped: Vec<_> = columns.filter(|column| is_dropped(&column.name)).collect();
        let Some(first) = dropped.first() else {
            continue;
        };
        let names: Vec<String> = dropped
            .iter()
            .take(NAMED)
            .map(|column| Quoted(&column.name).to_string())
            .collect();
        let more = match dropped.len().checked_sub(NAMED) {
            None | Some(0) => String::new(),
            Some(more) => format!(" and {more} more"),
        };
        let message = format!(
            "no flow keeps what rows of stream {} bring in {}{more}",
            Quoted(&stream.name),
            names.join(", ")
        );
        let diagnostic = Diagnostic::new(Code::DroppedColumn, Severity::Note, message)
            .help("where that isn't meant, name them in the transform");
        findings.report(Sureness::Doubtful, &first.place, &stream.name, diagnostic);
    }
}
