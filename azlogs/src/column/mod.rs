//! The kinds of column, and which Rust types fit which.

mod boolean;
pub(crate) mod dynamic;
mod instant;
mod ip_address;
mod kind;
mod misfit;
mod natural;
mod number;
mod pointer;
pub mod reason;
mod text;
#[cfg(feature = "uuid")]
mod uuid;
mod value;

pub use kind::{Boolean, ColumnKind, DateTime, Dynamic, Int, Long, Real, String};
pub use natural::NaturalColumn;
pub use value::{ColumnValue, ValueError, ValueWriter, Written};
