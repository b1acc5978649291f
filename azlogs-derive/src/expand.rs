//! Writes the impl of a row or a group.
//!
//! What the user's code may have given another meaning is named by absolute path. Each call names the field's type with
//! the field's own tokens, so that a type that doesn't fit is underlined there.

use azlogs_dcr::{ColumnType, Stream};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;
use syn::spanned::Spanned;

use crate::attr::Form;
use crate::check::Declaration;
use crate::generics::{Parameters, with_predicates};
use crate::group_checks::group_checks;
use crate::input::{Column, Part, Record};
use crate::key::json_key;

/// The impl, and what else the compiler has to check.
pub(crate) fn expand(record: &Record<'_>, declaration: Option<&Declaration<'_>>) -> TokenStream {
    let private = private(&record.attrs.krate);
    let fields = Fields {
        stream: declaration.map(|declaration| declaration.stream),
        private: &private,
        row: Ident::new("__azlogs_row", Span::mixed_site()),
    };
    let entries = record.parts.iter().map(|part| fields.entry(part));
    let entries = quote!(&[#(#entries),*]);
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

    let parameters = Parameters::of(record.generics);
    let parts = record.parts.iter();
    let generic = parts.filter(|part| parameters.are_in(part.ty()));
    let predicates: Vec<_> = generic.flat_map(|part| fields.predicates(part)).collect();
    let where_clause = with_predicates(record.generics, &predicates);
    let (impl_generics, type_generics, _) = record.generics.split_for_impl();
    let (ident, allow, row) = (record.ident, &record.allow_deprecated, &fields.row);
    let statements = record.parts.iter().map(|part| fields.statement(part));
    quote! {
        #outside

        #[automatically_derived]
        #allow
        impl #impl_generics #private::#implemented for #ident #type_generics #where_clause {
            #constant

            fn #method(
                &self,
                #row: &mut #private::RowWriter<'_>,
            ) -> ::core::result::Result<(), #private::RowError> {
                #inside
                #(#statements)*
                ::core::result::Result::Ok(())
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
        private: &TokenStream,
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
    fn of_group(private: &TokenStream, entries: &TokenStream) -> Self {
        Self {
            implemented: quote!(ColumnGroup),
            constant: quote!(const COLUMNS: &'static [#private::SchemaEntry] = #entries;),
            method: quote!(write_columns),
            outside: TokenStream::new(),
            inside: TokenStream::new(),
        }
    }
}

/// Where azlogs keeps what expansions name.
pub(crate) fn private(krate: &Path) -> TokenStream {
    quote!(#krate::__private)
}

/// The path, as if it stood there: a call by it is then made from there, which is how a schema knows its place.
pub(crate) fn moved_to(span: Span, path: &TokenStream) -> TokenStream {
    let tokens = path.clone().into_iter().map(|mut token| {
        token.set_span(span);
        token
    });
    tokens.collect()
}

/// Adds documentation to a schema, where there is any.
fn docs(docs: &str) -> Option<TokenStream> {
    (!docs.is_empty()).then(|| quote!(.docs(#docs)))
}

/// The name of a column type's variant, which its marker also has. `Debug` is the variant's name whatever variants come.
pub(crate) fn variant(column_type: ColumnType) -> Ident {
    Ident::new(&format!("{column_type:?}"), Span::call_site())
}

/// What fields are written with.
struct Fields<'a> {
    stream: Option<&'a Stream>,
    private: &'a TokenStream,
    row: Ident,
}

impl Fields<'_> {
    /// The field's columns in the schema.
    fn entry(&self, part: &Part<'_>) -> TokenStream {
        let private = self.private;
        match part {
            Part::Column(column) => {
                let name = &column.name;
                let column_type = if let Some(column_type) = self.column_type(column) {
                    let variant = variant(column_type);
                    quote!(#private::ColumnType::#variant)
                } else {
                    let kind = self.kind(column);
                    quote!(<#kind as #private::ColumnKind>::TYPE)
                };
                let span = column.member.span();
                let here = moved_to(span, private);
                let new = quote_spanned!(span=> #here::ColumnSchema::new(#name, #column_type));
                let table_type = self.table_type(column);
                let docs = docs(&column.docs);
                let row_id = matches!(column.form, Form::RowId(_)).then(|| quote!(.row_id()));
                quote!(#private::SchemaEntry::Column(#new #table_type #row_id #docs))
            }
            Part::Group(group) => {
                let ty = group.ty;
                quote!(#private::SchemaEntry::Group(<#ty as #private::ColumnGroup>::COLUMNS))
            }
        }
    }

    /// Writes the field.
    fn statement(&self, part: &Part<'_>) -> TokenStream {
        let (private, row) = (self.private, &self.row);
        let column = match part {
            Part::Column(column) => column,
            Part::Group(group) => {
                let (member, ty) = (group.member, group.ty);
                return quote!(<#ty as #private::ColumnGroup>::write_columns(&self.#member, #row)?;);
            }
        };
        let (member, ty, key) = (column.member, column.ty, json_key(&column.name));
        match &column.form {
            Form::Value => {
                let kind = self.kind(column);
                let method = method("write_column", column.null);
                quote!(<#ty as #private::ColumnValue<#kind>>::#method(&self.#member, #row, #key)?;)
            }
            Form::RowId(_) => {
                quote!(<#ty as #private::RowKey>::write_key(&self.#member, #row, #key)?;)
            }
            Form::With(path) => {
                let kind = self.kind(column);
                let method = method("column", column.null);
                quote_spanned!(path.span()=> #row.#method::<#kind, _>(#key, &#path(&self.#member))?;)
            }
            Form::Dynamic(_) => {
                let method = method("dynamic", column.null);
                quote!(#row.#method::<#ty>(#key, &self.#member)?;)
            }
            Form::JsonString(_) => {
                let method = method("json_string", column.null);
                quote!(#row.#method::<#ty>(#key, &self.#member)?;)
            }
        }
    }

    /// What has to hold so that the field can be written, where its type depends on a parameter.
    fn predicates(&self, part: &Part<'_>) -> Vec<TokenStream> {
        let (private, ty) = (self.private, part.ty());
        let Part::Column(column) = part else {
            return vec![quote!(#ty: #private::ColumnGroup)];
        };
        let kind = self.kind(column);
        match &column.form {
            Form::With(_) => Vec::new(),
            Form::RowId(_) => vec![quote!(#ty: #private::RowKey)],
            Form::Dynamic(_) | Form::JsonString(_) => vec![quote!(#ty: #private::Serialize)],
            Form::Value => {
                let fits = quote!(#ty: #private::ColumnValue<#kind>);
                match self.column_type(column) {
                    Some(_) => vec![fits],
                    None => vec![quote!(#ty: #private::NaturalColumn), fits],
                }
            }
        }
    }

    /// The type of the table's column, where the field's type may have a better one than the stream.
    fn table_type(&self, column: &Column<'_>) -> Option<TokenStream> {
        let (private, ty, kind) = (self.private, column.ty, self.kind(column));
        let is_known = matches!(column.form, Form::Value | Form::RowId(_));
        is_known.then(|| quote!(.table_type(<#ty as #private::ColumnValue<#kind>>::TABLE_TYPE)))
    }

    /// The column's type: as the rule says, else as an attribute does. `None` where the field's type decides.
    fn column_type(&self, column: &Column<'_>) -> Option<ColumnType> {
        let declared = self.stream.and_then(|stream| stream.column(&column.name));
        let said = column.stated_type.as_ref().map(|word| word.column_type);
        let declared = declared.map(|declared| declared.column_type);
        declared
            .or(said)
            .or(column.form.demand().map(|(needed, _)| needed))
    }

    /// The column's type as a type.
    fn kind(&self, column: &Column<'_>) -> TokenStream {
        let private = self.private;
        if let Some(column_type) = self.column_type(column) {
            let marker = variant(column_type);
            quote!(#private::column::#marker)
        } else {
            let ty = column.ty;
            quote!(<#ty as #private::NaturalColumn>::Kind)
        }
    }
}

/// The method for absent values that are left out, or for those that are null.
fn method(name: &str, null: bool) -> Ident {
    let suffix = if null { "_or_null" } else { "" };
    Ident::new(&format!("{name}{suffix}"), Span::call_site())
}
