//! The names that loops give to what they come by: `each`, `count`, iterators, the variables of `for`.

use std::rc::Rc;

use crate::value::{Key, Member, Span, Value};

/// Where an expression stands.
#[derive(Clone)]
pub(super) struct Env {
    frame: Option<Rc<Frame>>,
}

struct Frame {
    outer: Option<Rc<Frame>>,
    name: Rc<str>,
    value: Value,
}

impl Env {
    pub(super) const fn outermost() -> Self {
        Self { frame: None }
    }

    /// The same place, where a name stands for a value.
    pub(super) fn with(&self, name: &str, value: Value) -> Self {
        Self {
            frame: Some(Rc::new(Frame {
                outer: self.frame.clone(),
                name: name.into(),
                value,
            })),
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        std::iter::successors(self.frame.as_deref(), |frame| frame.outer.as_deref())
            .find(|frame| &*frame.name == name)
            .map(|frame| &frame.value)
    }

    /// Whether a loop is around the place.
    pub(super) const fn is_looped(&self) -> bool {
        self.frame.is_some()
    }
}

/// An object of a few members that stand where their values do.
pub(super) fn object(
    span: Span,
    members: impl IntoIterator<Item = (&'static str, Value)>,
) -> Value {
    let members = members.into_iter().map(|(key, value)| Member {
        key: Key {
            text: key.into(),
            span: value.span,
            why: None,
        },
        value,
    });
    Value::object(span, members.collect())
}
