//! Writes what a schema says of each field.

use proc_macro2::{Delimiter, Group, Ident, Literal, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};

use crate::attr::Form;
use crate::expand::{docs, moved_to, variant};
use crate::fields::{Field, Fields, KnownColumn};
use crate::fit::{Fit, is_uuid};
use crate::placed::trait_name;

impl Fields<'_> {
    /// The fields' columns in the schema.
    pub(crate) fn entries(&self, fields: &[Field<'_>]) -> TokenStream {
        let runs = fields.chunk_by(|field, next| field.is_brief() && next.is_brief());
        runs.map(|run| match run {
            [field] if !field.is_brief() => self.entry(field),
            run => self.brief_entries(run),
        })
        .collect()
    }

    /// A column knows its place by the call, all of which therefore has to be there.
    fn brief_entries(&self, fields: &[Field<'_>]) -> TokenStream {
        let columns = || fields.iter().filter_map(Field::column);
        let heres = columns().map(|column| moved_to(column.member.span(), self.private));
        let functions = fields.iter().filter_map(|field| match field {
            Field::Column(known) => {
                let span = known.column.member.span();
                Some(Ident::new(known.column_type?.as_str(), span))
            }
            Field::Group(_) => None,
        });
        let arguments = columns().map(|column| {
            let name = TokenTree::from(Literal::string(&column.name));
            let mut arguments = Group::new(Delimiter::Parenthesis, name.into());
            arguments.set_span(column.member.span());
            arguments
        });
        quote!(#(#heres::#functions #arguments,)*)
    }

    fn entry(&self, field: &Field<'_>) -> TokenStream {
        let private = self.private;
        match field {
            Field::Column(known) => self.column_entry(known),
            Field::Group(group) => {
                let ty = group.ty;
                quote!(#private::SchemaEntry::Group(<#ty as #private::ColumnGroup>::COLUMNS),)
            }
        }
    }

    fn column_entry(&self, known: &KnownColumn<'_>) -> TokenStream {
        let (private, column) = (self.private, known.column);
        let (name, span) = (&column.name, column.member.span());
        let here = moved_to(span, private);
        let table_type = self.table_type(known);
        let docs = docs(&column.docs);
        let row_id = matches!(column.form, Form::RowId(_)).then(|| quote!(.row_id()));
        let column_type = if let Some(column_type) = known.column_type {
            let variant = variant(column_type);
            quote!(#private::ColumnType::#variant)
        } else {
            let kind = self.kind(known);
            quote!(<#kind as #private::ColumnKind>::TYPE)
        };
        let new = quote_spanned!(span=> #here::ColumnSchema::new(#name, #column_type));
        quote!(#private::SchemaEntry::Column(#new #table_type #row_id #docs),)
    }

    /// The type of the table's column, where the field's type may have a better one than the stream. One of Azure's own tables
    /// is there already, and has the type that it has.
    pub(crate) fn table_type(&self, known: &KnownColumn<'_>) -> Option<TokenStream> {
        let (private, column) = (self.private, known.column);
        if let Some(azures) = self.declaration.and_then(|stream| stream.azures(column)) {
            return azures
                .is_guid()
                .then(|| quote!(.table_type(#private::TableColumnType::Guid)));
        }
        if !matches!(column.form, Form::Value | Form::RowId(_)) || known.is_plain() {
            return None;
        }
        let ty = column.ty;
        let fits = if known.doubt.is_some() {
            trait_name(column).into_token_stream()
        } else {
            let kind = self.kind(known);
            quote!(#private::ColumnValue<#kind>)
        };
        Some(quote!(.table_type(<#ty as #fits>::TABLE_TYPE)))
    }
}

impl KnownColumn<'_> {
    /// Whether the table's type needn't be asked of the compiler. It's asked where the type doesn't fit, so that it finds the
    /// fields wrong in their order.
    fn is_plain(&self) -> bool {
        self.fit == Fit::Fits && !is_uuid(self.column.ty)
    }
}
