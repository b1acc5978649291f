//! The arguments.

use std::net::SocketAddr;
use std::time::Duration;

use azlogs_emulator::{Emulator, EmulatorBuilder, Fault, FaultError, Limits, Quotas};
use clap::{Parser, ValueEnum};

const EXAMPLES: &str = "\
Examples:
  Serve a rule, as `az monitor data-collection rule show` prints it, on a port that the system chooses:
      azlogs-emulator --dcr infra/dcr.json
  Point one of Azure's own SDKs at it, which want https:
      azlogs-emulator --dcr infra/dcr.json --listen 127.0.0.1:8443 --tls
  Fail a test wherever the service would lose data without a word:
      azlogs-emulator --dcr infra/dcr.json --strict --format json
  Answer every third request 503, and accept the tenth without telling the client:
      azlogs-emulator --dcr infra/dcr.json --fault status=503,every=3,retry-after=1 --fault accept-then=hang,nth=10

What can go wrong with --fault (pairs with commas between them):
  what:  status=503 [code= message= body= header=Name:Value retry-after=], reset=before|middle|after, hang,
         garbage, slow=2s, accept-then=hang|reset, gather=5
  when:  nth=3, every=3, first=3, share=0.1 [seed=7], for=30s; without one of these, always
  also:  delay=500ms

While it runs, GET /_emulator/stats, /_emulator/tables/{table} and /_emulator/requests tell what it has got; POST
/_emulator/reset and /_emulator/faults change it. GET /_emulator/ lists all there is.

Exit codes: 0 stopped (Ctrl-C), 1 a rule has errors, 2 wrong usage, or a file or an address that can't be had.";

/// A local stand-in for Azure Monitor's Logs Ingestion API.
///
/// Answers as the service does, losing data in silence included, and prints a line a request that says what was lost.
#[derive(Parser)]
#[command(name = "azlogs-emulator", version, after_long_help = EXAMPLES, after_help = "See --help for examples.")]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct Args {
    /// Data collection rules to serve, in any form that Azure prints or takes; `-` is standard input
    #[arg(long, value_name = "FILE", num_args = 1.., required = true)]
    pub(crate) dcr: Vec<String>,

    /// Where to listen; port 0 is one that the system chooses
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:0")]
    listen: SocketAddr,

    /// Allow an address that other machines can reach
    #[arg(long)]
    allow_remote: bool,

    /// Speak https, with a certificate made for this run
    #[arg(long)]
    tls: bool,

    /// Answer 400 where the service would answer 204 and lose data
    #[arg(long)]
    strict: bool,

    /// The most rows that a table keeps; the oldest make room
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    max_rows: usize,

    /// Take this bearer token only
    #[arg(long, value_name = "VALUE")]
    require_token: Option<String>,

    /// Something that goes wrong on purpose, such as `status=503,every=3` (can be given more than once)
    #[arg(long, value_name = "FAULT")]
    fault: Vec<Fault>,

    /// Answer 403 for so long, as while a role assignment spreads: `30s`, `5m`
    #[arg(long, value_name = "DURATION", value_parser = role_delay)]
    role_delay: Option<Fault>,

    /// The requests a minute that a rule takes before it answers 429
    #[arg(long, value_name = "N", default_value_t = Quotas::default().requests)]
    requests_per_minute: u64,

    /// The unpacked bytes a minute that a rule takes before it answers 429
    #[arg(long, value_name = "N", default_value_t = Quotas::default().bytes)]
    bytes_per_minute: u64,

    /// The bytes from which a value is cut
    #[arg(long, value_name = "N", default_value_t = Limits::default().value_bytes)]
    max_value_bytes: usize,

    /// Keep every `TimeGenerated`, however long ago or far ahead
    #[arg(long)]
    keep_times: bool,

    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
}

/// How to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Human,
    /// One JSON object a line: first endpoint, certificate and rules, then each request, and a summary at the end
    Json,
}

impl Args {
    /// An emulator with everything but the rules.
    pub(crate) fn settings(&self) -> EmulatorBuilder {
        let window = |limit: Option<Duration>| limit.filter(|_| !self.keep_times);
        let limits = Limits::default();
        let mut builder = Emulator::builder()
            .listen(self.listen)
            .max_rows(self.max_rows)
            .faults(self.role_delay.iter().chain(&self.fault).cloned())
            .limits(Limits {
                value_bytes: self.max_value_bytes,
                oldest_time: window(limits.oldest_time),
                newest_time: window(limits.newest_time),
                ..limits
            })
            .quotas(Quotas {
                requests: self.requests_per_minute,
                bytes: self.bytes_per_minute,
                ..Quotas::default()
            });
        if self.allow_remote {
            builder = builder.allow_remote();
        }
        if self.tls {
            builder = builder.tls();
        }
        if self.strict {
            builder = builder.strict();
        }
        if let Some(token) = &self.require_token {
            builder = builder.require_token(token);
        }
        builder
    }
}

/// A role assignment that spreads, read as the rest of a fault.
fn role_delay(delay: &str) -> Result<Fault, FaultError> {
    format!("status=403,for={delay}").parse()
}
