//! Whose names count: those that our attributes give, or serde's.

use syn::ext::IdentExt;
use syn::{Ident, LitStr};

use super::{Renaming, SerdeType};
use crate::case::RenameRule;

/// How columns and texts get their names.
///
/// What is said of one field or variant goes before what is said of all, as it does in serde; and in either place our
/// attribute goes before serde's.
#[derive(Debug)]
pub(crate) struct Naming {
    renaming: Option<Renaming>,
}

/// A name, and the literal that spells it, where it isn't made from the identifier.
#[derive(Debug)]
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) spelled: Option<LitStr>,
}

impl Naming {
    pub(crate) fn new(ours: Option<Renaming>, serde: SerdeType) -> Self {
        Self {
            renaming: ours.or_else(|| serde.rename_all()),
        }
    }

    /// The `rename_all` that counts.
    pub(crate) fn renaming(&self) -> Option<&Renaming> {
        self.renaming.as_ref()
    }

    /// The name of a field's column.
    pub(crate) fn of_field(
        &self,
        field: &Ident,
        ours: Option<LitStr>,
        serde: Option<LitStr>,
    ) -> Name {
        self.name(field, ours, serde, RenameRule::apply_to_field)
    }

    /// The text of a variant.
    pub(crate) fn of_variant(
        &self,
        variant: &Ident,
        ours: Option<LitStr>,
        serde: Option<LitStr>,
    ) -> Name {
        self.name(variant, ours, serde, RenameRule::apply_to_variant)
    }

    fn name(
        &self,
        ident: &Ident,
        ours: Option<LitStr>,
        serde: Option<LitStr>,
        apply: impl Fn(RenameRule, &str) -> String,
    ) -> Name {
        let spelled = ours.or(serde);
        let text = match (&spelled, self.renaming()) {
            (Some(literal), _) => literal.value(),
            (None, Some(renaming)) => apply(renaming.rule, &ident.unraw().to_string()),
            (None, None) => ident.unraw().to_string(),
        };
        Name { text, spelled }
    }
}
