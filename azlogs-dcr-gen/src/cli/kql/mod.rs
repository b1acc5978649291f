//! `azlogs-dcr-gen kql`: tries a transformation, without a rule.

mod columns;
mod rows;

use std::path::PathBuf;
use std::time::SystemTime;

use azlogs_dcr::{Remark, Severity, render_remarks};
use azlogs_kql::{Checked, Column, OutputColumn, Problem, RowFormat, Value, write_row};
use clap::ValueEnum;
use serde::Serialize;
use time::OffsetDateTime;

use self::columns::Columns;
use self::rows::Row;
use super::posted::time;
use super::table::{Align, Table};
use super::{Exit, input, output};

/// How much of a row that can't be read is shown, in characters.
const SHOWN: usize = 40;

/// What the text is called in findings.
const NAME: &str = "<kql>";

const EXAMPLES: &str = "\
Examples:
  azlogs-dcr-gen kql 'print bin(17.5, 1), 3h / 2'
  azlogs-dcr-gen kql --columns 'at:string,ms:int' 'source | extend TimeGenerated = todatetime(at)'
  azlogs-dcr-gen kql --rows rows.ndjson 'source | where ms > 100 | project-away secret'
  tail -1 app.log | azlogs-dcr-gen kql --rows - --format json 'source | project m = tostring(body.msg)'

Columns and rows:
  --columns alone gives the output's columns and their types. Of --rows alone, each property is a column, in the
  order in which they first appear: bool, long (integers), real, string, dynamic (objects, arrays, and where types are
  mixed); integers and reals together are real; a property that is always null is dynamic. No text is taken for a datetime.

JSON:
  The first line is {\"columns\":[{\"name\":…,\"type\":…}]}, and then there is an object a row. Nulls are null, datetimes
  \"2024-01-02T03:04:05.0000000Z\", timespans \"1.02:03:04.0050000\", guids text; int, long and real are numbers, but \"NaN\",
  \"Infinity\" and \"-Infinity\" are text.

Exit codes:
  0  good
  1  the transformation is wrong, or a row is
  2  the command line is wrong, or a file can't be read";

/// Try a transformation: its output columns with their types, and what it makes of rows
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct KqlArgs {
    /// The transformation, such as `source | where level != 'debug'`
    #[arg(value_name = "KQL")]
    text: String,

    /// The columns of `source`, such as `at:datetime,msg:string`; a name that isn't plain is written `['a name']:int`
    #[arg(long, value_name = "NAME:TYPE,…")]
    columns: Option<Columns>,

    /// Rows for `source`: a JSON array, or objects one after the other (NDJSON); `-` is standard input
    #[arg(long, value_name = "FILE")]
    rows: Option<PathBuf>,

    /// What `now()` is, such as 2026-01-31T12:00:00Z, instead of the time
    #[arg(long, value_name = "TIME", value_parser = time)]
    received: Option<OffsetDateTime>,

    /// How to show it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// In tables
    #[default]
    Table,
    /// The columns on the first line, and then an object a row
    Json,
}

pub(super) fn run(args: &KqlArgs) -> Exit {
    let rows = match &args.rows {
        None => Vec::new(),
        Some(path) => match rows::read(path) {
            Ok(rows) => rows,
            Err((message, exit)) => {
                output::complain(&message);
                return exit;
            }
        },
    };
    let columns = match (&args.columns, &args.rows) {
        (Some(columns), _) => columns.0.clone(),
        (None, Some(_)) => columns::infer(&rows),
        (None, None) => Vec::new(),
    };
    let checked = match azlogs_kql::check(&args.text, &columns) {
        Ok(checked) => checked,
        Err(problems) => {
            tell(NAME, &args.text, &problems);
            return Exit::Findings;
        }
    };
    tell(NAME, &args.text, checked.warnings());
    let now = args.received.map_or_else(SystemTime::now, SystemTime::from);
    let (results, wrong) = results(&checked, columns, &rows, now);
    let shown = show(args.format, checked.columns(), &results);
    let file = args.rows.as_deref().map(input::name);
    // What is wrong with a line is often wrong with each part of it.
    let lines = wrong.chunk_by(|(line, _), (next, _)| line == next);
    for (line, why) in lines.filter_map(<[_]>::first) {
        output::complain(&match (&file, line) {
            (Some(file), Some(line)) => format!("{file}, line {line}: {why}"),
            _ => why.clone(),
        });
    }
    if wrong.is_empty() {
        shown
    } else {
        Exit::Findings
    }
}

/// Why there is no result, and on which line of the rows.
type Wrong = (Option<u64>, String);

/// The rows that come out, and what is wrong with others.
fn results(
    checked: &Checked,
    columns: Vec<Column>,
    rows: &[Row],
    now: SystemTime,
) -> (Vec<Vec<Value>>, Vec<Wrong>) {
    let plan = checked.plan();
    if !plan.reads_source() {
        return match plan.rows(now) {
            Ok(rows) => (rows, Vec::new()),
            Err(error) => (Vec::new(), vec![(None, error.to_string())]),
        };
    }
    let format = RowFormat::new(columns);
    let (mut results, mut wrong) = (Vec::new(), Vec::new());
    for Row { line, json } in rows {
        let read = format.read(json).map_err(|error| no_row(json, &error));
        match read.and_then(|row| plan.run(&row, now).map_err(|error| error.to_string())) {
            Ok(result) => results.extend(result),
            Err(why) => wrong.push((Some(*line), why)),
        }
    }
    (results, wrong)
}

/// Why the text is no row.
fn no_row(json: &str, error: &serde_json::Error) -> String {
    if error.is_data() {
        return "a row is an object, and this isn't".to_owned();
    }
    let told = error.to_string();
    let what = told
        .rsplit_once(" at line ")
        .map_or(told.as_str(), |(what, _)| what);
    let part: String = json.chars().take(SHOWN).collect();
    format!("no JSON: {what}, in `{}`", harmless(&part))
}

/// Says on standard error what is wrong with a transformation.
pub(super) fn tell(name: &str, text: &str, problems: &[Problem]) {
    let remarks: Vec<Remark<'_>> = problems
        .iter()
        .map(|problem| Remark {
            severity: if problem.is_error() {
                Severity::Error
            } else {
                Severity::Warning
            },
            message: &problem.message,
            span: problem.span.start..problem.span.end,
            help: problem.help.as_deref(),
        })
        .collect();
    output::tell(&render_remarks(name, text, &remarks, true));
}

fn show(format: Format, columns: &[OutputColumn], rows: &[Vec<Value>]) -> Exit {
    match format {
        Format::Table => output::show(&table(columns, rows)),
        Format::Json => {
            let mut lines = output::Lines::new();
            lines.put(&heading(columns));
            let mut line = String::new();
            for row in rows {
                line.clear();
                write_row(columns, row, &mut line);
                line.push('\n');
                lines.put(&line);
                if lines.has_ended() {
                    break;
                }
            }
            lines.finish()
        }
    }
}

/// The columns, on a line.
fn heading(columns: &[OutputColumn]) -> String {
    #[derive(Serialize)]
    struct Heading<'a> {
        columns: Vec<Named<'a>>,
    }
    #[derive(Serialize)]
    struct Named<'a> {
        name: &'a str,
        r#type: &'static str,
    }
    let columns = columns.iter().map(|column| Named {
        name: &column.name,
        r#type: column.r#type.as_str(),
    });
    let heading = Heading {
        columns: columns.collect(),
    };
    // Texts can always be written.
    serde_json::to_string(&heading).unwrap_or_default() + "\n"
}

/// A table whose heads are the columns and their types; where there are no rows, of the columns.
fn table(columns: &[OutputColumn], rows: &[Vec<Value>]) -> String {
    if rows.is_empty() {
        let mut table = Table::new(&[("column", Align::Left), ("type", Align::Left)]);
        for column in columns {
            let (name, r#type) = (harmless(&column.name), column.r#type.to_string());
            table.add(vec![(name, ""), (r#type, "")]);
        }
        return table.show();
    }
    let heads: Vec<_> = columns
        .iter()
        .map(|column| format!("{}: {}", harmless(&column.name), column.r#type))
        .collect();
    let heads: Vec<_> = heads
        .iter()
        .map(|head| (head.as_str(), Align::Left))
        .collect();
    let mut table = Table::new(&heads);
    for row in rows {
        table.add(row.iter().map(|value| (cell(value), "")).collect());
    }
    table.show()
}

/// The value on one line, as JSON.
fn cell(value: &Value) -> String {
    let mut text = String::new();
    value.write_json(&mut text);
    harmless(&text)
}

/// The text without what a terminal would obey.
pub(super) fn harmless(text: &str) -> String {
    let is_shown = |c: char| !azlogs_dcr::is_disruptive(c);
    text.chars()
        .map(|c| if is_shown(c) { c } else { '\u{fffd}' })
        .collect()
}
