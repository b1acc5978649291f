//! What generated code is allowed that lints warn of, because the rule and the user leave it no choice.

use heck::ToSnakeCase as _;
use proc_macro2::TokenStream;
use quote::quote;

use super::Form;
use crate::model::{Field, Record};

/// From so many fields on, Clippy looks for a prefix or suffix that all names share.
const FIELD_NAMES_THRESHOLD: usize = 3;

/// More `bool`s than that are too many for Clippy.
const BOOLS_MAX: usize = 3;

/// Clippy's limit of lines to a function, less those that aren't fields.
const FIELDS_MAX: usize = 95;

/// Clippy's limit of arguments to a function.
const ARGUMENTS_MAX: usize = 7;

/// An item that the program doesn't use. A file that is a module allows it for all that it holds.
pub(super) fn unused(form: Form) -> Option<TokenStream> {
    attribute(unused_lint(form))
}

/// What the struct is allowed.
pub(super) fn on_struct(record: &Record, form: Form) -> Option<TokenStream> {
    let bools = record
        .required()
        .filter(|field| field.rust_type.is_bool)
        .count();
    let names = has_alike_names(record).then(|| quote!(clippy::struct_field_names));
    let bools = (bools > BOOLS_MAX).then(|| quote!(clippy::struct_excessive_bools));
    attribute(names.into_iter().chain(bools).chain(unused_lint(form)))
}

/// What the function `new` is allowed.
pub(super) fn on_new(record: &Record) -> Option<TokenStream> {
    let arguments = record.required().count();
    let many = (arguments > ARGUMENTS_MAX).then(|| quote!(clippy::too_many_arguments));
    let is_long = record.has_own_default() && record.fields.len() > FIELDS_MAX;
    let long = is_long.then(|| quote!(clippy::too_many_lines));
    let alike = (arguments > 1).then(|| quote!(clippy::similar_names));
    attribute([many, long, alike].into_iter().flatten())
}

/// What a field is allowed: the derive warns of values that reach no table, where it knows the rule, and here the field's
/// documentation says so.
pub(super) fn on_field(field: &Field, is_linked: bool) -> Option<TokenStream> {
    attribute((is_linked && field.is_dropped).then(|| quote!(deprecated)))
}

fn attribute(lints: impl IntoIterator<Item = TokenStream>) -> Option<TokenStream> {
    let lints: Vec<TokenStream> = lints.into_iter().collect();
    (!lints.is_empty()).then(|| quote!(#[allow(#(#lints),*)]))
}

fn unused_lint(form: Form) -> Option<TokenStream> {
    (form == Form::IncludedFile).then(|| quote!(dead_code))
}

/// Whether all fields' names begin or end alike, or one repeats the struct's name.
fn has_alike_names(record: &Record) -> bool {
    if record.fields.len() < FIELD_NAMES_THRESHOLD {
        return false;
    }
    let names = || record.fields.iter().map(|field| field.name.as_str());
    let firsts = || names().map(|name| name.split('_').next());
    let lasts = || names().map(|name| name.rsplit('_').next());
    let own = record.name.as_str().to_snake_case();
    firsts().all(|word| Some(word) == firsts().next())
        || lasts().all(|word| Some(word) == lasts().next())
        || names().any(|name| name.starts_with(&own) || name.ends_with(&own))
}
