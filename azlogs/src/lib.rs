//! A typed client for Azure Monitor's Logs Ingestion API.

// The derive writes paths that begin with `::azlogs`; in this crate's own tests they have to mean this crate.
#[allow(unused_extern_crates, reason = "only the tests derive")]
extern crate self as azlogs;

mod chunk;
pub mod column;
#[cfg(feature = "derive")]
mod derive;
mod endpoint;
mod include;
#[cfg(feature = "infra")]
pub mod infra;
mod items;
mod json;
mod record;
mod row;
mod row_ranges;
mod schema;
mod unsendable;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

#[cfg(feature = "client")]
mod client;
#[cfg(feature = "client")]
mod cloud;
#[cfg(feature = "client")]
pub mod credential;
#[cfg(feature = "client")]
mod error;
#[cfg(feature = "client")]
mod send;
mod stream_name;
#[cfg(feature = "client")]
mod token;
#[cfg(feature = "client")]
pub mod transport;
#[cfg(feature = "client")]
mod upload;

pub use azlogs_dcr::{ColumnType, ImmutableId, ImmutableIdError, StreamNameError, TableColumnType};
pub use chunk::{CHUNK_LIMIT, Chunk, Chunker};
#[cfg(feature = "client")]
pub use client::{BuildError, LogsClient, LogsClientBuilder};
#[cfg(feature = "client")]
pub use cloud::Cloud;
pub use column::dynamic::Dynamic;
#[cfg(feature = "derive")]
pub use derive::{LogColumn, LogRecord};
pub use endpoint::{Endpoint, EndpointError};
#[cfg(feature = "client")]
pub use error::{Delivered, Error, ErrorKind};
pub use record::{ColumnGroup, LogRecord};
pub use row::{RowError, RowStats, RowWriter, to_json, write_row};
pub use schema::{ColumnSchema, Columns, SchemaEntry, StreamSchema};
#[cfg(feature = "client")]
pub use send::RetryPolicy;
pub use stream_name::StreamName;
pub use unsendable::{RowTooLarge, UnsendableRow};
#[cfg(feature = "client")]
pub use upload::{
    Compression, OnFailure, Packing, RawBodyError, RawUpload, RejectReason, RejectedRows, RowIter,
    Stopped, StreamClient, Upload, UploadError, UploadFailure, UploadReport, Uploading,
};
