//! Shows that it holds: sends rows through faults, an outage, a slow endpoint and kills, and says whether each row is accounted for.
//!
//! `cargo run -p azlogs-examples --bin soak -- --help`

mod books;
mod check;
mod faults;
mod kill;
mod memory;
mod numbered;
mod outage;
mod service;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::{Parser, Subcommand, ValueEnum};

use check::Check;
use memory::Way;

const HELP: &str = "\
Examples:
  All scenarios, again and again with other seeds, for ten minutes:
      soak --minutes 10
  One scenario, with the seed of a run that found something:
      soak --scenario faults --seed 7
  A quick one:
      soak --scenario faults --rows 100000

Exit codes: 0 everything adds up, 1 something doesn't, 2 wrong usage or no way to run.";

/// Sends rows to an emulator where things go wrong, and checks that each row is accounted for.
#[derive(Parser)]
#[command(name = "soak", after_help = HELP)]
struct Args {
    /// What goes wrong; without it, one scenario after the other
    #[arg(long, value_enum)]
    scenario: Option<Scenario>,
    /// Begins again with the next seed until so many minutes are over; without it, once
    #[arg(long, value_name = "N")]
    minutes: Option<u64>,
    /// What the random numbers begin with
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// How many rows each scenario sends; without it, as many as show something
    #[arg(long, value_name = "N")]
    rows: Option<u32>,
    /// How often a process is killed
    #[arg(long, value_name = "N", default_value_t = 100)]
    kills: u32,
    #[command(subcommand)]
    child: Option<Child>,
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Scenario {
    /// A tenth of the requests fails, in eleven ways
    Faults,
    /// The endpoint is down for longer than memory lasts
    Outage,
    /// The endpoint is slow, and there are far more rows than memory
    Memory,
    /// The process is killed
    Kill,
}

/// What this program does in processes of its own.
#[derive(Subcommand)]
#[command(disable_help_subcommand = true)]
enum Child {
    /// A slow endpoint
    #[command(hide = true)]
    Endpoint,
    /// Sends rows, and says how much memory that took
    #[command(hide = true)]
    Measured {
        endpoint: String,
        way: Way,
        rows: u32,
    },
    /// Sends rows by way of a spool until it's killed
    #[command(hide = true)]
    Killed {
        endpoint: String,
        spool: PathBuf,
        first: u32,
    },
}

/// Anything that keeps a scenario from running.
type Failure = Box<dyn Error + Send + Sync>;

#[tokio::main]
async fn main() -> ExitCode {
    let args = Args::parse();
    let done = match args.child {
        None => soak(&args).await,
        Some(Child::Endpoint) => memory::endpoint().map(|()| true),
        Some(Child::Measured {
            endpoint,
            way,
            rows,
        }) => memory::measured(&endpoint, way, rows).await.map(|()| true),
        Some(Child::Killed {
            endpoint,
            spool,
            first,
        }) => kill::killed(&endpoint, &spool, first).await.map(|()| true),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("soak: {error}");
            ExitCode::from(2)
        }
    }
}

/// Runs the scenarios until the time is over; whether everything added up.
async fn soak(args: &Args) -> Result<bool, Failure> {
    let all = Scenario::value_variants();
    let scenarios = all
        .iter()
        .filter(|scenario| args.scenario.is_none_or(|only| only == **scenario));
    let time = Duration::from_secs(60 * args.minutes.unwrap_or(0));
    let started = Instant::now();
    let mut good = true;
    for (number, scenario) in scenarios.cycle().enumerate() {
        let turns = args.scenario.map_or(all.len(), |_| 1);
        // Each scenario has its turn once, however little time there is.
        if number >= turns && started.elapsed() >= time {
            break;
        }
        let seed = args.seed.wrapping_add((number / turns) as u64);
        good &= run(*scenario, args, seed).await?;
    }
    println!(
        "\n{} after {:.0} s",
        if good {
            "everything adds up"
        } else {
            "SOMETHING DOESN'T ADD UP"
        },
        started.elapsed().as_secs_f64()
    );
    Ok(good)
}

async fn run(scenario: Scenario, args: &Args, seed: u64) -> Result<bool, Failure> {
    println!("\n== {scenario:?}, seed {seed}");
    let began = Instant::now();
    let mut check = Check::default();
    match scenario {
        Scenario::Faults => faults::run(args.rows.unwrap_or(1_000_000), seed, &mut check).await?,
        Scenario::Outage => outage::run(args.rows.unwrap_or(200_000), &mut check).await?,
        Scenario::Memory => memory::run(args.rows.unwrap_or(10_000_000), &mut check)?,
        Scenario::Kill => kill::run(args.kills, seed, &mut check).await?,
    }
    println!("   {:.1} s", began.elapsed().as_secs_f64());
    Ok(check.is_good())
}
