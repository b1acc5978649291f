//! What the derive can't know of a flattened field's columns, and the compiler checks when it evaluates constants.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use crate::check::{Declaration, TIME_GENERATED, no_time_generated};
use crate::expand::{moved_to, variant};
use crate::generics::{Parameters, static_arguments};
use crate::input::{Part, Record};

/// The constants that check a row with groups: those for the impl's outside, and those for the inside of its method.
///
/// Outside, each is evaluated wherever the type is, also by `cargo check`. But there the type's parameters can't be named,
/// so that the checks of a type that has some are inside, and evaluated when the method is compiled for actual types.
pub(crate) fn group_checks(
    record: &Record<'_>,
    stream: &str,
    declaration: Option<&Declaration<'_>>,
    private: &TokenStream,
) -> (TokenStream, TokenStream) {
    if !record.has_groups() {
        return Default::default();
    }
    let columns = declaration.map(|declaration| declared_columns(declaration, private));
    let is_generic = !Parameters::of(record.generics).is_empty();
    let this = if is_generic {
        quote!(Self)
    } else {
        let (ident, arguments) = (record.ident, static_arguments(record.generics));
        quote!(#ident #arguments)
    };
    let checks = Checks {
        record,
        stream,
        private,
        entries: quote!(<#this as #private::LogRecord>::SCHEMA.entries),
    };
    let mut all = vec![checks.no_duplicates()];
    if let Some(declaration) = declaration {
        all.extend(checks.declared());
        all.extend(checks.time_generated(declaration));
        all.extend(checks.exhaustive());
    }
    if is_generic {
        (quote!(#columns), quote!(const { #(#all)* }))
    } else {
        (
            quote!(#columns #(const _: () = { #all };)*),
            TokenStream::new(),
        )
    }
}

/// The stream's columns, for the checks to compare with.
fn declared_columns(declaration: &Declaration<'_>, private: &TokenStream) -> TokenStream {
    let columns = declaration.stream.columns.iter().map(|column| {
        let (name, variant) = (&column.name, variant(column.column_type));
        quote!(#private::ColumnSchema::new(#name, #private::ColumnType::#variant))
    });
    quote!(const __AZLOGS_DECLARED: &[#private::ColumnSchema] = &[#(#columns),*];)
}

struct Checks<'a> {
    record: &'a Record<'a>,
    stream: &'a str,
    private: &'a TokenStream,
    entries: TokenStream,
}

impl Checks<'_> {
    /// Two columns of one name. Asked group by group, so that the first that repeats a name is underlined.
    fn no_duplicates(&self) -> TokenStream {
        let entries = &self.entries;
        let asked = self.groups().map(|(index, span)| {
            let until = index + 1;
            self.call(
                span,
                "check_no_duplicate_columns",
                &quote!(#entries.split_at(#until).0),
            )
        });
        let all = self.call(
            self.record.ident.span(),
            "check_no_duplicate_columns",
            entries,
        );
        quote!(#(#asked)* #all)
    }

    /// A group's columns are the stream's, in type too.
    fn declared(&self) -> impl Iterator<Item = TokenStream> {
        self.groups().map(|(index, span)| {
            let entries = &self.entries;
            let entry = quote!(::core::slice::from_ref(&#entries[#index]), __AZLOGS_DECLARED);
            self.call(span, "check_columns_declared", &entry)
        })
    }

    /// Where no transform makes it, a group may.
    fn time_generated(&self, declaration: &Declaration<'_>) -> Option<TokenStream> {
        let missing = no_time_generated(self.record, declaration)?.to_plain();
        let (private, entries, span) = (self.private, &self.entries, self.record.ident.span());
        Some(quote_spanned! {span=>
            if !#private::writes_column(#entries, #TIME_GENERATED) {
                ::core::panic!("{}", #missing);
            }
        })
    }

    /// Every column has a field, or is one of a group's.
    fn exhaustive(&self) -> Option<TokenStream> {
        let word = self.record.attrs.exhaustive.as_ref()?;
        let entries = &self.entries;
        let arguments = quote!(#entries, __AZLOGS_DECLARED);
        Some(self.call(word.span(), "check_all_columns_written", &arguments))
    }

    /// Calls a check that panics. The compiler underlines the call, so all of it has to be where the mistake is.
    fn call(&self, span: Span, function: &str, arguments: &TokenStream) -> TokenStream {
        let (here, stream) = (moved_to(span, self.private), self.stream);
        let function = Ident::new(function, span);
        quote_spanned!(span=> #here::#function(#stream, #arguments);)
    }

    /// The groups' places among the fields, and in the source.
    fn groups(&self) -> impl Iterator<Item = (usize, Span)> {
        let parts = self.record.parts.iter().enumerate();
        parts.filter_map(|(index, part)| match part {
            Part::Group(group) => Some((index, group.ty.span())),
            Part::Column(_) => None,
        })
    }
}
