//! `azlogs completions` and `man`: what a shell and a manual reader need.

use clap::{Command, CommandFactory as _};

use super::args::{Args, CompletionsArgs, ManArgs};
use super::{Exit, output};

/// Prints the script by which a shell completes this command.
pub(crate) fn completions(args: &CompletionsArgs) -> Exit {
    let mut command = Args::command();
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, name, &mut script);
    output::show(&String::from_utf8_lossy(&script), Exit::Good)
}

/// Prints the manual page of this command, or of one of its commands.
pub(crate) fn page(args: &ManArgs) -> Result<Exit, String> {
    let mut command = Args::command();
    command.build();
    let page = match &args.command {
        None => command,
        Some(name) => command
            .find_subcommand(name)
            .cloned()
            .ok_or_else(|| unknown(name, &command))?,
    };
    let source = concat!("azlogs ", env!("CARGO_PKG_VERSION"));
    let mut roff = Vec::new();
    clap_mangen::Man::new(page)
        .source(source)
        .render(&mut roff)
        .map_err(|error| format!("cannot write the manual page: {error}"))?;
    Ok(output::show(&String::from_utf8_lossy(&roff), Exit::Good))
}

fn unknown(name: &str, command: &Command) -> String {
    let names: Vec<_> = command.get_subcommands().map(Command::get_name).collect();
    format!(
        "there is no command {name:?}: the commands are {}",
        names.join(", ")
    )
}
