//! What is generated from: rules, tables, and values for what they leave open.

use std::path::Path;

use azlogs_dcr::Document;

use super::{Config, Source};

/// What is generated from.
impl Config {
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
}
