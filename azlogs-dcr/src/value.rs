//! A document's values, each with the place that it comes from.

use std::rc::Rc;

use crate::why::Why;

/// Bytes of the document's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// A value. Cloning it costs nothing: what it holds is shared.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    /// Where a person finds it.
    pub(crate) span: Span,
    pub(crate) data: Data,
}

#[derive(Clone, Debug)]
pub(crate) enum Data {
    Null,
    Boolean(bool),
    Integer(i64),
    /// A number that is no 64-bit integer, as it is written.
    Decimal(Rc<str>),
    Text(Rc<str>),
    Array(Rc<Array>),
    Object(Rc<Object>),
    Unresolved(Rc<Unresolved>),
}

#[derive(Debug)]
pub(crate) struct Array {
    pub(crate) items: Vec<Value>,
    facts: Facts,
}

/// The members in the order of the document. A key that stands twice in the text is here twice.
#[derive(Debug)]
pub(crate) struct Object {
    pub(crate) members: Vec<Member>,
    facts: Facts,
}

#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) key: Key,
    pub(crate) value: Value,
}

#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(crate) text: Rc<str>,
    pub(crate) span: Span,
    /// Why the text is still an expression.
    pub(crate) why: Option<Rc<Why>>,
}

/// An expression whose value isn't known.
#[derive(Debug)]
pub(crate) struct Unresolved {
    /// The expression, as the document has it.
    pub(crate) text: Rc<str>,
    pub(crate) why: Rc<Why>,
}

/// What one wants to know of a tree without walking it.
#[derive(Clone, Debug)]
struct Facts {
    /// How deeply it is nested.
    depth: usize,
    /// About how much it takes to write it all out: what it shares counts each time.
    weight: u64,
    /// Whether some text in it may be an expression.
    has_expressions: bool,
    /// Why the first value in it that isn't known is not.
    why: Option<Rc<Why>>,
}

impl Facts {
    const LEAF: Self = Self {
        depth: 1,
        weight: 1,
        has_expressions: false,
        why: None,
    };

    fn of_text(text: &str) -> Self {
        Self {
            weight: 1 + text.len() as u64,
            has_expressions: text.starts_with('['),
            ..Self::LEAF
        }
    }

    fn of_key(key: &Key) -> Self {
        Self {
            // Its object's array of copies makes other members of it.
            has_expressions: key.text.starts_with('[') || key.text.eq_ignore_ascii_case("copy"),
            why: key.why.clone(),
            ..Self::of_text(&key.text)
        }
    }

    fn of(value: &Value) -> Self {
        match &value.data {
            Data::Null | Data::Boolean(_) | Data::Integer(_) => Self::LEAF,
            Data::Decimal(text) | Data::Text(text) => Self::of_text(text),
            Data::Array(array) => array.facts.clone(),
            Data::Object(object) => object.facts.clone(),
            Data::Unresolved(unresolved) => Self {
                why: Some(Rc::clone(&unresolved.why)),
                has_expressions: false,
                ..Self::of_text(&unresolved.text)
            },
        }
    }

    fn around(inner: impl Iterator<Item = Self>) -> Self {
        let all = inner.fold(
            Self {
                depth: 0,
                ..Self::LEAF
            },
            |all, one| Self {
                depth: all.depth.max(one.depth),
                weight: all.weight.saturating_add(one.weight),
                has_expressions: all.has_expressions || one.has_expressions,
                why: all.why.or(one.why),
            },
        );
        Self {
            depth: all.depth + 1,
            ..all
        }
    }
}

impl Value {
    pub(crate) const fn new(span: Span, data: Data) -> Self {
        Self { span, data }
    }

    pub(crate) fn text(span: Span, text: impl Into<Rc<str>>) -> Self {
        Self::new(span, Data::Text(text.into()))
    }

    pub(crate) fn array(span: Span, items: Vec<Self>) -> Self {
        let facts = Facts::around(items.iter().map(Facts::of));
        Self::new(span, Data::Array(Rc::new(Array { items, facts })))
    }

    pub(crate) fn object(span: Span, members: Vec<Member>) -> Self {
        let inner = members
            .iter()
            .flat_map(|member| [Facts::of_key(&member.key), Facts::of(&member.value)]);
        let facts = Facts::around(inner);
        Self::new(span, Data::Object(Rc::new(Object { members, facts })))
    }

    /// The same value, found in another place.
    pub(crate) fn at(mut self, span: Span) -> Self {
        self.span = span;
        self
    }

    /// The same value with all of its parts in one place.
    pub(crate) fn moved(&self, span: Span) -> Self {
        self.relocated(&|_| span)
    }

    /// The same value with each of its parts in another place.
    pub(crate) fn relocated(&self, place: &dyn Fn(Span) -> Span) -> Self {
        let span = place(self.span);
        match &self.data {
            Data::Array(array) => {
                let items = array.items.iter().map(|item| item.relocated(place));
                Self::array(span, items.collect())
            }
            Data::Object(object) => {
                let members = object.members.iter().map(|member| Member {
                    key: Key {
                        span: place(member.key.span),
                        ..member.key.clone()
                    },
                    value: member.value.relocated(place),
                });
                Self::object(span, members.collect())
            }
            _ => self.clone().at(span),
        }
    }

    /// How deeply it is nested.
    pub(crate) fn depth(&self) -> usize {
        Facts::of(self).depth
    }

    /// About how much it takes to write it all out.
    pub(crate) fn weight(&self) -> u64 {
        Facts::of(self).weight
    }

    /// Whether some text in it may be an expression.
    pub(crate) fn has_expressions(&self) -> bool {
        Facts::of(self).has_expressions
    }

    /// Why it, or a value in it, isn't known.
    pub(crate) fn why(&self) -> Option<&Rc<Why>> {
        match &self.data {
            Data::Array(array) => array.facts.why.as_ref(),
            Data::Object(object) => object.facts.why.as_ref(),
            Data::Unresolved(unresolved) => Some(&unresolved.why),
            _ => None,
        }
    }

    /// The kind of value, with its article, for messages.
    pub(crate) fn kind(&self) -> &'static str {
        match self.data {
            Data::Null => "null",
            Data::Boolean(_) => "a boolean",
            Data::Integer(_) | Data::Decimal(_) => "a number",
            Data::Text(_) | Data::Unresolved(_) => "a string",
            Data::Array(_) => "an array",
            Data::Object(_) => "an object",
        }
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        match &self.data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn items(&self) -> Option<&[Self]> {
        match &self.data {
            Data::Array(array) => Some(&array.items),
            _ => None,
        }
    }

    pub(crate) fn members(&self) -> Option<&[Member]> {
        match &self.data {
            Data::Object(object) => Some(&object.members),
            _ => None,
        }
    }

    /// The value of a key, in any case, as Azure Resource Manager takes it.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        let mut members = self.members()?.iter();
        members
            .find(|member| member.key.text.eq_ignore_ascii_case(key))
            .map(|member| &member.value)
    }
}
