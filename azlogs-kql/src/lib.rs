//! The Kusto subset of Azure Monitor's ingestion-time transformations: reads a `transformKql`, says all that is wrong with it, and runs
//! it on rows.
//!
//! ```
//! use azlogs_kql::{Column, ScalarType};
//!
//! let columns = [Column::new("at", ScalarType::String), Column::new("body", ScalarType::Dynamic)];
//! let checked = azlogs_kql::check("source | project TimeGenerated = todatetime(at), Host = tostring(body.host)", &columns)?;
//!
//! let host = &checked.columns()[1];
//! assert_eq!((host.name.as_str(), host.r#type), ("Host", ScalarType::String));
//! assert_eq!(host.reads, ["body"]);
//! # Ok::<(), Vec<azlogs_kql::Problem>>(())
//! ```
//!
//! The way of a transformation: `syntax/` makes tokens and a tree of its text, `check/` resolves the names and finds the types, by
//! the rules of Microsoft's language service, and `run/` makes of that a plan that is run on a row. `functions/` is the table of the
//! functions, `value/` what values are. Nothing here does I/O, waits or keeps state; the clock is given from outside.
//!
//! The lexer and the parser are written by hand, since what they say of a wrong transformation is the point of them: with a parser library
//! (winnow, chumsky, logos, pest) the recovery from errors and their wording would still be all this code.
//!
//! With the feature `dcr` the module `dcr` follows the data flows of a rule to their tables, and says where each column ends.
//!
//! What is in the subset, and what Azure says of it, is in `docs/kql.md` and `docs/kql-functions.md` of the repository.

mod check;
mod column;
#[cfg(feature = "dcr")]
pub mod dcr;
mod functions;
mod problem;
mod row;
mod run;
mod shape;
mod syntax;
mod transform;
mod types;
mod value;

pub use column::{Column, OutputColumn};
pub use problem::{Kind, Problem, Severity};
pub use row::{RowFormat, write_row};
pub use run::{MAX_ROW_SIZE, Plan, TooLarge};
pub use syntax::Span;
pub use transform::{Checked, Transform, check};
pub use types::ScalarType;
pub use value::{Array, Bag, Dynamic, MAX_SIZE, Value};
