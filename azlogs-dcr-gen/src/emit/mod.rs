//! Turns the plan into code.

mod allowance;
mod constructor;
mod record;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{Docs, Module};
use crate::names::RustName;

/// Where the code will stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A file that is a module, and so begins with the module's documentation.
    ModuleFile,
    /// A file that is included into a module, where it can't begin so.
    IncludedFile,
}

/// The code of the file, with an [empty line](empty_line) wherever one shall be.
pub(crate) fn file(module: &Module, form: Form) -> TokenStream {
    let head = match form {
        Form::ModuleFile => {
            let (lines, empty) = (lines(&module.docs), empty_line());
            quote! {
                #(#![doc = #lines])*
                #![allow(dead_code, reason = "a program need not use every stream of a rule")]
                // The code is compared with what would be generated anew, so its layout isn't for rustfmt to change.
                #![cfg_attr(rustfmt, rustfmt_skip)]
                #empty
            }
        }
        Form::IncludedFile => TokenStream::new(),
    };
    let items = items(module, form);
    quote!(#head #items)
}

/// Stands for an empty line, which the formatter has no notion of: an item that [`render`](crate::render) takes out again.
fn empty_line() -> TokenStream {
    let name = format_ident!("{EMPTY_LINE}");
    quote!(#name! {})
}

/// The macro whose call stands for an empty line.
pub(crate) const EMPTY_LINE: &str = "azlogs_dcr_gen_empty_line";

fn items(module: &Module, form: Form) -> TokenStream {
    let allow = allowance::unused(form);
    let immutable_id = module.immutable_id.as_ref().map(|id| {
        let (docs, value) = (outer(&id.docs), &id.value);
        quote! {
            #docs
            #allow
            pub const IMMUTABLE_ID: ::azlogs::ImmutableId = ::azlogs::ImmutableId::from_static(#value);
        }
    });
    let endpoint = module.endpoint.as_ref().map(|url| {
        let (docs, value) = (outer(&url.docs), &url.value);
        quote! {
            #docs
            #allow
            pub const ENDPOINT: ::azlogs::Endpoint = ::azlogs::Endpoint::from_static(#value);
        }
    });
    let constants = immutable_id.into_iter().chain(endpoint);
    let records = module
        .records
        .iter()
        .flat_map(|one| record::items(one, form));
    let modules = module.modules.iter().map(|one| nested(one, form));
    separated(constants.chain(records).chain(modules))
}

fn nested(module: &Module, form: Form) -> TokenStream {
    let name = module.name.as_ref().map(RustName::ident);
    let docs = outer(&module.docs);
    let allow = allowance::unused(form);
    // What is allowed for the module is allowed for its items.
    let items = items(module, Form::ModuleFile);
    quote!(#docs #allow pub mod #name { #items })
}

/// The items with an empty line between any two.
fn separated(items: impl Iterator<Item = TokenStream>) -> TokenStream {
    let mut code = TokenStream::new();
    for item in items {
        if !code.is_empty() {
            code.extend(empty_line());
        }
        code.extend(item);
    }
    code
}

/// A documentation comment on what follows.
fn outer(docs: &Docs) -> TokenStream {
    let lines = lines(docs);
    quote!(#(#[doc = #lines])*)
}

/// The lines as they stand after `///`.
fn lines(docs: &Docs) -> impl Iterator<Item = String> {
    docs.iter().map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    })
}
