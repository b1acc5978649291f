//! What a data collection rule (DCR) says.
//!
//! Reads a rule from any form in which one finds it, names its parts, and knows the service's rules about them.
//! Whatever is wrong is a [`Diagnostic`] with a place; nothing panics, and what was good beside a mistake is kept.

mod column_type;
mod diagnostic;
mod document;
mod immutable_id;
mod rule;

pub use column_type::ColumnType;
pub use diagnostic::{Code, Diagnostic, Place, Severity};
pub use document::{Document, ReadError};
pub use immutable_id::{ImmutableId, ImmutableIdError};
pub use rule::{Column, DataFlow, Located, Rule, Stream};
