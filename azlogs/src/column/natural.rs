//! The kind of column that a Rust type goes into when no rule says.

use super::kind::ColumnKind;

/// The kind of column that a Rust type asks for: what `#[derive(LogRecord)]` takes where it knows no rule.
///
/// It is the smallest kind of the type's sort: `i32` asks for an int column, `u32` for a long one, `f32` for a real one.
/// A type that fits no column may have one too, so that the compiler can say why it doesn't fit that one.
///
/// ```
/// use azlogs::ColumnType;
/// use azlogs::column::{ColumnKind, NaturalColumn};
///
/// fn natural<V: NaturalColumn>() -> ColumnType {
///     V::Kind::TYPE
/// }
///
/// assert_eq!(natural::<Option<u32>>(), ColumnType::Long);
/// assert_eq!(natural::<Vec<&str>>(), ColumnType::Dynamic);
/// ```
#[diagnostic::on_unimplemented(
    message = "no type of column is known for `{Self}`",
    label = "say the column's type, or use a type that has one",
    note = "#[log_record(column_type = \"…\")] on the field says it, #[log_record(dcr = \"…\")] takes it from the rule",
    note = "#[log_record(dynamic)] writes any `Serialize` into a dynamic column, #[derive(LogColumn)] is for newtypes and enums"
)]
pub trait NaturalColumn {
    /// The kind.
    type Kind: ColumnKind;
}

macro_rules! natural {
    ($($kind:ident: $($type:ty),+;)*) => {$($(
        impl $crate::column::NaturalColumn for $type {
            type Kind = $crate::column::$kind;
        }
    )+)*};
}

pub(super) use natural;
