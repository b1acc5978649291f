//! What the documentation of a type or a field says.

use syn::{Attribute, Expr, Lit, Meta};

/// The text of `///` and `#[doc = "…"]`, without the space after the slashes. Text that comes from a macro isn't known yet, and
/// left out.
pub(crate) fn docs(attrs: &[Attribute]) -> String {
    let mut text = String::new();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("doc")) {
        let Meta::NameValue(meta) = &attr.meta else {
            continue;
        };
        let Expr::Lit(literal) = &meta.value else {
            continue;
        };
        if let Lit::Str(part) = &literal.lit {
            for line in part.value().lines() {
                text.push_str(line.strip_prefix(' ').unwrap_or(line).trim_end());
                text.push('\n');
            }
            if part.value().is_empty() {
                text.push('\n');
            }
        }
    }
    text.trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use syn::{ItemStruct, parse_quote};

    use super::docs;

    #[test]
    fn every_form_of_documentation_is_read() {
        let item: ItemStruct = parse_quote! {
            /// One.
            ///
            ///   Two, indented
            #[doc = "three"]
            #[doc(hidden)]
            #[doc = include_str!("four")]
            /** five
             six */
            struct Row;
        };
        assert_eq!(
            docs(&item.attrs),
            "One.\n\n  Two, indented\nthree\nfive\n            six"
        );
    }

    #[test]
    fn no_documentation_is_no_text() {
        let item: ItemStruct = parse_quote!(
            #[allow(dead_code)]
            struct Row;
        );
        assert_eq!(docs(&item.attrs), "");
    }
}
