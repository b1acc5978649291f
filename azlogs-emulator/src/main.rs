//! The command `azlogs-emulator`: serves rules until it is stopped, and tells what becomes of every request.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
