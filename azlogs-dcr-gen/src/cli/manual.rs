//! `azlogs-dcr-gen completions` and `man`: what a shell and a manual reader need.

use azlogs_dcr::Quoted;
use clap::{Command, CommandFactory as _};
use clap_complete::Shell;

use super::args::Args;
use super::{Exit, output};

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  azlogs-dcr-gen completions bash > ~/.local/share/bash-completion/completions/azlogs-dcr-gen
  azlogs-dcr-gen completions zsh > ~/.zfunc/_azlogs-dcr-gen
  azlogs-dcr-gen completions fish > ~/.config/fish/completions/azlogs-dcr-gen.fish
  azlogs-dcr-gen completions powershell >> $PROFILE";

const MAN_EXAMPLES: &str = "\
Examples:
  azlogs-dcr-gen man | man -l -
  azlogs-dcr-gen man check > azlogs-dcr-gen-check.1

Exit codes:
  0  good
  2  there is no such command";

/// Print the script by which a shell completes this command
#[derive(Debug, clap::Args)]
#[command(after_help = COMPLETIONS_EXAMPLES)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Print a manual page
#[derive(Debug, clap::Args)]
#[command(after_help = MAN_EXAMPLES)]
pub(super) struct ManArgs {
    /// The command that it is about; without one, it is about them all
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

/// Prints the script by which a shell completes this command.
pub(super) fn completions(args: &CompletionsArgs) -> Exit {
    let mut command = Args::command();
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, name, &mut script);
    output::put(&String::from_utf8_lossy(&script))
}

/// Prints the manual page of this command, or of one of its commands.
pub(super) fn page(args: &ManArgs) -> Exit {
    let mut command = Args::command();
    command.build();
    let page = match &args.command {
        None => command,
        Some(name) => {
            let Some(found) = command.find_subcommand(name) else {
                output::complain(&unknown(name, &command));
                return Exit::Trouble;
            };
            found.clone()
        }
    };
    let source = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));
    let mut roff = Vec::new();
    match clap_mangen::Man::new(page).source(source).render(&mut roff) {
        Ok(()) => output::put(&String::from_utf8_lossy(&roff)),
        Err(error) => {
            output::complain(&format!("cannot write the manual page: {error}"));
            Exit::Trouble
        }
    }
}

fn unknown(name: &str, command: &Command) -> String {
    let names: Vec<_> = command.get_subcommands().map(Command::get_name).collect();
    format!(
        "there is no command {}: the commands are {}",
        Quoted(name),
        names.join(", ")
    )
}
