//! `azlogs-dcr-gen diff`: shows what differs between two versions of a rule, and what to do in which order.

use azlogs_dcr::{Diagnostic, Document, Severity};
use azlogs_kql::dcr::follow;
use serde::Serialize;

use super::args::{DiffArgs, Format};
use super::output::{BOLD, GREEN, RED, RESET, YELLOW};
use super::{Exit, input, output};
use crate::diff::{Change, ChangeClass, diff};

pub(super) fn run(args: &DiffArgs) -> Exit {
    if input::is_stdin(&args.old) && input::is_stdin(&args.new) {
        output::complain("standard input can be read once only: give `-` once");
        return Exit::Trouble;
    }
    let inputs = match args.values.read() {
        Ok(inputs) => inputs,
        Err(message) => {
            output::complain(&message);
            return Exit::Trouble;
        }
    };
    let read = |path| input::read(path, &inputs);
    let (old, new) = match (read(&args.old), read(&args.new)) {
        (Ok(old), Ok(new)) => (old, new),
        (old, new) => {
            for message in [old.err(), new.err()].into_iter().flatten() {
                output::complain(&message);
            }
            return Exit::Trouble;
        }
    };
    let of_flows = follow(&new, &[]);
    let refused = of_flows.diagnostics();
    let errors = errors_in(&[(&old, &[]), (&new, refused)], args.format);
    if let Some(unread) = [&old, &new]
        .into_iter()
        .find(|document| is_unread(document))
    {
        output::tell(&errors);
        output::complain(&format!(
            "there is nothing to compare: no rule could be read of {}",
            unread.file()
        ));
        return Exit::Trouble;
    }
    let changes = diff(&old, &new);
    let is_impossible = |change: &Change| change.class == ChangeClass::Impossible;
    let worst =
        if new.has_errors() || refused.iter().any(is_error) || changes.iter().any(is_impossible) {
            Exit::Findings
        } else {
            Exit::Good
        };
    let written = match args.format {
        Format::Human => {
            output::tell(&errors);
            output::show(&for_people(&old, &new, &changes))
        }
        Format::Json => output::put(&(errors + &output::lines(&changes, to_json))),
        Format::Github => {
            let line = |change: &Change| change.to_diagnostic().to_github();
            output::put(&(errors + &output::lines(&changes, line)))
        }
    };
    worst.max(written)
}

/// Whether nothing of a document could be read, so that comparing it would say that all is gone.
fn is_unread(document: &Document) -> bool {
    document.rules().is_empty() && document.has_errors()
}

/// What can't be read of a document isn't compared, so the user has to know of it; and of what Azure refuses.
fn errors_in(documents: &[(&Document, &[Diagnostic])], format: Format) -> String {
    let errors = documents.iter().map(|(document, refused)| {
        let all = document.diagnostics().iter().chain(*refused);
        let errors: Vec<Diagnostic> = all.filter(|finding| is_error(finding)).cloned().collect();
        output::formatted(format, std::slice::from_ref(*document), &errors)
    });
    errors.collect()
}

fn is_error(finding: &Diagnostic) -> bool {
    finding.severity == Severity::Error
}

/// A change as programs read it, on one line.
#[derive(Serialize)]
struct Record<'c> {
    code: &'static str,
    class: &'static str,
    file: &'c str,
    line: u32,
    column: u32,
    path: &'c str,
    message: &'c str,
    help: Option<&'c str>,
    steps: Vec<RecordStep<'c>>,
}

#[derive(Serialize)]
struct RecordStep<'c> {
    /// `table`, `rule` or `producers`.
    target: &'static str,
    text: &'c str,
}

fn to_json(change: &Change) -> String {
    let steps = change.steps.iter().map(|step| RecordStep {
        target: step.phase.target(),
        text: &step.text,
    });
    let record = Record {
        code: change.to_diagnostic().code.as_str(),
        class: change.class.as_str(),
        file: &change.file,
        line: change.place.line,
        column: change.place.column,
        path: &change.place.path,
        message: &change.message,
        help: change.help.as_deref(),
        steps: steps.collect(),
    };
    // Nothing in it can fail to be written: there are only strings, numbers and lists.
    serde_json::to_string(&record).unwrap_or_default()
}

fn for_people(old: &Document, new: &Document, changes: &[Change]) -> String {
    let mut lines = vec![summary(old, new, changes)];
    for change in changes {
        let (colour, class) = (colour(change.class), change.class.as_str());
        lines.push(format!("\n{colour}{class}{RESET}: {}", change.message));
        let place = &change.place;
        lines.push(format!(
            "  --> {}:{}:{}",
            change.file, place.line, place.column
        ));
        lines.extend(change.help.iter().map(|help| format!("  = help: {help}")));
    }
    let plan = Change::plan(changes);
    if !plan.is_empty() {
        lines.push("\nin this order:".to_owned());
    }
    for (number, (phase, texts)) in (1..).zip(plan) {
        lines.push(format!("  {number}. {BOLD}{}{RESET}", phase.target()));
        lines.extend(texts.iter().map(|text| format!("     - {text}")));
    }
    lines.join("\n") + "\n"
}

fn summary(old: &Document, new: &Document, changes: &[Change]) -> String {
    let classes = [
        ChangeClass::Impossible,
        ChangeClass::Ordered,
        ChangeClass::Safe,
    ];
    let counts = classes.map(|class| {
        let count = changes
            .iter()
            .filter(|change| change.class == class)
            .count();
        (count, class.as_str())
    });
    let said: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, class)| format!("{count} {class}"))
        .collect();
    let said = if said.is_empty() {
        "no change".to_owned()
    } else {
        said.join(", ")
    };
    format!("{} → {}: {said}", old.file(), new.file())
}

const fn colour(class: ChangeClass) -> &'static str {
    match class {
        ChangeClass::Impossible => RED,
        ChangeClass::Ordered => YELLOW,
        ChangeClass::Safe => GREEN,
    }
}
