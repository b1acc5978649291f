//! The kinds of column: one marker type for each type that a stream's column can have.

use azlogs_dcr::ColumnType;

mod sealed {
    pub trait Sealed {}
}

/// A kind of column: one of the markers in [`azlogs::column`](crate::column), such as [`Int`] or [`DateTime`].
pub trait ColumnKind: sealed::Sealed + 'static {
    /// The same as a value.
    const TYPE: ColumnType;
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident,)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $kind {}

        impl sealed::Sealed for $kind {}

        impl ColumnKind for $kind {
            const TYPE: ColumnType = ColumnType::$kind;
        }
    )*};
}

kinds! {
    /// A `string` column: UTF-8 text.
    String,
    /// An `int` column: a 32-bit integer.
    Int,
    /// A `long` column: a 64-bit integer.
    Long,
    /// A `real` column: a 64-bit float.
    Real,
    /// A `boolean` column.
    Boolean,
    /// A `datetime` column: an instant in ticks of 100 ns, in the years 0001 to 9999.
    DateTime,
    /// A `dynamic` column: any JSON value.
    Dynamic,
}
