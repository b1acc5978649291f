//! `for` expressions, and what loops come by.

use std::rc::Rc;

use hcl_edit::expr::{ForExpr, ObjectKey};

use super::evaluate::Module;
use super::parse::span;
use super::scope::Env;
use crate::evaluation::{Outcome, unresolved};
use crate::value::{Data, Member, Span, Value};
use crate::why::{Why, Wrong};

impl Module<'_> {
    pub(super) fn for_each(&self, each: &ForExpr, at: Span, env: &Env) -> Outcome {
        let collection = self.known(&each.intro.collection_expr, env)?;
        let at_collection = span(&each.intro.collection_expr);
        let mut members: Vec<Member> = Vec::new();
        let mut items = Vec::new();
        for (key, value) in pairs(&collection, at_collection)? {
            let mut env = env.with(each.intro.value_var.as_str(), value);
            if let Some(name) = &each.intro.key_var {
                env = env.with(name.as_str(), key);
            }
            if let Some(condition) = &each.cond
                && !self.truth(&condition.expr, &env)?
            {
                continue;
            }
            let value = self.value(&each.value_expr, &env);
            let Some(key) = &each.key_expr else {
                items.push(value);
                continue;
            };
            let key = self.object_key(&ObjectKey::Expression(key.clone()), &env);
            self.budget.spend(1 + members.len() as u64 / 16, at)?;
            match members
                .iter_mut()
                .find(|member| member.key.text == key.text)
            {
                Some(member) if each.grouping => {
                    let mut group = member.value.items().unwrap_or_default().to_vec();
                    self.budget.spend(group.len() as u64, at)?;
                    group.push(value);
                    member.value = Value::array(at, group);
                }
                Some(member) => member.value = value,
                None => members.push(Member {
                    key,
                    value: if each.grouping {
                        Value::array(at, vec![value])
                    } else {
                        value
                    },
                }),
            }
        }
        let value = if each.key_expr.is_some() {
            Value::object(at, members)
        } else {
            Value::array(at, items)
        };
        Ok(self.budget.made(value)?)
    }
}

/// A collection's keys and values, as a loop comes by them. Objects are looped over in the order of their keys.
pub(super) fn pairs(collection: &Value, at: Span) -> Result<Vec<(Value, Value)>, Rc<Why>> {
    if let Some(items) = collection.items() {
        let index = |index: usize| Data::Integer(i64::try_from(index).unwrap_or(i64::MAX));
        let pairs = items.iter().enumerate();
        return Ok(pairs
            .map(|(place, item)| (Value::new(item.span, index(place)), item.clone()))
            .collect());
    }
    let Some(members) = collection.members() else {
        let message = format!("a loop takes a collection, and not {}", collection.kind());
        return Err(Wrong::new(at, message).into());
    };
    let mut members: Vec<&Member> = members.iter().collect();
    members.sort_by(|left, right| left.key.text.cmp(&right.key.text));
    let pairs = members.into_iter().map(|member| {
        let key = match &member.key.why {
            Some(why) => unresolved(&member.key.text, member.key.span, Rc::clone(why)),
            None => Value::new(member.key.span, Data::Text(Rc::clone(&member.key.text))),
        };
        (key, member.value.clone())
    });
    Ok(pairs.collect())
}
