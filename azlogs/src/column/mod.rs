//! The kinds of column, and which Rust types fit which.

mod boolean;
mod instant;
mod kind;
mod natural;
mod number;
mod pointer;
pub(crate) mod reason;
mod text;
mod value;

pub use kind::{Boolean, ColumnKind, DateTime, Dynamic, Int, Long, Real, String};
pub use natural::NaturalColumn;
pub use value::{ColumnValue, ValueError, ValueWriter, Written};
