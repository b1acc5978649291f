//! Which Rust type a field gets for its column's type.

use azlogs_dcr::ColumnType;
use proc_macro2::TokenStream;
use quote::quote;

/// The Rust type of `datetime` columns.
///
/// Each but [`SystemTime`](Self::SystemTime) needs the crate of that name as a dependency, and azlogs' feature of that name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DateTime {
    /// `time::OffsetDateTime`
    #[default]
    Time,
    /// `chrono::DateTime<chrono::Utc>`
    Chrono,
    /// `jiff::Timestamp`
    Jiff,
    /// `std::time::SystemTime`
    SystemTime,
}

/// The Rust type of `string` columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Strings {
    /// `String`
    #[default]
    Owned,
    /// `&'a str`: rows that borrow from what they are made of, without a copy
    Borrowed,
    /// `Cow<'a, str>`: both
    Cow,
}

impl DateTime {
    fn rust_type(self) -> TokenStream {
        match self {
            Self::Time => quote!(::time::OffsetDateTime),
            Self::Chrono => quote!(::chrono::DateTime<::chrono::Utc>),
            Self::Jiff => quote!(::jiff::Timestamp),
            Self::SystemTime => quote!(::std::time::SystemTime),
        }
    }

    fn epoch(self) -> TokenStream {
        match self {
            Self::Time => quote!(::time::OffsetDateTime::UNIX_EPOCH),
            Self::Chrono => quote!(::chrono::DateTime::UNIX_EPOCH),
            Self::Jiff => quote!(::jiff::Timestamp::UNIX_EPOCH),
            Self::SystemTime => quote!(::std::time::SystemTime::UNIX_EPOCH),
        }
    }
}

/// The types chosen for the columns of a run.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Types {
    pub(crate) datetime: DateTime,
    pub(crate) strings: Strings,
}

impl Types {
    /// The type of a field for such a column.
    pub(crate) fn of(self, column: ColumnType) -> FieldType {
        let (rust, default) = match column {
            ColumnType::String => match self.strings {
                Strings::Owned => (quote!(String), quote!(String::new())),
                Strings::Borrowed => (quote!(&'a str), quote!("")),
                Strings::Cow => (
                    quote!(::std::borrow::Cow<'a, str>),
                    quote!(::std::borrow::Cow::Borrowed("")),
                ),
            },
            ColumnType::Int => (quote!(i32), quote!(0)),
            ColumnType::Long => (quote!(i64), quote!(0)),
            ColumnType::Real => (quote!(f64), quote!(0.0)),
            ColumnType::Boolean => (quote!(bool), quote!(false)),
            ColumnType::DateTime => (self.datetime.rust_type(), self.datetime.epoch()),
            // Whatever a later version of the service adds comes as JSON.
            _ => (
                quote!(::azlogs::column::JsonValue),
                quote!(::azlogs::column::JsonValue::Null),
            ),
        };
        FieldType {
            rust,
            default,
            borrows: column == ColumnType::String && self.strings != Strings::Owned,
            is_instant: column == ColumnType::DateTime,
            is_bool: column == ColumnType::Boolean,
        }
    }
}

impl FieldType {
    /// A type that the user chose.
    pub(crate) fn chosen(rust: TokenStream) -> Self {
        Self {
            default: quote!(<#rust>::default()),
            rust,
            borrows: false,
            is_instant: false,
            is_bool: false,
        }
    }
}

/// A field's type, before it becomes an `Option`.
#[derive(Clone, Debug)]
pub(crate) struct FieldType {
    /// The type.
    pub(crate) rust: TokenStream,
    /// Its default value.
    pub(crate) default: TokenStream,
    /// Whether it has the lifetime `'a`.
    pub(crate) borrows: bool,
    /// Whether it is an instant, for which not every library has a `Default`.
    pub(crate) is_instant: bool,
    /// Whether it is a `bool`.
    pub(crate) is_bool: bool,
}
