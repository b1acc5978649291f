//! Collects the findings of one derive, so that all are reported at once.

use azlogs_dcr::Diagnostic;
use proc_macro2::TokenStream;
use quote::ToTokens;

/// The findings so far.
#[derive(Debug, Default)]
#[must_use = "findings are reported only by `finish`"]
pub(crate) struct Ctxt {
    errors: Vec<syn::Error>,
}

impl Ctxt {
    /// Reports a finding under these tokens.
    pub(crate) fn error(&mut self, at: impl ToTokens, finding: &Diagnostic) {
        self.errors
            .push(syn::Error::new_spanned(at, finding.to_plain()));
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
