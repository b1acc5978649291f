//! Columns: what comes into a transformation, and what comes out of it.

use crate::types::ScalarType;

/// A column of the rows that come in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Column {
    /// Its name. Names tell capitals from small letters.
    pub name: String,
    /// Its type.
    pub r#type: ScalarType,
}

impl Column {
    /// A column of this name and type.
    pub fn new(name: impl Into<String>, r#type: ScalarType) -> Self {
        Self {
            name: name.into(),
            r#type,
        }
    }
}

/// A column of the rows that come out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OutputColumn {
    /// Its name.
    pub name: String,
    /// Its type.
    pub r#type: ScalarType,
    /// The incoming columns from which its value is worked out, in their order.
    pub reads: Vec<String>,
    /// The incoming column whose value it has, unchanged.
    pub copy_of: Option<String>,
}
