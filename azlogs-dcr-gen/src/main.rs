//! The command `azlogs-dcr-gen`: generates Rust structs from data collection rules, and checks the rules.

use std::process::ExitCode;

fn main() -> ExitCode {
    azlogs_dcr_gen::cli::main()
}
