//! What the user asks for.

use std::path::{Path, PathBuf};

use azlogs_dcr::{Document, Inputs};

use crate::choices::{ColumnChoice, ColumnOption, StreamChoice, StreamOption};
use crate::emit::Form;
use crate::types::{DateTime, Strings, Types};
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

    /// Adds a file with a data collection rule, in any of the forms that [`Document`] reads.
    ///
    /// In a build script the path is relative to the package's root. With several files, or several rules in one, each has
    /// a module of its own: see [`module`](Self::module).
    ///
    /// ```no_run
    /// # fn main() -> Result<(), azlogs_dcr_gen::Error> {
    /// azlogs_dcr_gen::Config::new()
    ///     .dcr("infra/requests.json")
    ///     .dcr("infra/audit.json")
    ///     .compile()
    /// # }
    /// ```
    pub fn dcr(&mut self, path: impl AsRef<Path>) -> &mut Self {
        self.sources.push(Source::File(path.as_ref().to_path_buf()));
        self
    }

    /// Adds a document that was read already, from standard input say.
    ///
    /// ```
    /// use azlogs_dcr_gen::{Config, Document};
    ///
    /// let text = br#"{"Custom-A": {"columns": [{"name": "TimeGenerated", "type": "datetime"}]}}"#;
    /// let code = Config::new()
    ///     .document(Document::parse("<stdin>", text))
    ///     .standalone(true)
    ///     .generate()?;
    /// assert!(code.contains("pub struct A {"));
    /// # Ok::<(), azlogs_dcr_gen::Error>(())
    /// ```
    pub fn document(&mut self, document: Document) -> &mut Self {
        self.sources.push(Source::Read(Box::new(document)));
        self
    }

    /// Adds one of Azure's own tables, such as `Syslog`, without a rule: rows for its stream `Microsoft-Syslog`.
    ///
    /// Which tables there are, and which columns they have, is in the [catalogue](azlogs_dcr::catalog); `azlogs-dcr-gen tables`
    /// lists them. In what belongs to the table it is called as its stream is, as a file is by its path.
    ///
    /// ```
    /// let code = azlogs_dcr_gen::Config::new().table("Syslog").generate()?;
    /// assert!(code.contains("pub struct Syslog {"));
    /// # Ok::<(), azlogs_dcr_gen::Error>(())
    /// ```
    pub fn table(&mut self, name: impl Into<String>) -> &mut Self {
        self.sources.push(Source::Table(name.into()));
        self
    }

    /// Adds a file that describes tables: what `az monitor log-analytics workspace table show` prints, or a template with their
    /// resources. What comes out of the rules' data flows is then held against them. The tables of a rule's own template are known
    /// without it, and Azure's own.
    ///
    /// In a build script the path is relative to the package's root.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), azlogs_dcr_gen::Error> {
    /// azlogs_dcr_gen::Config::new()
    ///     .dcr("infra/dcr.json")
    ///     .table_file("infra/orders.table.json")
    ///     .compile()
    /// # }
    /// ```
    pub fn table_file(&mut self, path: impl AsRef<Path>) -> &mut Self {
        self.table_files.push(path.as_ref().to_path_buf());
        self
    }

    /// Names the module of a rule: `rule` is the path as given to [`dcr`](Self::dcr), or the name of a rule in it.
    ///
    /// A single rule has no module unless it is named here. Several files' modules are otherwise named for the files, and
    /// several rules in one file for the rules.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), azlogs_dcr_gen::Error> {
    /// azlogs_dcr_gen::Config::new()
    ///     .dcr("infra/dcr-prod-weu-001.json")
    ///     .module("infra/dcr-prod-weu-001.json", "requests")
    ///     .compile()
    /// # }
    /// ```
    pub fn module(&mut self, rule: impl AsRef<Path>, name: impl Into<String>) -> &mut Self {
        let rule = rule.as_ref().display().to_string();
        self.modules.push((rule, name.into()));
        self
    }

    /// Gives a template's parameter, a Terraform variable or a placeholder such as `{{name}}` a value. Where a parameter is
    /// declared as another type than a string, the value is JSON.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), azlogs_dcr_gen::Error> {
    /// azlogs_dcr_gen::Config::new()
    ///     .dcr("infra/main.json")
    ///     .param("tableName", "AppRequests_CL")
    ///     .compile()
    /// # }
    /// ```
    pub fn param(&mut self, name: impl Into<String>, value: impl Into<String>) -> &mut Self {
        self.inputs = std::mem::take(&mut self.inputs).param(name, value);
        self
    }

    /// Takes the values of parameters from a file: a template's parameters file, `.tfvars.json`, or, with the feature
    /// `terraform`, `.tfvars`. What [`param`](Self::param) gives counts before it.
    ///
    /// In a build script the path is relative to the package's root.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), azlogs_dcr_gen::Error> {
    /// azlogs_dcr_gen::Config::new()
    ///     .dcr("infra/main.json")
    ///     .parameters("infra/prod.parameters.json")
    ///     .compile()
    /// # }
    /// ```
    pub fn parameters(&mut self, path: impl AsRef<Path>) -> &mut Self {
        self.parameters_files.push(path.as_ref().to_path_buf());
        self
    }

    /// Includes this rule, and no other that isn't named so. Without this option every rule is included.
    ///
    /// What is wrong with a rule that isn't included is no error.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), azlogs_dcr_gen::Error> {
    /// azlogs_dcr_gen::Config::new()
    ///     .dcr("infra/main.json")
    ///     .rule("dcr-app-requests")
    ///     .compile()
    /// # }
    /// ```
    pub fn rule(&mut self, name: impl Into<String>) -> &mut Self {
        self.rules.push(name.into());
        self
    }

    /// Includes this stream, and no other that isn't named so. Without this option every stream is included.
    ///
    /// What is wrong with a stream that isn't included is no error.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), azlogs_dcr_gen::Error> {
    /// azlogs_dcr_gen::Config::new()
    ///     .dcr("infra/dcr.json")
    ///     .stream("Custom-AppRequests")
    ///     .stream("Custom-AppErrors")
    ///     .compile()
    /// # }
    /// ```
    pub fn stream(&mut self, stream: impl Into<String>) -> &mut Self {
        self.streams.push(stream.into());
        self
    }

    /// Writes to this file, relative to `OUT_DIR`, instead of `dcr.rs`; `azlogs::include_dcr!("requests.rs")` includes it.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), azlogs_dcr_gen::Error> {
    /// azlogs_dcr_gen::Config::new()
    ///     .dcr("infra/requests.json")
    ///     .out_file("requests.rs")
    ///     .compile()
    /// # }
    /// ```
    pub fn out_file(&mut self, path: impl AsRef<Path>) -> &mut Self {
        self.out_file = Some(path.as_ref().to_path_buf());
        self
    }

    /// The Rust type of `datetime` columns.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), azlogs_dcr_gen::Error> {
    /// use azlogs_dcr_gen::DateTime;
    ///
    /// azlogs_dcr_gen::Config::new()
    ///     .dcr("infra/dcr.json")
    ///     .datetime(DateTime::Jiff)
    ///     .compile()
    /// # }
    /// ```
    pub fn datetime(&mut self, datetime: DateTime) -> &mut Self {
        self.types.datetime = datetime;
        self
    }

    /// The Rust type of `string` columns.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), azlogs_dcr_gen::Error> {
    /// use azlogs_dcr_gen::Strings;
    ///
    /// azlogs_dcr_gen::Config::new()
    ///     .dcr("infra/dcr.json")
    ///     .strings(Strings::Borrowed)
    ///     .compile()
    /// # }
    /// ```
    pub fn strings(&mut self, strings: Strings) -> &mut Self {
        self.types.strings = strings;
        self
    }

    /// Writes the columns' types into the code instead of a path to the rule, so that the code compiles where the file isn't:
    /// for code that is checked in or published.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), azlogs_dcr_gen::Error> {
    /// let code = azlogs_dcr_gen::Config::new()
    ///     .dcr("infra/dcr.json")
    ///     .standalone(true)
    ///     .generate()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn standalone(&mut self, standalone: bool) -> &mut Self {
        self.standalone = standalone;
        self
    }

    /// Adds a derive to every struct, beside `Clone`, `Debug`, `PartialEq` and `LogRecord`.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), azlogs_dcr_gen::Error> {
    /// azlogs_dcr_gen::Config::new()
    ///     .dcr("infra/dcr.json")
    ///     .derive("serde::Serialize")
    ///     .compile()
    /// # }
    /// ```
    pub fn derive(&mut self, path: impl Into<String>) -> &mut Self {
        self.record_derive("*", path)
    }

    /// Adds a derive to a stream's struct.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), azlogs_dcr_gen::Error> {
    /// azlogs_dcr_gen::Config::new()
    ///     .dcr("infra/dcr.json")
    ///     .record_derive("Custom-AppRequests", "serde::Serialize")
    ///     .compile()
    /// # }
    /// ```
    pub fn record_derive(
        &mut self,
        stream: impl Into<String>,
        path: impl Into<String>,
    ) -> &mut Self {
        self.for_stream(stream, StreamChoice::Derive(path.into()))
    }

    /// Adds attributes to a stream's struct.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), azlogs_dcr_gen::Error> {
    /// azlogs_dcr_gen::Config::new()
    ///     .dcr("infra/dcr.json")
    ///     .derive("serde::Serialize")
    ///     .record_attribute("Custom-AppRequests", r#"#[serde(rename_all = "camelCase")]"#)
    ///     .compile()
    /// # }
    /// ```
    pub fn record_attribute(
        &mut self,
        stream: impl Into<String>,
        attribute: impl Into<String>,
    ) -> &mut Self {
        self.for_stream(stream, StreamChoice::Attribute(attribute.into()))
    }

    /// Names a stream's struct.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), azlogs_dcr_gen::Error> {
    /// azlogs_dcr_gen::Config::new()
    ///     .dcr("infra/dcr.json")
    ///     .record_name("Custom-AppRequests_CL", "Request")
    ///     .compile()
    /// # }
    /// ```
    pub fn record_name(&mut self, stream: impl Into<String>, name: impl Into<String>) -> &mut Self {
        self.for_stream(stream, StreamChoice::Name(name.into()))
    }

    /// Makes a column required: its field is no `Option`, and `new` asks for it. `TimeGenerated` is required as it is.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), azlogs_dcr_gen::Error> {
    /// azlogs_dcr_gen::Config::new()
    ///     .dcr("infra/dcr.json")
    ///     .required("Custom-AppRequests", "Method")
    ///     .required("*", "Computer")
    ///     .compile()
    /// # }
    /// ```
    pub fn required(&mut self, stream: impl Into<String>, column: impl Into<String>) -> &mut Self {
        self.for_column(stream, column, ColumnChoice::Required)
    }

    /// Names a column's field.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), azlogs_dcr_gen::Error> {
    /// azlogs_dcr_gen::Config::new()
    ///     .dcr("infra/dcr.json")
    ///     .field_name("Custom-AppRequests", "sc_status_d", "status")
    ///     .compile()
    /// # }
    /// ```
    pub fn field_name(
        &mut self,
        stream: impl Into<String>,
        column: impl Into<String>,
        name: impl Into<String>,
    ) -> &mut Self {
        self.for_column(stream, column, ColumnChoice::Name(name.into()))
    }

    /// Gives a column's field this Rust type, which stands inside the `Option` of a column that isn't required.
    ///
    /// A `dynamic` column takes any type that is `serde::Serialize`; another column takes what azlogs' `ColumnValue` is
    /// implemented for, such as an enum with `#[derive(LogColumn)]`. Structs derive `Clone`, `Debug` and `PartialEq`, so
    /// the type has to, and where the column is required it has to be `Default`. Name it by a path that holds wherever the
    /// code is included, such as one that begins with `crate::`.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), azlogs_dcr_gen::Error> {
    /// azlogs_dcr_gen::Config::new()
    ///     .dcr("infra/dcr.json")
    ///     .field_type("Custom-AppRequests", "Headers", "std::collections::BTreeMap<String, String>")
    ///     .field_type("Custom-AppRequests", "Method", "crate::http::Method")
    ///     .compile()
    /// # }
    /// ```
    pub fn field_type(
        &mut self,
        stream: impl Into<String>,
        column: impl Into<String>,
        rust_type: impl Into<String>,
    ) -> &mut Self {
        self.for_column(stream, column, ColumnChoice::Type(rust_type.into()))
    }

    /// Adds attributes to a column's field.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), azlogs_dcr_gen::Error> {
    /// azlogs_dcr_gen::Config::new()
    ///     .dcr("infra/dcr.json")
    ///     .field_attribute("Custom-AppRequests", "User", "#[log_record(null)]")
    ///     .compile()
    /// # }
    /// ```
    pub fn field_attribute(
        &mut self,
        stream: impl Into<String>,
        column: impl Into<String>,
        attribute: impl Into<String>,
    ) -> &mut Self {
        self.for_column(stream, column, ColumnChoice::Attribute(attribute.into()))
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

    fn for_stream(&mut self, stream: impl Into<String>, choice: StreamChoice) -> &mut Self {
        let stream = stream.into();
        self.stream_options.push(StreamOption { stream, choice });
        self
    }

    fn for_column(
        &mut self,
        stream: impl Into<String>,
        column: impl Into<String>,
        choice: ColumnChoice,
    ) -> &mut Self {
        self.column_options.push(ColumnOption {
            stream: stream.into(),
            column: column.into(),
            choice,
        });
        self
    }
}
