//! serde's attributes: a type that is also `Serialize` has the same names in both its outputs.
//!
//! What renames or skips is followed. What would make serde's output differ from ours, and what no `log_record` attribute
//! on the field decides, is an error: a column that silently differs is found days later. What only reads
//! (`default`, `alias`, `deserialize_with`, …) doesn't matter here, and what serde doesn't know is serde's to report.

use azlogs_dcr::Code;
use syn::punctuated::Punctuated;
use syn::{Attribute, ExprPath, LitStr, Meta, Token};

use super::FieldAttrs;
use super::container::Renaming;
use super::field::Form;
use super::grammar::{error, string};
use crate::case::RenameRule;
use crate::ctxt::Ctxt;

/// An attribute that can't be followed, and what to write instead.
type Advice = (&'static str, &'static str);

const ON_RECORD: &[Advice] = &[
    ("tag", "add a field for the tag's column"),
    (
        "transparent",
        "use `#[log_record(flatten)]` on the field, and `#[log_record(group)]` on its type",
    ),
    (
        "into",
        "use `#[log_record(with = \"…\")]` on the fields that are to be written otherwise",
    ),
    (
        "rename_all_fields",
        "use `#[log_record(rename_all = \"…\")]`",
    ),
];

const ON_COLUMN: &[Advice] = &[
    (
        "tag",
        "use `#[log_record(dynamic)]` on the fields of this type",
    ),
    (
        "content",
        "use `#[log_record(dynamic)]` on the fields of this type",
    ),
    (
        "untagged",
        "use `#[log_record(dynamic)]` on the fields of this type",
    ),
    (
        "into",
        "use `#[log_record(with = \"…\")]` on the fields of this type",
    ),
];

const ON_INNER: &[Advice] = &[
    ("skip", "a newtype is written as what it wraps"),
    ("skip_serializing", "a newtype is written as what it wraps"),
    (
        "skip_serializing_if",
        "wrap an `Option`, or use `Option` of this type in the record",
    ),
    (
        "with",
        "use `#[log_record(with = \"…\")]` on the fields of this type",
    ),
    (
        "serialize_with",
        "use `#[log_record(with = \"…\")]` on the fields of this type",
    ),
    (
        "getter",
        "use `#[log_record(with = \"…\")]` on the fields of this type",
    ),
];

const ON_VARIANT: &[Advice] = &[
    ("skip", "every variant is written as its text"),
    ("skip_serializing", "every variant is written as its text"),
    ("with", "use `#[log_column(rename = \"…\")]`"),
    ("serialize_with", "use `#[log_column(rename = \"…\")]`"),
    ("untagged", "use `#[log_column(rename = \"…\")]`"),
];

const ON_FIELD: &[Advice] = &[
    (
        "flatten",
        "use `#[log_record(flatten)]` for a group of columns, or `#[log_record(dynamic)]` for one dynamic column",
    ),
    ("with", "use `#[log_record(with = \"path::to_fn\")]`"),
    (
        "serialize_with",
        "use `#[log_record(with = \"path::to_fn\")]`",
    ),
    ("getter", "use `#[log_record(with = \"path::to_fn\")]`"),
];

/// What serde's attributes on a type say.
pub(crate) struct SerdeType {
    rename_all: Option<LitStr>,
}

/// What serde's attributes on a field or a variant say.
pub(crate) struct SerdeField {
    /// The name when written.
    pub(crate) rename: Option<LitStr>,
    /// It isn't written.
    pub(crate) skip: bool,
}

impl SerdeType {
    /// Reads those on a record or a group.
    pub(crate) fn on_record(ctxt: &mut Ctxt, attrs: &[Attribute]) -> Self {
        Self::read(ctxt, attrs, ON_RECORD)
    }

    /// Reads those on a newtype or an enum that is a column's value.
    pub(crate) fn on_column(ctxt: &mut Ctxt, attrs: &[Attribute]) -> Self {
        Self::read(ctxt, attrs, ON_COLUMN)
    }

    fn read(ctxt: &mut Ctxt, attrs: &[Attribute], refused: &[Advice]) -> Self {
        let metas = metas(attrs);
        refuse(ctxt, &metas, refused);
        Self {
            rename_all: when_written(&metas, "rename_all"),
        }
    }

    /// serde's `rename_all`. One that serde doesn't know is serde's to report.
    pub(crate) fn rename_all(self) -> Option<Renaming> {
        let literal = self.rename_all?;
        let rule = RenameRule::from_name(&literal.value())?;
        Some(Renaming { rule, literal })
    }
}

impl SerdeField {
    /// Reads those on a record's field, of which `ours` may say otherwise.
    pub(crate) fn on_field(ctxt: &mut Ctxt, attrs: &[Attribute], ours: &FieldAttrs) -> Self {
        let metas = metas(attrs);
        let read = Self::read(&metas);
        if ours.skip || (read.skip && ours.is_silent) {
            return read;
        }
        if matches!(ours.form, Form::Value | Form::RowId(_)) && !ours.flatten {
            refuse(ctxt, &metas, ON_FIELD);
        }
        if ours.null.is_none() && !ours.flatten && !matches!(ours.form, Form::With(_)) {
            refuse_conditions(ctxt, &metas);
        }
        read
    }

    /// Reads those on what a newtype wraps.
    pub(crate) fn on_inner(ctxt: &mut Ctxt, attrs: &[Attribute]) {
        refuse(ctxt, &metas(attrs), ON_INNER);
    }

    /// Reads those on a variant.
    pub(crate) fn on_variant(ctxt: &mut Ctxt, attrs: &[Attribute]) -> Self {
        let metas = metas(attrs);
        refuse(ctxt, &metas, ON_VARIANT);
        Self::read(&metas)
    }

    fn read(metas: &[Meta]) -> Self {
        Self {
            rename: when_written(metas, "rename"),
            skip: has(metas, "skip") || has(metas, "skip_serializing"),
        }
    }
}

fn metas(attrs: &[Attribute]) -> Vec<Meta> {
    let serde = attrs.iter().filter(|attr| attr.path().is_ident("serde"));
    serde.flat_map(nested).collect()
}

/// What stands in the attribute's parentheses. What can't be parsed is serde's to report.
fn nested(attr: &Attribute) -> Vec<Meta> {
    match &attr.meta {
        Meta::List(list) => list
            .parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
            .map(|metas| metas.into_iter().collect())
            .unwrap_or_default(),
        Meta::Path(_) | Meta::NameValue(_) => Vec::new(),
    }
}

fn has(metas: &[Meta], word: &str) -> bool {
    metas.iter().any(|meta| meta.path().is_ident(word))
}

/// The text of `word = "text"` or `word(serialize = "text")`.
fn when_written(metas: &[Meta], word: &str) -> Option<LitStr> {
    metas
        .iter()
        .filter(|meta| meta.path().is_ident(word))
        .find_map(|meta| match meta {
            Meta::NameValue(pair) => string(&pair.value).cloned(),
            Meta::List(list) => {
                let both = list
                    .parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
                    .ok()?;
                let both: Vec<_> = both.into_iter().collect();
                when_written(&both, "serialize")
            }
            Meta::Path(_) => None,
        })
}

fn refuse(ctxt: &mut Ctxt, metas: &[Meta], refused: &[Advice]) {
    for meta in metas {
        let advice = refused.iter().find(|(word, _)| meta.path().is_ident(word));
        if let Some((word, advice)) = advice {
            refuse_one(ctxt, meta, word, advice);
        }
    }
}

/// `skip_serializing_if = "Option::is_none"` is what happens anyway; any other condition would leave more out than we do.
fn refuse_conditions(ctxt: &mut Ctxt, metas: &[Meta]) {
    let word = "skip_serializing_if";
    for meta in metas.iter().filter(|meta| meta.path().is_ident(word)) {
        if !is_option_is_none(meta) {
            let advice = "make the field an `Option`, which is left out where it is `None`; \
                          or write `#[log_record(skip_if_none)]`, and only `None` is left out";
            refuse_one(ctxt, meta, word, advice);
        }
    }
}

fn is_option_is_none(meta: &Meta) -> bool {
    let Meta::NameValue(pair) = meta else {
        return false;
    };
    let path = string(&pair.value).and_then(|literal| literal.parse::<ExprPath>().ok());
    path.is_some_and(|path| {
        let mut segments = path.path.segments.iter().rev();
        segments.next().is_some_and(|last| last.ident == "is_none")
            && segments.next().is_some_and(|last| last.ident == "Option")
    })
}

fn refuse_one(ctxt: &mut Ctxt, meta: &Meta, word: &str, advice: &str) {
    let message = format!("`#[serde({word})]` would write something else than this derive");
    ctxt.error(meta, &error(Code::SerdeAttribute, message).help(advice));
}
