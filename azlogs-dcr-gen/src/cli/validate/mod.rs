//! `azlogs-dcr-gen validate`: says what the service would do with each row and value.

mod choice;
mod elements;
mod human;
mod json;
mod judge;
mod table;

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use azlogs_dcr::values::parse_datetime;
use azlogs_dcr::{Diagnostic, Document, Severity};
use clap::ValueEnum;
use time::OffsetDateTime;

use self::choice::Choice;
use self::elements::{Broken, Elements, Form};
use self::judge::{Counts, Judge, REQUEST_MAX, ROW_MAX, Verdict};
use super::{Exit, input, output};

/// The extensions of files whose rows stand one after the other.
const LINES: [&str; 2] = ["jsonl", "ndjson"];

const EXAMPLES: &str = "\
Examples:
  azlogs-dcr-gen validate --dcr infra/dcr.json rows.json
  azlogs-dcr-gen validate --dcr infra/dcr.json --stream Custom-AppRequests rows.ndjson
  my-program --print-rows | azlogs-dcr-gen validate --dcr infra/dcr.json --lines -
  azlogs-dcr-gen validate --dcr infra/dcr.json rows.json --format json | jq 'select(.outcome == \"nulled\")'

Outcomes:
  accepted   the column holds the value
  null       the value is null already
  filled     the row has no TimeGenerated: it is the time of receipt
  nulled     the column can't hold the value, and is null
  truncated  the value is longer than 64 KiB, and cut
  replaced   TimeGenerated is too old or too far ahead: it is the time of receipt
  dropped    the stream doesn't declare the column
  repeated   the row has the column more than once: the last value counts
  lost       the whole row is: it is no object, or too long for a request

Exit codes:
  0  good: nothing would be lost
  1  something would be lost
  2  the command line is wrong, or a file can't be read";

/// Say what the service would do with each row and value: it answers 204 also where it loses them
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct ValidateArgs {
    /// The rows: a JSON array, or objects one after the other (NDJSON); `-` is standard input
    #[arg(value_name = "DATA")]
    data: PathBuf,

    /// The rule, in any form in which Azure shows or takes it; `-` is standard input
    #[arg(long, value_name = "DCR")]
    dcr: PathBuf,

    /// The stream to which the rows are posted, where the rule declares several
    #[arg(long, value_name = "STREAM")]
    stream: Option<String>,

    /// The rule's name, where several rules declare the stream
    #[arg(long, value_name = "NAME")]
    rule: Option<String>,

    /// The rows stand one after the other and go into an array before they are sent, also where there is just one; files that
    /// end in `.ndjson` or `.jsonl` are taken so
    #[arg(long)]
    lines: bool,

    /// When the rows are received, such as 2026-01-31T12:00:00Z, instead of now
    #[arg(long, value_name = "TIME", value_parser = time)]
    received: Option<OffsetDateTime>,

    /// Show each value, and not just those that would be lost
    #[arg(long)]
    all: bool,

    /// How many values are shown to people
    #[arg(long, value_name = "COUNT", default_value_t = 50)]
    limit: usize,

    /// How to show it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// In tables
    #[default]
    Human,
    /// An object a line: one a value, and at last one about them all
    Json,
}

impl ValidateArgs {
    fn is_lines(&self) -> bool {
        let extension = self.data.extension().and_then(OsStr::to_str);
        self.lines || extension.is_some_and(|known| LINES.contains(&known))
    }
}

fn time(text: &str) -> Result<OffsetDateTime, &'static str> {
    parse_datetime(text).ok_or("write a time such as 2026-01-31T12:00:00Z")
}

pub(super) fn run(args: &ValidateArgs) -> Exit {
    if input::is_stdin(&args.data) && input::is_stdin(&args.dcr) {
        output::complain("standard input can be read once only: give `-` once");
        return Exit::Trouble;
    }
    let document = match input::read(&args.dcr) {
        Ok(document) => document,
        Err(message) => {
            output::complain(&message);
            return Exit::Trouble;
        }
    };
    let of_rule = tell_errors(&document);
    let choice = Choice::make(&document, args.rule.as_deref(), args.stream.as_deref());
    let judged = choice.and_then(|choice| {
        let data = open(&args.data)?;
        judge(args, choice, data)
    });
    match judged {
        Ok(exit) => of_rule.max(exit),
        Err(message) => {
            output::complain(&message);
            Exit::Trouble
        }
    }
}

/// A column that can't be read isn't declared as far as this goes, so the user has to know of it.
fn tell_errors(document: &Document) -> Exit {
    let errors: Vec<Diagnostic> = document
        .diagnostics()
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .cloned()
        .collect();
    output::tell(&output::findings(std::slice::from_ref(document), &errors));
    if errors.is_empty() {
        Exit::Good
    } else {
        Exit::Findings
    }
}

fn open(path: &Path) -> Result<Box<dyn Read>, String> {
    if input::is_stdin(path) {
        return Ok(Box::new(io::stdin().lock()));
    }
    match File::open(path) {
        Ok(file) => Ok(Box::new(file)),
        Err(error) => Err(format!("cannot read {}: {error}", path.display())),
    }
}

/// Judges all of the data, and shows what came of it.
fn judge(args: &ValidateArgs, choice: Choice<'_>, data: Box<dyn Read>) -> Result<Exit, String> {
    let schema = choice.schema();
    let received = args.received.unwrap_or_else(OffsetDateTime::now_utc);
    let mut judge = Judge::new(&schema, received);
    let mut audience = Audience {
        wants_all: args.all,
        kind: match args.format {
            Format::Human => Kind::Human(human::Values::new(args.limit)),
            Format::Json => Kind::Json(output::Lines::new()),
        },
    };
    let seen = see_all(data, &mut judge, &mut audience)
        .map_err(|error| format!("cannot read {}: {error}", input::name(&args.data)))?;
    let counts = judge.counts();
    let error = seen.error(counts, args.is_lines());
    let notes = notes(&seen, choice, error.is_none() && !args.is_lines());
    let is_lossy = error.is_some() || counts.whole < counts.rows;
    let written = match audience.kind {
        Kind::Human(values) => {
            let name = input::name(&args.data);
            output::show(&human::report(
                &name,
                &values,
                counts,
                error.as_deref(),
                &notes,
            ))
        }
        Kind::Json(mut lines) => {
            lines.put(&json::summary(counts, error.as_deref(), &notes));
            lines.finish()
        }
    };
    let exit = if is_lossy { Exit::Findings } else { Exit::Good };
    Ok(exit.max(written))
}

/// Who is told of verdicts.
struct Audience {
    wants_all: bool,
    kind: Kind,
}

enum Kind {
    Human(human::Values),
    Json(output::Lines),
}

impl Audience {
    fn tell(&mut self, verdict: &Verdict<'_>) {
        if self.wants_all || verdict.outcome.is_loss() {
            match &mut self.kind {
                Kind::Human(values) => values.add(verdict),
                Kind::Json(lines) => lines.put(&json::verdict(verdict)),
            }
        }
    }

    /// Whether nobody reads on.
    fn has_left(&self) -> bool {
        matches!(&self.kind, Kind::Json(lines) if lines.has_ended())
    }
}

/// What was seen of the data, beside its rows.
#[derive(Default)]
struct Seen {
    /// None where there was nothing.
    form: Option<Form>,
    bytes: u64,
    /// Why the data is no JSON.
    broken: Option<String>,
}

fn see_all(
    data: Box<dyn Read>,
    judge: &mut Judge<'_>,
    audience: &mut Audience,
) -> io::Result<Seen> {
    let mut seen = Seen::default();
    let mut elements = match Elements::begin(data, ROW_MAX) {
        Ok(Some(elements)) => elements,
        Ok(None) => return Ok(seen),
        Err(Broken::Unreadable(error)) => return Err(error),
        Err(Broken::NotJson(told)) => {
            seen.form = Some(Form::Sequence);
            seen.broken = Some(told);
            return Ok(seen);
        }
    };
    seen.form = Some(elements.form());
    while !audience.has_left() {
        let judged = match elements.next() {
            Ok(None) => break,
            Ok(Some(element)) => judge.judge(&element, &mut |verdict| audience.tell(verdict)),
            Err(Broken::Unreadable(error)) => return Err(error),
            Err(Broken::NotJson(told)) => Err(told),
        };
        if let Err(broken) = judged {
            seen.broken = Some(broken);
            break;
        }
    }
    seen.bytes = elements.bytes();
    Ok(seen)
}

impl Seen {
    /// Why the service takes none of the rows, where it doesn't.
    fn error(&self, counts: &Counts, is_lines: bool) -> Option<String> {
        if let Some(broken) = &self.broken {
            return Some(format!(
                "the data isn't JSON, so that the service loses all of it: {broken}"
            ));
        }
        match (self.form, counts.rows) {
            (None, _) => Some("there is nothing in the data, which the service answers with 500".to_owned()),
            (Some(Form::Sequence), 1) if !is_lines => Some(
                "the data is no array, so that the service loses all of it: put brackets around it, \
                 or say --lines where that is done as it is sent"
                    .to_owned(),
            ),
            _ => None,
        }
    }
}

/// What isn't judged, or is to be done before rows like these are sent.
fn notes(seen: &Seen, choice: Choice<'_>, is_as_sent: bool) -> Vec<String> {
    let mut notes = Vec::new();
    if seen.form == Some(Form::Sequence) && is_as_sent {
        notes.push(
            "the rows stand one after the other: the service takes them only in an array, and loses them otherwise"
                .to_owned(),
        );
    }
    if seen.form == Some(Form::Array) && seen.bytes > REQUEST_MAX {
        notes.push(format!(
            "the data has {} bytes, and a request {REQUEST_MAX} at the most: it takes several",
            seen.bytes
        ));
    }
    if choice.is_transformed() {
        notes.push("what the rule's transform makes of the rows isn't judged here".to_owned());
    }
    notes
}
