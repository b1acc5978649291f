//! Writes what the impl of a row or a group says of each field.
//!
//! Each call names the field's type with the field's own tokens, so that a type that doesn't fit is underlined there.

use azlogs_dcr::{Column as Declared, ColumnType};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;

use crate::attr::Form;
use crate::check::Declaration;
use crate::expand::{docs, moved_to, variant};
use crate::fit::{Fit, is_plain};
use crate::generics::Parameters;
use crate::input::{Column, Part};
use crate::key::json_key;
use crate::placed::{placed_trait, trait_name};

/// What fields are written with.
pub(crate) struct Fields<'a> {
    pub(crate) declaration: Option<&'a Declaration<'a>>,
    /// Whether the compiler can be made to say where columns are declared.
    pub(crate) places: bool,
    pub(crate) private: &'a TokenStream,
    pub(crate) parameters: &'a Parameters,
    pub(crate) row: Ident,
}

impl Fields<'_> {
    /// The field's columns in the schema.
    pub(crate) fn entry(&self, part: &Part<'_>) -> TokenStream {
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
    pub(crate) fn statement(&self, part: &Part<'_>) -> TokenStream {
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
            Form::Value if self.is_placed(column) => {
                let name = trait_name(column);
                quote!(<#ty as #name>::write(&self.#member, #row)?;)
            }
            Form::With(path) if self.is_placed(column) => {
                let name = trait_name(column);
                quote_spanned!(path.span()=> #name::write(&#path(&self.#member), #row)?;)
            }
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
    pub(crate) fn predicates(&self, part: &Part<'_>) -> Vec<TokenStream> {
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

    /// The type of the table's column, where the field's type may have a better one than the stream. One of Azure's own tables
    /// is there already, and has the type that it has.
    fn table_type(&self, column: &Column<'_>) -> Option<TokenStream> {
        let private = self.private;
        if let Some(known) = self.declaration.and_then(|known| known.azures(column)) {
            return known
                .is_guid()
                .then(|| quote!(.table_type(#private::TableColumnType::Guid)));
        }
        if !matches!(column.form, Form::Value | Form::RowId(_)) || self.is_plain(column) {
            return None;
        }
        let ty = column.ty;
        let fits = if self.is_placed(column) {
            trait_name(column).into_token_stream()
        } else {
            let kind = self.kind(column);
            quote!(#private::ColumnValue<#kind>)
        };
        Some(quote!(.table_type(<#ty as #fits>::TABLE_TYPE)))
    }

    /// Whether the table's type needn't be asked of the compiler. It's asked where the type doesn't fit, so that it finds the
    /// fields wrong in their order.
    fn is_plain(&self, column: &Column<'_>) -> bool {
        let fits = |column_type| Fit::of(column.ty, column_type) == Fit::Fits;
        is_plain(column.ty) && self.column_type(column).is_none_or(fits)
    }

    /// The trait that says where the column is declared, for a field whose type may not fit it.
    pub(crate) fn placed_trait(&self, column: &Column<'_>) -> Option<TokenStream> {
        let (declaration, declared, fit) = self.doubt(column)?;
        Some(placed_trait(
            column,
            declared,
            declaration,
            fit,
            self.private,
        ))
    }

    fn is_placed(&self, column: &Column<'_>) -> bool {
        self.doubt(column).is_some()
    }

    /// The column's declaration, where the field's type may not fit it.
    ///
    /// Where the type depends on a parameter, that it fits is a bound of the impl. Users see those in their documentation and
    /// may have to repeat them, so that they name what is public.
    fn doubt(&self, column: &Column<'_>) -> Option<(&Declaration<'_>, &Declared, Fit)> {
        // A stream of Azure's own is declared nowhere.
        let declaration = self
            .declaration
            .filter(|known| self.places && !known.stream.is_built_in)?;
        let declared = declaration.stream.column(&column.name)?;
        let fit = match &column.form {
            Form::Value if self.parameters.are_in(column.ty) => Fit::Fits,
            Form::Value => Fit::of(column.ty, declared.column_type),
            Form::With(_) => Fit::Unknown,
            Form::RowId(_) | Form::Dynamic(_) | Form::JsonString(_) => Fit::Fits,
        };
        (fit != Fit::Fits).then_some((declaration, declared, fit))
    }

    /// The column's type: as the rule says, else as an attribute does. `None` where the field's type decides.
    fn column_type(&self, column: &Column<'_>) -> Option<ColumnType> {
        let said = column.stated_type.as_ref().map(|word| word.column_type);
        let declared = self.declaration.and_then(|known| known.type_of(column));
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
