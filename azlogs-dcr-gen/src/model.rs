//! What is generated, decided down to the last name, before it becomes code.

use azlogs_dcr::ColumnType;
use syn::{Attribute, Path};

use crate::names::RustName;
use crate::types::FieldType;

/// A module, or, without a name, the file itself.
#[derive(Debug, Default)]
pub(crate) struct Module {
    pub(crate) name: Option<RustName>,
    /// Its documentation, in paragraphs.
    pub(crate) docs: Docs,
    pub(crate) immutable_id: Option<Constant>,
    pub(crate) endpoint: Option<Constant>,
    pub(crate) records: Vec<Record>,
    pub(crate) modules: Vec<Module>,
}

/// A constant of the rule's.
#[derive(Debug)]
pub(crate) struct Constant {
    pub(crate) value: String,
    pub(crate) docs: Docs,
}

/// The column that every table has, and that a row has to fill where the stream declares it.
///
/// Source: "Add or delete tables and columns in Azure Monitor Logs", "Create a custom table".
pub(crate) const TIME_GENERATED: &str = "TimeGenerated";

/// A stream's struct.
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) name: RustName,
    pub(crate) docs: Docs,
    /// The stream's own name.
    pub(crate) stream: String,
    /// The path of the rule's file; absent where the code has to stand without it.
    pub(crate) dcr: Option<String>,
    /// Whether the code says the columns' types itself.
    pub(crate) states_types: bool,
    /// Derives that were asked for, beside those that every struct has.
    pub(crate) derives: Vec<Path>,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) fields: Vec<Field>,
}

/// A column's field.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: RustName,
    pub(crate) docs: Docs,
    /// The column's own name.
    pub(crate) column: String,
    pub(crate) column_type: ColumnType,
    pub(crate) rust_type: FieldType,
    /// Whether the type is the user's, written by its `Serialize`.
    pub(crate) serialized: bool,
    /// Whether it is no `Option`.
    pub(crate) required: bool,
    /// Whether no data flow keeps the column.
    pub(crate) is_dropped: bool,
    pub(crate) attributes: Vec<Attribute>,
}

/// The lines of a documentation comment, without the `///`.
pub(crate) type Docs = Vec<String>;
