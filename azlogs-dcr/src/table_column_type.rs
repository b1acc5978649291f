//! The types that a table's column can have.

use std::fmt;
use std::str::FromStr;

use crate::{ColumnType, Quoted};

/// The type of a table's column: those of a stream's columns, and `guid`.
///
/// Source: "Microsoft.OperationalInsights workspaces/tables", `Column`.
///
/// ```
/// use azlogs_dcr::{ColumnType, TableColumnType};
///
/// assert_eq!(TableColumnType::of(ColumnType::DateTime).as_str(), "dateTime");
/// assert_eq!(TableColumnType::Guid.cast_from(ColumnType::String), Some("toguid"));
/// assert_eq!(TableColumnType::String.cast_from(ColumnType::String), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum TableColumnType {
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
    /// A UUID. A stream has text in its place.
    Guid,
}

/// A text is no type of a table's column.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} is no type of a table's column", Quoted(text))]
pub struct TableColumnTypeError {
    text: String,
}

/// Forgives case, and knows what the portal and Kusto call some of them.
impl FromStr for TableColumnType {
    type Err = TableColumnTypeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text.to_ascii_lowercase().as_str() {
            "guid" | "uniqueidentifier" => Self::Guid,
            "bool" => Self::Boolean,
            "double" => Self::Real,
            own => match own.parse() {
                Ok(column_type) => Self::of(column_type),
                Err(_) => {
                    return Err(TableColumnTypeError {
                        text: text.to_owned(),
                    });
                }
            },
        })
    }
}

impl TableColumnType {
    /// The same type as that of a stream's column.
    pub const fn of(column_type: ColumnType) -> Self {
        match column_type {
            ColumnType::String => Self::String,
            ColumnType::Int => Self::Int,
            ColumnType::Long => Self::Long,
            ColumnType::Real => Self::Real,
            ColumnType::Boolean => Self::Boolean,
            ColumnType::DateTime => Self::DateTime,
            ColumnType::Dynamic => Self::Dynamic,
        }
    }

    /// The name as the resource of a table writes it: `dateTime`, and the others as a rule does.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Int => "int",
            Self::Long => "long",
            Self::Real => "real",
            Self::Boolean => "boolean",
            Self::DateTime => "dateTime",
            Self::Dynamic => "dynamic",
            Self::Guid => "guid",
        }
    }

    /// The function with which a transform makes it of a stream's column; `None` where there is nothing to do.
    ///
    /// A flow whose types differ from the table's is refused when the rule is created. Source: "Supported KQL features in
    /// Azure Monitor transformations", "Data type conversion".
    pub fn cast_from(self, column_type: ColumnType) -> Option<&'static str> {
        let cast = match self {
            Self::String => "tostring",
            Self::Int => "toint",
            Self::Long => "tolong",
            Self::Real => "toreal",
            Self::Boolean => "tobool",
            Self::DateTime => "todatetime",
            Self::Dynamic => "parse_json",
            Self::Guid => "toguid",
        };
        (self != Self::of(column_type)).then_some(cast)
    }
}

impl fmt::Display for TableColumnType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
