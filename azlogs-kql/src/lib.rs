//! The Kusto subset of Azure Monitor's ingestion-time transformations.
#![allow(dead_code, unused_imports)] // Until the parts meet.

mod check;
mod functions;
mod problem;
mod syntax;
mod types;

pub use problem::{Kind, Problem, Severity};
pub use syntax::Span;
pub use types::ScalarType;
