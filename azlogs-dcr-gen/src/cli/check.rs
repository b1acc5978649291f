//! `azlogs-dcr-gen check`: shows what is wrong with rules.

use azlogs_dcr::{Diagnostic, Document, Severity};

use super::args::{CheckArgs, Format};
use super::{Exit, input, output};

pub(super) fn run(args: &CheckArgs) -> Exit {
    let mut worst = Exit::Good;
    let mut checked = Vec::new();
    for path in &args.dcr {
        match input::read(path) {
            Ok(document) => checked.push((document.check(), document)),
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
    let mut all = checked.iter().flat_map(|(found, _)| found);
    if all.any(|finding| finding.severity >= bar) {
        worst = worst.max(Exit::Findings);
    }
    let written = match args.format {
        Format::Human => output::show(&for_people(&checked)),
        Format::Json => output::put(&lines(&checked, Diagnostic::to_json)),
        Format::Github => output::put(&lines(&checked, Diagnostic::to_github)),
    };
    worst.max(written)
}

/// How many findings of a document are shown to people: nobody mends more at a time.
const SHOWN: usize = 100;

/// A document, and all that was found in it.
type Checked = (Vec<Diagnostic>, Document);

fn lines(checked: &[Checked], line: impl Fn(&Diagnostic) -> String) -> String {
    let all = checked.iter().flat_map(|(found, _)| found);
    all.map(|finding| line(finding) + "\n").collect()
}

fn for_people(checked: &[Checked]) -> String {
    let reports: Vec<String> = checked.iter().map(report).collect();
    reports.join("\n")
}

/// A document's findings, and what was read of it.
fn report((found, document): &Checked) -> String {
    let (shown, rest) = found.split_at(found.len().min(SHOWN));
    let mut text = output::findings(std::slice::from_ref(document), shown);
    if !text.is_empty() {
        text.push('\n');
    }
    if !rest.is_empty() {
        let more = counted(rest.len(), "more finding");
        text.extend(["… and ", &more, ": `--format json` shows all\n\n"]);
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
