//! One of each thing that is derived, in a crate without a prelude.

use ::serde::Serialize;
use ::std::convert::TryFrom;
use ::std::option::Option;
use ::std::string::String;
use ::std::time::SystemTime;
use ::std::vec::Vec;
use ::telemetry::{LogColumn, LogRecord};

/// A row.
#[derive(Debug, LogRecord)]
#[log_record(
    crate = "::telemetry",
    dcr = "dcr.json",
    stream = "Custom-Requests",
    rename_all = "PascalCase",
    exhaustive,
    no_implicit_prelude
)]
pub struct Request<'a, T> {
    /// When.
    pub time_generated: SystemTime,
    /// Of what.
    pub path: &'a str,
    /// How it went.
    #[log_record(null)]
    pub status: Option<T>,
    /// Bytes.
    #[log_record(with = "bytes")]
    pub size: u64,
    /// Whatever.
    #[log_record(dynamic)]
    pub tags: Vec<Tag>,
    /// Whatever else.
    #[log_record(json_string)]
    pub headers: Vec<Tag>,
    /// One of some words.
    pub state: State,
    /// Where.
    #[log_record(flatten)]
    pub source: Source,
    /// Replaced by `state`.
    #[deprecated]
    pub old: Option<bool>,
    /// Not a column.
    #[log_record(skip)]
    pub ignored: (),
}

/// A row of no rule.
#[derive(Debug, LogRecord)]
#[log_record(
    crate = "::telemetry",
    stream = "Custom-Requests",
    rename_all = "PascalCase"
)]
pub struct Natural {
    /// Of what.
    pub path: Path,
    /// Where.
    #[log_record(flatten)]
    pub source: Source,
}

/// A row without columns.
#[derive(Debug, LogRecord)]
#[log_record(crate = "::telemetry", stream = "Custom-Requests")]
pub struct Empty {}

/// A group.
#[derive(Debug, LogRecord)]
#[log_record(crate = "::telemetry", group, rename_all = "PascalCase")]
pub struct Source {
    /// A name.
    pub host: String,
}

/// A newtype of something private.
#[derive(Debug, LogColumn)]
#[log_column(crate = "::telemetry")]
pub struct Path(Inner);

#[derive(Debug, LogColumn)]
#[log_column(crate = "::telemetry")]
struct Inner(String);

impl Path {
    /// The root.
    #[must_use]
    pub const fn root() -> Self {
        Self(Inner(String::new()))
    }
}

/// An enum.
#[derive(Debug, LogColumn)]
#[log_column(crate = "::telemetry", rename_all = "snake_case")]
pub enum State {
    /// Well.
    AllGood,
    /// Not so well.
    #[deprecated]
    Bad,
}

/// A value for dynamic columns.
#[derive(Debug, Serialize)]
pub struct Tag {
    /// What it says.
    pub text: &'static str,
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "`with` passes a reference"
)]
fn bytes(size: &u64) -> Option<i64> {
    i64::try_from(*size).ok()
}
