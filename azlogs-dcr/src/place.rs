//! Where something is in a document.

use std::ops::Range;

/// A place in a document.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Place {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// The bytes of [`Document::text`](crate::Document::text) that are meant.
    pub span: Range<usize>,
    /// The JSON path, such as `$.resources[0].properties.streamDeclarations['Custom-X'].columns[2].type`.
    pub path: String,
}

impl Place {
    /// The place of what no document says.
    #[cfg(feature = "catalog")]
    pub(crate) const fn nowhere() -> Self {
        Self {
            line: 0,
            column: 0,
            span: 0..0,
            path: String::new(),
        }
    }

    /// Whether this is no place in a document, but that of what no document says: lines are counted from 1.
    pub const fn is_nowhere(&self) -> bool {
        self.line == 0
    }
}

/// A value, and where it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it was read.
    pub place: Place,
}
