//! What the benchmarks share: rows, where they come from, and where they go.
//!
//! `BENCHMARKS.md` says what is measured, how, and what came of it.

pub mod bodies;
pub mod data;
mod nowhere;
pub mod process;
pub mod rows;
pub mod upload;

pub use nowhere::Nowhere;
