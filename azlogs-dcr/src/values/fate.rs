//! What becomes of a property of a row.

use super::RowSchema;
use crate::{ColumnType, Quoted, nearest};

/// What became of a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fate {
    /// It was accepted, if perhaps in the type's own spelling.
    Accepted,
    /// It was null already.
    Null,
    /// The column can't hold it: null instead. The reason completes "the value …".
    Nulled(&'static str),
    /// It was longer than a value may be, and cut to so many bytes.
    Truncated(usize),
    /// The row has no `TimeGenerated`, or none after the transform, so that it is the time of receipt; nothing is lost.
    Filled,
    /// `TimeGenerated` is the time of receipt instead of the row's own. The reason completes "the value …".
    Replaced(&'static str),
    /// The stream doesn't declare it, or the table has no such column: dropped.
    Dropped,
    /// It stands in the row more than once, and all but the last are dropped.
    Repeated,
}

/// One property of a row, or a column that the service fills by itself.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Cell<'a> {
    /// The property's name.
    pub name: &'a str,
    /// The place of the column among the stream's; `None` where the stream doesn't declare it.
    pub place: Option<usize>,
    /// The value's JSON text; empty where the row has none.
    pub raw: &'a str,
    /// What became of it.
    pub fate: Fate,
    pub(super) schema: &'a RowSchema,
}

impl Fate {
    /// Whether something of what was sent is lost.
    pub const fn is_loss(self) -> bool {
        match self {
            Self::Accepted | Self::Null | Self::Filled => false,
            Self::Nulled(_)
            | Self::Truncated(_)
            | Self::Replaced(_)
            | Self::Dropped
            | Self::Repeated => true,
        }
    }

    /// Whether the column holds a value afterwards.
    pub const fn holds_value(self) -> bool {
        matches!(
            self,
            Self::Accepted | Self::Truncated(_) | Self::Filled | Self::Replaced(_)
        )
    }
}

impl Cell<'_> {
    /// The column's type; `None` where the stream doesn't declare the column.
    pub fn column_type(&self) -> Option<ColumnType> {
        let column = self.schema.columns.get(self.place?)?;
        Some(column.holds)
    }

    /// The column that was probably meant, where the name is none.
    pub fn nearest(&self) -> Option<&str> {
        match self.place {
            None => nearest(self.name, self.schema.names()),
            Some(_) => None,
        }
    }

    /// Why it became of it what it did, such as `` `"many"` isn't an integer (the column's type is int) ``; empty where
    /// there is nothing to say.
    pub fn why(&self) -> String {
        match self.fate {
            Fate::Accepted | Fate::Null => String::new(),
            Fate::Nulled(why) => {
                let value = Quoted(self.raw);
                let column_type = self.column_type().map_or("", ColumnType::as_str);
                format!("{value} {why} (the column's type is {column_type})")
            }
            Fate::Truncated(limit) => format!("is longer than {limit} bytes"),
            Fate::Filled => "the row has none: it is the time of receipt".to_owned(),
            Fate::Replaced(why) => format!("{} {why}", Quoted(self.raw)),
            Fate::Dropped => match self.nearest() {
                Some(near) => format!("isn't declared; did you mean {}?", Quoted(near)),
                None => "isn't declared".to_owned(),
            },
            Fate::Repeated => "is there more than once: the last value counts".to_owned(),
        }
    }
}
