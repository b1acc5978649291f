//! `new` and `Default` for a stream's struct.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Form, allowance, outer};
use crate::describe;
use crate::model::{Field, Record};

/// The impls that make a row.
pub(super) fn impls(record: &Record, form: Form) -> impl Iterator<Item = TokenStream> {
    let default = record.has_own_default().then(|| default(record));
    std::iter::once(new(record, form)).chain(default)
}

fn new(record: &Record, form: Form) -> TokenStream {
    let arguments = record.required().count();
    let docs = outer(&describe::new(arguments, record.fields.len() - arguments));
    let allow = allowance::on_new(record);
    let allow_unused = allowance::unused(form);
    let name = record.name.ident();
    let parameters = record.required().map(|field| {
        let (name, rust_type) = (field.name.ident(), &field.rust_type.rust);
        quote!(#name: #rust_type)
    });
    let body = body(record);
    let (generics, lifetime) = if record.required().any(|field| field.rust_type.borrows) {
        (Some(quote!(<'a>)), Some(quote!(<'a>)))
    } else {
        (None, record.borrows().then(|| quote!(<'_>)))
    };
    quote! {
        #allow_unused
        impl #generics #name #lifetime {
            #docs
            #allow
            #[must_use]
            pub fn new(#(#parameters),*) -> Self { #body }
        }
    }
}

fn body(record: &Record) -> TokenStream {
    if !record.has_own_default() && record.required().next().is_none() {
        return quote!(Self::default());
    }
    if !record.has_own_default() && optional(record).next().is_some() {
        let names = record.required().map(|field| field.name.ident());
        return quote!(Self { #(#names,)* ..Self::default() });
    }
    let fields = record.fields.iter().map(|field| {
        let name = field.name.ident();
        if field.required {
            quote!(#name)
        } else {
            quote!(#name: None)
        }
    });
    quote!(Self { #(#fields),* })
}

fn default(record: &Record) -> TokenStream {
    let docs = outer(&describe::default());
    let name = record.name.ident();
    let lifetime = record.borrows().then(|| quote!(<'_>));
    let values = record.required().map(|field| &field.rust_type.default);
    quote! {
        impl Default for #name #lifetime {
            #docs
            fn default() -> Self { Self::new(#(#values),*) }
        }
    }
}

fn optional(record: &Record) -> impl Iterator<Item = &Field> {
    record.fields.iter().filter(|field| !field.required)
}
