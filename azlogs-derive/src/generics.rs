//! The parameters of the user's type, and the bounds that its fields ask of them.

use std::collections::HashSet;

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{GenericParam, Generics, Type};

/// The names of a type's parameters, lifetimes aside.
///
/// Whether a field's type fits its column is asked of the compiler where the value is written. Where the type depends on
/// a parameter the answer has to be a bound of the impl. A lifetime needs none: no type fits for some lifetimes only.
pub(crate) struct Parameters(HashSet<String>);

impl Parameters {
    pub(crate) fn of(generics: &Generics) -> Self {
        let types = generics.type_params().map(|parameter| &parameter.ident);
        let consts = generics.const_params().map(|parameter| &parameter.ident);
        Self(types.chain(consts).map(ToString::to_string).collect())
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the type mentions one of them.
    ///
    /// The tokens are looked at rather than the parsed type, because macros in types can't be looked into. Taking a
    /// path's segment of the same name for a parameter only adds a bound that holds anyway.
    pub(crate) fn are_in(&self, ty: &Type) -> bool {
        !self.is_empty() && self.are_in_tokens(ty.to_token_stream())
    }

    fn are_in_tokens(&self, tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => self.0.contains(&ident.to_string()),
            TokenTree::Group(group) => self.are_in_tokens(group.stream()),
            TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        })
    }
}

/// The type's own `where`, and more.
pub(crate) fn with_predicates(generics: &Generics, predicates: &[TokenStream]) -> TokenStream {
    let own = generics
        .where_clause
        .iter()
        .flat_map(|clause| &clause.predicates);
    let own = own.map(ToTokens::to_token_stream);
    let all: Vec<_> = own.chain(predicates.iter().cloned()).collect();
    if all.is_empty() {
        return TokenStream::new();
    }
    quote!(where #(#all),*)
}

/// Arguments for a type whose only parameters are lifetimes, to name it where there are none: `<'static, 'static>`.
pub(crate) fn static_arguments(generics: &Generics) -> TokenStream {
    let statics = generics.params.iter().map(|parameter| match parameter {
        GenericParam::Lifetime(_) => quote!('static),
        GenericParam::Type(parameter) => parameter.ident.to_token_stream(),
        GenericParam::Const(parameter) => parameter.ident.to_token_stream(),
    });
    quote!(<#(#statics),*>)
}

/// A type's tokens, with `'static` for each of the lifetimes that are parameters.
pub(crate) fn with_static_lifetimes(generics: &Generics, tokens: TokenStream) -> TokenStream {
    let is_parameter = |ident: &Ident| {
        let mut lifetimes = generics.lifetimes();
        lifetimes.any(|parameter| parameter.lifetime.ident == *ident)
    };
    let mut follows_tick = false;
    let replaced = tokens.into_iter().map(|token| {
        let is_lifetime = follows_tick;
        follows_tick = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\'');
        match token {
            TokenTree::Ident(ident) if is_lifetime && is_parameter(&ident) => {
                TokenTree::Ident(Ident::new("static", ident.span()))
            }
            TokenTree::Group(group) => {
                let tokens = with_static_lifetimes(generics, group.stream());
                let mut replaced = Group::new(group.delimiter(), tokens);
                replaced.set_span(group.span());
                TokenTree::Group(replaced)
            }
            other => other,
        }
    });
    replaced.collect()
}

#[cfg(test)]
mod tests {
    use quote::{ToTokens, quote};
    use syn::{ItemStruct, Type, parse_quote};

    use super::{Parameters, with_static_lifetimes};

    #[test]
    fn a_parameter_is_found_wherever_it_stands_in_a_type() {
        let item: ItemStruct = parse_quote!(
            struct Row<'a, T, const N: usize>(&'a T);
        );
        let parameters = Parameters::of(&item.generics);
        let types: [Type; 5] = [
            parse_quote!(T),
            parse_quote!(Option<&'a T>),
            parse_quote!([u8; N]),
            parse_quote!(<T as Iterator>::Item),
            parse_quote!(of!(fn(T))),
        ];
        assert!(types.iter().all(|ty| parameters.are_in(ty)));
        let types: [Type; 3] = [
            parse_quote!(&'a str),
            parse_quote!(Tt),
            parse_quote!([u8; 4]),
        ];
        assert!(!types.iter().any(|ty| parameters.are_in(ty)));
    }

    #[test]
    fn only_parameters_become_static() {
        let item: ItemStruct = parse_quote!(
            struct Newtype<'a>((&'a str, for<'b> fn(&'b a)));
        );
        let ty = item.fields.iter().next().unwrap().ty.to_token_stream();
        let expected = quote!((&'static str, for<'b> fn(&'b a)));
        assert_eq!(
            with_static_lifetimes(&item.generics, ty).to_string(),
            expected.to_string()
        );
    }
}
