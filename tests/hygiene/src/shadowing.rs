//! A module whose own names are those that expansions need for something else.

#![allow(
    non_camel_case_types,
    non_snake_case,
    non_upper_case_globals,
    reason = "they are the names of others"
)]

use ::telemetry::{LogColumn, LogRecord};

/// A row of the module's own types.
#[derive(Debug, LogRecord)]
#[log_record(
    crate = "::telemetry",
    stream = "Custom-Requests",
    rename_all = "PascalCase"
)]
pub struct Row {
    /// Text.
    pub text: String,
    /// A number.
    pub number: u8,
    /// One of some words.
    pub choice: Result,
    /// As JSON.
    #[log_record(dynamic)]
    pub list: [::core::primitive::u8; __AZLOGS_LENGTH],
    /// Where.
    #[log_record(flatten)]
    pub group: Option,
}

const __AZLOGS_LENGTH: ::core::primitive::usize = 2;

/// Not the prelude's.
#[derive(Debug, LogColumn)]
#[log_column(crate = "::telemetry")]
pub struct String(pub &'static ::core::primitive::str);

/// Not the primitive.
#[derive(Debug, LogColumn)]
#[log_column(crate = "::telemetry")]
pub struct u8(pub i32);

/// Not the prelude's.
#[derive(Debug, LogColumn)]
#[log_column(crate = "::telemetry")]
pub enum Result {
    /// Not the prelude's.
    Ok,
    /// Not the prelude's.
    Err,
}

/// Not the prelude's.
#[derive(Debug, LogRecord)]
#[log_record(crate = "::telemetry", group, rename_all = "PascalCase")]
pub struct Option {
    /// True or not.
    pub truth: ::core::primitive::bool,
}

/// Not the primitive.
#[derive(Debug)]
pub struct bool;

/// Not the primitive.
#[derive(Debug)]
pub struct str;

/// Not the primitive.
#[derive(Debug)]
pub struct usize;

/// Not the prelude's.
#[derive(Debug)]
pub struct Vec;

/// Not the prelude's.
pub const fn Some() {}

/// Not the prelude's.
pub const None: () = ();

/// Not the standard library's.
pub mod core {}

/// Not the standard library's.
pub mod std {}

/// Not azlogs.
pub mod azlogs {}

/// Not azlogs'.
pub mod column {}
