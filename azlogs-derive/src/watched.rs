//! Makes the compiler watch the files that were read, so that a change to a rule compiles its rows again.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use proc_macro2::TokenStream;
use quote::quote;

use crate::rule_file::RuleFile;

/// The files that are watched already.
///
/// What makes the compiler watch a file is that the crate includes it, for nothing: the compiler reads the file, keeps it and
/// hashes it wherever it's included. A process compiles one crate, so that the first row which names the file does for all.
#[derive(Default)]
pub(crate) struct Watched(Mutex<HashSet<String>>);

impl Watched {
    /// Watches the file, if nothing does. What was wrong with a row may be put right in the file, so that also a file is
    /// watched of which nothing else could be used.
    pub(crate) fn watch(&self, file: &RuleFile) -> Option<TokenStream> {
        let path = &file.path;
        let mut paths = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = paths.insert(path.clone());
        is_new.then(|| quote!(let _ = ::core::include_bytes!(#path);))
    }
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::Watched;
    use crate::rule_file::RuleFile;

    #[test]
    fn a_file_is_watched_once() {
        let file = RuleFile::read("dcr", &parse_quote!("src/golden/orders.json")).unwrap();
        let watched = Watched::default();
        let code = watched.watch(&file).unwrap().to_string();
        assert!(code.contains("include_bytes"), "{code}");
        assert!(watched.watch(&file).is_none());
        assert!(Watched::default().watch(&file).is_some());
    }
}
