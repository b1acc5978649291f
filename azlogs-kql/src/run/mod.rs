//! Running a transformation: compiled once a rule, then run row by row.
//!
//! [`Plan`] is the way in. `compile.rs` makes nodes of the typed tree, working out what is the same for all rows; `eval.rs` works a row's values
//! out; `arithmetic.rs`, `text.rs` and `parse.rs` are what operators do.

mod arithmetic;
mod compile;
mod cost;
mod eval;
mod fold;
mod limits;
mod literal;
mod node;
mod parse;
mod plan;
mod scope;
mod text;

pub use limits::{MAX_ROW_SIZE, TooLarge};
pub use plan::Plan;
