//! The kinds of column, and which Rust types fit which.
//!
//! The service answers 204 also when it throws a value away: one that doesn't convert to its column's type is stored as
//! null. So a type fits a column here only where *every* value of it does, without loss; everything else is refused when
//! it is compiled, with the reason.
//!
//! | column             | types that fit                                                   | refused, and why |
//! |--------------------|------------------------------------------------------------------|------------------|
//! | [`String`]         | `String`, `&str`, `char`, IP addresses, `uuid::Uuid`, enums with `#[derive(LogColumn)]` | numbers: write them as numbers; paths: needn't be Unicode |
//! | [`Int`]            | `i8`, `i16`, `i32`, `u8`, `u16`                                  | `u32`, `i64`: may not fit |
//! | [`Long`]           | those, `u32`, `i64`                                              | `u64`, `usize`, `u128`, `i128`: may not fit; `isize`: depends on the machine |
//! | [`Real`]           | `f32`, `f64`, `i8` to `i32`, `u8` to `u32`                       | `i64`, `u64`: lose digits over 2<sup>53</sup> |
//! | [`Boolean`]        | `bool`                                                           | |
//! | [`DateTime`]       | `SystemTime`, `time::{OffsetDateTime, UtcDateTime}`, `chrono::DateTime`, `jiff::{Timestamp, Zoned}` | dates and times without an offset: name no instant; numbers: the service documents no count of seconds |
//! | [`Dynamic`]        | `serde_json::Value`, maps, `Vec`, slices, arrays, tuples, sets, [`azlogs::Dynamic`](crate::Dynamic) of any `Serialize` | text and scalars, unless asked for |
//!
//! - `Option<T>` fits where `T` does; `None` leaves the property out of the row. So do references, `Box`, `Rc`, `Arc` and
//!   `Cow`, the `NonZero` of a number, and a newtype with `#[derive(LogColumn)]`.
//! - Types of the crates time, chrono, jiff and uuid need azlogs' feature of that name.
//! - Instants are written in UTC, as RFC 3339 with `Z` and 7 fractional digits, which is what the service keeps: it counts in
//!   ticks of 100 ns. What is finer is cut off. An instant outside the years 0001 to 9999 is a [`ValueError`], and its row
//!   is rejected. A leap second, where a type has one, runs on into the next second.
//! - NaN and infinities in a real column are written as `null`, since JSON has no word for them, and
//!   [counted](crate::RowStats::nulled).
//!
//! Sources: "Structure of a data collection rule" for the types of columns, "Scalar data types" of Kusto for what they hold.

mod boolean;
pub(crate) mod dynamic;
mod instant;
mod ip_address;
mod kind;
mod misfit;
mod natural;
mod number;
pub(crate) mod numbered;
mod pointer;
pub mod reason;
mod row_key;
mod text;
#[cfg(feature = "uuid")]
mod uuid;
mod value;

pub use kind::{Boolean, ColumnKind, DateTime, Dynamic, Int, Long, Real, String};
pub use natural::NaturalColumn;
pub use row_key::RowKey;
/// JSON of any kind, for `dynamic` columns; re-exported, so that generated code needs no dependency of its own.
pub use serde_json::Value as JsonValue;
pub use value::{ColumnValue, ValueError, ValueWriter, Written};
