//! The types of Kusto's scalar values.

use std::fmt;

/// A scalar type of Kusto, as far as a transformation can use it.
///
/// `decimal` isn't here: Log Analytics has no such columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ScalarType {
    /// `true`, `false` or null.
    Bool,
    /// A whole number of 32 bits.
    Int,
    /// A whole number of 64 bits.
    Long,
    /// A floating-point number of 64 bits.
    Real,
    /// Text. A string is never null.
    String,
    /// A moment between the years 1 and 9999, in ticks of 100 ns.
    DateTime,
    /// A length of time, in ticks of 100 ns.
    Timespan,
    /// A globally unique identifier.
    Guid,
    /// A value of any of these types, an array, or a property bag.
    Dynamic,
}

impl ScalarType {
    /// All types.
    pub const ALL: [Self; 9] = [
        Self::Bool,
        Self::Int,
        Self::Long,
        Self::Real,
        Self::String,
        Self::DateTime,
        Self::Timespan,
        Self::Guid,
        Self::Dynamic,
    ];

    /// The type of this name, any of those that Kusto has for it, such as `date` for `datetime`.
    ///
    /// ```
    /// use azlogs_kql::ScalarType;
    ///
    /// assert_eq!(ScalarType::from_name("double"), Some(ScalarType::Real));
    /// assert_eq!(ScalarType::from_name("decimal"), None);
    /// ```
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "bool" | "boolean" => Self::Bool,
            "int" | "int32" => Self::Int,
            "long" | "int64" => Self::Long,
            "real" | "double" => Self::Real,
            "string" => Self::String,
            "datetime" | "date" => Self::DateTime,
            "timespan" | "time" => Self::Timespan,
            "guid" | "uuid" | "uniqueid" => Self::Guid,
            "dynamic" => Self::Dynamic,
            _ => return None,
        })
    }

    /// Kusto's name of the type, such as `datetime`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Int => "int",
            Self::Long => "long",
            Self::Real => "real",
            Self::String => "string",
            Self::DateTime => "datetime",
            Self::Timespan => "timespan",
            Self::Guid => "guid",
            Self::Dynamic => "dynamic",
        }
    }

    /// Whether values of the type are numbers.
    #[must_use]
    pub fn is_number(self) -> bool {
        matches!(self, Self::Int | Self::Long | Self::Real)
    }

    /// Whether values of the type are whole numbers.
    #[must_use]
    pub fn is_integer(self) -> bool {
        matches!(self, Self::Int | Self::Long)
    }
}

impl fmt::Display for ScalarType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
