//! `#[derive(LogRecord)]`, from the struct's tokens to the impl's.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::check::check;
use crate::ctxt::Ctxt;
use crate::expand::expand;
use crate::input::Record;
use crate::rule_file::RuleFile;

/// Reads, checks and expands. All findings are reported at once. There is an impl even so, of what is right: else the
/// compiler would find code wrong that uses the row, and wouldn't say which other fields have types that don't fit.
pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let mut ctxt = Ctxt::default();
    let mut record = Record::from_syn(&mut ctxt, input);
    let file = rule_file(&mut ctxt, &record);
    let declaration = check(&mut ctxt, &record, file.as_ref());
    let errors = ctxt.finish().err();
    if errors.is_some() {
        record.keep_what_is_known(declaration.as_ref());
    }
    let implementation = expand(&record, declaration.as_ref());
    let watched = file.as_ref().map(watch);
    quote! {
        #errors
        const _: () = {
            #watched
            #implementation
        };
    }
}

fn rule_file(ctxt: &mut Ctxt, record: &Record<'_>) -> Option<RuleFile> {
    let literal = record.attrs.dcr.as_ref()?;
    match RuleFile::read(literal) {
        Ok(file) => Some(file),
        Err(finding) => {
            ctxt.error(literal, &finding);
            None
        }
    }
}

/// Makes the compiler watch the file, so that a change to the rule compiles the row again. What was wrong with the row may
/// be put right in the file, so that it is watched then as well.
fn watch(file: &RuleFile) -> TokenStream {
    let path = &file.path;
    quote!(let _ = ::core::include_bytes!(#path);)
}
