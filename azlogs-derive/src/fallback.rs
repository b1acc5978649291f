//! What stands in for an impl that couldn't be made, so that code which uses the type isn't wrong as well.

use proc_macro2::TokenStream;
use quote::quote;

use crate::expand::private;
use crate::input::Record;

/// A row, or a group, of no columns.
pub(crate) fn of_record(record: &Record<'_>) -> TokenStream {
    let private = private(&record.attrs.krate);
    let (implemented, constant, method) = match record.attrs.group {
        None => (
            quote!(LogRecord),
            quote!(const SCHEMA: #private::StreamSchema = #private::StreamSchema::new("", &[]);),
            quote!(write_row),
        ),
        Some(_) => (
            quote!(ColumnGroup),
            quote!(const COLUMNS: &'static [#private::SchemaEntry] = &[];),
            quote!(write_columns),
        ),
    };
    let ident = record.ident;
    let (impl_generics, type_generics, where_clause) = record.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics #private::#implemented for #ident #type_generics #where_clause {
            #constant

            fn #method(
                &self,
                _: &mut #private::RowWriter<'_>,
            ) -> ::core::result::Result<(), #private::RowError> {
                ::core::result::Result::Ok(())
            }
        }
    }
}
