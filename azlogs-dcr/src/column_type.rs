//! The types that a stream's column can have.

use std::fmt;

/// The type of a stream's column.
///
/// Source: "Structure of a data collection rule", `streamDeclarations`. `guid` is a table's type only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ColumnType {
    /// UTF-8 text.
    String,
    /// A 32-bit integer.
    Int,
    /// A 64-bit integer.
    Long,
    /// A 64-bit float.
    Real,
    /// `true` or `false`.
    Boolean,
    /// An instant, stored in ticks of 100 ns.
    DateTime,
    /// Any JSON value.
    Dynamic,
}

impl ColumnType {
    /// Every type, in the order of the documentation.
    pub const ALL: [Self; 7] = [
        Self::String,
        Self::Int,
        Self::Long,
        Self::Real,
        Self::Boolean,
        Self::DateTime,
        Self::Dynamic,
    ];

    /// The name as a rule writes it: `string`, `int`, `long`, `real`, `boolean`, `datetime`, `dynamic`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Int => "int",
            Self::Long => "long",
            Self::Real => "real",
            Self::Boolean => "boolean",
            Self::DateTime => "datetime",
            Self::Dynamic => "dynamic",
        }
    }
}

impl fmt::Display for ColumnType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
