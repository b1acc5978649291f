//! A struct as the derive sees it: which field becomes which column, and how.

use azlogs_dcr::Code;
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::punctuated::Punctuated;
use syn::{Data, DeriveInput, Fields, Generics, Ident, LitStr, Token, Type};

use crate::attr::{FieldAttrs, Form, Naming, RecordAttrs, SerdeField, SerdeType, TypeWord, error};
use crate::case::RenameRule;
use crate::check::Declaration;
use crate::ctxt::Ctxt;
use crate::deprecated::{allow_deprecated, allows_deprecated};
use crate::docs::docs;

/// A struct that derives `LogRecord`.
pub(crate) struct Record<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a Generics,
    pub(crate) attrs: RecordAttrs,
    /// What its documentation says.
    pub(crate) docs: String,
    pub(crate) naming: Naming,
    /// The fields that are written, in their order.
    pub(crate) parts: Vec<Part<'a>>,
    /// The attribute that the impl needs to use what is deprecated.
    pub(crate) allow_deprecated: Option<TokenStream>,
    /// It is a struct with named fields, as rows are.
    pub(crate) has_named_fields: bool,
    /// Nothing was wrong with the attributes, so that what they don't say isn't in the source.
    pub(crate) is_sound: bool,
}

/// A field that is written.
pub(crate) enum Part<'a> {
    /// One column.
    Column(Box<Column<'a>>),
    /// The columns of a group.
    Group(Group<'a>),
}

/// A field that is a column.
pub(crate) struct Column<'a> {
    pub(crate) member: &'a Ident,
    pub(crate) ty: &'a Type,
    /// The column's name.
    pub(crate) name: String,
    /// The literal that spells the name, where the field's own name doesn't make it.
    pub(crate) spelled: Option<LitStr>,
    pub(crate) form: Form,
    /// The column's type, where an attribute says it.
    pub(crate) stated_type: Option<TypeWord>,
    /// An absent value is written as null rather than left out.
    pub(crate) null: bool,
    /// What its documentation says.
    pub(crate) docs: String,
    /// As [`Record::is_sound`], of this field.
    pub(crate) is_sound: bool,
    /// The user allows what is deprecated, and with it warnings by that lint.
    pub(crate) allows_deprecated: bool,
}

/// A field that is a group of columns.
pub(crate) struct Group<'a> {
    pub(crate) member: &'a Ident,
    pub(crate) ty: &'a Type,
}

impl<'a> Record<'a> {
    /// Reads the struct. What is wrong is reported and left out.
    pub(crate) fn from_syn(ctxt: &mut Ctxt, input: &'a DeriveInput) -> Self {
        let attrs = RecordAttrs::read(ctxt, &input.attrs);
        let serde = SerdeType::on_record(ctxt, &input.attrs);
        let naming = Naming::new(attrs.rename_all.clone(), serde);
        let fields = named_fields(ctxt, input);
        let parts = fields
            .into_iter()
            .flatten()
            .filter_map(|field| Part::from_syn(ctxt, field, &naming))
            .collect();
        Self {
            ident: &input.ident,
            generics: &input.generics,
            attrs,
            docs: docs(&input.attrs),
            naming,
            parts,
            allow_deprecated: allow_deprecated(input),
            has_named_fields: fields.is_some(),
            is_sound: ctxt.count() == 0,
        }
    }

    /// The fields that are columns.
    pub(crate) fn columns(&self) -> impl Iterator<Item = &Column<'a>> {
        self.parts.iter().filter_map(|part| match part {
            Part::Column(column) => Some(&**column),
            Part::Group(_) => None,
        })
    }

    /// Whether columns come from fields whose types the derive can't look into.
    pub(crate) fn has_groups(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Group(_)))
    }
}

impl Record<'_> {
    /// Drops the fields of which too little is known to write them.
    pub(crate) fn keep_what_is_known(&mut self, declaration: Option<&Declaration<'_>>) {
        let has_file = self.attrs.dcr.is_some();
        self.parts.retain(|part| match (part, declaration) {
            (Part::Group(_), _) => false,
            (Part::Column(column), Some(declaration)) => {
                let said = column.stated_type.as_ref().map(|word| word.column_type);
                let said = said.filter(|_| declaration.leaves_type_to(column));
                let known = declaration.type_of(column).or(said);
                let fits = |known| column.form.unmet_demand(known).is_none();
                column.is_sound && known.is_some_and(fits)
            }
            (Part::Column(column), None) => {
                let needs_type =
                    matches!(column.form, Form::With(_)) && column.stated_type.is_none();
                column.is_sound && !has_file && !needs_type
            }
        });
    }
}

impl<'a> Part<'a> {
    fn from_syn(ctxt: &mut Ctxt, field: &'a syn::Field, naming: &Naming) -> Option<Self> {
        let member = field.ident.as_ref()?;
        let before = ctxt.count();
        let attrs = FieldAttrs::read(ctxt, &field.attrs);
        let serde = SerdeField::on_field(ctxt, &field.attrs, &attrs);
        if attrs.skip || (serde.skip && attrs.is_silent) {
            return None;
        }
        let ty = &field.ty;
        if attrs.flatten {
            return Some(Self::Group(Group { member, ty }));
        }
        let name = naming.of_field(member, attrs.column, serde.rename);
        Some(Self::Column(Box::new(Column {
            member,
            ty,
            name: name.text,
            spelled: name.spelled,
            form: attrs.form,
            stated_type: attrs.column_type,
            null: attrs.null == Some(true),
            docs: docs(&field.attrs),
            is_sound: ctxt.count() == before,
            allows_deprecated: allows_deprecated(&field.attrs),
        })))
    }
}

impl Column<'_> {
    /// What stands in the source for the column's name.
    pub(crate) fn name_tokens(&self) -> &dyn ToTokens {
        match &self.spelled {
            Some(literal) => literal,
            None => self.member,
        }
    }

    /// The name that another `rename_all` would give it; none where its name doesn't come from the field's.
    pub(crate) fn name_by(&self, rule: RenameRule) -> Option<String> {
        match &self.spelled {
            Some(_) => None,
            None => Some(rule.apply_to_field(&self.member.unraw().to_string())),
        }
    }
}

/// The struct's fields; anything else is reported.
fn named_fields<'a>(
    ctxt: &mut Ctxt,
    input: &'a DeriveInput,
) -> Option<&'a Punctuated<syn::Field, Token![,]>> {
    let name = &input.ident;
    let (message, help) = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => return Some(&fields.named),
            Fields::Unnamed(_) => (
                format!("the fields of `{name}` have no names that columns could have"),
                "name the fields; a newtype that is one column's value derives `LogColumn`",
            ),
            Fields::Unit => (
                format!("`{name}` has no fields that columns could be made of"),
                "give it a field for each column",
            ),
        },
        Data::Enum(_) => (
            format!("`{name}` is an enum, and a row is a struct"),
            "derive `LogRecord` on a struct for each kind of row; \
             an enum that is one column's text derives `LogColumn`",
        ),
        Data::Union(_) => (
            format!("`{name}` is a union, and a row is a struct"),
            "derive `LogRecord` on a struct",
        ),
    };
    ctxt.error(name, &error(Code::NotARow, message).help(help));
    None
}
