//! Writes the impl of a row or a group.
//!
//! What the user's code may have given another meaning is named by absolute path.

use azlogs_dcr::ColumnType;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;

use crate::check::Declaration;
use crate::fields::Fields;
use crate::generics::{Parameters, with_predicates};
use crate::group_checks::group_checks;
use crate::input::Record;

/// The impl, and what else the compiler has to check.
pub(crate) fn expand(record: &Record<'_>, declaration: Option<&Declaration<'_>>) -> TokenStream {
    let private = private();
    let parameters = Parameters::of(record.generics);
    let fields = Fields {
        declaration,
        places: !record.attrs.no_implicit_prelude,
        private: &private,
        parameters: &parameters,
        row: Ident::new("__azlogs_row", Span::mixed_site()),
    };
    let known: Vec<_> = record.parts.iter().map(|part| fields.field(part)).collect();
    let entries = fields.entries(&known);
    let entries = quote!(&[#entries]);
    let shape = if record.attrs.is_group {
        Shape::of_group(&private, &entries)
    } else {
        Shape::of_row(&private, &entries, record, declaration)
    };
    let Shape {
        implemented,
        constant,
        method,
        outside,
        inside,
    } = shape;

    let predicates = known.iter().flat_map(|field| fields.predicates(field));
    let predicates: Vec<_> = predicates.collect();
    let where_clause = with_predicates(record.generics, &predicates);
    let (impl_generics, type_generics, _) = record.generics.split_for_impl();
    let (ident, allow, row) = (record.ident, &record.allow_deprecated, &fields.row);
    let placed_traits = known.iter().filter_map(|field| fields.placed_trait(field));
    let statements = fields.statements(&known);
    quote! {
        #outside
        #(#placed_traits)*

        #[automatically_derived]
        #allow
        impl #impl_generics #private::#implemented for #ident #type_generics #where_clause {
            #constant

            fn #method(&self, #row: &mut #private::RowWriter<'_>) {
                #inside
                #statements
            }
        }
    }
}

/// What is different between a row's impl and a group's.
struct Shape {
    /// The trait.
    implemented: TokenStream,
    /// The constant that lists the columns.
    constant: TokenStream,
    /// The method that writes them.
    method: TokenStream,
    /// Checks outside of the impl.
    outside: TokenStream,
    /// Checks inside of the method.
    inside: TokenStream,
}

impl Shape {
    fn of_row(
        private: &Ident,
        entries: &TokenStream,
        record: &Record<'_>,
        declaration: Option<&Declaration<'_>>,
    ) -> Self {
        let stream = record.attrs.stream_name();
        let span = record.ident.span();
        let here = moved_to(span, private);
        let new = quote_spanned!(span=> #here::StreamSchema::new(#stream, #entries));
        let docs = docs(&record.docs);
        let (outside, inside) = group_checks(record, &stream, declaration, private);
        Self {
            implemented: quote!(LogRecord),
            constant: quote!(const SCHEMA: #private::StreamSchema = #new #docs;),
            method: quote!(write_row),
            outside,
            inside,
        }
    }

    /// The columns of groups in a group are checked where a row takes them up.
    fn of_group(private: &Ident, entries: &TokenStream) -> Self {
        Self {
            implemented: quote!(ColumnGroup),
            constant: quote!(const COLUMNS: &'static [#private::SchemaEntry] = #entries;),
            method: quote!(write_columns),
            outside: TokenStream::new(),
            inside: TokenStream::new(),
        }
    }
}

/// Where azlogs keeps what expansions name, by a name that is short: a row of sixty columns says it some three hundred times,
/// and the compiler reads and resolves each of these paths again whenever the crate is compiled.
pub(crate) fn private() -> Ident {
    Ident::new("__azlogs", Span::call_site())
}

/// An expansion, in a scope of its own, where that name means something.
pub(crate) fn scoped(krate: &Path, expansion: &TokenStream) -> TokenStream {
    let private = private();
    quote! {
        const _: () = {
            use #krate::__private as #private;
            #expansion
        };
    }
}

/// The name, as if it stood there: a call by it is then made from there, which is how a schema knows its place.
pub(crate) fn moved_to(span: Span, name: &Ident) -> Ident {
    Ident::new(&name.to_string(), span)
}

/// Adds documentation to a schema, where there is any.
pub(crate) fn docs(docs: &str) -> Option<TokenStream> {
    (!docs.is_empty()).then(|| quote!(.docs(#docs)))
}

/// The name of a column type's variant, which its marker also has. `Debug` is the variant's name whatever variants come.
pub(crate) fn variant(column_type: ColumnType) -> Ident {
    Ident::new(&format!("{column_type:?}"), Span::call_site())
}
