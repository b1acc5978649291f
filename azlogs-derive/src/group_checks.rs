//! What the derive can't know of a flattened field's columns, and the compiler checks when it evaluates constants.

use azlogs_dcr::Place;
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
    private: &Ident,
) -> (TokenStream, TokenStream) {
    if !record.has_groups() {
        return Default::default();
    }
    let declared = declaration.map(|declaration| declared_stream(declaration, private));
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
        (quote!(#declared), quote!(const { #(#all)* }))
    } else {
        (
            quote!(#declared #(const _: () = { #all };)*),
            TokenStream::new(),
        )
    }
}

/// The stream and its columns, for the checks to compare with.
fn declared_stream(declaration: &Declaration<'_>, private: &Ident) -> TokenStream {
    let (stream, file) = (declaration.stream, declaration.file);
    let (name, position) = (&stream.name, line_and_column(&stream.place));
    let columns = stream.columns.iter().map(|column| {
        let (name, variant) = (&column.name, variant(column.column_type));
        let position = line_and_column(&column.type_place);
        quote!(#private::DeclaredColumn::new(#name, #private::ColumnType::#variant, #position))
    });
    quote! {
        const __AZLOGS_DECLARED: &#private::DeclaredStream = &#private::DeclaredStream {
            name: #name,
            file: #file,
            position: #position,
            columns: &[#(#columns),*],
        };
    }
}

fn line_and_column(place: &Place) -> String {
    format!("{}:{}", place.line, place.column)
}

struct Checks<'a> {
    record: &'a Record<'a>,
    stream: &'a str,
    private: &'a Ident,
    entries: TokenStream,
}

impl Checks<'_> {
    /// Two columns of one name. Asked group by group, so that the first that repeats a name is underlined.
    fn no_duplicates(&self) -> TokenStream {
        let entries = &self.entries;
        let asked = self.groups().map(|(index, span)| {
            let until = index + 1;
            let stream = self.stream;
            let arguments = quote!(#stream, #entries.split_at(#until).0);
            self.call(span, "check_no_duplicate_columns", &arguments)
        });
        let (span, stream) = (self.record.ident.span(), self.stream);
        let all = self.call(
            span,
            "check_no_duplicate_columns",
            &quote!(#stream, #entries),
        );
        quote!(#(#asked)* #all)
    }

    /// A group's columns are the stream's, in type too.
    fn declared(&self) -> impl Iterator<Item = TokenStream> {
        self.groups().map(|(index, span)| {
            let entries = &self.entries;
            let entry = quote!(__AZLOGS_DECLARED, ::core::slice::from_ref(&#entries[#index]));
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
        let arguments = quote!(__AZLOGS_DECLARED, #entries);
        Some(self.call(word.span(), "check_all_columns_written", &arguments))
    }

    /// Calls a check that panics. The compiler underlines the call, so all of it has to be where the mistake is.
    fn call(&self, span: Span, function: &str, arguments: &TokenStream) -> TokenStream {
        let here = moved_to(span, self.private);
        let function = Ident::new(function, span);
        quote_spanned!(span=> #here::#function(#arguments);)
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
