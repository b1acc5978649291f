//! Generates from a build script, and tells Cargo about it.

use std::path::{Path, PathBuf};

use azlogs_dcr::{Diagnostic, Severity};

use crate::config::Source;
use crate::doc::visible;
use crate::emit::Form;
use crate::{Config, Error, generation, write};

/// The file in `OUT_DIR` that `azlogs::include_dcr!()` includes.
const OUT_FILE: &str = "dcr.rs";

pub(crate) fn compile(config: &Config) -> Result<(), Error> {
    let out_dir = std::env::var_os("OUT_DIR").map(PathBuf::from);
    if out_dir.is_none() {
        // No build script: nobody reads what Cargo would be told.
        return generate(config, None).map(|_| ());
    }
    let sources = config.sources.iter().filter_map(|source| match source {
        Source::File(path) => Some(path),
        Source::Read(_) | Source::Table(_) => None,
    });
    let beside = config.parameters_files.iter().chain(&config.table_files);
    for path in sources.chain(beside) {
        tell(&format!("cargo::rerun-if-changed={}", path.display()));
    }
    match generate(config, out_dir.as_deref()) {
        Ok(remarks) => {
            tell_findings(&remarks);
            Ok(())
        }
        Err(error) => {
            if error.diagnostics().is_empty() {
                tell(&format!("cargo::error={}", visible(&error.to_string())));
            }
            tell_findings(error.diagnostics());
            Err(error.told())
        }
    }
}

/// Writes the code, and gives what was found that is no error.
fn generate(config: &Config, out_dir: Option<&Path>) -> Result<Vec<Diagnostic>, Error> {
    let generation = generation::generate(config, Form::IncludedFile)?;
    write::if_changed(&out_path(config, out_dir)?, &generation.code)?;
    Ok(generation.remarks)
}

fn out_path(config: &Config, out_dir: Option<&Path>) -> Result<PathBuf, Error> {
    let file = config.out_file.as_deref().unwrap_or(Path::new(OUT_FILE));
    match out_dir {
        Some(directory) => Ok(directory.join(file)),
        None if file.is_absolute() => Ok(file.to_path_buf()),
        None => Err(Error::no_out_dir(file.to_path_buf())),
    }
}

/// Notes ask for nothing, and a build has enough to say.
fn tell_findings(findings: &[Diagnostic]) {
    for finding in findings
        .iter()
        .filter(|finding| finding.severity > Severity::Note)
    {
        finding.to_cargo_errors().iter().for_each(|line| tell(line));
    }
}

/// Prints a line for Cargo. A path with a line break would be two, of which the second might say anything.
#[allow(clippy::print_stdout, reason = "a build script speaks to Cargo so")]
fn tell(line: &str) {
    if !line.contains(['\n', '\r']) {
        println!("{line}");
    }
}
