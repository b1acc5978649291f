//! What a data collection rule (DCR) says.
//!
//! Reads a rule from any form in which one finds it, names its parts, and knows the service's rules about them.
//! Whatever is wrong is a [`Diagnostic`] with a place; nothing panics, and what was good beside a mistake is kept.

mod check;
mod code;
mod column_type;
mod diagnostic;
mod document;
mod encoding;
mod findings;
mod form;
mod hint;
mod immutable_id;
mod json;
mod name;
mod nearest;
mod place;
mod quoted;
mod reader;
mod render;
mod rule;
mod source;
mod unresolved;

pub use code::Code;
pub use column_type::{ColumnType, ColumnTypeError};
pub use diagnostic::{Diagnostic, Severity};
pub use document::{Document, ReadError};
pub use immutable_id::{ImmutableId, ImmutableIdError};
pub use name::{
    COLUMN_NAME_MAX, ColumnNameError, RESERVED_COLUMNS, StreamNameError, check_column_name,
    check_stream_name,
};
pub use nearest::nearest;
pub use place::{Located, Place};
pub use quoted::Quoted;
#[cfg(feature = "terminal")]
pub use render::render_terminal;
pub use rule::{Column, DataFlow, Rule, Stream};
pub use unresolved::is_unresolved;
