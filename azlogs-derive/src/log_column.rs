//! `#[derive(LogColumn)]`: a newtype is written as what it wraps, a unit variant as its name.

use azlogs_dcr::Code;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{Data, DataEnum, DeriveInput, Fields, GenericParam, Generics, Type};

use crate::attr::{ColumnAttrs, Naming, SerdeField, SerdeType, VariantAttrs, error};
use crate::ctxt::Ctxt;
use crate::deprecated::allow_deprecated;
use crate::expand::{private, scoped};
use crate::generics::{Parameters, with_predicates, with_static_lifetimes};

/// Reads, checks and expands. All findings are reported at once, and a stand-in for the impls goes with them.
pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let mut ctxt = Ctxt::default();
    let attrs = ColumnAttrs::read(&mut ctxt, &input.attrs);
    let serde = SerdeType::on_column(&mut ctxt, &input.attrs);
    let value = Value::from_syn(&mut ctxt, input, &attrs, serde);
    let column = Expansion {
        ident: &input.ident,
        generics: &input.generics,
        private: &private(),
        kind: Ident::new("__AzlogsKind", Span::call_site()),
        allow: allow_deprecated(input),
    };
    let findings = ctxt.finish();
    let implementation = match (&findings, value) {
        (Ok(()), Some(Value::Newtype(inner))) => column.newtype(inner),
        (Ok(()), Some(Value::Texts(texts))) => column.texts(&texts),
        _ => column.stand_in(),
    };
    let errors = findings.err();
    let scoped = scoped(&attrs.krate, &implementation);
    quote!(#errors #scoped)
}

/// What a type that derives `LogColumn` is written as.
enum Value<'a> {
    /// What it wraps.
    Newtype(&'a Type),
    /// Each variant's text.
    Texts(Vec<(&'a Ident, String)>),
}

impl<'a> Value<'a> {
    /// Looks at the type. What is wrong is reported.
    fn from_syn(
        ctxt: &mut Ctxt,
        input: &'a DeriveInput,
        attrs: &ColumnAttrs,
        serde: SerdeType,
    ) -> Option<Self> {
        match &input.data {
            Data::Struct(data) => {
                if let Some(ours) = &attrs.rename_all {
                    let message = "`rename_all` is for enums: a newtype has no names";
                    ctxt.error(&ours.literal, &error(Code::AttributeConflict, message));
                }
                newtype(ctxt, input, &data.fields)
            }
            Data::Enum(data) => {
                let naming = Naming::new(attrs.rename_all.clone(), serde);
                Some(Self::Texts(texts(ctxt, data, &naming)))
            }
            Data::Union(_) => {
                report_shape(ctxt, input);
                None
            }
        }
    }
}

fn newtype<'a>(ctxt: &mut Ctxt, input: &DeriveInput, fields: &'a Fields) -> Option<Value<'a>> {
    let mut all = fields.iter();
    if let (Fields::Unnamed(_), Some(only), None) = (fields, all.next(), all.next()) {
        SerdeField::on_inner(ctxt, &only.attrs);
        Some(Value::Newtype(&only.ty))
    } else {
        report_shape(ctxt, input);
        None
    }
}

fn report_shape(ctxt: &mut Ctxt, input: &DeriveInput) {
    let name = &input.ident;
    let message = format!("`{name}` is neither a newtype nor an enum");
    let help = format!(
        "`LogColumn` is for a tuple struct with one field, `struct {name}(String);`, and for an enum of unit variants; \
         a field of another type can be written with `#[log_record(dynamic)]`"
    );
    ctxt.error(name, &error(Code::NotAColumn, message).help(help));
}

fn texts<'a>(ctxt: &mut Ctxt, data: &'a DataEnum, naming: &Naming) -> Vec<(&'a Ident, String)> {
    let texts = data.variants.iter().map(|variant| {
        let name = &variant.ident;
        let ours = VariantAttrs::read(ctxt, &variant.attrs);
        let serde = SerdeField::on_variant(ctxt, &variant.attrs);
        if !matches!(variant.fields, Fields::Unit) {
            let message = format!("variant `{name}` has fields, which a text can't hold");
            let help =
                "leave the fields out, or write fields of this type with `#[log_record(dynamic)]`";
            ctxt.error(variant, &error(Code::NotAColumn, message).help(help));
        }
        (
            name,
            naming.of_variant(name, ours.rename, serde.rename).text,
        )
    });
    texts.collect()
}

/// What the impls are written with. A kind is a parameter of theirs, so that the kinds that don't fit are refused by what
/// is inside, in the words for that.
struct Expansion<'a> {
    ident: &'a Ident,
    generics: &'a Generics,
    private: &'a Ident,
    kind: Ident,
    /// The attribute that the impls need to use what is deprecated.
    allow: Option<TokenStream>,
}

impl Expansion<'_> {
    fn newtype(&self, inner: &Type) -> TokenStream {
        let (private, kind) = (self.private, &self.kind);
        let of_kind = quote!(<#inner as #private::ColumnValue<#kind>>);
        let value = self.column_value(
            &[quote!(#inner: #private::ColumnValue<#kind>)],
            &quote! {
                const TABLE_TYPE: #private::TableColumnType = #of_kind::TABLE_TYPE;

                #[inline]
                fn is_absent(&self) -> ::core::primitive::bool {
                    #of_kind::is_absent(&self.0)
                }
            },
            &quote!(#of_kind::write_value(&self.0, __azlogs_out)),
        );
        let natural = if Parameters::of(self.generics).are_in(inner) {
            let bound = quote!(#inner: #private::NaturalColumn);
            self.natural_column(&[bound], &quote!(<#inner as #private::NaturalColumn>::Kind))
        } else {
            // The number hides the inner type, which may be private. A constant can't name the lifetimes.
            let inner = with_static_lifetimes(self.generics, inner.to_token_stream());
            let number = quote!(#private::number_of::<<#inner as #private::NaturalColumn>::Kind>());
            let kind = quote!(<#private::Numbered<{ #number }> as #private::NumberedKind>::Kind);
            self.natural_column(&[], &kind)
        };
        quote!(#value #natural)
    }

    fn texts(&self, texts: &[(&Ident, String)]) -> TokenStream {
        let (private, kind) = (self.private, &self.kind);
        let arms = texts
            .iter()
            .map(|(variant, text)| quote!(Self::#variant => #text,));
        let body = if texts.is_empty() {
            quote!(match *self {})
        } else {
            quote! {
                <::core::primitive::str as #private::ColumnValue<#kind>>::write_value(
                    match *self { #(#arms)* },
                    __azlogs_out,
                )
            }
        };
        let value = self.column_value(
            &[quote!(#kind: #private::HoldsText)],
            &TokenStream::new(),
            &body,
        );
        let natural = self.natural_column(&[], &quote!(#private::String));
        quote!(#value #natural)
    }

    /// Fits every kind: what is wrong is told where the type is, not at each of its uses.
    fn stand_in(&self) -> TokenStream {
        let private = self.private;
        let value = self.column_value(
            &[],
            &TokenStream::new(),
            &quote!(::core::result::Result::Ok(__azlogs_out.null())),
        );
        let natural = self.natural_column(&[], &quote!(#private::String));
        quote!(#value #natural)
    }

    fn column_value(
        &self,
        bounds: &[TokenStream],
        items: &TokenStream,
        body: &TokenStream,
    ) -> TokenStream {
        let (private, kind, ident, allow) = (self.private, &self.kind, self.ident, &self.allow);
        let mut generics = self.generics.clone();
        generics
            .params
            .push(GenericParam::Type(kind.clone().into()));
        let mut predicates = vec![quote!(#kind: #private::ColumnKind)];
        predicates.extend_from_slice(bounds);
        let where_clause = with_predicates(self.generics, &predicates);
        let (impl_generics, ..) = generics.split_for_impl();
        let (_, type_generics, _) = self.generics.split_for_impl();
        quote! {
            #[automatically_derived]
            #allow
            impl #impl_generics #private::ColumnValue<#kind> for #ident #type_generics #where_clause {
                #items

                #[inline]
                fn write_value(
                    &self,
                    __azlogs_out: #private::ValueWriter<'_, #kind>,
                ) -> ::core::result::Result<#private::Written, #private::ValueError> {
                    #body
                }
            }
        }
    }

    fn natural_column(&self, bounds: &[TokenStream], kind: &TokenStream) -> TokenStream {
        let (private, ident, allow) = (self.private, self.ident, &self.allow);
        let where_clause = with_predicates(self.generics, bounds);
        let (impl_generics, type_generics, _) = self.generics.split_for_impl();
        quote! {
            #[automatically_derived]
            #allow
            impl #impl_generics #private::NaturalColumn for #ident #type_generics #where_clause {
                type Kind = #kind;
            }
        }
    }
}
