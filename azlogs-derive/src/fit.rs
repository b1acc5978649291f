//! What a field's type, as it is written, says of whether it fits its column.
//!
//! The compiler decides that, by trait, since any name may stand for any type. What is found here only chooses its words
//! and spares it work.

use azlogs_dcr::ColumnType;
use syn::{GenericArgument, Path, PathArguments, Type};

use self::Condition as Needs;

/// What is likely of a type and a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fit {
    /// It fits, unless another type has taken its name.
    Fits,
    /// It doesn't fit, for that reason.
    Refused(&'static Reason),
    /// The name says nothing.
    Unknown,
}

/// Why a type doesn't fit a column.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Reason {
    /// What is wrong.
    pub(crate) message: &'static str,
    /// What to do.
    pub(crate) notes: &'static [&'static str],
    /// The kinds of column of which it doesn't hold.
    met_by: &'static [ColumnType],
}

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
        /// What a column has to meet to hold a type, named like the trait in `azlogs::column` that the compiler asks for.
        #[derive(Clone, Copy, Debug)]
        enum Condition {
            $($condition,)*
            $($unmet,)*
        }

        impl Condition {
            const fn reason(self) -> &'static Reason {
                match self {
                    $(Self::$condition => &Reason {
                        message: $message,
                        notes: &[$($note),+],
                        met_by: &[$(ColumnType::$kind),*],
                    },)*
                    $(Self::$unmet => &Reason {
                        message: $unmet_message,
                        notes: &[$($unmet_note),+],
                        met_by: &[],
                    },)*
                }
            }
        }
    };
}

azlogs_dcr::__misfits!(conditions);

impl Fit {
    /// Looks at the type.
    pub(crate) fn of(ty: &Type, column_type: ColumnType) -> Self {
        let Some(conditions) = conditions_of(ty) else {
            return Self::Unknown;
        };
        let mut reasons = conditions.iter().map(|condition| condition.reason());
        match reasons.find(|reason| !reason.met_by.contains(&column_type)) {
            Some(reason) => Self::Refused(reason),
            None => Self::Fits,
        }
    }

    /// Looks at the type where it decides on the column's: whether it fits any.
    pub(crate) fn of_any(ty: &Type) -> Self {
        let mut all = ColumnType::ALL.into_iter().map(|of| Self::of(ty, of));
        all.find(|fit| *fit == Self::Fits).unwrap_or(Self::Unknown)
    }
}

/// Whether the type is a UUID by its name. Of the types that are known here only these have another type in the table than in the
/// stream: `guid`. A type of somebody's own with the name of a known one is taken for that: nothing but what `infra` proposes for
/// the table hangs on it.
pub(crate) fn is_uuid(ty: &Type) -> bool {
    match ty {
        Type::Paren(inner) => is_uuid(&inner.elem),
        Type::Group(inner) => is_uuid(&inner.elem),
        Type::Reference(reference) => is_uuid(&reference.elem),
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            let of_argument = match &last.arguments {
                PathArguments::AngleBracketed(arguments) => match arguments.args.last() {
                    Some(GenericArgument::Type(content)) => is_uuid(content),
                    _ => false,
                },
                _ => false,
            };
            of_argument || last.ident == "Uuid"
        }),
        _ => false,
    }
}

/// What a column has to meet to hold the type, in the order in which the compiler asks.
fn conditions_of(ty: &Type) -> Option<&'static [Condition]> {
    match ty {
        Type::Paren(inner) => conditions_of(&inner.elem),
        Type::Group(inner) => conditions_of(&inner.elem),
        Type::Reference(reference) => conditions_of(&reference.elem),
        Type::Array(_) | Type::Slice(_) => Some(&[Needs::HoldsStructure]),
        Type::Tuple(tuple) if !tuple.elems.is_empty() => Some(&[Needs::HoldsStructure]),
        Type::Path(path) if path.qself.is_none() => conditions_of_path(&path.path),
        _ => None,
    }
}

fn conditions_of_path(path: &Path) -> Option<&'static [Condition]> {
    let last = path.segments.last()?;
    match (last.ident.to_string().as_str(), &last.arguments) {
        (
            "Option" | "Box" | "Rc" | "Arc" | "Cow" | "NonZero",
            PathArguments::AngleBracketed(arguments),
        ) => match arguments.args.last()? {
            GenericArgument::Type(content) => conditions_of(content),
            _ => None,
        },
        (
            "Vec" | "VecDeque" | "BTreeMap" | "BTreeSet" | "HashMap" | "HashSet" | "Dynamic",
            PathArguments::AngleBracketed(_),
        ) => Some(&[Needs::HoldsStructure]),
        // That of the crate chrono: jiff's, which names no instant, has no parameter.
        ("DateTime", PathArguments::AngleBracketed(_)) => Some(&[Needs::HoldsInstants]),
        ("DateTime" | "Date" | "Time", PathArguments::None) if is_of_module(path, "civil") => {
            Some(&[Needs::HoldsJiffWithoutOffset])
        }
        (name, PathArguments::None) => conditions_of_name(name),
        _ => None,
    }
}

fn is_of_module(path: &Path, module: &str) -> bool {
    let module_of_type = path.segments.iter().rev().nth(1);
    module_of_type.is_some_and(|segment| segment.ident == module)
}

macro_rules! number {
    ($($condition:ident),*) => {
        &[
            Needs::NumberNotText,
            Needs::NumberNotBoolean,
            Needs::NumberNotInstant,
            Needs::NumberNotDynamic,
            $(Needs::$condition),*
        ]
    };
}

/// Only types whose names are rarely given to others.
fn conditions_of_name(name: &str) -> Option<&'static [Condition]> {
    Some(match name {
        "String" | "str" | "char" | "Uuid" | "IpAddr" | "Ipv4Addr" | "Ipv6Addr" => {
            &[Needs::HoldsText]
        }
        "bool" => &[Needs::HoldsBooleans],
        "i8" | "i16" | "i32" | "u8" | "u16" => number!(),
        "u32" => number!(HoldsU32),
        "i64" => number!(HoldsI64, HoldsI64Exactly),
        "f32" | "f64" => number!(HoldsFractions),
        "u64" => &[Needs::HoldsU64],
        "usize" => &[Needs::HoldsUsize],
        "isize" => &[Needs::HoldsIsize],
        "u128" => &[Needs::HoldsU128],
        "i128" => &[Needs::HoldsI128],
        "SystemTime" | "OffsetDateTime" | "UtcDateTime" | "Timestamp" | "Zoned" => {
            &[Needs::HoldsInstants]
        }
        "PrimitiveDateTime" => &[Needs::HoldsTimeWithoutOffset],
        "NaiveDateTime" | "NaiveDate" | "NaiveTime" => &[Needs::HoldsChronoWithoutOffset],
        "Duration" | "TimeDelta" | "SignedDuration" => &[Needs::HoldsDurations],
        "Instant" => &[Needs::HoldsMonotonicTimes],
        "Path" | "PathBuf" => &[Needs::HoldsPaths],
        "Value" => &[Needs::HoldsStructure],
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use azlogs_dcr::ColumnType;
    use syn::{Type, parse_quote};

    use super::{Fit, is_uuid};

    #[test]
    fn a_type_fits_however_deep_it_lies() {
        for (ty, column_type) in [
            (parse_quote!(i32), ColumnType::Int),
            (parse_quote!(Option<&'a str>), ColumnType::String),
            (
                parse_quote!(std::option::Option<Box<(u32)>>),
                ColumnType::Long,
            ),
            (parse_quote!(Cow<'static, str>), ColumnType::String),
            (parse_quote!(NonZero<u16>), ColumnType::Real),
            (parse_quote!(chrono::DateTime<Utc>), ColumnType::DateTime),
            (parse_quote!(HashMap<String, u64>), ColumnType::Dynamic),
            (parse_quote!([u8; 4]), ColumnType::Dynamic),
        ] {
            assert_eq!(Fit::of(&ty, column_type), Fit::Fits, "{column_type}");
        }
    }

    #[test]
    fn a_type_that_does_not_fit_is_refused_in_the_compilers_words() {
        let refusal = |ty: Type, column_type| match Fit::of(&ty, column_type) {
            Fit::Refused(reason) => reason.message,
            other => panic!("{other:?}"),
        };
        assert_eq!(
            refusal(parse_quote!(Option<i64>), ColumnType::String),
            "a number doesn't go into a string column"
        );
        assert_eq!(
            refusal(parse_quote!(i64), ColumnType::Real),
            "an `i64` may lose digits in a column of type real, which is exact up to 2^53 only"
        );
        assert_eq!(
            refusal(parse_quote!(std::time::Duration), ColumnType::Long),
            "a duration fits no column: the service has no type of column for it"
        );
    }

    #[test]
    fn nothing_is_known_of_names_that_any_type_may_have() {
        let types: [Type; 6] = [
            parse_quote!(OrderId),
            parse_quote!(Option<Date>),
            parse_quote!(DateTime),
            parse_quote!(<Row as Table>::String),
            parse_quote!(()),
            parse_quote!(fn(u8) -> u8),
        ];
        for ty in types {
            assert_eq!(Fit::of(&ty, ColumnType::Int), Fit::Unknown);
        }
    }

    #[test]
    fn a_uuid_is_one_however_deep_it_lies() {
        let uuids: [Type; 3] = [
            parse_quote!(Uuid),
            parse_quote!(Option<&'a (uuid::Uuid)>),
            parse_quote!(std::borrow::Cow<'static, Uuid>),
        ];
        assert!(uuids.iter().all(is_uuid));
        let others: [Type; 4] = [
            parse_quote!(i32),
            parse_quote!(&'a str),
            parse_quote!(Option<Box<(f64)>>),
            parse_quote!(fn(Uuid) -> Uuid),
        ];
        assert!(!others.iter().any(is_uuid));
    }

    #[test]
    fn without_a_column_a_type_fits_that_fits_any() {
        let of_any = |ty: Type| Fit::of_any(&ty);
        assert_eq!(of_any(parse_quote!(Option<i64>)), Fit::Fits);
        assert_eq!(of_any(parse_quote!(Vec<u64>)), Fit::Fits);
        assert_eq!(of_any(parse_quote!(u64)), Fit::Unknown);
        assert_eq!(of_any(parse_quote!(OrderId)), Fit::Unknown);
    }
}
