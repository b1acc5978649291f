//! What stands inside a type: `#[log_record(…)]` on a field, `#[log_column(…)]` on a variant.

use azlogs_dcr::{Code, ColumnType};
use syn::parse::Parse;
use syn::{Attribute, ExprPath, LitStr, Meta};

use super::grammar::{Items, error};
use super::words;
use crate::ctxt::Ctxt;

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
    /// As its type is, in a string column, and as what tells the row from all others.
    RowId(Meta),
    /// As this function makes it.
    With(ExprPath),
}

impl FieldAttrs {
    /// Reads them. What is wrong is reported and left out.
    pub(crate) fn read(ctxt: &mut Ctxt, attrs: &[Attribute]) -> Self {
        let items = words::ON_FIELD.read(ctxt, attrs);
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
    if items.is_empty() {
        return;
    }
    for word in words::ON_FIELD.words.iter().map(|word| word.0) {
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
    for word in ["dynamic", "json_string", "with", "skip_if_none", "null"] {
        let why = "a row's id is the field's own value, and never absent: `azlogs::RowId`, a UUID or text";
        items.refuse_both(ctxt, "row_id", word, why);
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
        } else if let Some(meta) = items.meta("row_id") {
            Self::RowId(meta.clone())
        } else {
            Self::Value
        }
    }

    /// The type of the only columns that it is for, and the word that asks for it.
    pub(crate) fn demand(&self) -> Option<(ColumnType, &Meta)> {
        match self {
            Self::Dynamic(word) => Some((ColumnType::Dynamic, word)),
            Self::JsonString(word) | Self::RowId(word) => Some((ColumnType::String, word)),
            Self::Value | Self::With(_) => None,
        }
    }

    /// The demand, where a column of that type doesn't meet it.
    pub(crate) fn unmet_demand(&self, column_type: ColumnType) -> Option<(ColumnType, &Meta)> {
        self.demand().filter(|(needed, _)| *needed != column_type)
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
        let items = words::ON_VARIANT.read(ctxt, attrs);
        Self {
            rename: items.string("rename").cloned(),
        }
    }
}
