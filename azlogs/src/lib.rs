//! A typed client for Azure Monitor's Logs Ingestion API.
//!
//! An application has rows, Azure Monitor has a table, and between them stands a *data collection rule*, which declares
//! *streams* (names and types of columns) and says through which transform each goes into which table. The service answers
//! 204 even when it throws data away: a property that the stream doesn't declare, a value that doesn't convert to its
//! column's type. Here such a row doesn't compile, and of every other row one learns what became of it.
//!
//! This runs against [`azlogs-emulator`](https://docs.rs/azlogs-emulator), the service's stand-in on loopback; for Azure, only the
//! endpoint, the rule's immutable id and the credential differ ([`credential::from_env`]).
//!
#![cfg_attr(all(feature = "derive", feature = "reqwest"), doc = "```")]
#![cfg_attr(not(all(feature = "derive", feature = "reqwest")), doc = "```ignore")]
//! use std::sync::Arc;
//! use std::time::SystemTime;
//!
//! use azlogs::credential::StaticToken;
//! use azlogs::{LogColumn, LogRecord, LogsClient};
//! use azlogs_emulator::Emulator;
//!
//! #[derive(LogRecord)]
//! #[log_record(dcr = "doc/dcr.json", stream = "Custom-AppRequests", rename_all = "PascalCase")]
//! struct Request<'a> {
//!     time_generated: SystemTime,
//!     method: Method,
//!     status: u16,             // `u32` here doesn't compile: it may not fit the column, an int
//!     seconds: f64,            // nor does `second`: the stream has no column `Second`
//!     user: Option<&'a str>,   // `None` is left out
//! }
//!
//! #[derive(LogColumn)]
//! #[log_column(rename_all = "UPPERCASE")]
//! enum Method { Get, Post }
//!
//! #[tokio::main(flavor = "current_thread")]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let emulator = Emulator::builder().dcr_file("doc/dcr.json").start().await?;
//!     let client = LogsClient::builder(emulator.endpoint())
//!         .credential(Arc::new(StaticToken::new("any token will do")))
//!         .build()?;
//!     let requests = client.stream::<Request>(&emulator.rules()[0].immutable_id);
//!
//!     let report = requests
//!         .upload((0..1_000).map(|n| Request {
//!             time_generated: SystemTime::now(),
//!             method: if n % 10 == 0 { Method::Post } else { Method::Get },
//!             status: 200,
//!             seconds: 0.25,
//!             user: None,
//!         }))
//!         .await;
//!     println!("{report}");   // 1,000 of 1,000 rows accepted; 1 request; …
//!     assert_eq!(report.accepted(), 1_000);
//!     assert_eq!(emulator.rows("AppRequests_CL")[0]["Method"], "POST");
//!     report.into_result()?;
//!     Ok(())
//! }
//! ```
//!
//! # Where to look
//!
//! | for | see |
//! |---|---|
//! | what a row may be | the derives [`LogRecord`](derive@LogRecord) and [`LogColumn`](derive@LogColumn) |
//! | which Rust type fits which column | [`column`](mod@column) |
//! | structs generated from a rule | [`include_dcr!`], and the crate `azlogs-dcr-gen` |
//! | a rule and tables written from structs | the module `infra` |
//! | endpoint, timeouts, retries, proxy, certificates | [`LogsClientBuilder`], [`RetryPolicy`] |
//! | who sends, and to which cloud | [`credential`], [`Cloud`] |
//! | uploading slices, iterators, async streams, bytes | [`StreamClient`] |
//! | rows that are JSON already, for a stream known at run time | [`JsonRow`] |
//! | rows one by one, for as long as a service runs | [`Sender`], [`SenderBuilder`], [`SenderStats`] |
//! | rows that survive the process | [`SenderBuilder`], and `Spool` (feature `spool`) |
//! | where rejected rows go | [`DeadLetter`], [`DeadLetterFile`] |
//! | removing duplicates | [`RowId`] |
//! | stopping, cancelling, being told of failures | [`Upload`] |
//! | what became of each row | [`UploadReport`], [`RejectReason`] |
//! | why a request failed, and what to do | [`Error`] |
//! | an HTTP client of one's own | [`transport`] |
//! | rows as JSON, and cut into requests, without a client | [`to_json`], [`Chunker`] |
//!
//! # Delivery
//!
//! *At least once*: a request whose answer got lost is sent again with the same bytes, and the service doesn't
//! remove duplicates. *Accepted* means that the service answered 204, not that a row is stored: the rule's transform may
//! still drop it. Rows keep their order within a request, and requests are started in the rows' order, several at a time.
//! An upload whose future is dropped tells nothing more; [`Upload::cancel_on`] ends one and keeps its report.
//!
//! # Features
//!
//! | feature | default | gives |
//! |---|---|---|
//! | `derive` | yes | the derives |
//! | `client` | by `reqwest` | [`LogsClient`] and all about it, over any [`Transport`](transport::Transport) |
//! | `reqwest` | yes | the transport that is used unless one is given: rustls on ring, no OpenSSL |
//! | `azure-identity` | yes | [`credential::from_env`] |
//! | `libdeflate` | yes | `Compression::libdeflate`, by which rows are compressed unless something else is set; in C |
//! | `spool` | yes | `Spool`: a directory in which a sender's rows survive the process; three small crates, for its lock |
//! | `time`, `chrono`, `jiff` | | their types in datetime columns; `std::time::SystemTime` always fits |
//! | `uuid` | | `uuid::Uuid` in string columns |
//! | `tracing` | | a span for each upload and each request, with counts and sizes, never contents |
//! | `metrics` | | the [numbers of a sender](SenderStats#metrics) as metrics, by the crate `metrics` |
//! | `infra` | | the module `infra`: the table, the rule and the role as a template |
//! | `cli` | | the command `azlogs`, which sends rows from files |
//!
//! Features only add; `libdeflate` also changes what rows are compressed by, not what arrives. Without any the crate is the types, the row writer and the chunker. A client needs a tokio runtime
//! with time and I/O enabled.

// The derive writes paths that begin with `::azlogs`; in this crate's own tests they have to mean this crate.
#[allow(unused_extern_crates, reason = "only the tests derive")]
extern crate self as azlogs;

mod chunk;
mod clock;
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
mod row_id;
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
mod dead_letter;
#[cfg(feature = "client")]
mod error;
#[cfg(feature = "client")]
mod private_file;
#[cfg(feature = "client")]
mod send;
#[cfg(feature = "client")]
mod sender;
#[cfg(feature = "client")]
#[cfg_attr(
    not(feature = "spool"),
    allow(
        dead_code,
        unreachable_pub,
        unused_imports,
        reason = "no directory can be opened"
    )
)]
mod spool;
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
#[cfg(feature = "client")]
pub use dead_letter::{
    DeadLetter, DeadLetterFile, DeadLetterReader, Letter, LetterError, RejectedBatch,
};
#[cfg(feature = "derive")]
pub use derive::{LogColumn, LogRecord};
pub use endpoint::{Endpoint, EndpointError};
#[cfg(feature = "client")]
pub use error::{Delivered, Error, ErrorKind};
pub use record::{ColumnGroup, LogRecord};
pub use row::{RowError, RowStats, RowWriter, to_json, write_row};
pub use row_id::RowId;
pub use schema::{ColumnSchema, Columns, SchemaEntry, StreamSchema};
#[cfg(feature = "client")]
pub use send::RetryPolicy;
#[cfg(feature = "client")]
pub use sender::{
    Blame, NoRuntime, Overflow, RequestLatency, SendError, Sender, SenderBuilder, SenderReport,
    SenderStats, Sending,
};
#[cfg(feature = "spool")]
pub use spool::{
    GivenUp, Spool, SpoolError, SpoolErrorKind, SpoolOptions, SpoolUsage, Spools, WhenFull,
};
pub use stream_name::StreamName;
pub use unsendable::{RowTooLarge, UnsendableRow};
#[cfg(feature = "client")]
pub use upload::{
    Compression, ContentEncoding, JsonRow, JsonRowError, OnFailure, Packing, RawBodyError,
    RawUpload, RejectReason, RejectedRows, RowIter, Stopped, StreamClient, Upload, UploadError,
    UploadFailure, UploadReport, Uploading,
};
