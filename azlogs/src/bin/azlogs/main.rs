//! The command `azlogs`: sends rows from files, and finds out why a rule takes none.

mod args;
mod color;
mod connection;
mod counts;
mod doctor;
mod draining;
mod help;
mod interrupt;
mod kept_back;
mod manual;
mod outcome;
mod output;
mod progress;
mod replay;
mod rows;
mod send;
mod summary;
mod target;

use std::process::ExitCode;

use self::args::{Args, Command};

/// How the command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    /// All rows were accepted, or all is well.
    Good = 0,
    /// Some rows weren't accepted, or something is amiss.
    Findings = 1,
    /// The command line is wrong, or a file can't be read.
    Trouble = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

fn main() -> ExitCode {
    let args = Args::read();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            output::complain(&format!("no threads can be started: {error}"));
            return Exit::Trouble.into();
        }
    };
    let exit = runtime.block_on(async {
        match &args.command {
            Command::Send(args) => send::run(args).await,
            Command::Doctor(args) => doctor::run(args).await,
            Command::Replay(args) => replay::run(args).await,
            Command::Completions(args) => Ok(manual::completions(args)),
            Command::Man(args) => manual::page(args),
        }
    });
    // A thread that waits for standard input would be waited for.
    runtime.shutdown_background();
    exit.unwrap_or_else(|message| {
        output::complain(&message);
        Exit::Trouble
    })
    .into()
}
