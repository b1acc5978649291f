//! The command `azlogs-dcr-gen`.

mod args;
mod check;
mod choice;
mod colour;
mod data;
mod diff;
mod explain;
mod generate;
mod input;
mod kql;
mod manual;
mod option;
mod outcome;
mod output;
mod posted;
mod properties;
mod run;
mod table;
mod tables;
mod validate;
mod values;

use std::process::ExitCode;

use clap::Parser as _;

use self::args::{Args, Command};
use self::colour::ColorChoice;

/// How the command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    /// Nothing to complain of.
    Good = 0,
    /// The rule has findings, or the generated file is stale.
    Findings = 1,
    /// The command line is wrong, or a file can't be read or written. Clap ends so too.
    Trouble = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Runs the command with the arguments of this process.
pub fn main() -> ExitCode {
    ColorChoice::asked_for(std::env::args_os().skip(1)).apply();
    let args = Args::parse();
    let exit = match args.command {
        Command::Generate(args) => generate::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Validate(args) => validate::run(&args),
        Command::Run(args) => run::run(&args),
        Command::Kql(args) => kql::run(&args),
        Command::Tables(args) => tables::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Completions(args) => manual::completions(&args),
        Command::Man(args) => manual::page(&args),
    };
    exit.into()
}
