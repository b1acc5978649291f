//! A stream's struct.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens as _, quote};
use syn::Path;

use super::{constructor, outer};
use crate::model::{Field, Record};

/// Derives that every struct has, or that would stand in the way of what it has.
const OWN_DERIVES: [&str; 5] = ["Clone", "Debug", "Default", "LogRecord", "PartialEq"];

/// From so many fields on, Clippy looks for a prefix or suffix that all names share.
const FIELD_NAMES_THRESHOLD: usize = 3;

/// More `bool`s than that are too many for Clippy.
const BOOLS_MAX: usize = 3;

/// The struct, and its impls.
pub(super) fn items(record: &Record) -> Vec<TokenStream> {
    let mut items = vec![definition(record)];
    items.extend(constructor::impls(record));
    items
}

fn definition(record: &Record) -> TokenStream {
    let docs = outer(&record.docs);
    let allow = allow(record);
    let derives = derives(record);
    let attribute = attribute(record);
    let attributes = &record.attributes;
    let name = record.name.ident();
    let lifetime = record.borrows().then(|| quote!(<'a>));
    let fields = record
        .fields
        .iter()
        .map(|one| field(one, record.dcr.is_none()));
    quote! {
        #docs
        #allow
        #[derive(#derives)]
        #attribute
        #(#attributes)*
        pub struct #name #lifetime { #(#fields),* }
    }
}

fn field(field: &Field, standalone: bool) -> TokenStream {
    let docs = outer(&field.docs);
    let column = Literal::string(&field.column);
    let column_type = standalone.then(|| {
        let column_type = field.column_type.as_str();
        quote!(, column_type = #column_type)
    });
    let dynamic = field.serialized.then(|| quote!(, dynamic));
    let attributes = &field.attributes;
    let name = field.name.ident();
    let rust_type = field.declared_type();
    quote! {
        #docs
        #[log_record(column = #column #column_type #dynamic)]
        #(#attributes)*
        pub #name: #rust_type
    }
}

fn attribute(record: &Record) -> TokenStream {
    let stream = Literal::string(&record.stream);
    let dcr = record.dcr.as_ref().map(|path| quote!(, dcr = #path));
    quote!(#[log_record(stream = #stream #dcr)])
}

fn derives(record: &Record) -> TokenStream {
    let default = (!constructor::has_own_default(record)).then(|| quote!(Default,));
    let mut seen: Vec<String> = Vec::new();
    let extra = record.derives.iter().filter(|path| {
        let text = path.to_token_stream().to_string();
        let is_new = !is_own(path) && !seen.contains(&text);
        seen.push(text);
        is_new
    });
    quote!(Clone, Debug, #default PartialEq, ::azlogs::LogRecord #(, #extra)*)
}

fn is_own(path: &Path) -> bool {
    path.get_ident()
        .is_some_and(|ident| OWN_DERIVES.iter().any(|own| ident == own))
}

/// What Clippy would say of the struct, though the rule and the user leave no choice.
fn allow(record: &Record) -> Option<TokenStream> {
    let bools = record
        .fields
        .iter()
        .filter(|field| field.required && field.rust_type.is_bool)
        .count();
    let names = has_alike_names(record).then(|| quote!(clippy::struct_field_names));
    let bools = (bools > BOOLS_MAX).then(|| quote!(clippy::struct_excessive_bools));
    let lints: Vec<TokenStream> = [names, bools].into_iter().flatten().collect();
    (!lints.is_empty()).then(|| quote!(#[allow(#(#lints),*)]))
}

/// Whether all fields' names begin or end alike, or one repeats the struct's name.
fn has_alike_names(record: &Record) -> bool {
    if record.fields.len() < FIELD_NAMES_THRESHOLD {
        return false;
    }
    let names = || record.fields.iter().map(|field| field.name.as_str());
    let firsts = || names().map(|name| name.split('_').next());
    let lasts = || names().map(|name| name.rsplit('_').next());
    let own = heck::ToSnakeCase::to_snake_case(record.name.as_str());
    firsts().all(|word| Some(word) == firsts().next())
        || lasts().all(|word| Some(word) == lasts().next())
        || names().any(|name| name.starts_with(&own) || name.ends_with(&own))
}

impl Record {
    /// Whether the struct has the lifetime `'a`.
    pub(super) fn borrows(&self) -> bool {
        self.fields.iter().any(|field| field.rust_type.borrows)
    }
}

impl Field {
    /// The type as the struct declares it.
    fn declared_type(&self) -> TokenStream {
        let rust_type = &self.rust_type.rust;
        if self.required {
            rust_type.clone()
        } else {
            quote!(Option<#rust_type>)
        }
    }
}
