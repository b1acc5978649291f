//! `azlogs-dcr-gen tables`: lists Azure's own tables to which the API may write, and shows them.

use azlogs_dcr::catalog::{self, DATE, Table, TableColumn};
use azlogs_dcr::{Quoted, nearest};
use clap::ValueEnum;
use serde::Serialize;

use super::output::{BOLD, RESET};
use super::table::{Align, Table as Layout};
use super::{Exit, output};

const EXAMPLES: &str = "\
Examples:
  azlogs-dcr-gen tables
  azlogs-dcr-gen tables Syslog
  azlogs-dcr-gen tables 'AWS*'
  azlogs-dcr-gen tables Microsoft-CommonSecurityLog --format json | jq '.columns[].name'
  azlogs-dcr-gen generate --table Syslog -o src/syslog.rs

Exit codes:
  0  good
  2  there is no such table";

/// List Azure's own tables to which the API may write, and show their columns
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct TablesArgs {
    /// A table or its stream, which is then shown with its columns; or a part of the names to list, in which `*` stands for any
    /// letters. Case doesn't matter
    #[arg(value_name = "PATTERN")]
    pattern: Option<String>,

    /// How to show it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// In tables
    #[default]
    Human,
    /// An object a line: one a table, with its columns
    Json,
}

pub(super) fn run(args: &TablesArgs) -> Exit {
    let found = match &args.pattern {
        Some(pattern) => find(pattern),
        None => catalog::tables().collect(),
    };
    match (found.as_slice(), args.format) {
        ([], _) => {
            output::complain(&unknown(args.pattern.as_deref().unwrap_or_default()));
            Exit::Trouble
        }
        (all, Format::Json) => {
            output::put(&all.iter().map(|table| json(table)).collect::<String>())
        }
        ([only], Format::Human) => output::show(&shown(only)),
        (all, Format::Human) => output::show(&listed(all)),
    }
}

/// The table of that name, or those whose names match.
fn find(pattern: &str) -> Vec<&'static Table> {
    let wanted = without_prefix(pattern).to_ascii_lowercase();
    let name = |table: &&Table| table.name.to_ascii_lowercase();
    if let Some(only) = catalog::tables().find(|table| name(table) == wanted) {
        return vec![only];
    }
    let tables = catalog::tables();
    tables
        .filter(|table| matches(&name(table), &wanted))
        .collect()
}

fn without_prefix(pattern: &str) -> &str {
    let length = catalog::STREAM_PREFIX.len();
    match pattern.get(..length) {
        Some(start) if start.eq_ignore_ascii_case(catalog::STREAM_PREFIX) => &pattern[length..],
        _ => pattern,
    }
}

/// Whether a pattern with asterisks is the whole name, or one without is part of it.
fn matches(name: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('*');
    let (Some(start), Some(end)) = (parts.next(), parts.next_back()) else {
        return name.contains(pattern);
    };
    let Some(mut rest) = name
        .strip_prefix(start)
        .and_then(|rest| rest.strip_suffix(end))
    else {
        return false;
    };
    for part in parts {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    true
}

fn unknown(pattern: &str) -> String {
    let message = format!(
        "{} is none of Azure's tables that the API may write to, as of {DATE}",
        Quoted(pattern)
    );
    match nearest(pattern, catalog::tables().map(|table| table.name)) {
        Some(near) => format!("{message}; did you mean {}?", Quoted(near)),
        None => format!("{message}: `azlogs-dcr-gen tables` lists them"),
    }
}

fn listed(tables: &[&Table]) -> String {
    let mut layout = Layout::new(&[
        ("table", Align::Left),
        ("columns", Align::Right),
        ("plans", Align::Left),
    ]);
    for table in tables {
        let columns = if table.has_columns() {
            table.columns().count().to_string()
        } else {
            "?".to_owned()
        };
        layout.add(vec![
            (table.name.to_owned(), ""),
            (columns, ""),
            (plans(table), ""),
        ]);
    }
    format!(
        "{}\n{} tables, as documented on {DATE}; `?`: no page says which columns\n",
        layout.show(),
        tables.len()
    )
}

fn plans(table: &Table) -> String {
    let plans = [("Basic", table.basic), ("Auxiliary", table.auxiliary)];
    let more = plans.iter().filter(|(_, can)| *can == Some(true));
    let more = more.map(|(plan, _)| format!(", {plan}"));
    format!("Analytics{}", more.collect::<String>())
}

fn shown(table: &Table) -> String {
    let head = format!(
        "{BOLD}{}{RESET}\nstream: {}\nplans: {}\n",
        table.name,
        table.stream_name(),
        plans(table)
    );
    if !table.has_columns() {
        return format!("{head}\nNo page says which columns it has.\n");
    }
    let mut layout = Layout::new(&[("column", Align::Left), ("type", Align::Left)]);
    for column in table.columns() {
        layout.add(vec![(column.name.to_owned(), ""), (of_type(column), "")]);
    }
    format!(
        "{head}\n{}\n{} columns, as documented on {DATE}, without those that the service fills itself\n",
        layout.show(),
        table.columns().count()
    )
}

fn of_type(column: TableColumn) -> String {
    match column.otherwise {
        Some(_) if column.is_guid() => {
            format!("{}, a guid in workspaces: `toguid()`", column.column_type)
        }
        Some(other) => format!(
            "{}, {} in published rules",
            column.column_type,
            other.as_str().to_lowercase()
        ),
        None => column.column_type.to_string(),
    }
}

/// A table, for programs.
#[derive(Serialize)]
struct Described {
    table: &'static str,
    stream: String,
    documented: &'static str,
    basic: Option<bool>,
    auxiliary: Option<bool>,
    /// None where they aren't documented.
    columns: Option<Vec<DescribedColumn>>,
}

#[derive(Serialize)]
struct DescribedColumn {
    name: &'static str,
    #[serde(rename = "type")]
    column_type: &'static str,
    otherwise: Option<String>,
}

fn json(table: &Table) -> String {
    let columns = table.columns().map(|column| DescribedColumn {
        name: column.name,
        column_type: column.column_type.as_str(),
        otherwise: column.otherwise.map(|other| other.as_str().to_lowercase()),
    });
    let described = Described {
        table: table.name,
        stream: table.stream_name(),
        documented: DATE,
        basic: table.basic,
        auxiliary: table.auxiliary,
        columns: table.has_columns().then(|| columns.collect()),
    };
    // Names and booleans always become JSON.
    serde_json::to_string(&described).unwrap_or_default() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_a_name_a_part_or_has_asterisks() {
        let names = |pattern: &str| {
            let found = find(pattern).into_iter();
            found.map(|table| table.name).collect::<Vec<_>>()
        };
        assert_eq!(names("syslog"), ["Syslog"]);
        assert_eq!(names("microsoft-SYSLOG"), ["Syslog"]);
        assert_eq!(
            names("Event").len(),
            1,
            "the whole name counts before parts"
        );
        assert_eq!(names("*Event"), ["Event", "SecurityEvent", "WindowsEvent"]);
        assert_eq!(names("asim*dns*"), ["ASimDnsActivityLogs"]);
        assert_eq!(names("WAF"), ["AWSWAF", "SentinelAlibabaCloudWAFLogs"]);
        assert_eq!(names("*").len(), catalog::tables().len());
        assert!(names("Perf").is_empty() && names("*x*y*z*").is_empty());
        // Two ends can't share a letter.
        assert!(!matches("aba", "ab*ba"));
    }
}
