//! Collects the findings of one derive, so that all are reported at once.

use azlogs_dcr::Diagnostic;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

/// The findings so far.
#[derive(Debug, Default)]
#[must_use = "findings are reported only by `finish`"]
pub(crate) struct Ctxt {
    errors: Vec<syn::Error>,
    warnings: Vec<TokenStream>,
}

impl Ctxt {
    /// Reports a finding under these tokens.
    pub(crate) fn error(&mut self, at: impl ToTokens, finding: &Diagnostic) {
        self.errors
            .push(syn::Error::new_spanned(at, finding.to_plain()));
    }

    /// Warns of something under this name, unless the user allows it.
    ///
    /// A stable compiler lets a macro warn only by way of something deprecated that is used there.
    pub(crate) fn warn(&mut self, at: &Ident, is_allowed: bool, finding: &Diagnostic) {
        if is_allowed {
            return;
        }
        let note = finding.to_plain();
        let name = Ident::new("values_reach_no_table", at.span());
        self.warnings.push(quote! {
            const _: () = {
                #[deprecated(note = #note)]
                #[allow(non_upper_case_globals)]
                const #name: () = ();
                #name
            };
        });
    }

    /// The warnings as code.
    pub(crate) fn take_warnings(&mut self) -> TokenStream {
        std::mem::take(&mut self.warnings).into_iter().collect()
    }

    /// Reports what the parser said.
    pub(crate) fn syn_error(&mut self, error: syn::Error) {
        self.errors.push(error);
    }

    /// How many findings there are.
    pub(crate) fn count(&self) -> usize {
        self.errors.len()
    }

    /// Nothing where nothing was found, else a `compile_error!` for each finding.
    pub(crate) fn finish(self) -> Result<(), TokenStream> {
        if self.errors.is_empty() {
            return Ok(());
        }
        Err(self
            .errors
            .iter()
            .map(syn::Error::to_compile_error)
            .collect())
    }
}
