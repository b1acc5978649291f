//! Writes what the impl of a row or a group says of each field.
//!
//! Each call names the field's type with the field's own tokens, so that a type that doesn't fit is underlined there.
//! A row of sixty columns is sixty times this, read, resolved and checked anew whenever the crate is compiled: so it's short.

use azlogs_dcr::{Column as Declared, ColumnType};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use crate::attr::Form;
use crate::check::Declaration;
use crate::expand::variant;
use crate::fit::Fit;
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
    pub(crate) column: &'a Column<'a>,
    /// Its type: as the rule says, else as an attribute does. `None` where the field's type decides.
    pub(crate) column_type: Option<ColumnType>,
    /// Whether the field's type fits it, as far as names say.
    pub(crate) fit: Fit,
    /// Its declaration, where the field's type may not fit it.
    pub(crate) doubt: Option<(&'a Declaration<'a>, &'a Declared, Fit)>,
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
                let fit = match column_type {
                    Some(known) => Fit::of(column.ty, known),
                    None => Fit::of_any(column.ty),
                };
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
    pub(crate) fn kind(&self, known: &KnownColumn<'_>) -> TokenStream {
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
    pub(crate) fn column(&self) -> Option<&'a Column<'a>> {
        match self {
            Self::Column(known) => Some(known.column),
            Self::Group(_) => None,
        }
    }

    pub(crate) fn is_brief(&self) -> bool {
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

/// The method for absent values that are left out, or for those that are null.
fn method(name: &str, null: bool) -> Ident {
    if null {
        return Ident::new(&format!("{name}_or_null"), Span::call_site());
    }
    Ident::new(name, Span::call_site())
}
