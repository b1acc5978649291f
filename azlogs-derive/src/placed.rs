//! A trait for one field, by which the compiler says where the field's column is declared when its type doesn't fit.
//!
//! `ColumnValue<K>` knows why a type doesn't fit a kind of column, but of no rule. So a field's type is asked for this trait
//! instead, which whatever fits the column has, and whose attribute is what the compiler prints: the reason, as far as
//! the type's name says, and the column's place.

use azlogs_dcr::{Column as Declared, ColumnType, Quoted};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;

use crate::check::Declaration;
use crate::expand::variant;
use crate::fit::Fit;
use crate::input::Column;
use crate::key::ready_key;

/// The trait's name. A field's name is there once.
pub(crate) fn trait_name(column: &Column<'_>) -> Ident {
    let member = column.member.unraw();
    Ident::new(&format!("__AzlogsFits_{member}"), Span::mixed_site())
}

/// The trait, and its one impl. It isn't recommended, so that the compiler doesn't look behind it for a reason of its own.
pub(crate) fn placed_trait(
    column: &Column<'_>,
    declared: &Declared,
    declaration: &Declaration<'_>,
    fit: Fit,
    private: &Ident,
) -> TokenStream {
    let name = trait_name(column);
    let words = words(declared, declaration, fit);
    let marker = variant(declared.column_type);
    let kind = quote!(#private::#marker);
    let method = if column.null {
        quote!(write_column_or_null)
    } else {
        quote!(write_column)
    };
    let key = ready_key(&column.name);
    let signature = quote! {
        fn write(&self, row: &mut #private::RowWriter<'_>)
    };
    quote! {
        #words
        trait #name {
            const TABLE_TYPE: #private::TableColumnType;
            #signature;
        }

        #[diagnostic::do_not_recommend]
        impl<__AzlogsValue: #private::ColumnValue<#kind> + ?::core::marker::Sized> #name for __AzlogsValue {
            const TABLE_TYPE: #private::TableColumnType =
                <Self as #private::ColumnValue<#kind>>::TABLE_TYPE;

            #[inline]
            #signature {
                <Self as #private::ColumnValue<#kind>>::#method(self, row, #key);
            }
        }
    }
}

/// What the compiler is to say.
fn words(declared: &Declared, declaration: &Declaration<'_>, fit: Fit) -> TokenStream {
    let column_type = declared.column_type;
    let label = literally(&format!(
        "column {} is declared as {column_type} at {}",
        Quoted(&declared.name),
        declaration.position(&declared.type_place),
    ));
    let (message, notes) = match fit {
        Fit::Refused(reason) => (literally(reason.message), reason.notes.to_vec()),
        Fit::Fits | Fit::Unknown => (
            format!("`{{Self}}` doesn't fit a column of type {column_type}"),
            notes(column_type),
        ),
    };
    let notes = notes.into_iter().map(literally);
    quote!(#[diagnostic::on_unimplemented(message = #message, label = #label, #(note = #notes),*)])
}

/// What to say where only the column is known.
fn notes(column_type: ColumnType) -> Vec<&'static str> {
    let mut notes = match column_type {
        ColumnType::String => vec![
            "a string column holds `String`, `&str`, `char`, `Uuid`, IP addresses, and enums with #[derive(LogColumn)]",
            "write a number as text yourself (`to_string()`); #[log_record(json_string)] on the field writes any `Serialize` as JSON text",
        ],
        ColumnType::Int => vec![
            "an int column holds `i8`, `i16`, `i32`, `u8` and `u16`: the service stores null for a number that is larger, a fraction or a text",
        ],
        ColumnType::Long => vec![
            "a long column holds `i8` to `i64` and `u8` to `u32`: the service stores null for a number that is larger, a fraction or a text",
        ],
        ColumnType::Real => vec![
            "a real column holds `f32`, `f64`, `i8` to `i32` and `u8` to `u32`: larger integers lose digits, and the service stores null for a text",
        ],
        ColumnType::Boolean => vec!["a boolean column holds `bool`"],
        ColumnType::DateTime => vec![
            "a datetime column holds `SystemTime`, and the instants of the crates time, chrono and jiff (features of azlogs)",
        ],
        ColumnType::Dynamic => vec![
            "a dynamic column holds `serde_json::Value`, maps, `Vec`, sets, arrays and tuples",
            "#[log_record(dynamic)] on the field writes any `Serialize`",
        ],
        _ => Vec::new(),
    };
    notes.push(
        "`Option`, `&`, `Box`, `Arc`, `Rc` and `Cow` fit where their content fits; a newtype with #[derive(LogColumn)] as well",
    );
    notes
}

/// The text for an attribute in which braces name parameters.
fn literally(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

#[cfg(test)]
mod tests {
    use super::literally;

    #[test]
    fn braces_of_a_rule_name_no_parameter() {
        assert_eq!(
            literally("`{Self}` at {}.json:1:2"),
            "`{{Self}}` at {{}}.json:1:2"
        );
    }
}
