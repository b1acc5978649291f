//! A typed client for Azure Monitor's Logs Ingestion API.

// The derive writes paths that begin with `::azlogs`; in this crate's own tests they have to mean this crate.
#[allow(unused_extern_crates, reason = "only the tests derive")]
extern crate self as azlogs;

pub mod column;
mod json;
mod record;
mod row;
mod schema;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

#[cfg(feature = "client")]
mod client;
#[cfg(feature = "client")]
mod error;
#[cfg(feature = "client")]
mod send;
#[cfg(feature = "client")]
mod transport;
#[cfg(feature = "client")]
mod upload;

pub use azlogs_dcr::ColumnType;
pub use column::dynamic::Dynamic;
pub use record::{ColumnGroup, LogRecord};
pub use row::{RowError, RowStats, RowWriter, to_json, write_row};
pub use schema::{ColumnSchema, Columns, SchemaEntry, StreamSchema};
