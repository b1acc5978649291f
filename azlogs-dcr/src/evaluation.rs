//! Values of expressions that may have none.

use std::rc::Rc;

use crate::value::{Data, Span, Unresolved, Value};
use crate::why::{Why, Wrong};
use crate::{Quoted, nearest};

/// A value, or why there is none.
pub(crate) type Outcome = Result<Value, Rc<Why>>;

/// The value itself has to be known.
pub(crate) fn known(value: Value) -> Outcome {
    match &value.data {
        Data::Unresolved(unresolved) => Err(Rc::clone(&unresolved.why)),
        _ => Ok(value),
    }
}

pub(crate) fn unresolved(text: &Rc<str>, span: Span, why: Rc<Why>) -> Value {
    let text = Rc::clone(text);
    Value::new(span, Data::Unresolved(Rc::new(Unresolved { text, why })))
}

/// Whether the value isn't known for a mistake, and not for want of another value.
pub(crate) fn is_mistake(value: &Value) -> bool {
    let why = value.why().map(Rc::as_ref);
    matches!(why, Some(Why::Wrong(_)))
}

pub(crate) fn property(of: &Value, name: &str, span: Span) -> Outcome {
    let Some(members) = of.members() else {
        let message = format!("{} has no property {}", of.kind(), Quoted(name));
        return Err(Wrong::new(span, message).into());
    };
    if let Some(value) = of.get(name) {
        return Ok(value.clone());
    }
    if let Some(why) = members.iter().find_map(|member| member.key.why.as_ref()) {
        return Err(Rc::clone(why));
    }
    let near = nearest(name, members.iter().map(|member| &*member.key.text));
    let message = format!("the object has no property {}", Quoted(name));
    Err(Wrong::new(span, message).help(did_you_mean(near)).into())
}

pub(crate) fn element(of: &Value, index: &Value, span: Span) -> Outcome {
    if let Data::Text(name) = &index.data {
        return property(of, name, span);
    }
    let (Some(items), Data::Integer(index)) = (of.items(), &index.data) else {
        let message = format!("{} isn't indexed by {}", of.kind(), index.kind());
        return Err(Wrong::new(span, message).into());
    };
    if let Some(item) = usize::try_from(*index).ok().and_then(|at| items.get(at)) {
        return Ok(item.clone());
    }
    let length = items.len();
    let message = format!("the array has {length} elements, and none at index {index}");
    Err(Wrong::new(span, message).into())
}

pub(crate) fn did_you_mean(near: Option<&str>) -> Option<String> {
    near.map(|near| format!("did you mean {}?", Quoted(near)))
}
