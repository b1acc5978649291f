//! Columns of a stream that none of its flows keeps.

use azlogs_dcr::{Code, Diagnostic, Quoted, Rule, Severity};

use super::finding::{Findings, Sureness};
use super::flow::Way;
use super::listed;

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
        let names: Vec<&str> = dropped.iter().map(|column| column.name.as_str()).collect();
        let message = format!(
            "no flow keeps what rows of stream {} bring in {}",
            Quoted(&stream.name),
            listed(&names)
        );
        let diagnostic = Diagnostic::new(Code::DroppedColumn, Severity::Note, message)
            .help("where that isn't meant, name them in the transform");
        findings.report(Sureness::Doubtful, &first.place, &stream.name, diagnostic);
    }
}
