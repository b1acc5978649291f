//! Whether an expansion may use what is deprecated.

use proc_macro2::TokenStream;
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{Attribute, Data, DeriveInput, Meta, Path, Token};

/// `#[allow(deprecated)]` where something of the type is deprecated, or the user allowed to use what is.
///
/// Not everywhere: under a crate's `forbid(deprecated)` the compiler refuses the attribute itself.
pub(crate) fn allow_deprecated(input: &DeriveInput) -> Option<TokenStream> {
    let parts = match &input.data {
        Data::Struct(data) => attributes(data.fields.iter().map(|field| &field.attrs)),
        Data::Enum(data) => attributes(data.variants.iter().map(|variant| &variant.attrs)),
        Data::Union(_) => Vec::new(),
    };
    let mut all = input.attrs.iter().chain(parts);
    all.any(concerns_deprecation)
        .then(|| quote!(#[allow(deprecated)]))
}

/// Whether the user allows to use what is deprecated: on the type, or on the field.
pub(crate) fn allows_deprecated<'a>(attributes: impl IntoIterator<Item = &'a Attribute>) -> bool {
    attributes.into_iter().any(concerns_deprecation)
}

fn attributes<'a>(of_each: impl Iterator<Item = &'a Vec<Attribute>>) -> Vec<&'a Attribute> {
    of_each.flatten().collect()
}

fn concerns_deprecation(attribute: &Attribute) -> bool {
    if attribute.path().is_ident("deprecated") {
        return true;
    }
    match &attribute.meta {
        Meta::List(list) if list.path.is_ident("allow") || list.path.is_ident("expect") => list
            .parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
            .is_ok_and(|lints| lints.iter().map(Meta::path).any(is_lint)),
        _ => false,
    }
}

fn is_lint(path: &Path) -> bool {
    path.is_ident("deprecated")
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::allow_deprecated;

    #[test]
    fn what_is_deprecated_may_be_used_where_the_user_may() {
        for input in [
            parse_quote!(
                #[deprecated]
                struct Row {
                    a: i32,
                }
            ),
            parse_quote!(
                #[allow(unused, deprecated, reason = "old")]
                struct Row {
                    a: Old,
                }
            ),
            parse_quote!(
                struct Row {
                    #[deprecated(note = "old")]
                    a: i32,
                }
            ),
            parse_quote!(
                enum State {
                    #[expect(deprecated)]
                    A,
                }
            ),
        ] {
            assert!(allow_deprecated(&input).is_some());
        }
        let input = parse_quote!(
            #[allow(unused)]
            #[doc = "deprecated"]
            struct Row {
                a: i32,
            }
        );
        assert!(allow_deprecated(&input).is_none());
    }
}
