//! What a data collection rule (DCR) says.
//!
//! Reads a rule from any form in which one finds it, names its parts, and knows the service's rules about them.
//! Whatever is wrong is a [`Diagnostic`] with a place; nothing panics, and what was good beside a mistake is kept.
//!
//! ```
//! use azlogs_dcr::Document;
//!
//! let text = br#"{
//!   "streamDeclarations": {
//!     "Custom-App": { "columns": [ { "name": "TimeGenerated", "type": "datetime" }, { "name": "Id", "type": "guid" } ] }
//!   },
//!   "dataFlows": [ { "streams": [ "Custom-App" ], "outputStream": "Custom-App_CL" } ]
//! }"#;
//! let document = Document::parse("dcr.json", text);
//!
//! let (rule, stream) = document.stream("Custom-App").ok_or("not declared")?;
//! assert_eq!(stream.columns[0].name, "TimeGenerated");
//! assert_eq!(rule.flows_of("Custom-App").next().and_then(|flow| flow.table()), Some("App_CL"));
//!
//! let finding = &document.diagnostics()[0];
//! assert_eq!(finding.message, "column `Id` has type `guid`, which streams don't have");
//! # Ok::<(), &str>(())
//! ```
//!
//! # Forms that are read
//!
//! - an Azure Resource Manager template, with its nested deployments and Microsoft Sentinel's content templates;
//! - a rule as a resource, alone, in an array, or in a list as the REST API answers it;
//! - what `az monitor data-collection rule show` and `list` print, and what Azure Resource Graph answers;
//! - a rule's `properties` alone, and its `streamDeclarations` alone;
//! - what `terraform show -json` prints of a plan or a state, with the resources of `azurerm` and `azapi`;
//! - with the feature `terraform`: Terraform's configuration.
//!
//! Where there is none of these, any rule deeper in the document is read, also one in a text that is JSON itself: in a policy, an
//! activity log, PowerShell's account of an answer.
//!
//! UTF-8 and UTF-16, comments, trailing commas and texts over several lines are read, and keys in any case. A template's expressions are worked out
//! from its variables, its parameters' default values, and the values that [`Inputs`] give. What can't be worked out is a finding
//! where it matters, which names the parameter to give.
//!
//! # Azure's own tables
//!
//! With the feature `catalog`, the module `catalog` knows the tables such as `Syslog` to which the API may write, and their columns. A rule
//! that writes to one is then checked against it, and `Document::with_built_in_streams` adds the streams that a rule takes without
//! declaring them.
//!
//! # How bad a finding is
//!
//! An error is what Azure refuses, or what can't be read. What the service takes and then loses data by, and what its
//! documentation bars and real rules do all the same, is a warning.

mod bounded;
mod budget;
#[cfg(feature = "catalog")]
pub mod catalog;
mod check;
mod code;
mod column_type;
mod diagnostic;
mod document;
mod embedded;
mod encoding;
mod evaluation;
mod findings;
mod form;
mod hint;
mod immutable_id;
mod inputs;
mod json;
mod kind;
mod link;
mod misfit;
mod name;
mod nearest;
mod node;
mod outline;
mod place;
mod quoted;
mod reader;
mod reading;
mod render;
mod rule;
mod source;
mod table_column_type;
mod table_schema;
mod template;
mod terraform;
mod unresolved;
mod value;
#[cfg(feature = "values")]
pub mod values;
mod why;

pub use check::{DESCRIPTION_MAX, TABLE_COLUMNS_MAX};
pub use code::Code;
pub use column_type::{ColumnType, ColumnTypeError};
pub use diagnostic::{Diagnostic, Severity};
pub use document::{DOCUMENT_MAX, Document, ReadError};
pub use immutable_id::{ImmutableId, ImmutableIdError};
pub use inputs::Inputs;
pub use name::{
    COLUMN_NAME_MAX, ColumnNameError, RESERVED_COLUMNS, StreamNameError, check_column_name,
    check_stream_name,
};
pub use nearest::nearest;
pub use place::{Located, Place};
pub use quoted::{Quoted, is_disruptive};
#[cfg(feature = "terminal")]
pub use render::{Remark, render_remarks, render_terminal};
pub use rule::{Column, DataFlow, Rule, Stream};
pub use table_column_type::{TableColumnType, TableColumnTypeError};
pub use table_schema::{TableSchema, TableSchemaColumn};
pub use unresolved::is_unresolved;
