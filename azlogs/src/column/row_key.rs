//! Values that can tell a row from all others.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use super::kind;
use super::value::ColumnValue;
use crate::row::RowWriter;

/// A Rust type whose values can be a row's id: text of a string column, and never absent.
///
/// [`RowId`](crate::RowId) makes ids that are like no other; a UUID or a text of one's own will do where it is as different.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be a row's id",
    label = "this type isn't always an id in a string column",
    note = "azlogs::RowId, uuid::Uuid, String and &str can, and what points at one; not an Option, since every row needs one",
    note = "`impl azlogs::column::RowKey for Type {{}}` says it of a type of your own that fits string columns"
)]
pub trait RowKey: ColumnValue<kind::String> {
    /// As [`ColumnValue::write_column`], called here for the words in which the compiler explains.
    #[doc(hidden)]
    #[inline]
    fn write_id(&self, row: &mut RowWriter<'_>, name: &'static str) {
        row.column::<kind::String, Self>(name, self);
    }
}

macro_rules! row_keys {
    ($($type:ty),+) => {$(
        impl RowKey for $type {}
    )+};
}

row_keys!(str, String, crate::RowId);
#[cfg(feature = "uuid")]
row_keys!(uuid::Uuid);

impl<T: RowKey + ?Sized> RowKey for &T {}
impl<T: RowKey + ?Sized> RowKey for Box<T> {}
impl<T: RowKey + ?Sized> RowKey for Rc<T> {}
impl<T: RowKey + ?Sized> RowKey for Arc<T> {}
impl<T: RowKey + ToOwned + ?Sized> RowKey for Cow<'_, T> {}
