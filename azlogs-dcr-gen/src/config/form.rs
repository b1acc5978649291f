//! What is generated, and in which form: options of all streams.

use std::path::Path;

use super::Config;
use crate::types::{DateTime, Strings};

/// What is generated, and in which form.
impl Config {
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
}
