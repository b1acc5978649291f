//! What stands inside a type: `#[log_record(…)]` on a field, `#[log_column(…)]` on a variant.

use azlogs_dcr::{Code, ColumnType};
use syn::parse::Parse;
use syn::{Attribute, ExprPath, LitStr, Meta};

use super::container::{COLUMN, RECORD};
use super::grammar::{Grammar, Items, Word, error};
use crate::ctxt::Ctxt;

/// The words on a field.
pub(super) const FIELD: &[Word] = &[
    Word("column", Some("OrderId")),
    Word("column_type", Some("int")),
    Word("dynamic", None),
    Word("json_string", None),
    Word("with", Some("path::to_fn")),
    Word("skip_if_none", None),
    Word("null", None),
    Word("flatten", None),
    Word("skip", None),
];

/// The words on a variant.
pub(super) const VARIANT: &[Word] = &[Word("rename", Some("not-found"))];

/// `#[log_record(…)]` on a field.
#[derive(Debug)]
pub(crate) struct FieldAttrs {
    /// The column's name.
    pub(crate) column: Option<LitStr>,
    /// The column's type, where no file says it.
    pub(crate) column_type: Option<TypeWord>,
    /// How the value is written.
    pub(crate) form: Form,
    /// An absent value is written as null: `Some(false)` says that it is left out.
    pub(crate) null: Option<bool>,
    /// The field's type is a group of columns.
    pub(crate) flatten: bool,
    /// The field is no column.
    pub(crate) skip: bool,
    /// Nothing is said here.
    pub(crate) is_silent: bool,
}

/// A column type, and the literal that says so.
#[derive(Clone, Debug)]
pub(crate) struct TypeWord {
    pub(crate) column_type: ColumnType,
    pub(crate) literal: LitStr,
}

/// How a field's value is written.
#[derive(Clone, Debug)]
pub(crate) enum Form {
    /// As its type is, in a column of the fitting type.
    Value,
    /// As any `Serialize`, in a dynamic column.
    Dynamic(Meta),
    /// As any `Serialize`, as text in a string column.
    JsonString(Meta),
    /// As this function makes it.
    With(ExprPath),
}

impl FieldAttrs {
    /// Reads them. What is wrong is reported and left out.
    pub(crate) fn read(ctxt: &mut Ctxt, attrs: &[Attribute]) -> Self {
        let grammar = Grammar {
            helper: "log_record",
            place: "a field",
            words: FIELD,
            elsewhere: (RECORD, "the struct"),
        };
        let items = grammar.read(ctxt, attrs);
        refuse_conflicts(ctxt, &items);
        Self {
            column: items.string("column").cloned(),
            column_type: TypeWord::read(ctxt, items.string("column_type")),
            form: Form::read(ctxt, &items),
            null: match (items.has("null"), items.has("skip_if_none")) {
                (false, false) => None,
                (null, _) => Some(null),
            },
            flatten: items.has("flatten"),
            skip: items.has("skip"),
            is_silent: items.is_empty(),
        }
    }
}

/// `skip` and `flatten` make no column, so that nothing can be said of one; the others each say the same thing twice.
fn refuse_conflicts(ctxt: &mut Ctxt, items: &Items) {
    for word in FIELD.iter().map(|word| word.0) {
        if word != "skip" {
            items.refuse_both(ctxt, "skip", word, "a skipped field is no column");
        }
        if word != "skip" && word != "flatten" && !items.has("skip") {
            let why = "a flattened field is no column: its type says which columns there are";
            items.refuse_both(ctxt, "flatten", word, why);
        }
    }
    for (first, second, why) in [
        (
            "skip_if_none",
            "null",
            "an absent value is either left out or null",
        ),
        (
            "dynamic",
            "json_string",
            "`dynamic` is for dynamic columns, `json_string` for string columns",
        ),
        (
            "dynamic",
            "with",
            "the function's result says how the value is written",
        ),
        (
            "json_string",
            "with",
            "the function's result says how the value is written",
        ),
    ] {
        items.refuse_both(ctxt, first, second, why);
    }
}

impl Form {
    fn read(ctxt: &mut Ctxt, items: &Items) -> Self {
        if let Some(path) = items.parse(ctxt, "with", ("path to a function", ExprPath::parse)) {
            Self::With(path)
        } else if let Some(meta) = items.meta("dynamic") {
            Self::Dynamic(meta.clone())
        } else if let Some(meta) = items.meta("json_string") {
            Self::JsonString(meta.clone())
        } else {
            Self::Value
        }
    }

    /// The word that asks for it.
    pub(crate) const fn word(&self) -> &'static str {
        match self {
            Self::Value => "column",
            Self::Dynamic(_) => "dynamic",
            Self::JsonString(_) => "json_string",
            Self::With(_) => "with",
        }
    }

    /// Whether it can be in a column of that type, as far as a macro can tell.
    pub(crate) fn fits(&self, column_type: ColumnType) -> bool {
        self.column_type()
            .is_none_or(|needed| needed == column_type)
    }

    /// The type of the only columns that this form is for.
    pub(crate) const fn column_type(&self) -> Option<ColumnType> {
        match self {
            Self::Dynamic(_) => Some(ColumnType::Dynamic),
            Self::JsonString(_) => Some(ColumnType::String),
            Self::Value | Self::With(_) => None,
        }
    }
}

impl TypeWord {
    fn read(ctxt: &mut Ctxt, literal: Option<&LitStr>) -> Option<Self> {
        let literal = literal?;
        match literal.value().parse::<ColumnType>() {
            Ok(column_type) => Some(Self {
                column_type,
                literal: literal.clone(),
            }),
            Err(problem) => {
                let finding = error(Code::AttributeForm, problem.to_string());
                ctxt.error(literal, &finding.help(problem.help()));
                None
            }
        }
    }
}

/// `#[log_column(…)]` on a variant.
#[derive(Debug)]
pub(crate) struct VariantAttrs {
    /// The text.
    pub(crate) rename: Option<LitStr>,
}

impl VariantAttrs {
    /// Reads them. What is wrong is reported and left out.
    pub(crate) fn read(ctxt: &mut Ctxt, attrs: &[Attribute]) -> Self {
        let grammar = Grammar {
            helper: "log_column",
            place: "a variant",
            words: VARIANT,
            elsewhere: (COLUMN, "the type"),
        };
        let items = grammar.read(ctxt, attrs);
        Self {
            rename: items.string("rename").cloned(),
        }
    }
}
