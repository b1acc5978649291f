#![doc = include_str!("../../README.md")]

/// What survives which accident.
#[cfg(doctest)]
#[doc = include_str!("../../docs/durability.md")]
pub mod durability {}
