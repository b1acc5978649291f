//! Values as the reader sees them: with their places, and keys found as loosely as documents spell them.

use std::rc::Rc;

use crate::Place;
use crate::source::Source;
use crate::unresolved::has_placeholder;
use crate::value::{Data, Member as RawMember, Span, Value};
use crate::why::Why;

/// A value of the document.
#[derive(Clone, Copy)]
pub(crate) struct Node<'a> {
    source: &'a Source,
    value: &'a Value,
}

/// A key of an object, and its value.
pub(crate) struct Member<'a> {
    pub(crate) key: &'a str,
    key_span: Span,
    /// Why the key is still an expression.
    pub(crate) why: Option<&'a Rc<Why>>,
    pub(crate) value: Node<'a>,
}

impl Member<'_> {
    /// Where the key is.
    pub(crate) fn key_place(&self) -> Place {
        self.value.source.place(self.key_span)
    }

    /// Whether the key is an expression or placeholder.
    pub(crate) fn is_unresolved(&self) -> bool {
        self.why.is_some() || has_placeholder(self.key)
    }
}

impl<'a> Node<'a> {
    pub(crate) const fn new(source: &'a Source, value: &'a Value) -> Self {
        Self { source, value }
    }

    pub(crate) fn place(&self) -> Place {
        self.source.place(self.value.span)
    }

    /// The kind of value, with its article, for messages.
    pub(crate) fn kind(&self) -> &'static str {
        self.value.kind()
    }

    pub(crate) fn is_object(&self) -> bool {
        matches!(self.value.data, Data::Object(_))
    }

    /// Whether it is an array or object with nothing in it.
    pub(crate) fn is_empty(&self) -> bool {
        let items = self.value.items().map(<[_]>::len);
        items.or_else(|| self.value.members().map(<[_]>::len)) == Some(0)
    }

    /// The text; of an expression without a value, the expression.
    pub(crate) fn as_str(&self) -> Option<&'a str> {
        match &self.value.data {
            Data::Text(text) => Some(text),
            Data::Unresolved(unresolved) => Some(&unresolved.text),
            _ => None,
        }
    }

    /// Why the value isn't known.
    pub(crate) fn why(&self) -> Option<&'a Why> {
        match &self.value.data {
            Data::Unresolved(unresolved) => Some(unresolved.why.as_ref()),
            _ => None,
        }
    }

    /// Whether an expression or placeholder stands where the value should.
    pub(crate) fn is_unresolved(&self) -> bool {
        self.why().is_some() || self.as_str().is_some_and(has_placeholder)
    }

    /// The elements of an array.
    pub(crate) fn items(&self) -> Option<Vec<Self>> {
        let items = self.value.items()?.iter();
        Some(items.map(|item| Self::new(self.source, item)).collect())
    }

    /// The keys of an object with their values, in the order of the document; a key that stands twice comes twice.
    pub(crate) fn members(&self) -> Option<Vec<Member<'a>>> {
        let members = self.value.members()?.iter();
        Some(members.map(|member| self.member(member)).collect())
    }

    /// The value of a key, spelled as the REST API does, or as Python prints it (`data_flows`), in any case, as Azure Resource
    /// Manager takes it. `null` is as good as absent.
    pub(crate) fn get(&self, key: &str) -> Option<Self> {
        let mut members = self.value.members()?.iter();
        let member = members.find(|member| same_key(&member.key.text, key))?;
        (!matches!(member.value.data, Data::Null)).then(|| Self::new(self.source, &member.value))
    }

    fn member(&self, member: &'a RawMember) -> Member<'a> {
        Member {
            key: &member.key.text,
            key_span: member.key.span,
            why: member.key.why.as_ref(),
            value: Self::new(self.source, &member.value),
        }
    }
}

/// Whether two keys are the same but for case and underscores.
pub(crate) fn same_key(left: &str, right: &str) -> bool {
    fn letters(key: &str) -> impl Iterator<Item = u8> {
        key.bytes()
            .filter(|&byte| byte != b'_')
            .map(|byte| byte.to_ascii_lowercase())
    }
    left == right || letters(left).eq(letters(right))
}
