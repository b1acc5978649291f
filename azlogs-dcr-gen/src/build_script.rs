//! Generates from a build script, and tells Cargo about it.

use std::path::{Path, PathBuf};

use azlogs_dcr::Severity;

use crate::config::Source;
use crate::emit::Form;
use crate::{Config, Error, generation, write};

/// The file in `OUT_DIR` that `azlogs::include_dcr!()` includes.
const OUT_FILE: &str = "dcr.rs";

pub(crate) fn compile(config: &Config) -> Result<(), Error> {
    for source in &config.sources {
        if let Source::File(path) = source {
            tell(&format!("cargo::rerun-if-changed={}", path.display()));
        }
    }
    let result = generation::generate(config, Form::IncludedFile).and_then(|generation| {
        for finding in generation
            .remarks
            .iter()
            .filter(|finding| finding.severity > Severity::Note)
        {
            finding.to_cargo_errors().iter().for_each(|line| tell(line));
        }
        write::if_changed(&out_path(config)?, &generation.code)
    });
    if let Err(error) = &result {
        tell_error(error);
    }
    result
}

fn tell_error(error: &Error) {
    if error.diagnostics().is_empty() {
        tell(&format!("cargo::error={error}"));
    }
    for finding in error
        .diagnostics()
        .iter()
        .filter(|finding| finding.severity > Severity::Note)
    {
        finding.to_cargo_errors().iter().for_each(|line| tell(line));
    }
}

fn out_path(config: &Config) -> Result<PathBuf, Error> {
    let file = config.out_file.as_deref().unwrap_or(Path::new(OUT_FILE));
    match std::env::var_os("OUT_DIR") {
        Some(directory) => Ok(Path::new(&directory).join(file)),
        None if file.is_absolute() => Ok(file.to_path_buf()),
        None => Err(Error::no_out_dir(file.to_path_buf())),
    }
}

/// Prints a line for Cargo. A path with a line break would be two.
#[allow(clippy::print_stdout, reason = "a build script speaks to Cargo so")]
fn tell(line: &str) {
    if !line.contains(['\n', '\r']) {
        println!("{line}");
    }
}
