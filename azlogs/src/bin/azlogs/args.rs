//! The command line.

use std::path::PathBuf;
use std::str::FromStr;

use azlogs::credential::CredentialKind;
use azlogs::{Endpoint, ImmutableId, StreamName};
use azlogs_dcr::Inputs;
use clap::{Parser, Subcommand, ValueEnum};

const EXIT_CODES: &str = "\
Exit codes:
  0  all rows were accepted, or all is well
  1  some rows weren't accepted, or something is amiss
  2  the command line is wrong, or a file can't be read";

const SEND_EXAMPLES: &str = "\
Examples:
  azlogs send --dcr infra/dcr.json --stream Custom-AppRequests rows.ndjson
  azlogs send --dcr infra/dcr.json --stream Custom-AppRequests rows.json --dry-run
  my-program --print-rows | azlogs send --dcr infra/dcr.json --stream Custom-AppRequests -
  azlogs send --dcr infra/dcr.json --stream Custom-AppRequests rows.ndjson \\
      --endpoint http://127.0.0.1:8080 --rule dcr-000a00a000a00000a000000aa000a0aa

Ctrl-C ends it: requests in flight are finished, and the report says what became of every row. A second one ends it at once.

Exit codes:
  0    all rows were accepted; with --dry-run: would lose nothing
  1    some rows weren't accepted; with --dry-run: would lose something
  2    the command line is wrong, or a file can't be read
  130  Ctrl-C was pressed twice";

const DOCTOR_EXAMPLES: &str = "\
Examples:
  azlogs doctor --dcr infra/dcr.json --stream Custom-AppRequests
  azlogs doctor --dcr infra/dcr.json --stream Custom-AppRequests --credential azurecli --format json

No rows are sent: the last step posts an empty array.

Exit codes:
  0  all is well
  1  something is amiss; it says what to do
  2  the command line is wrong, or a file can't be read";

/// Sends rows from files to Azure Monitor's Logs Ingestion API, and finds out why it takes none.
#[derive(Debug, Parser)]
#[command(name = "azlogs", version, after_help = EXIT_CODES, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,

    #[command(flatten)]
    pub(crate) color: colorchoice_clap::Color,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Send(SendArgs),
    Doctor(DoctorArgs),
}

/// Send the rows of a file, after judging them by the rule
#[derive(Debug, clap::Args)]
#[command(after_help = SEND_EXAMPLES)]
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

    /// The most requests in flight
    #[arg(long, value_name = "COUNT", default_value_t = 5)]
    pub(crate) concurrency: usize,

    /// How to show the report
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Find out whether rows would be accepted, and why not
#[derive(Debug, clap::Args)]
#[command(after_help = DOCTOR_EXAMPLES)]
pub(crate) struct DoctorArgs {
    #[command(flatten)]
    pub(crate) target: TargetArgs,

    /// How to show it
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Where rows go.
#[derive(Debug, clap::Args)]
pub(crate) struct TargetArgs {
    /// The rule, in any form in which Azure shows or takes it
    #[arg(long, value_name = "FILE")]
    pub(crate) dcr: PathBuf,

    /// The stream
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
