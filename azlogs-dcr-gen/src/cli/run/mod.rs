//! `azlogs-dcr-gen run`: shows what of rows would land in each table, beside what goes in.

mod account;
mod flow;
mod human;
mod json;

use std::path::PathBuf;

use azlogs_dcr::values::{RowReader, RowSchema, ValueLimits};
use azlogs_dcr::{Diagnostic, Document, Severity, TableSchema};
use azlogs_kql::dcr::follow;
use clap::ValueEnum;

use self::account::{Account, Counts};
use self::flow::Flow;
use super::choice::{Choice, tell_errors};
use super::posted::PostedArgs;
use super::{Exit, data, input, output};

const EXAMPLES: &str = "\
Examples:
  azlogs-dcr-gen run --dcr infra/dcr.json rows.json
  azlogs-dcr-gen run --dcr infra/dcr.json --stream Custom-AppRequests rows.ndjson --limit 3
  tail -1 app.log | azlogs-dcr-gen run --dcr infra/dcr.json --lines -
  azlogs-dcr-gen run --dcr infra/main.json --parameters infra/prod.json --table app.json rows.json
  azlogs-dcr-gen run --dcr infra/dcr.json rows.json --format json | jq 'select(.row).flows[].output'

In transforms `now()` is the time of receipt.

Outcomes of a row in a flow:
  written    it is a row of the table
  filtered   a `where` of the transform filters it out
  too_large  the row becomes too large in the transform, and is lost
  not_run    the transform can't be run: standard error says why

Outcomes of a value, where it isn't simply written:
  nulled     the stream's column can't hold the value, and is null
  truncated  the value is longer than 64 KiB, and cut
  dropped    the stream doesn't declare the column, or the table doesn't have it
  repeated   the row has the column more than once: the last value counts
  filled     TimeGenerated is null: it is the time of receipt
  replaced   TimeGenerated is too old or too far ahead: it is the time of receipt

JSON:
  An object a row, and at last one about them all:
    {\"row\":0,\"line\":1,\"input\":{…},\"lost\":null,\"values\":[…],\"flows\":[
      {\"flow\":0,\"table\":\"…\",\"outcome\":\"written\",\"output\":{…},\"values\":[…]}]}
    {\"rows\":…,\"whole\":…,\"lost\":…,\"error\":null,\"notes\":[…],\"flows\":[
      {\"flow\":0,\"table\":\"…\",\"transform\":\"…\",\"columns\":[…],\"columns_dropped\":[…],\"written\":…,…}]}
  `row` counts from 0, `line` from 1; `lost` and `error` say why a row or all of them are lost;
  `flow` is the place among the rule's dataFlows; `values` are
  {\"column\":…,\"type\":…,\"outcome\":…,\"why\":…}.

Exit codes:
  0  good: nothing would be lost, but for what a transform filters out or leaves out
  1  something would be lost, or a flow can't be run, or Azure refuses it
  2  the command line is wrong, or a file can't be read";

/// Show what the rule makes of rows: what would land in each table, beside what goes in, and what is lost on the way
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct RunArgs {
    #[command(flatten)]
    posted: PostedArgs,

    /// Keep only what the tables of this file have columns for: what `az monitor log-analytics workspace table show` prints,
    /// or a template; tables in the rule's own template and Azure's own are known without it
    #[arg(long = "table", visible_alias = "table-file", value_name = "FILE")]
    tables: Vec<PathBuf>,

    /// How many rows are shown to people
    #[arg(long, value_name = "COUNT", default_value_t = 10)]
    limit: usize,

    /// How to show it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// In tables: a row's values, and below them those of the rows that it becomes
    #[default]
    Human,
    /// An object a line: one a row, and at last one about them all
    Json,
}

pub(super) fn run(args: &RunArgs) -> Exit {
    try_run(args).unwrap_or_else(|message| {
        output::complain(&message);
        Exit::Trouble
    })
}

fn try_run(args: &RunArgs) -> Result<Exit, String> {
    let inputs = args.posted.inputs(&args.tables)?;
    let document = args.posted.document(&inputs)?;
    let tables = input::tables(&args.tables, &inputs)?;
    let choice = args.posted.choose(&document);
    let is_sound = tell_errors(&document, choice.as_ref().ok());
    let choice = choice?;
    let is_sound = is_sound & tell_of_flows(&document, choice, &tables);
    let through = through(args, choice, flow::flows(choice, &document, &tables))?;
    Ok(if is_sound {
        through
    } else {
        through.max(Exit::Findings)
    })
}

/// Tells what is wrong with the stream's flows, or may be. Says whether Azure takes them.
fn tell_of_flows(document: &Document, choice: Choice<'_>, tables: &[TableSchema]) -> bool {
    let followed = follow(document, tables);
    let found = followed.check().iter();
    let found = found.filter(|finding| finding.severity > Severity::Note);
    let found: Vec<Diagnostic> = found
        .filter(|finding| choice.is_meant(finding))
        .cloned()
        .collect();
    output::tell(&output::findings(std::slice::from_ref(document), &found));
    let is_error = |finding: &Diagnostic| finding.severity == Severity::Error;
    !found.iter().any(is_error)
}

/// Sends all of the data through the flows, and shows what came of it.
fn through(args: &RunArgs, choice: Choice<'_>, flows: Vec<Flow>) -> Result<Exit, String> {
    // Each flow's table judges `TimeGenerated` for itself.
    let schema = RowSchema::new(choice.columns(), false);
    let limits = ValueLimits::default();
    let received = args.posted.received();
    let mut audience = match args.format {
        Format::Human => Audience::Human(human::Rows::new(args.limit, &flows)),
        Format::Json => Audience::Json(output::Lines::new()),
    };
    let mut counts = Counts::new(flows);
    let seen = data::see(&args.posted.data, &mut |element| {
        let mut account = Account::new(counts.rows, element);
        let mut reader = RowReader::new(&schema, &limits, received);
        account.lost = data::read(&mut reader, element, |cell| account.values.add(cell))?;
        if account.lost.is_none() {
            let flows = counts.flows.iter();
            let landed = flows.map(|flow| flow.land(reader.text(), received, &limits));
            account.landed = landed.collect();
        }
        counts.add(&account);
        audience.tell(&account, &counts.flows);
        Ok(!audience.has_left())
    })?;
    let is_lines = args.posted.is_lines();
    let error = seen.error(counts.rows, is_lines);
    let mut notes = seen.notes(error.is_none() && !is_lines);
    if counts.flows.is_empty() {
        notes.push(
            "no data flow of the rule takes the stream: its rows land in no table".to_owned(),
        );
    }
    let is_lossy = error.is_some() || counts.is_lossy();
    let written = match audience {
        Audience::Human(rows) => {
            let name = input::name(&args.posted.data);
            output::show(&rows.report(&name, &counts, error.as_deref(), &notes))
        }
        Audience::Json(mut lines) => {
            lines.put(&json::summary(&counts, error.as_deref(), &notes));
            lines.finish()
        }
    };
    let exit = if is_lossy { Exit::Findings } else { Exit::Good };
    Ok(exit.max(written))
}

/// Who is told of rows.
enum Audience {
    Human(human::Rows),
    Json(output::Lines),
}

impl Audience {
    fn tell(&mut self, account: &Account, flows: &[Flow]) {
        match self {
            Self::Human(rows) => rows.add(account, flows),
            Self::Json(lines) => lines.put(&json::row(account, flows)),
        }
    }

    /// Whether nobody reads on.
    fn has_left(&self) -> bool {
        matches!(self, Self::Json(lines) if lines.has_ended())
    }
}
