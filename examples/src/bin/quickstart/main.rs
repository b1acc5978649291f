//! The main job, end to end: a web server's access log into the table of a data collection rule.
//!
//! ```sh
//! cargo run -p azlogs-examples --bin quickstart
//! cargo run -p azlogs-examples --bin quickstart -- /var/log/nginx/access.log
//! zcat access.log.2.gz | cargo run -p azlogs-examples --bin quickstart -- -
//! ```
//!
//! Without `--endpoint` the rows go to an emulator of the service in this process, with the rule in
//! `infra/access-log.dcr.json`; with it, to Azure.

mod access_log;
mod summary;

use std::error::Error;
use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use azlogs::credential::{self, CredentialKind, StaticToken};
use azlogs::{ImmutableId, LogRecord, LogsClient};
use azlogs_emulator::Emulator;
use clap::Parser;
use time::OffsetDateTime;

use crate::access_log::LineError;

const RULE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/infra/access-log.dcr.json");
const BUNDLED_LOG: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/access.log");

/// How many rows of a long log the emulator keeps.
const KEPT_ROWS: usize = 100_000;

/// One request, as the rule's stream declares it: a field that the stream doesn't know, or whose type its column
/// can't hold, doesn't compile.
#[derive(Debug, LogRecord)]
#[log_record(
    dcr = "infra/access-log.dcr.json",
    stream = "Custom-AccessLog",
    rename_all = "PascalCase",
    exhaustive
)]
struct AccessLogRow {
    time_generated: OffsetDateTime,
    /// The same instant: the service replaces a `TimeGenerated` that is over two days old.
    request_time: OffsetDateTime,
    client_address: String,
    user_name: Option<String>,
    method: Option<String>,
    path: String,
    protocol: Option<String>,
    status: i32,
    bytes_sent: Option<i64>,
    referrer: Option<String>,
    user_agent: Option<String>,
}

impl From<access_log::Request> for AccessLogRow {
    fn from(request: access_log::Request) -> Self {
        Self {
            time_generated: request.time,
            request_time: request.time,
            client_address: request.client_address,
            user_name: request.user_name,
            method: request.method,
            path: request.path,
            protocol: request.protocol,
            status: request.status,
            bytes_sent: request.bytes_sent,
            referrer: request.referrer,
            user_agent: request.user_agent,
        }
    }
}

/// Sends a web server's access log to the stream of a data collection rule.
#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  quickstart                                the bundled log, to an emulator in this process
  quickstart /var/log/nginx/access.log      your own log, to the emulator
  zcat access.log.2.gz | quickstart -       from standard input
  quickstart access.log --credential azurecli --rule dcr-7d2f0a9c4b1e4f6f9a35c0de8b7a6152 \\
      --endpoint https://web-access-logs-a1b2.westeurope-1.ingest.monitor.azure.com

Exit codes: 0 all rows accepted, 1 some weren't, 2 nothing could be sent (no line is in the log format, say).")]
struct Arguments {
    /// The log, in common or combined log format; `-` is standard input [default: a bundled one]
    log: Option<PathBuf>,
    /// Where to send the rows [default: an emulator in this process]
    #[arg(long, value_name = "URL", requires = "rule")]
    endpoint: Option<String>,
    /// The rule's immutable id
    #[arg(long, value_name = "ID", requires = "endpoint")]
    rule: Option<ImmutableId>,
    /// Whose token to send: clientsecret, workloadidentity, managedidentity, azurecli, azuredevelopercli or
    /// developertools [default: what the environment names]
    #[arg(long, value_name = "KIND", requires = "endpoint")]
    credential: Option<CredentialKind>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Arguments::parse()).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) if is_broken_pipe(error.as_ref()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

/// Whether the one who read what is printed has seen enough, as `head` does.
fn is_broken_pipe(error: &(dyn Error + 'static)) -> bool {
    error
        .downcast_ref::<io::Error>()
        .is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}

async fn run(arguments: &Arguments) -> Result<bool, Box<dyn Error>> {
    let mut out = io::stdout().lock();
    let log = arguments.log.as_deref().unwrap_or(Path::new(BUNDLED_LOG));
    let lines = access_log::lines(open(log)?);

    let service = Service::start(arguments).await?;
    let stream = service.client.stream::<AccessLogRow>(&service.rule);
    writeln!(
        out,
        "sending {} to {}",
        log.display(),
        service.client.endpoint()
    )?;

    let mut skipped = Skipped::default();
    let rows = skipped.pass_over(lines).map(AccessLogRow::from);
    let report = stream.upload(rows).await;

    skipped.write(&mut out)?;
    if report.rows() == 0 && skipped.count > 0 {
        return Err("no line of it is a request in common or combined log format".into());
    }
    summary::write(&mut out, &report)?;
    if let Some(emulator) = &service.emulator {
        summary::write_table(&mut out, emulator, stream.stream_name())?;
    }
    Ok(report.is_complete() && !skipped.unread)
}

fn open(log: &Path) -> Result<Box<dyn BufRead + Send>, String> {
    if log == Path::new("-") {
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    let file = File::open(log).and_then(|file| {
        let is_dir = file.metadata()?.is_dir();
        if is_dir {
            Err(ErrorKind::IsADirectory.into())
        } else {
            Ok(file)
        }
    });
    match file {
        Ok(file) => Ok(Box::new(BufReader::new(file))),
        Err(error) => Err(format!("can't read {}: {error}", log.display())),
    }
}

/// Where the rows go.
struct Service {
    client: LogsClient,
    rule: ImmutableId,
    /// Kept while rows are sent: dropping it shuts it down.
    emulator: Option<Emulator>,
}

impl Service {
    async fn start(arguments: &Arguments) -> Result<Self, Box<dyn Error>> {
        if let (Some(endpoint), Some(rule)) = (&arguments.endpoint, &arguments.rule) {
            let credential = match arguments.credential {
                Some(kind) => credential::from_env_of_kind(kind)?,
                None => credential::from_env()?,
            };
            let client = LogsClient::builder(endpoint)
                .credential(credential)
                .build()?;
            return Ok(Self {
                client,
                rule: rule.clone(),
                emulator: None,
            });
        }
        let emulator = Emulator::builder()
            .dcr_file(RULE)
            .max_rows(KEPT_ROWS)
            .start()
            .await?;
        let credential = Arc::new(StaticToken::new("any token will do"));
        let client = LogsClient::builder(emulator.endpoint())
            .credential(credential)
            .build()?;
        let rule = emulator
            .rules()
            .first()
            .ok_or("the bundled file has no rule")?
            .immutable_id
            .clone();
        Ok(Self {
            client,
            rule,
            emulator: Some(emulator),
        })
    }
}

/// The lines that don't parse: counted, and the first few kept.
#[derive(Debug, Default)]
struct Skipped {
    count: usize,
    first: Vec<String>,
    /// The log couldn't be read to its end.
    unread: bool,
}

impl Skipped {
    fn pass_over(
        &mut self,
        lines: impl Iterator<Item = (usize, Result<access_log::Request, LineError>)>,
    ) -> impl Iterator<Item = access_log::Request> {
        lines.filter_map(|(number, line)| {
            line.inspect_err(|error| {
                self.count += 1;
                self.unread |= matches!(error, LineError::Read(_));
                if self.first.len() < 5 {
                    self.first.push(format!("line {number}: {error}"));
                }
            })
            .ok()
        })
    }

    fn write(&self, out: &mut impl Write) -> io::Result<()> {
        if self.count > 0 {
            writeln!(out, "\nno request {} of the lines, such as", self.count)?;
        }
        self.first
            .iter()
            .try_for_each(|line| writeln!(out, "           {line}"))
    }
}
