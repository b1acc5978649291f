//! Turns the plan into code.

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
    let docs = match form {
        Form::ModuleFile => {
            let (lines, empty) = (lines(&module.docs), empty_line());
            // The code is compared with what would be generated anew, so its layout isn't for rustfmt to change.
            quote!(#(#![doc = #lines])* #![cfg_attr(rustfmt, rustfmt_skip)] #empty)
        }
        Form::IncludedFile => TokenStream::new(),
    };
    let items = items(module);
    quote!(#docs #items)
}

/// Stands for an empty line, which the formatter has no notion of: an item that [`render`](crate::render) takes out again.
fn empty_line() -> TokenStream {
    let name = format_ident!("{EMPTY_LINE}");
    quote!(#name! {})
}

/// The macro whose call stands for an empty line.
pub(crate) const EMPTY_LINE: &str = "azlogs_dcr_gen_empty_line";

fn items(module: &Module) -> TokenStream {
    let immutable_id = module.immutable_id.as_ref().map(|(id, docs)| {
        let (docs, id) = (outer(docs), id.as_str());
        quote! {
            #docs
            pub const IMMUTABLE_ID: ::azlogs::ImmutableId = ::azlogs::ImmutableId::from_static(#id);
        }
    });
    let endpoint = module.endpoint.as_ref().map(|(url, docs)| {
        let docs = outer(docs);
        quote! {
            #docs
            pub const ENDPOINT: ::azlogs::Endpoint = ::azlogs::Endpoint::from_static(#url);
        }
    });
    let constants = immutable_id.into_iter().chain(endpoint);
    let records = module.records.iter().flat_map(record::items);
    let modules = module.modules.iter().map(nested);
    separated(constants.chain(records).chain(modules))
}

fn nested(module: &Module) -> TokenStream {
    let name = module.name.as_ref().map(RustName::ident);
    let docs = outer(&module.docs);
    let items = items(module);
    quote!(#docs pub mod #name { #items })
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
