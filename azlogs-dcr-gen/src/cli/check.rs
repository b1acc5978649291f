//! `azlogs-dcr-gen check`: shows what is wrong with rules.

use azlogs_dcr::{Diagnostic, Document, Severity};

use super::args::{CheckArgs, Format};
use super::{Exit, input, output};

pub(super) fn run(args: &CheckArgs) -> Exit {
    let mut worst = Exit::Good;
    let mut documents = Vec::new();
    for path in &args.dcr {
        match input::read(path) {
            Ok(document) => documents.push(document),
            Err(message) => {
                output::complain(&message);
                worst = Exit::Trouble;
            }
        }
    }
    let bar = if args.allow_warnings {
        Severity::Error
    } else {
        Severity::Warning
    };
    let mut all = documents.iter().flat_map(Document::diagnostics);
    if all.any(|finding| finding.severity >= bar) {
        worst = worst.max(Exit::Findings);
    }
    let written = match args.format {
        Format::Human => output::show(&for_people(&documents)),
        Format::Json => output::put(&lines(&documents, Diagnostic::to_json)),
        Format::Github => output::put(&lines(&documents, Diagnostic::to_github)),
    };
    worst.max(written)
}

fn lines(documents: &[Document], line: impl Fn(&Diagnostic) -> String) -> String {
    let all = documents.iter().flat_map(Document::diagnostics);
    all.map(|finding| line(finding) + "\n").collect()
}

fn for_people(documents: &[Document]) -> String {
    let reports: Vec<String> = documents.iter().map(report).collect();
    reports.join("\n")
}

/// A document's findings, and what was read of it.
fn report(document: &Document) -> String {
    let found = document.diagnostics();
    let mut text = output::findings(std::slice::from_ref(document), found);
    if !text.is_empty() {
        text.push('\n');
    }
    let streams = || document.rules().iter().flat_map(|rule| &rule.streams);
    let columns = streams().map(|stream| stream.columns.len()).sum();
    let read = [
        counted(document.rules().len(), "rule"),
        counted(streams().count(), "stream"),
        counted(columns, "column"),
    ];
    text + document.file() + ": " + &read.join(", ") + ": " + &verdict(found) + "\n"
}

fn verdict(found: &[Diagnostic]) -> String {
    let count = |severity| {
        found
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    };
    let counts = [Severity::Error, Severity::Warning, Severity::Note]
        .map(|severity| (count(severity), severity.as_str()));
    let said: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| counted(*count, what))
        .collect();
    if said.is_empty() {
        "good".to_owned()
    } else {
        said.join(", ")
    }
}

fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}
