//! Functions that take a function: `map`, `filter`, `reduce`, `sort`, `toObject`, `groupBy`, `mapValues`.
//!
//! Source: "Lambda functions for ARM templates".

use std::collections::HashMap;
use std::rc::Rc;

use super::evaluate::{Evaluator, Site};
use super::functions::text_of;
use super::parser::{Expression, Kind};
use super::scope::{Env, FrameKind};
use crate::evaluation::{Outcome, known};
use crate::value::{Data, Member, Span, Value};
use crate::why::{Why, Wrong};

/// `lambda('a', 'b', …)`: the names of its arguments, and what it comes to.
struct Lambda<'e> {
    names: Vec<Rc<str>>,
    body: &'e Expression,
}

impl Evaluator<'_> {
    pub(super) fn call_with_lambda(
        &self,
        name: &str,
        arguments: &[Expression],
        span: Span,
        site: &Site<'_>,
    ) -> Outcome {
        let Some((first, rest)) = arguments.split_first() else {
            let message = "the function takes a value and a lambda";
            return Err(Wrong::new(span, message).into());
        };
        let of = self.known(first, site)?;
        if name == "mapvalues" {
            return self.map_values(&of, rest, span, site);
        }
        let Some(items) = of.items() else {
            let message = format!("the function takes an array, and not {}", of.kind());
            return Err(Wrong::new(first.span, message).into());
        };
        match name {
            "map" => self.map(items, rest, span, site),
            "filter" => self.filter(items, rest, span, site),
            "reduce" => self.reduce(items, rest, span, site),
            "sort" => self.sort(items, rest, span, site),
            "toobject" => self.to_object(items, rest, span, site),
            _ => self.group_by(items, rest, span, site),
        }
    }

    fn map(&self, items: &[Value], rest: &[Expression], span: Span, site: &Site<'_>) -> Outcome {
        let lambda = lambda(rest.first(), 1, span)?;
        let mapped: Result<Vec<Value>, _> = items
            .iter()
            .enumerate()
            .map(|(index, item)| self.apply(&lambda, &[item.clone(), position(index, span)], site))
            .collect();
        Ok(self.budget.made(Value::array(span, mapped?))?)
    }

    fn filter(&self, items: &[Value], rest: &[Expression], span: Span, site: &Site<'_>) -> Outcome {
        let lambda = lambda(rest.first(), 1, span)?;
        let mut kept = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let outcome = self.apply(&lambda, &[item.clone(), position(index, span)], site)?;
            if truth(&outcome, lambda.body)? {
                kept.push(item.clone());
            }
        }
        Ok(self.budget.made(Value::array(span, kept))?)
    }

    fn reduce(&self, items: &[Value], rest: &[Expression], span: Span, site: &Site<'_>) -> Outcome {
        let Some((initial, rest)) = rest.split_first() else {
            let message = "`reduce` takes an array, a first value and a lambda";
            return Err(Wrong::new(span, message).into());
        };
        let lambda = lambda(rest.first(), 2, span)?;
        let mut reduced = self.known(initial, site)?;
        for (index, item) in items.iter().enumerate() {
            let arguments = [reduced, item.clone(), position(index, span)];
            reduced = self.apply(&lambda, &arguments, site)?;
        }
        Ok(reduced)
    }

    /// Sorts by a lambda that says whether its first argument comes before its second.
    fn sort(&self, items: &[Value], rest: &[Expression], span: Span, site: &Site<'_>) -> Outcome {
        let lambda = lambda(rest.first(), 2, span)?;
        let comes_before = |left: &Value, right: &Value| {
            let outcome = self.apply(&lambda, &[left.clone(), right.clone()], site)?;
            truth(&outcome, lambda.body)
        };
        let mut sorted: Vec<Value> = Vec::with_capacity(items.len());
        for item in items {
            // Insertion, because a lambda need not be an order, and the standard library's sort wants one.
            let (mut low, mut high) = (0, sorted.len());
            while low < high {
                let middle = low.midpoint(high);
                if comes_before(item, &sorted[middle])? {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            self.budget.spend((sorted.len() - low) as u64 / 16, span)?;
            sorted.insert(low, item.clone());
        }
        Ok(self.budget.made(Value::array(span, sorted))?)
    }

    fn to_object(
        &self,
        items: &[Value],
        rest: &[Expression],
        span: Span,
        site: &Site<'_>,
    ) -> Outcome {
        let key = lambda(rest.first(), 1, span)?;
        let value = match rest.get(1) {
            Some(_) => Some(lambda(rest.get(1), 1, span)?),
            None => None,
        };
        let mut members: Vec<(Rc<str>, Value)> = Vec::with_capacity(items.len());
        for item in items {
            let own = std::slice::from_ref(item);
            let key_value = known(self.apply(&key, own, site)?)?;
            let text = text_of(&key_value).ok_or_else(|| not_a_key(&key_value, key.body.span))?;
            let value = match &value {
                Some(lambda) => self.apply(lambda, own, site)?,
                None => item.clone(),
            };
            members.push((text.into(), value));
        }
        let members = self.without_repeated_keys(members, span)?;
        Ok(self.object(span, members)?)
    }

    fn group_by(
        &self,
        items: &[Value],
        rest: &[Expression],
        span: Span,
        site: &Site<'_>,
    ) -> Outcome {
        let key = lambda(rest.first(), 1, span)?;
        let mut groups: Vec<(Rc<str>, Vec<Value>)> = Vec::new();
        for item in items {
            let value = known(self.apply(&key, std::slice::from_ref(item), site)?)?;
            let text = text_of(&value).ok_or_else(|| not_a_key(&value, key.body.span))?;
            self.budget.spend(groups.len() as u64 / 16, span)?;
            match groups.iter_mut().find(|(own, _)| **own == *text) {
                Some((_, group)) => group.push(item.clone()),
                None => groups.push((text.into(), vec![item.clone()])),
            }
        }
        let members = groups
            .into_iter()
            .map(|(key, group)| (key, Value::array(span, group)));
        Ok(self.object(span, members)?)
    }

    fn map_values(&self, of: &Value, rest: &[Expression], span: Span, site: &Site<'_>) -> Outcome {
        let lambda = lambda(rest.first(), 1, span)?;
        let Some(members) = of.members() else {
            let message = format!("`mapValues` takes an object, and not {}", of.kind());
            return Err(Wrong::new(span, message).into());
        };
        let mapped: Result<Vec<Member>, Rc<Why>> = members
            .iter()
            .map(|member| {
                Ok(Member {
                    key: member.key.clone(),
                    value: self.apply(&lambda, std::slice::from_ref(&member.value), site)?,
                })
            })
            .collect();
        Ok(self.budget.made(Value::object(span, mapped?))?)
    }

    /// The last of the values of one key counts, at the first one's place.
    fn without_repeated_keys(
        &self,
        members: Vec<(Rc<str>, Value)>,
        span: Span,
    ) -> Result<Vec<(Rc<str>, Value)>, Wrong> {
        self.budget.spend(members.len() as u64, span)?;
        let mut at: HashMap<Rc<str>, usize> = HashMap::new();
        let mut kept: Vec<(Rc<str>, Value)> = Vec::with_capacity(members.len());
        for (key, value) in members {
            if let Some(&index) = at.get(&key) {
                kept[index] = (key, value);
            } else {
                at.insert(Rc::clone(&key), kept.len());
                kept.push((key, value));
            }
        }
        Ok(kept)
    }

    fn apply(&self, lambda: &Lambda<'_>, arguments: &[Value], site: &Site<'_>) -> Outcome {
        let env =
            lambda
                .names
                .iter()
                .zip(arguments)
                .fold(site.env.clone(), |env: Env, (name, value)| {
                    env.within(FrameKind::Argument {
                        name: Rc::clone(name),
                        value: value.clone(),
                    })
                });
        let site = Site {
            text: site.text,
            env: &env,
        };
        self.evaluate(lambda.body, &site)
    }
}

/// The argument as a lambda with this many names; one that takes the element's index as well may have one more.
fn lambda(argument: Option<&Expression>, names: usize, span: Span) -> Result<Lambda<'_>, Rc<Why>> {
    let wrong = |span| Wrong::new(span, format!("a lambda with {names} names is missing here"));
    let Some(argument) = argument else {
        return Err(wrong(span).into());
    };
    let parsed = match &argument.kind {
        Kind::Call {
            function,
            arguments,
        } if function.eq_ignore_ascii_case("lambda") => arguments.split_last(),
        _ => None,
    };
    let Some((body, own)) = parsed else {
        return Err(wrong(argument.span).into());
    };
    let own: Option<Vec<Rc<str>>> = own
        .iter()
        .map(|name| match &name.kind {
            Kind::Text(text) => Some(Rc::clone(text)),
            _ => None,
        })
        .collect();
    match own.filter(|own| (names..=names + 1).contains(&own.len())) {
        Some(names) => Ok(Lambda { names, body }),
        None => Err(wrong(argument.span).into()),
    }
}

fn position(index: usize, span: Span) -> Value {
    Value::new(
        span,
        Data::Integer(i64::try_from(index).unwrap_or(i64::MAX)),
    )
}

fn truth(value: &Value, body: &Expression) -> Result<bool, Rc<Why>> {
    if let Data::Boolean(value) = known(value.clone())?.data {
        return Ok(value);
    }
    let message = format!("the lambda has to say a boolean, and says {}", value.kind());
    Err(Wrong::new(body.span, message).into())
}

fn not_a_key(value: &Value, span: Span) -> Rc<Why> {
    let message = format!("a key is a string, and not {}", value.kind());
    Wrong::new(span, message).into()
}
