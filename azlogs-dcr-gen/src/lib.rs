//! Generates Rust structs from Azure Monitor data collection rules (DCRs): one for each stream, checked against the rule by
//! azlogs' `#[derive(LogRecord)]`, so that a row that the service would silently lose part of doesn't compile.
//!
//! There are two ways to use it. In a build script, with `azlogs-dcr-gen` as a build dependency (`default-features = false`
//! leaves the command's dependencies out):
//!
//! ```no_run
//! // build.rs
//! fn main() -> Result<(), azlogs_dcr_gen::Error> {
//!     azlogs_dcr_gen::Config::new().dcr("infra/dcr.json").compile()
//! }
//! ```
//!
//! and in the crate
//!
//! ```text
//! mod dcr {
//!     azlogs::include_dcr!();
//! }
//! ```
//!
//! Or with the command, whose output is checked in, and by which CI finds out when it is stale:
//!
//! ```text
//! azlogs-dcr-gen generate infra/dcr.json -o src/dcr.rs
//! azlogs-dcr-gen generate infra/dcr.json -o src/dcr.rs --check
//! ```
//!
//! # What is generated
//!
//! - A struct for each stream that the rule declares, and for each stream of Azure's own, such as `Microsoft-Syslog`, that a data flow
//!   takes without a declaration; one that a data source of the rule delivers is an agent's, and has none. Where the columns of such a
//!   stream aren't known, that is a finding beside the code. [`Config::table`] makes a struct without a rule.
//! - It is named for the stream: `Custom-AppRequests_CL` is `AppRequests`. Names are ASCII and Latin-1 letters and
//!   digits; what else a name holds only divides words. Of two equal names the second is numbered.
//! - A field for each column, `Option` except for `TimeGenerated` and what [`Config::required`] names.
//!   Its documentation names the tables' columns into which the data flows bring it.
//! - `new`, which takes the required columns, and `Default`. The default of a required instant is the Unix epoch, since not
//!   every library has a better one.
//! - `IMMUTABLE_ID` and `ENDPOINT`, where the document has them: `az monitor data-collection rule show` prints both.
//! - A module for each rule, where there are several.
//!
//! The code names the crate `azlogs` and, for `datetime` columns, the crate `time` or what [`Config::datetime`] says: both have
//! to be dependencies, and azlogs with the feature of that name.
//!
//! Nothing in a rule can become code: names and texts become literals and comments, with whatever could end them escaped.

mod build_script;
mod choices;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
mod config;
mod describe;
#[cfg(feature = "diff")]
pub mod diff;
mod doc;
mod emit;
mod endpoint;
mod error;
mod findings;
mod generation;
mod kql;
mod linking;
mod model;
mod names;
mod plan;
mod render;
mod selection;
mod types;
mod ways;
mod write;

pub use azlogs_dcr::{Code, Diagnostic, Document, Place, Severity};
pub use config::Config;
pub use error::Error;
pub use types::{DateTime, Strings};
