//! Writes what the impl of a row or a group says of each field.
//!
//! Each call names the field's type with the field's own tokens, so that a type that doesn't fit is underlined there.
//! A row of sixty columns is sixty times this, read, resolved and checked anew whenever the crate is compiled: so it's short.

use azlogs_dcr::{Column as Declared, ColumnType};
use proc_macro2::{Delimiter, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;

use crate::attr::Form;
use crate::check::Declaration;
use crate::expand::{docs, moved_to, variant};
use crate::fit::{Fit, has_streams_type};
use crate::generics::Parameters;
use crate::input::{Column, Group, Part};
use crate::key::ready_key;
use crate::placed::{placed_trait, trait_name};

/// What fields are written with.
pub(crate) struct Fields<'a> {
    pub(crate) declaration: Option<&'a Declaration<'a>>,
    /// Whether the compiler can be made to say where columns are declared.
    pub(crate) places: bool,
    pub(crate) private: &'a Ident,
    pub(crate) parameters: &'a Parameters,
    pub(crate) row: Ident,
}

/// A field, and what is known of it.
pub(crate) enum Field<'a> {
    Column(KnownColumn<'a>),
    Group(&'a Group<'a>),
}

/// A column, and what is known of it.
pub(crate) struct KnownColumn<'a> {
    column: &'a Column<'a>,
    /// Its type: as the rule says, else as an attribute does. `None` where the field's type decides.
    column_type: Option<ColumnType>,
    /// Whether the field's type fits it, as far as names say.
    fit: Fit,
    /// Its declaration, where the field's type may not fit it.
    doubt: Option<(&'a Declaration<'a>, &'a Declared, Fit)>,
    /// The field's type depends on a parameter.
    is_generic: bool,
    /// There is nothing to say of it in the schema but its name and type.
    is_brief: bool,
}

impl<'a> Fields<'a> {
    /// Looks at a field.
    pub(crate) fn field(&self, part: &'a Part<'a>) -> Field<'a> {
        match part {
            Part::Group(group) => Field::Group(group),
            Part::Column(column) => {
                let is_generic = self.parameters.are_in(column.ty);
                let column_type = self.column_type(column);
                let fit = column_type.map_or(Fit::Unknown, |known| Fit::of(column.ty, known));
                let mut known = KnownColumn {
                    column,
                    column_type,
                    fit,
                    doubt: self.doubt(column, fit, is_generic),
                    is_generic,
                    is_brief: false,
                };
                known.is_brief = column_type.is_some()
                    && column.docs.is_empty()
                    && !matches!(column.form, Form::RowId(_))
                    && self.table_type(&known).is_none();
                Field::Column(known)
            }
        }
    }

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
            let mut arguments = proc_macro2::Group::new(Delimiter::Parenthesis, name.into());
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

    /// Writes the fields.
    pub(crate) fn statements(&self, fields: &[Field<'_>]) -> TokenStream {
        let runs = fields.chunk_by(|field, next| field.is_usual() && next.is_usual());
        runs.map(|run| match run {
            [field] if !field.is_usual() => self.statement(field),
            run => self.usual_statements(run),
        })
        .collect()
    }

    /// All at once, for the sake of time: whatever is put together of streams of tokens takes a call to the compiler.
    fn usual_statements(&self, fields: &[Field<'_>]) -> TokenStream {
        let (private, row) = (self.private, &self.row);
        let columns = || fields.iter().filter_map(Field::column);
        let types = columns().map(|column| column.ty);
        let kinds = fields.iter().filter_map(|field| match field {
            Field::Column(known) => known.column_type.map(variant),
            Field::Group(_) => None,
        });
        let methods = columns().map(|column| method("write_column", column.null));
        let members = columns().map(|column| column.member);
        let keys = columns().map(|column| ready_key(&column.name));
        quote! {#(
            <#types as #private::ColumnValue<#private::#kinds>>::#methods(&self.#members, #row, #keys);
        )*}
    }

    fn statement(&self, field: &Field<'_>) -> TokenStream {
        let (private, row) = (self.private, &self.row);
        let known = match field {
            Field::Column(known) => known,
            Field::Group(group) => {
                let (member, ty) = (group.member, group.ty);
                return quote!(<#ty as #private::ColumnGroup>::write_columns(&self.#member, #row););
            }
        };
        let column = known.column;
        let (member, ty, name) = (column.member, column.ty, &column.name);
        match &column.form {
            Form::Value if known.doubt.is_some() => {
                let placed = trait_name(column);
                quote!(<#ty as #placed>::write(&self.#member, #row);)
            }
            Form::With(path) if known.doubt.is_some() => {
                let placed = trait_name(column);
                quote_spanned!(path.span()=> #placed::write(&#path(&self.#member), #row);)
            }
            Form::Value => {
                let (kind, key) = (self.kind(known), ready_key(name));
                let method = method("write_column", column.null);
                quote!(<#ty as #private::ColumnValue<#kind>>::#method(&self.#member, #row, #key);)
            }
            Form::RowId(_) => {
                quote!(<#ty as #private::RowKey>::write_id(&self.#member, #row, #name);)
            }
            Form::With(path) => {
                let kind = self.kind(known);
                let method = method("column", column.null);
                quote_spanned!(path.span()=> #row.#method::<#kind, _>(#name, &#path(&self.#member));)
            }
            Form::Dynamic(_) => {
                let method = method("dynamic", column.null);
                quote!(#row.#method::<#ty>(#name, &self.#member);)
            }
            Form::JsonString(_) => {
                let method = method("json_string", column.null);
                quote!(#row.#method::<#ty>(#name, &self.#member);)
            }
        }
    }

    /// What has to hold so that the field can be written, where its type depends on a parameter.
    pub(crate) fn predicates(&self, field: &Field<'_>) -> Vec<TokenStream> {
        let private = self.private;
        let known = match field {
            Field::Column(known) if known.is_generic => known,
            Field::Group(group) if self.parameters.are_in(group.ty) => {
                let ty = group.ty;
                return vec![quote!(#ty: #private::ColumnGroup)];
            }
            _ => return Vec::new(),
        };
        let (kind, ty) = (self.kind(known), known.column.ty);
        match &known.column.form {
            Form::With(_) => Vec::new(),
            Form::RowId(_) => vec![quote!(#ty: #private::RowKey)],
            Form::Dynamic(_) | Form::JsonString(_) => vec![quote!(#ty: #private::Serialize)],
            Form::Value => {
                let fits = quote!(#ty: #private::ColumnValue<#kind>);
                match known.column_type {
                    Some(_) => vec![fits],
                    None => vec![quote!(#ty: #private::NaturalColumn), fits],
                }
            }
        }
    }

    /// The type of the table's column, where the field's type may have a better one than the stream. One of Azure's own tables
    /// is there already, and has the type that it has.
    fn table_type(&self, known: &KnownColumn<'_>) -> Option<TokenStream> {
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

    /// The trait that says where the column is declared, for a field whose type may not fit it.
    pub(crate) fn placed_trait(&self, field: &Field<'_>) -> Option<TokenStream> {
        let Field::Column(known) = field else {
            return None;
        };
        let (declaration, declared, fit) = known.doubt?;
        Some(placed_trait(
            known.column,
            declared,
            declaration,
            fit,
            self.private,
        ))
    }

    /// The column's declaration, where the field's type may not fit it.
    ///
    /// Where the type depends on a parameter, that it fits is a bound of the impl. Users see those in their documentation and
    /// may have to repeat them, so that they name what is public.
    fn doubt(
        &self,
        column: &Column<'_>,
        fit: Fit,
        is_generic: bool,
    ) -> Option<(&'a Declaration<'a>, &'a Declared, Fit)> {
        // A stream of Azure's own is declared nowhere.
        let declaration = self
            .declaration
            .filter(|known| self.places && !known.stream.is_built_in)?;
        let declared = declaration.stream.column(&column.name)?;
        let fit = match &column.form {
            Form::Value if is_generic => Fit::Fits,
            Form::Value => fit,
            Form::With(_) => Fit::Unknown,
            Form::RowId(_) | Form::Dynamic(_) | Form::JsonString(_) => Fit::Fits,
        };
        (fit != Fit::Fits).then_some((declaration, declared, fit))
    }

    fn column_type(&self, column: &Column<'_>) -> Option<ColumnType> {
        let said = column.stated_type.as_ref().map(|word| word.column_type);
        let declared = self.declaration.and_then(|known| known.type_of(column));
        declared
            .or(said)
            .or(column.form.demand().map(|(needed, _)| needed))
    }

    /// The column's type as a type.
    fn kind(&self, known: &KnownColumn<'_>) -> TokenStream {
        let private = self.private;
        if let Some(column_type) = known.column_type {
            let marker = variant(column_type);
            quote!(#private::#marker)
        } else {
            let ty = known.column.ty;
            quote!(<#ty as #private::NaturalColumn>::Kind)
        }
    }
}

impl<'a> Field<'a> {
    fn column(&self) -> Option<&'a Column<'a>> {
        match self {
            Self::Column(known) => Some(known.column),
            Self::Group(_) => None,
        }
    }

    fn is_brief(&self) -> bool {
        matches!(self, Self::Column(known) if known.is_brief)
    }

    /// Whether it's written as most are: by a call of the kind's trait.
    fn is_usual(&self) -> bool {
        matches!(
            self,
            Self::Column(KnownColumn {
                column: Column {
                    form: Form::Value,
                    ..
                },
                column_type: Some(_),
                doubt: None,
                ..
            })
        )
    }
}

impl KnownColumn<'_> {
    /// Whether the table's type needn't be asked of the compiler. It's asked where the type doesn't fit, so that it finds the
    /// fields wrong in their order.
    fn is_plain(&self) -> bool {
        let ty = self.column.ty;
        has_streams_type(ty) && (self.column_type.is_none() || self.fit == Fit::Fits)
    }
}

/// The method for absent values that are left out, or for those that are null.
fn method(name: &str, null: bool) -> Ident {
    if null {
        return Ident::new(&format!("{name}_or_null"), Span::call_site());
    }
    Ident::new(name, Span::call_site())
}
