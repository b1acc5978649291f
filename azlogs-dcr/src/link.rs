//! What is deployed with a document, and isn't in it.

use std::rc::Rc;

use crate::is_unresolved;
use crate::kind::get;
use crate::value::{Span, Value};

/// Something that is deployed with the document, and isn't in it.
pub(crate) struct Link {
    pub(crate) kind: LinkKind,
    /// Where the document says so.
    pub(crate) span: Span,
    /// Where the document says that it lies.
    pub(crate) target: Option<Rc<str>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum LinkKind {
    Template,
    /// One of Terraform's.
    Module,
}

impl Link {
    /// A template at a URL, a path, or in a template spec.
    pub(crate) fn of_template(link: &Value) -> Self {
        let mut places = ["uri", "relativePath", "id"].into_iter();
        let target = places.find_map(|key| {
            get(link, key)?
                .as_text()
                .filter(|text| !is_unresolved(text))
        });
        Self {
            kind: LinkKind::Template,
            span: link.span,
            target: target.map(Into::into),
        }
    }

    /// A module of Terraform's, by its block's attributes.
    pub(crate) fn of_module(span: Span, source: Option<&str>) -> Self {
        Self {
            kind: LinkKind::Module,
            span,
            target: source.map(Into::into),
        }
    }

    /// A template in a resource of Terraform's.
    pub(crate) const fn of_resource(span: Span) -> Self {
        Self {
            kind: LinkKind::Template,
            span,
            target: None,
        }
    }
}
