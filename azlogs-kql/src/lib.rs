//! The Kusto subset of Azure Monitor's ingestion-time transformations.

mod check;
mod column;
mod functions;
mod problem;
mod run;
mod syntax;
mod transform;
mod types;
mod value;

pub use column::{Column, OutputColumn};
pub use problem::{Kind, Problem, Severity};
pub use run::{MAX_ROW_SIZE, Plan, TooLarge};
pub use syntax::Span;
pub use transform::{Checked, Transform, check};
pub use types::ScalarType;
pub use value::{Array, Bag, Dynamic, MAX_SIZE, Value};
