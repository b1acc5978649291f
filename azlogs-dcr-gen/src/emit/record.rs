//! A stream's struct.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens as _, quote};
use syn::Path;

use super::{Form, allowance, constructor, outer};
use crate::model::{Field, Record};

/// Derives that every struct has, or that would stand in the way of what it has.
const OWN_DERIVES: [&str; 5] = ["Clone", "Debug", "Default", "LogRecord", "PartialEq"];

/// The struct, and its impls.
pub(super) fn items(record: &Record, form: Form) -> Vec<TokenStream> {
    let mut items = vec![definition(record, form)];
    items.extend(constructor::impls(record, form));
    items
}

fn definition(record: &Record, form: Form) -> TokenStream {
    let docs = outer(&record.docs);
    let allow = allowance::on_struct(record, form);
    let derives = derives(record);
    let attribute = attribute(record);
    let attributes = &record.attributes;
    let name = record.name.ident();
    let lifetime = record.borrows().then(|| quote!(<'a>));
    let fields = record.fields.iter().map(|one| field(one, record));
    quote! {
        #docs
        #allow
        #[derive(#derives)]
        #attribute
        #(#attributes)*
        pub struct #name #lifetime { #(#fields),* }
    }
}

fn field(field: &Field, record: &Record) -> TokenStream {
    let docs = outer(&field.docs);
    let allow = allowance::on_field(field, record.dcr.is_some());
    let column = Literal::string(&field.column);
    let column_type = record.states_types.then(|| {
        let column_type = field.column_type.as_str();
        quote!(, column_type = #column_type)
    });
    let dynamic = field.serialized.then(|| quote!(, dynamic));
    let attributes = &field.attributes;
    let name = field.name.ident();
    let rust_type = field.declared_type();
    quote! {
        #docs
        #allow
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
    let default = (!record.has_own_default()).then(|| quote!(Default,));
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

impl Record {
    /// Whether the struct has the lifetime `'a`.
    pub(super) fn borrows(&self) -> bool {
        self.fields.iter().any(|field| field.rust_type.borrows)
    }

    /// The fields that have to be given.
    pub(super) fn required(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.required)
    }

    /// Whether `Default` is written out, since not every instant has one.
    pub(super) fn has_own_default(&self) -> bool {
        self.required().any(|field| field.rust_type.is_instant)
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
