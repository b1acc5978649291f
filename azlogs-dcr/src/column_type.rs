//! The types that a stream's column can have.

use std::fmt;
use std::str::FromStr;

use crate::Quoted;

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

/// A text is no column type.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} is no column type", Quoted(text))]
pub struct ColumnTypeError {
    text: String,
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

/// Forgives case: Microsoft's own samples write `dateTime`.
impl FromStr for ColumnType {
    type Err = ColumnTypeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|column_type| column_type.as_str().eq_ignore_ascii_case(text))
            .ok_or_else(|| ColumnTypeError {
                text: text.to_owned(),
            })
    }
}

impl ColumnTypeError {
    /// What to write instead, such as ``use `long` ``.
    pub fn help(&self) -> String {
        let (instead, why) = match self.text.trim().to_ascii_lowercase().as_str() {
            "guid" | "uuid" | "uniqueidentifier" => (
                ColumnType::String,
                ", and `toguid()` in the transform where the table's column is a guid",
            ),
            "bool" => (ColumnType::Boolean, ""),
            "double" | "decimal" | "float" | "float64" | "number" | "numeric" => {
                (ColumnType::Real, "")
            }
            "int64" | "bigint" | "uint32" => (ColumnType::Long, ""),
            "int32" | "integer" | "int16" | "short" | "byte" => (ColumnType::Int, ""),
            "date" | "timestamp" | "time" | "datetimeoffset" => (ColumnType::DateTime, ""),
            "timespan" => (ColumnType::String, ", and `totimespan()` in the transform"),
            "object" | "json" | "array" | "map" | "record" => (ColumnType::Dynamic, ""),
            "text" | "str" | "varchar" | "nvarchar" | "char" => (ColumnType::String, ""),
            other => {
                if let Ok(trimmed) = other.parse::<ColumnType>() {
                    return format!("use `{trimmed}`, without the space around it");
                }
                let names = ColumnType::ALL.map(ColumnType::as_str);
                return match crate::nearest(other, names) {
                    Some(name) => format!("did you mean `{name}`?"),
                    None => format!("use one of `{}`", names.join("`, `")),
                };
            }
        };
        format!("use `{instead}`{why}")
    }
}

#[cfg(test)]
mod tests {
    use super::ColumnType;

    #[test]
    fn every_type_reads_its_own_name_in_any_case() {
        for column_type in ColumnType::ALL {
            let name = column_type.as_str();
            assert_eq!(name.parse(), Ok(column_type));
            assert_eq!(name.to_uppercase().parse(), Ok(column_type));
        }
        assert_eq!("dateTime".parse(), Ok(ColumnType::DateTime));
    }

    #[test]
    fn a_type_of_other_systems_is_answered_with_ours() {
        let help = |text: &str| text.parse::<ColumnType>().unwrap_err().help();
        assert!(help("guid").starts_with("use `string`, and `toguid()`"));
        assert_eq!(help("Bool"), "use `boolean`");
        assert_eq!(help("double"), "use `real`");
        assert_eq!(help("decimal"), "use `real`");
        assert_eq!(help("int64"), "use `long`");
        assert_eq!(help("bigint"), "use `long`");
        assert_eq!(help("int32"), "use `int`");
        assert_eq!(help("integer"), "use `int`");
        assert_eq!(help("date"), "use `datetime`");
        assert_eq!(help("object"), "use `dynamic`");
        assert_eq!(help("json"), "use `dynamic`");
        assert_eq!(help("rael"), "did you mean `real`?");
        assert_eq!(
            help("blob"),
            "use one of `string`, `int`, `long`, `real`, `boolean`, `datetime`, `dynamic`"
        );
    }

    #[test]
    fn surrounding_space_is_no_type() {
        assert_eq!(
            " int".parse::<ColumnType>().unwrap_err().help(),
            "use `int`, without the space around it"
        );
    }
}
