//! What the user asks for.

mod form;
mod records;
mod sources;

use std::path::PathBuf;

use azlogs_dcr::{Document, Inputs};

use crate::choices::{ColumnOption, StreamOption};
use crate::emit::Form;
use crate::types::Types;
use crate::{Error, build_script, generation};

/// What to generate: the rules, and how their streams shall look in Rust.
///
/// Built by value or by reference, as prost's: each method changes the configuration and returns it. A stream is named as
/// the rule names it, and `"*"` means every stream (for an option of a column: every stream that has the column). An
/// option that names what isn't there is an error.
///
/// ```no_run
/// # fn main() -> Result<(), azlogs_dcr_gen::Error> {
/// azlogs_dcr_gen::Config::new()
///     .dcr("infra/dcr.json")
///     .derive("serde::Serialize")
///     .required("Custom-AppRequests", "Method")
///     .compile()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Config {
    pub(crate) sources: Vec<Source>,
    pub(crate) modules: Vec<(String, String)>,
    pub(crate) inputs: Inputs,
    pub(crate) parameters_files: Vec<PathBuf>,
    pub(crate) table_files: Vec<PathBuf>,
    pub(crate) rules: Vec<String>,
    pub(crate) streams: Vec<String>,
    pub(crate) out_file: Option<PathBuf>,
    pub(crate) types: Types,
    pub(crate) standalone: bool,
    pub(crate) stream_options: Vec<StreamOption>,
    pub(crate) column_options: Vec<ColumnOption>,
}

/// A document to generate from.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// A file, to be read.
    File(PathBuf),
    /// A document that was read already.
    Read(Box<Document>),
    /// One of Azure's own tables.
    Table(String),
}

impl Config {
    /// A configuration that generates nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Generates the code of a module, to be written to a file of its own such as `src/dcr.rs`.
    ///
    /// # Errors
    ///
    /// Where a rule can't be read, where something is wrong in one, or with an option: all findings at once.
    pub fn generate(&self) -> Result<String, Error> {
        generation::generate(self, Form::ModuleFile).map(|generation| generation.code)
    }

    /// Generates code into `OUT_DIR`, for a build script; `azlogs::include_dcr!()` includes it.
    ///
    /// Tells Cargo to run the build script again when a rule changes, and leaves a file alone that would stay the same.
    ///
    /// # Errors
    ///
    /// As [`generate`](Self::generate), and where the file can't be written. Cargo is told of every error and warning, with its
    /// place, and fails the build for the errors however the build script ends. Where `main` returns the error, Cargo shows all
    /// of that again as what a failed program printed; it is shown once where `main` doesn't:
    ///
    /// ```no_run
    /// // Cargo is told of what is wrong, and fails the build.
    /// let _ = azlogs_dcr_gen::Config::new().dcr("infra/dcr.json").compile();
    /// ```
    pub fn compile(&self) -> Result<(), Error> {
        build_script::compile(self)
    }
}
