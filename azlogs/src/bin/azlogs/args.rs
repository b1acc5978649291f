//! The command line.

use std::env;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use azlogs::credential::CredentialKind;
use azlogs::{Endpoint, ImmutableId, StreamName};
use azlogs_dcr::Inputs;
use clap::{ColorChoice, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::{color, help};

/// Sends rows from files to Azure Monitor's Logs Ingestion API, and finds out why it takes none.
#[derive(Debug, Parser)]
#[command(name = "azlogs", version, after_help = help::EXIT_CODES, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// When to colour the output; `auto` honours `NO_COLOR`
    #[arg(
        long,
        value_name = "WHEN",
        value_enum,
        default_value_t,
        global = true,
        display_order = 100
    )]
    color: ColorChoice,
}

impl Args {
    /// Reads the command line, and has all that is written from now on be coloured as it says. Ends the process where it's wrong, or
    /// asks for help.
    pub(crate) fn read() -> Self {
        // Help and errors are written before there are arguments.
        let choice = color::on(env::args_os().skip(1));
        let matches = Self::command().color(choice).get_matches();
        let args = Self::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
        color::apply(args.color);
        args
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Send(SendArgs),
    Doctor(DoctorArgs),
    Replay(ReplayArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
}

/// Send the rows of a file, after judging them by the rule
#[derive(Debug, clap::Args)]
#[command(after_help = help::SEND)]
pub(crate) struct SendArgs {
    /// The rows: a JSON array, or objects one after the other (NDJSON); `-` is standard input
    #[arg(value_name = "DATA")]
    pub(crate) data: PathBuf,

    #[command(flatten)]
    pub(crate) target: TargetArgs,

    /// Judge the rows, and send none
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Send also the rows of which the service would lose something; without this they are rejected here
    #[arg(long)]
    pub(crate) allow_loss: bool,

    /// Stop at the first request that fails for good
    #[arg(long)]
    pub(crate) fail_fast: bool,

    /// Append rejected rows to this file, those rejected here and those that the service refuses: a line of JSON each, with the
    /// reason [default with --spool: rejected.ndjson in its directory]
    #[arg(long, value_name = "FILE", conflicts_with = "dry_run")]
    pub(crate) dead_letter: Option<PathBuf>,

    /// Leave rows in this directory that can't be sent now, as when the endpoint is down; what is there for this stream is sent first
    #[arg(long, value_name = "DIR", conflicts_with_all = ["dry_run", "fail_fast"])]
    pub(crate) spool: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) patience: PatienceArgs,

    /// The most requests in flight
    #[arg(long, value_name = "COUNT", default_value = "5")]
    pub(crate) concurrency: NonZeroUsize,

    /// How to show the report
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// When to give an endpoint up.
#[derive(Debug, clap::Args)]
pub(crate) struct PatienceArgs {
    /// With --spool: for how long the endpoint may fail before rows are left there
    #[arg(
        long = "patience",
        value_name = "SECONDS",
        default_value_t = 30,
        requires = "spool"
    )]
    seconds: u32,
}

impl PatienceArgs {
    pub(crate) fn get(&self) -> Duration {
        Duration::from_secs(self.seconds.into())
    }
}

/// Find out whether rows would be accepted, and why not
#[derive(Debug, clap::Args)]
#[command(after_help = help::DOCTOR)]
pub(crate) struct DoctorArgs {
    #[command(flatten)]
    pub(crate) target: TargetArgs,

    /// How to show it
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Send again what is in a file of dead letters, or in a spool
#[derive(Debug, clap::Args)]
#[command(after_help = help::REPLAY)]
pub(crate) struct ReplayArgs {
    #[command(flatten)]
    pub(crate) from: ReplayFrom,

    /// The logs ingestion endpoint
    #[arg(long, value_name = "URL")]
    pub(crate) endpoint: Endpoint,

    /// Send dead letters to this rule, whichever they name
    #[arg(long, value_name = "ID", conflicts_with = "spool")]
    pub(crate) rule: Option<ImmutableId>,

    /// Send dead letters to this stream, whichever they name
    #[arg(long, value_name = "STREAM", conflicts_with = "spool")]
    pub(crate) stream: Option<StreamName>,

    /// Append rows that are refused, and what is no row, to this file; what couldn't be sent stays [default: dead letters stay in
    /// their file; of a spool, rejected.ndjson in its directory]
    #[arg(long, value_name = "FILE")]
    pub(crate) rejected: Option<PathBuf>,

    /// Who sends, as for `send`
    #[arg(long, value_name = "KIND")]
    pub(crate) credential: Option<CredentialKind>,

    #[command(flatten)]
    pub(crate) patience: PatienceArgs,

    /// The most requests in flight
    #[arg(long, value_name = "COUNT", default_value = "5")]
    pub(crate) concurrency: NonZeroUsize,

    /// How to show the report
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// What is sent again.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub(crate) struct ReplayFrom {
    /// A file of dead letters
    #[arg(long, value_name = "FILE")]
    pub(crate) dead_letter: Option<PathBuf>,

    /// The directory of a spool
    #[arg(long, value_name = "DIR")]
    pub(crate) spool: Option<PathBuf>,
}

/// Print the script by which a shell completes this command
#[derive(Debug, clap::Args)]
#[command(after_help = help::COMPLETIONS)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub(crate) shell: Shell,
}

/// Print a manual page
#[derive(Debug, clap::Args)]
#[command(after_help = help::MAN)]
pub(crate) struct ManArgs {
    /// The command that it is about; without one, it is about them all
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Option<String>,
}

/// Where rows go.
#[derive(Debug, clap::Args)]
pub(crate) struct TargetArgs {
    /// The rule, in any form in which Azure shows or takes it
    #[arg(long, value_name = "FILE")]
    pub(crate) dcr: PathBuf,

    /// The stream that the rule declares, as `Custom-AppRequests`
    #[arg(long, value_name = "STREAM")]
    pub(crate) stream: StreamName,

    /// The logs ingestion endpoint [default: the one that the rule's file names]
    #[arg(long, value_name = "URL")]
    pub(crate) endpoint: Option<Endpoint>,

    /// The rule's immutable id [default: the one that the rule's file names]
    #[arg(long, value_name = "ID")]
    pub(crate) rule: Option<ImmutableId>,

    /// Who sends: clientsecret, workloadidentity, managedidentity, azurecli, developertools [default: the token in
    /// `AZLOGS_TOKEN`, where there is one; else what the environment names]
    #[arg(long, value_name = "KIND")]
    pub(crate) credential: Option<CredentialKind>,

    /// Give a template's parameter, a Terraform variable or a placeholder a value; JSON where it isn't a string
    #[arg(long = "param", value_name = "NAME=VALUE")]
    params: Vec<Param>,

    /// Take such values from this file; `--param` counts before it
    #[arg(long = "parameters", value_name = "FILE")]
    files: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    #[default]
    Human,
    /// One object
    Json,
}

/// `NAME=VALUE`; the value may be empty.
#[derive(Clone, Debug)]
struct Param(String, String);

impl FromStr for Param {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('=') {
            Some((name, value)) if !name.is_empty() => Ok(Self(name.to_owned(), value.to_owned())),
            _ => Err("write NAME=VALUE"),
        }
    }
}

impl TargetArgs {
    /// The values for what the rule's file leaves open. The error is for the user to read.
    pub(crate) fn inputs(&self) -> Result<Inputs, String> {
        let mut inputs = Inputs::new();
        for file in &self.files {
            inputs = inputs
                .parameters_file(file)
                .map_err(|error| error.to_string())?;
        }
        let params = self.params.iter();
        Ok(params.fold(inputs, |inputs, Param(name, value)| {
            inputs.param(name, value)
        }))
    }
}
