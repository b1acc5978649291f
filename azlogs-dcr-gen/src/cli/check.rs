//! `azlogs-dcr-gen check`: shows what is wrong with rules.

use azlogs_dcr::{Diagnostic, Document, Severity, TableSchema};
use azlogs_kql::dcr::follow;

use super::args::{CheckArgs, Format};
use super::{Exit, input, output};
use crate::selection;

pub(super) fn run(args: &CheckArgs) -> Exit {
    let mut worst = Exit::Good;
    let inputs = match args.values.read() {
        Ok(inputs) => inputs,
        Err(message) => {
            output::complain(&message);
            return Exit::Trouble;
        }
    };
    let mut documents = Vec::new();
    for path in &args.dcr {
        match input::read(path, &inputs) {
            Ok(document) => documents.push(document.with_built_in_streams()),
            Err(message) => {
                output::complain(&message);
                worst = Exit::Trouble;
            }
        }
    }
    let tables = match input::tables(&args.tables, &inputs) {
        Ok(tables) => tables,
        Err(message) => {
            output::complain(&message);
            return Exit::Trouble;
        }
    };
    let (checked, unknown) = check(documents, &tables, &args.rules);
    if !unknown.is_empty() {
        output::tell(&output::findings(&[], &unknown));
        worst = worst.max(Exit::Trouble);
    }
    let bar = if args.allow_warnings {
        Severity::Error
    } else {
        Severity::Warning
    };
    let all = || checked.iter().flat_map(|(found, _)| found);
    if all().any(|finding| finding.severity >= bar) {
        worst = worst.max(Exit::Findings);
    }
    let written = match args.format {
        Format::Human => output::show(&for_people(&checked, &args.rules)),
        Format::Json => output::put(&output::lines(all(), Diagnostic::to_json)),
        Format::Github => output::put(&output::lines(all(), Diagnostic::to_github)),
    };
    worst.max(written)
}

/// Checks documents, or rules of these names in them. What else is returned are names that no rule has.
fn check(
    documents: Vec<Document>,
    tables: &[TableSchema],
    rules: &[String],
) -> (Vec<Checked>, Vec<Diagnostic>) {
    let unknown = selection::unknown_rules(&documents, rules);
    let found = documents.iter().map(|document| {
        let mut found = document.check();
        found.extend_from_slice(follow(document, tables).check());
        found.sort_by_key(|finding| finding.place.as_ref().map(|place| place.span.start));
        found.retain(|finding| {
            selection::is_of_rules(finding, document, rules)
                && !selection::is_of_another_document(finding, &documents)
        });
        found
    });
    let found: Vec<Vec<Diagnostic>> = found.collect();
    (found.into_iter().zip(documents).collect(), unknown)
}

/// How many findings of a document are shown to people: nobody mends more at a time.
const SHOWN: usize = 100;

/// A document, and all that was found in it.
type Checked = (Vec<Diagnostic>, Document);

fn for_people(checked: &[Checked], rules: &[String]) -> String {
    let reports = checked.iter().map(|one| report(one, rules));
    reports.collect::<Vec<String>>().join("\n")
}

/// A document's findings, and what was read of it and checked.
fn report((found, document): &Checked, rules: &[String]) -> String {
    let (shown, rest) = found.split_at(found.len().min(SHOWN));
    let mut text = output::findings(std::slice::from_ref(document), shown);
    if !text.is_empty() {
        text.push('\n');
    }
    if !rest.is_empty() {
        let more = counted(rest.len(), "more finding");
        text.extend(["… and ", &more, ": `--format json` shows all\n\n"]);
    }
    let rules = || {
        let all = document.rules().iter();
        all.filter(|rule| selection::is_named(rule, rules))
    };
    let streams = || rules().flat_map(|rule| &rule.streams);
    let columns = streams().map(|stream| stream.columns.len()).sum();
    let read = match (rules().count(), streams().count()) {
        // What agents deliver is in the rule, and no concern of whoever posts rows.
        (rules @ 1.., 0) if found.is_empty() => {
            counted(rules, "rule") + ", no stream to post rows to"
        }
        (rules, streams) => [
            counted(rules, "rule"),
            counted(streams, "stream"),
            counted(columns, "column"),
        ]
        .join(", "),
    };
    text + document.file() + ": " + &read + ": " + &verdict(found) + "\n"
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
