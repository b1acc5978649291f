//! A kind told by a number, for `#[derive(LogColumn)]` on a newtype.
//!
//! Rust doesn't let a public type's `NaturalColumn::Kind` be written with a private type's, and what a newtype wraps often
//! is private. A constant may be computed from it, though.

use azlogs_dcr::ColumnType;

use super::kind::{Boolean, ColumnKind, DateTime, Dynamic, Int, Long, Real, String};

/// The number of a kind.
pub const fn number_of<K: ColumnKind>() -> u8 {
    K::TYPE as u8
}

/// Stands for the kind of that number.
#[derive(Debug)]
pub enum Numbered<const NUMBER: u8> {}

/// Gives the kind of a number.
pub trait NumberedKind {
    /// The kind.
    type Kind: ColumnKind;
}

macro_rules! numbered {
    ($($kind:ident),*) => {$(
        impl NumberedKind for Numbered<{ ColumnType::$kind as u8 }> {
            type Kind = $kind;
        }
    )*};
}

numbered!(String, Int, Long, Real, Boolean, DateTime, Dynamic);
