//! Values with their expressions worked out.

use super::evaluate::Evaluator;
use super::scope::Env;
use crate::evaluation::{known, unresolved};
use crate::value::{Data, Key, Member, Value};
use std::rc::Rc;

impl Evaluator<'_> {
    /// The value, with each expression in it replaced by what it comes to. Where it comes to nothing, an unresolved value stands
    /// for it.
    ///
    /// What an expression comes to stands where the expression does, so that a finding leads to the rule. Only where a loop comes
    /// by many times does a text keep the place where it is written.
    pub(crate) fn resolve(&self, value: &Value, env: &Env) -> Value {
        if !value.has_expressions() {
            return value.clone();
        }
        let level = self.budget.deeper(value.span);
        let spent = self.budget.spend(1, value.span);
        if let Some(wrong) = level.as_ref().err().or(spent.as_ref().err()) {
            return unresolved(&text_of(value), value.span, wrong.clone().into());
        }
        match &value.data {
            Data::Text(text) => self.resolve_text(value, text, env),
            Data::Array(array) => {
                let items = array.items.iter().map(|item| self.resolve(item, env));
                Value::array(value.span, items.collect())
            }
            Data::Object(object) => self.resolve_object(value, &object.members, env),
            _ => value.clone(),
        }
    }

    fn resolve_text(&self, value: &Value, text: &Rc<str>, env: &Env) -> Value {
        if !text.ends_with(']') {
            return value.clone();
        }
        if text.starts_with("[[") {
            return if env.is_in_template() {
                Value::text(value.span, &text[1..])
            } else {
                value.clone()
            };
        }
        match self.evaluate_text(text, value.span, env).and_then(known) {
            Ok(result) => {
                let is_looped_text = env.frame.is_some() && !is_collection(&result);
                if is_looped_text {
                    result
                } else {
                    result.at(value.span)
                }
            }
            Err(why) => unresolved(text, value.span, why),
        }
    }

    fn resolve_object(&self, value: &Value, members: &[Member], env: &Env) -> Value {
        let mut resolved = Vec::with_capacity(members.len());
        for member in members {
            if member.key.text.eq_ignore_ascii_case("copy")
                && let Some(copied) = self.copied_members(&member.value, env)
            {
                resolved.extend(copied);
                continue;
            }
            resolved.push(Member {
                key: self.resolve_key(&member.key, env),
                value: self.resolve(&member.value, env),
            });
        }
        Value::object(value.span, resolved)
    }

    fn resolve_key(&self, key: &Key, env: &Env) -> Key {
        let value = self.resolve(&Value::new(key.span, Data::Text(Rc::clone(&key.text))), env);
        let (text, why) = match &value.data {
            Data::Text(text) => (Rc::clone(text), None),
            Data::Unresolved(unresolved) => (
                Rc::clone(&unresolved.text),
                Some(Rc::clone(&unresolved.why)),
            ),
            _ => (Rc::clone(&key.text), key.why.clone()),
        };
        Key {
            text,
            span: key.span,
            why,
        }
    }
}

fn is_collection(value: &Value) -> bool {
    matches!(value.data, Data::Array(_) | Data::Object(_))
}

/// What stands for a value that is too much work.
fn text_of(value: &Value) -> Rc<str> {
    match &value.data {
        Data::Text(text) => Rc::clone(text),
        _ => "…".into(),
    }
}
