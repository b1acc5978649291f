//! Loops: `copy` in objects and on resources, and `copyIndex`.
//!
//! Source: "Property iteration in ARM templates", "Resource iteration in ARM templates", "Copy limits"; of `copyIndex` without a
//! name "Numeric functions for ARM templates".

use std::rc::Rc;

use super::evaluate::{Evaluator, Site};
use super::parser::Expression;
use super::scope::{Env, FrameKind, LoopOf};
use crate::Quoted;
use crate::evaluation::{Outcome, known, unresolved};
use crate::value::{Data, Key, Member, Span, Value};
use crate::why::{Why, Wrong};

/// The most rounds that a loop may have.
const COPIES: i64 = 800;

/// The work of looking at one resource.
const RESOURCE: u64 = 1000;

impl Evaluator<'_> {
    /// The members that an object's `copy` makes of it, where it is an array of loops.
    pub(super) fn copied_members(&self, copy: &Value, env: &Env) -> Option<Vec<Member>> {
        let loops = copy.items()?;
        let is_loop = |item: &Value| item.get("name").is_some() && item.get("count").is_some();
        if !loops.iter().all(is_loop) {
            return None;
        }
        let members = loops
            .iter()
            .filter_map(|item| self.copied_member(item, env));
        Some(members.collect())
    }

    fn copied_member(&self, item: &Value, env: &Env) -> Option<Member> {
        let name = item.get("name")?;
        let Data::Text(text) = &name.data else {
            return None;
        };
        let value = match self.rounds(item, name, LoopOf::Elements, env) {
            Ok(rounds) => self.copies(item, &rounds),
            Err(why) => unresolved(&count_text(item), item.span, why),
        };
        let key = Key {
            text: Rc::clone(text),
            span: name.span,
            why: None,
        };
        Some(Member { key, value })
    }

    fn copies(&self, item: &Value, rounds: &[Env]) -> Value {
        let input = item.get("input");
        let copies = rounds.iter().map(|round| match input {
            Some(input) => self.resolve(input, round),
            None => Value::new(item.span, Data::Null),
        });
        let value = Value::array(item.span, copies.collect());
        match self.budget.made(value) {
            Ok(value) => value,
            Err(wrong) => unresolved(&count_text(item), item.span, wrong.into()),
        }
    }

    /// The places within the rounds of a resource's loop; one where it has none. The error is an unresolved count, and the place
    /// within a round of which nobody knows which it is.
    pub(crate) fn rounds_of(&self, resource: &Value, env: &Env) -> Result<Vec<Env>, (Value, Env)> {
        let Some(copy) = resource.get("copy").filter(|copy| copy.members().is_some()) else {
            return Ok(vec![env.clone()]);
        };
        let name = copy.get("name").unwrap_or(copy);
        let rounds = self
            .rounds(copy, name, LoopOf::Resources, env)
            .and_then(|rounds| {
                let work = RESOURCE.saturating_mul(rounds.len() as u64);
                self.budget.spend(work, copy.span)?;
                Ok(rounds)
            });
        rounds.map_err(|why| {
            let env_of_round = round(name, LoopOf::Resources, Err(Rc::clone(&why)), env);
            let span = copy.get("count").map_or(copy.span, |count| count.span);
            let count = unresolved(&count_text(copy), span, why);
            (count, env_of_round)
        })
    }

    fn rounds(
        &self,
        copy: &Value,
        name: &Value,
        of: LoopOf,
        env: &Env,
    ) -> Result<Vec<Env>, Rc<Why>> {
        let count = copy.get("count").unwrap_or(copy);
        let value = known(self.resolve(count, env))?;
        let Data::Integer(rounds) = value.data else {
            let message = format!(
                "a copy's `count` is {}, and has to be an integer",
                value.kind()
            );
            return Err(Wrong::new(count.span, message).into());
        };
        if !(0..=COPIES).contains(&rounds) {
            let message = format!("a copy makes {rounds} elements, and can make up to {COPIES}");
            return Err(Wrong::new(count.span, message).into());
        }
        self.budget.spend(rounds.unsigned_abs(), count.span)?;
        Ok((0..rounds)
            .map(|index| round(name, of, Ok(index), env))
            .collect())
    }

    /// `copyIndex()`, with the name of the loop, an offset, or both.
    pub(super) fn copy_index(
        &self,
        arguments: &[Expression],
        span: Span,
        site: &Site<'_>,
    ) -> Outcome {
        let mut name = None;
        let mut offset = 0;
        for argument in arguments {
            let value = self.known(argument, site)?;
            match value.data {
                Data::Text(text) if name.is_none() => name = Some(text),
                Data::Integer(integer) => offset = integer,
                _ => {
                    let message = "`copyIndex` takes a loop's name, a number to add, or both";
                    return Err(Wrong::new(argument.span, message).into());
                }
            }
        }
        let index_where = |is_meant: &dyn Fn(&str, LoopOf) -> bool| {
            site.env.frames().find_map(|frame| match frame {
                FrameKind::Copy { name, of, index } if is_meant(name, *of) => Some(index),
                FrameKind::Copy { .. } | FrameKind::Argument { .. } => None,
            })
        };
        let index = match &name {
            Some(name) => index_where(&|own, _| own.eq_ignore_ascii_case(name)),
            // Without a name it is the resource's loop that is meant, also within one of its elements'.
            None => {
                index_where(&|_, of| of == LoopOf::Resources).or_else(|| index_where(&|_, _| true))
            }
        };
        let Some(index) = index else {
            let message = match name {
                Some(name) => format!("there is no loop {} here", Quoted(&name)),
                None => "there is no loop here".to_owned(),
            };
            return Err(Wrong::new(span, message).into());
        };
        let index = index.clone()?.saturating_add(offset);
        Ok(Value::new(span, Data::Integer(index)))
    }
}

fn round(name: &Value, of: LoopOf, index: Result<i64, Rc<Why>>, env: &Env) -> Env {
    let name = name.as_text().unwrap_or_default().into();
    env.within(FrameKind::Copy { name, of, index })
}

/// What stands for a loop that can't be run.
fn count_text(copy: &Value) -> Rc<str> {
    match copy.get("count").map(|count| &count.data) {
        Some(Data::Text(text)) => Rc::clone(text),
        _ => "copy".into(),
    }
}
