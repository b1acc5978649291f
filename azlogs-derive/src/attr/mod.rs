//! The attributes that say how a type becomes columns: our own, and serde's where they apply.

mod container;
mod field;
mod grammar;
mod naming;
mod serde;
mod words;

pub(crate) use self::container::{ColumnAttrs, RecordAttrs, Renaming};
pub(crate) use self::field::{FieldAttrs, Form, TypeWord, VariantAttrs};
pub(crate) use self::grammar::error;
pub(crate) use self::naming::Naming;
pub(crate) use self::serde::{SerdeField, SerdeType};
