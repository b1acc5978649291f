//! A stream as a rule's file declares it, which a derive leaves for the checks that are made when constants are evaluated.

use azlogs_dcr::ColumnType;

use super::ColumnSchema;
use super::by_name::are_equal;

/// A stream, and where it is declared.
#[derive(Clone, Copy, Debug)]
pub struct DeclaredStream {
    /// The name.
    pub name: &'static str,
    /// The rule's file.
    pub file: &'static str,
    /// Line and column in it, such as `4:7`.
    pub position: &'static str,
    /// The columns.
    pub columns: &'static [DeclaredColumn],
}

/// A column, and where its type is declared.
#[derive(Clone, Copy, Debug)]
pub struct DeclaredColumn {
    pub(super) schema: ColumnSchema,
    position: &'static str,
}

impl DeclaredColumn {
    /// A column, and line and column in the file.
    pub const fn new(name: &'static str, column_type: ColumnType, position: &'static str) -> Self {
        Self {
            schema: ColumnSchema::new(name, column_type),
            position,
        }
    }
}

impl DeclaredStream {
    /// Line and column of the column; of the stream, where it declares none of that name.
    pub(super) const fn position_of(&self, column: &str) -> &'static str {
        let mut rest = self.columns;
        while let [declared, after @ ..] = rest {
            if are_equal(declared.schema.name, column) {
                return declared.position;
            }
            rest = after;
        }
        self.position
    }
}
