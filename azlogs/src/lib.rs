//! A typed client for Azure Monitor's Logs Ingestion API.

// The derive writes paths that begin with `::azlogs`; in this crate's own tests they have to mean this crate.
extern crate self as azlogs;

pub mod column;
mod json;
mod record;
mod row;

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

pub use record::{ColumnGroup, ColumnSchema, LogRecord, SchemaEntry, StreamSchema};
pub use row::{RowError, RowWriter};
