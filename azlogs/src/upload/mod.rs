//! Uploading rows: chunks, compression, concurrency, the report.
//!
//! ```text
//! rows → Filler ──→ PackingLine ──→ sends ──→ Books
//!        chunk.rs   packing.rs      send/     ledger.rs
//!                   gzip.rs                   report.rs
//!                   segment.rs → wire.rs
//! ```
//!
//! `pipeline` is what moves the rows along; `raw` is the way of bytes that are a body already.

mod blocking;
mod body;
mod body_gzip;
mod books;
mod builder;
mod compression;
mod content_encoding;
mod crew;
mod deflate;
mod failure;
mod filler;
mod gzip;
mod halving;
mod json_row;
mod ledger;
#[cfg(feature = "libdeflate")]
mod libdeflate;
mod packing;
mod packing_line;
mod pipeline;
mod raw;
mod raw_check;
mod report;
mod row_iter;
mod segment;
mod settings;
mod split;
mod stream_client;
mod target;
mod trace;
mod wire;
pub(crate) mod wording;

pub use builder::Upload;
pub use compression::Compression;
pub use content_encoding::ContentEncoding;
pub use failure::{OnFailure, RejectReason, RejectedRows, UploadFailure};
pub use json_row::{JsonRow, JsonRowError};
pub use packing::Packing;
pub use pipeline::Uploading;
pub use raw::RawUpload;
pub use raw_check::RawBodyError;
pub use report::{Stopped, UploadError, UploadReport};
pub use row_iter::RowIter;
pub use stream_client::StreamClient;

pub(crate) use blocking::Work;
pub(crate) use body::Body;
pub(crate) use packing::Packed;
pub(crate) use packing_line::PackingLine;
pub(crate) use raw_check::check;
pub(crate) use settings::{AHEAD, Settings};
pub(crate) use split::split;
pub(crate) use target::Target;
pub(crate) use wire::PORTION;
