//! Values: what they are, how they're read and written, and what nulls do.
//!
//! A value is at most [`MAX_SIZE`] large. What a function would make larger is cut (text) or dropped (dynamic values), as the
//! service does when it takes a row in; so a row can't grow without bounds, however often a transformation doubles a value.

mod compare;
pub(crate) mod convert;
pub(crate) mod datetime;
mod dynamic;
pub(crate) mod guid;
mod json;
mod json_text;
pub(crate) mod number;
pub(crate) mod timespan;

use std::fmt;
use std::sync::Arc;

pub(crate) use compare::{equal, order};
pub use dynamic::{Array, Bag, Dynamic};
pub(crate) use json_text::write_json_string;

use crate::types::ScalarType;

/// How many bytes a string or a dynamic value can have: 1 MiB.
///
/// Source: "The string data type" and "The dynamic data type" of Kusto: values over 1 MB are truncated or dropped.
pub const MAX_SIZE: usize = 1 << 20;

/// The value of a column in a row.
///
/// [`Null`](Self::Null) is the null of any type but `string`, which has none: there, the empty string stands for a missing value.
#[derive(Clone, Debug, PartialEq, Default)]
#[non_exhaustive]
pub enum Value {
    /// The null of whatever type the column is.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// 32 bits.
    Int(i32),
    /// 64 bits.
    Long(i64),
    /// Floating point of 64 bits.
    Real(f64),
    /// Text.
    String(Arc<str>),
    /// Ticks of 100 ns since 0001-01-01T00:00:00Z.
    DateTime(i64),
    /// Ticks of 100 ns.
    Timespan(i64),
    /// The sixteen bytes in the order in which they're written.
    Guid([u8; 16]),
    /// A value of a column of type `dynamic`; never [`Dynamic::Null`], which is [`Null`](Self::Null).
    Dynamic(Dynamic),
}

impl Value {
    /// The value that a missing property of a row has in a column of this type: the empty string for `string`, null otherwise.
    #[must_use]
    pub fn missing(r#type: ScalarType) -> Self {
        match r#type {
            ScalarType::String => Self::text(""),
            _ => Self::Null,
        }
    }

    /// A string, cut at [`MAX_SIZE`].
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::String(Arc::from(cut(text)))
    }

    /// About how many bytes of memory it has.
    pub(crate) fn size(&self) -> usize {
        let beside = match self {
            Self::String(text) => text.len(),
            Self::Dynamic(value) => value.memory(),
            _ => 0,
        };
        size_of::<Self>() + beside
    }

    /// Whether it's null.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether a column of this type can hold it.
    #[must_use]
    pub fn is_of(&self, r#type: ScalarType) -> bool {
        match self {
            Self::Null => r#type != ScalarType::String,
            Self::Bool(_) => r#type == ScalarType::Bool,
            Self::Int(_) => r#type == ScalarType::Int,
            Self::Long(_) => r#type == ScalarType::Long,
            Self::Real(_) => r#type == ScalarType::Real,
            Self::String(_) => r#type == ScalarType::String,
            Self::DateTime(_) => r#type == ScalarType::DateTime,
            Self::Timespan(_) => r#type == ScalarType::Timespan,
            Self::Guid(_) => r#type == ScalarType::Guid,
            Self::Dynamic(_) => r#type == ScalarType::Dynamic,
        }
    }
}

/// As `tostring` prints it: a null is nothing at all.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&convert::to_text(self))
    }
}

impl From<Option<bool>> for Value {
    fn from(value: Option<bool>) -> Self {
        value.map_or(Self::Null, Self::Bool)
    }
}

impl From<Option<i32>> for Value {
    fn from(value: Option<i32>) -> Self {
        value.map_or(Self::Null, Self::Int)
    }
}

impl From<Option<i64>> for Value {
    fn from(value: Option<i64>) -> Self {
        value.map_or(Self::Null, Self::Long)
    }
}

impl From<Option<f64>> for Value {
    fn from(value: Option<f64>) -> Self {
        value.map_or(Self::Null, Self::Real)
    }
}

impl From<Dynamic> for Value {
    fn from(value: Dynamic) -> Self {
        match value {
            Dynamic::Null => Self::Null,
            value => Self::Dynamic(value),
        }
    }
}

/// The text, or as much of it as a value can hold.
pub(crate) fn cut(text: &str) -> &str {
    if text.len() <= MAX_SIZE {
        return text;
    }
    let mut end = MAX_SIZE;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
