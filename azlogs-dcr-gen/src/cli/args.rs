//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use super::colour::ColorChoice;
use super::explain::ExplainArgs;
use super::kql::KqlArgs;
use super::manual::{CompletionsArgs, ManArgs};
use super::option::{RuleName, StreamColumn, StreamColumnText, StreamText};
use super::run::RunArgs;
use super::tables::TablesArgs;
use super::validate::ValidateArgs;
use super::values::ValueArgs;
use crate::{DateTime, Strings};

const EXIT_CODES: &str = "\
Exit codes:
  0  good
  1  the rule has findings, or with --check the file is stale
  2  the command line is wrong, or a file can't be read or written";

const GENERATE_EXAMPLES: &str = "\
Examples:
  azlogs-dcr-gen generate infra/dcr.json -o src/dcr.rs
  azlogs-dcr-gen generate infra/dcr.json -o src/dcr.rs --check --format github
  azlogs-dcr-gen generate infra/dcr.json --stream Custom-AppRequests --datetime jiff
  azlogs-dcr-gen generate infra/main.json --parameters infra/prod.parameters.json --rule dcr-app
  azlogs-dcr-gen generate --table Syslog -o src/syslog.rs
  az monitor data-collection rule show -g rg -n rule | azlogs-dcr-gen generate - > src/dcr.rs

Exit codes:
  0  good: the code was written, or with --check is what FILE holds
  1  the rule has errors, or with --check FILE is stale
  2  the command line is wrong, or a file can't be read or written";

const CHECK_EXAMPLES: &str = "\
Examples:
  azlogs-dcr-gen check infra/dcr.json
  azlogs-dcr-gen check infra/*.json --format github
  azlogs-dcr-gen check infra/main.tf --param workspace=ws
  az monitor log-analytics workspace table show -g rg --workspace-name ws -n App_CL > app.json
  azlogs-dcr-gen check infra/dcr.json --table app.json
  azlogs-dcr-gen check infra/dcr.json --format json | jq -r .message

Exit codes:
  0  good: nothing was found, or nothing but notes
  1  a rule has errors or warnings
  2  the command line is wrong, or a file can't be read";

const DIFF_EXAMPLES: &str = "\
Examples:
  azlogs-dcr-gen diff old.json infra/dcr.json
  git show main:infra/dcr.json | azlogs-dcr-gen diff - infra/dcr.json --format github
  azlogs-dcr-gen diff deployed.json infra/main.json --parameters infra/prod.parameters.json
  az monitor data-collection rule show -g rg -n rule | azlogs-dcr-gen diff - infra/dcr.json

Compared are streams and columns, flows and what comes out of their transforms, names, kinds and endpoints; not a rule's
location, data sources or tags, nor which workspace a destination is.

Exit codes:
  0  good: nothing has changed, or nothing that is impossible
  1  a change is impossible, or the new rule has errors
  2  the command line is wrong, or a file can't be read, or no rule in it";

/// Generates Rust structs from Azure Monitor data collection rules, and checks the rules.
#[derive(Debug, Parser)]
#[command(name = "azlogs-dcr-gen", version, after_help = EXIT_CODES, max_term_width = 100)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,

    /// When to colour the output; `auto` honours `NO_COLOR`
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t)]
    pub(super) color: ColorChoice,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Generate(GenerateArgs),
    Check(CheckArgs),
    Diff(DiffArgs),
    Validate(ValidateArgs),
    Run(RunArgs),
    Kql(KqlArgs),
    Tables(TablesArgs),
    Explain(ExplainArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
}

/// Generate Rust structs for the streams of data collection rules
#[derive(Debug, clap::Args)]
#[command(after_help = GENERATE_EXAMPLES)]
pub(super) struct GenerateArgs {
    /// The rules, in any form in which Azure shows or takes them; `-` is standard input
    #[arg(required_unless_present = "tables", value_name = "DCR")]
    pub(super) dcr: Vec<PathBuf>,

    /// Generate rows for one of Azure's own tables, such as Syslog, without a rule; `azlogs-dcr-gen tables` lists them
    #[arg(long = "table", value_name = "TABLE")]
    pub(super) tables: Vec<String>,

    /// Hold what comes out of the data flows against the tables of this file: what `az monitor log-analytics workspace table
    /// show` prints, or a template; tables in the rule's own template are known without it
    #[arg(long = "table-file", value_name = "FILE")]
    pub(super) table_files: Vec<PathBuf>,

    /// Write to this file, where it changes, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,

    /// Write nothing; show how FILE differs from what would be written
    #[arg(long, requires = "output")]
    pub(super) check: bool,

    /// How to show findings, on standard error
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,

    #[command(flatten)]
    pub(super) values: ValueArgs,

    /// Include this rule, and no other that isn't named so
    #[arg(long = "rule", value_name = "NAME", help_heading = "What is generated")]
    pub(super) rules: Vec<String>,

    /// Include this stream, and no other that isn't named so
    #[arg(
        long = "stream",
        value_name = "STREAM",
        help_heading = "What is generated"
    )]
    pub(super) streams: Vec<String>,

    /// Let the code name the rule's file, against which it is then checked as it compiles, instead of holding the columns' types
    #[arg(long, help_heading = "What is generated")]
    pub(super) linked: bool,

    /// The Rust type of datetime columns
    #[arg(
        long,
        value_enum,
        value_name = "LIBRARY",
        default_value_t,
        help_heading = "What is generated"
    )]
    pub(super) datetime: DateTimeArg,

    /// The Rust type of string columns: `String`, `&str` or `Cow<str>`
    #[arg(
        long,
        value_enum,
        value_name = "KIND",
        default_value_t,
        help_heading = "What is generated"
    )]
    pub(super) strings: StringsArg,

    /// Derive this too, such as `serde::Serialize`
    #[arg(
        long = "derive",
        value_name = "PATH",
        help_heading = "What is generated"
    )]
    pub(super) derives: Vec<String>,

    /// Make a column required, its field no Option; STREAM may be `*`
    #[arg(
        long = "required",
        value_name = "STREAM/COLUMN",
        help_heading = "What is generated"
    )]
    pub(super) required: Vec<StreamColumn>,

    /// Name a stream's struct
    #[arg(
        long = "record-name",
        value_name = "STREAM=NAME",
        help_heading = "What is generated"
    )]
    pub(super) record_names: Vec<StreamText>,

    /// Name a column's field
    #[arg(
        long = "field-name",
        value_name = "STREAM/COLUMN=NAME",
        help_heading = "What is generated"
    )]
    pub(super) field_names: Vec<StreamColumnText>,

    /// Give a column's field this Rust type
    #[arg(
        long = "field-type",
        value_name = "STREAM/COLUMN=TYPE",
        help_heading = "What is generated"
    )]
    pub(super) field_types: Vec<StreamColumnText>,

    /// Put the streams of a rule into a module of that name; DCR is the file, or the name of a rule in it
    #[arg(
        long = "module",
        value_name = "DCR=NAME",
        help_heading = "What is generated"
    )]
    pub(super) modules: Vec<RuleName>,
}

/// Show what is wrong with data collection rules
#[derive(Debug, clap::Args)]
#[command(after_help = CHECK_EXAMPLES)]
pub(super) struct CheckArgs {
    /// The rules, in any form in which Azure shows or takes them; `-` is standard input
    #[arg(required = true, value_name = "DCR")]
    pub(super) dcr: Vec<PathBuf>,

    #[command(flatten)]
    pub(super) values: ValueArgs,

    /// Hold what comes out of the data flows against the tables of this file: what `az monitor log-analytics workspace table
    /// show` prints, or a template; tables in the rule's own template are known without it
    #[arg(long = "table", visible_alias = "table-file", value_name = "FILE")]
    pub(super) tables: Vec<PathBuf>,

    /// Check this rule, and no other that isn't named so
    #[arg(long = "rule", value_name = "NAME")]
    pub(super) rules: Vec<String>,

    /// How to show it
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,

    /// Exit with 0 where there are warnings only
    #[arg(long)]
    pub(super) allow_warnings: bool,
}

/// Show what differs between two versions of a rule, and in which order to change table, rule and producers
#[derive(Debug, clap::Args)]
#[command(after_help = DIFF_EXAMPLES)]
pub(super) struct DiffArgs {
    /// The rule as it is, in any form in which Azure shows or takes it; `-` is standard input
    #[arg(value_name = "OLD")]
    pub(super) old: PathBuf,

    /// The rule as it is to be
    #[arg(value_name = "NEW")]
    pub(super) new: PathBuf,

    #[command(flatten)]
    pub(super) values: ValueArgs,

    /// How to show it
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    #[default]
    Human,
    /// An object a line
    Json,
    /// Workflow commands for GitHub Actions, which become annotations
    Github,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum DateTimeArg {
    /// `time::OffsetDateTime`
    #[default]
    Time,
    /// `chrono::DateTime<chrono::Utc>`
    Chrono,
    /// `jiff::Timestamp`
    Jiff,
    /// `std::time::SystemTime`
    SystemTime,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum StringsArg {
    /// `String`
    #[default]
    Owned,
    /// `&'a str`
    Borrowed,
    /// `Cow<'a, str>`
    Cow,
}

impl From<DateTimeArg> for DateTime {
    fn from(arg: DateTimeArg) -> Self {
        match arg {
            DateTimeArg::Time => Self::Time,
            DateTimeArg::Chrono => Self::Chrono,
            DateTimeArg::Jiff => Self::Jiff,
            DateTimeArg::SystemTime => Self::SystemTime,
        }
    }
}

impl From<StringsArg> for Strings {
    fn from(arg: StringsArg) -> Self {
        match arg {
            StringsArg::Owned => Self::Owned,
            StringsArg::Borrowed => Self::Borrowed,
            StringsArg::Cow => Self::Cow,
        }
    }
}
