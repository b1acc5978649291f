//! Why a type doesn't fit: what the compiler says of each pair of a Rust type and a kind of column that would lose data.
//!
//! Each trait here is a condition that a kind of column has to meet for some type, implemented by the kinds that do, with
//! the words for those that don't. `impl<K: Condition> ColumnValue<K> for Type` then makes the compiler print them. Nothing
//! but the kinds of this crate can implement one. The words are in `azlogs-dcr/src/misfit.rs`, since the derive says them too.

use super::kind::{Boolean, ColumnKind, DateTime, Dynamic, Int, Long, Real, String};

macro_rules! conditions {
    (
        some kinds {$(
            $condition:ident met by $($kind:ident),*: $message:literal, $($note:literal),+;
        )*}
        no kind {$(
            $(#[$cfg:meta])*
            $unmet:ident: $unmet_message:literal, $($unmet_note:literal),+;
        )*}
    ) => {
        $(
            #[doc = concat!("Where a kind of column doesn't meet it, the compiler says: ", $message, ".")]
            #[diagnostic::on_unimplemented(
                message = $message,
                label = "its column is of type `{Self}`",
                $(note = $note),+
            )]
            pub trait $condition: ColumnKind {}

            $(
                #[diagnostic::do_not_recommend]
                impl $condition for $kind {}
            )*
        )*

        $(
            #[doc = concat!("The compiler says: ", $unmet_message, ".")]
            ///
            /// No kind of column meets it, so there is nothing to write and `never` is never called.
            $(#[$cfg])*
            #[diagnostic::on_unimplemented(
                message = $unmet_message,
                label = "fits no column",
                $(note = $unmet_note),+
            )]
            pub trait $unmet: ColumnKind {
                /// Stands where the value would be written.
                fn never<T>() -> T;
            }
        )*
    };
}

azlogs_dcr::__misfits!(conditions);
