//! `azlogs-dcr-gen validate`: says what the service would do with each row and value.

mod human;
mod json;
mod judge;

use clap::ValueEnum;

use self::judge::{Judge, Verdict};
use super::choice::{Choice, tell_errors};
use super::data::Seen;
use super::posted::PostedArgs;
use super::{Exit, data, input, output};

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
    #[command(flatten)]
    posted: PostedArgs,

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

pub(super) fn run(args: &ValidateArgs) -> Exit {
    validate(args).unwrap_or_else(|message| {
        output::complain(&message);
        Exit::Trouble
    })
}

fn validate(args: &ValidateArgs) -> Result<Exit, String> {
    let document = args.posted.document(&args.posted.inputs(&[])?)?;
    let choice = args.posted.choose(&document);
    let is_sound = tell_errors(&document, choice.as_ref().ok());
    let judged = judge(args, choice?)?;
    Ok(if is_sound {
        judged
    } else {
        judged.max(Exit::Findings)
    })
}

/// Judges all of the data, and shows what came of it.
fn judge(args: &ValidateArgs, choice: Choice<'_>) -> Result<Exit, String> {
    let schema = choice.schema();
    let received = args.posted.received();
    let mut judge = Judge::new(&schema, received);
    let mut audience = Audience {
        wants_all: args.all,
        kind: match args.format {
            Format::Human => Kind::Human(human::Values::new(args.limit)),
            Format::Json => Kind::Json(output::Lines::new()),
        },
    };
    let seen = data::see(&args.posted.data, &mut |element| {
        judge.judge(element, &mut |verdict| audience.tell(verdict))?;
        Ok(!audience.has_left())
    })?;
    let counts = judge.counts();
    let is_lines = args.posted.is_lines();
    let error = seen.error(counts.rows, is_lines);
    let notes = notes(&seen, choice, error.is_none() && !is_lines);
    let is_lossy = error.is_some() || counts.whole < counts.rows;
    let written = match audience.kind {
        Kind::Human(values) => {
            let name = input::name(&args.posted.data);
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

/// What isn't judged, or is to be done before rows like these are sent.
fn notes(seen: &Seen, choice: Choice<'_>, is_as_sent: bool) -> Vec<String> {
    let mut notes = seen.notes(is_as_sent);
    if choice.is_transformed() {
        notes.push(
            "what the rule's transform makes of the rows isn't judged here: `azlogs-dcr-gen run` shows it"
                .to_owned(),
        );
    }
    notes
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
