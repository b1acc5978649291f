//! Options of single streams and columns.

use super::Config;
use crate::choices::{ColumnChoice, ColumnOption, StreamChoice, StreamOption};

/// Options of single streams and columns.
impl Config {
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
