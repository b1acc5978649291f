//! Finds what names stand for: variables, locals, other resources' attributes; and reads files of variables' values.

use std::rc::Rc;

use hcl_edit::Decorated;
use hcl_edit::expr::{Expression, Traversal, TraversalOperator};
use hcl_edit::structure::Block;

use super::config::Config;
use super::evaluate::Module;
use super::parse::{self, span};
use super::scope::{Env, object};
use crate::evaluation::{Outcome, known};
use crate::inputs::Given;
use crate::json::SyntaxError;
use crate::value::{Data, Key, Member, Span, Value};
use crate::why::{Input, Why, Wrong};
use crate::{Quoted, nearest};

/// A value, and the accesses that are still to be followed from it.
type Rooted<'t> = (Value, &'t [Decorated<TraversalOperator>]);

impl Module<'_> {
    /// Says to the user's values which variables there are.
    pub(super) fn mention_variables(&self) {
        for name in self.config.variables() {
            self.given.mention(name);
        }
    }

    /// What a traversal begins with.
    pub(super) fn root<'t>(
        &self,
        traversal: &'t Traversal,
        env: &Env,
    ) -> Result<Rooted<'t>, Rc<Why>> {
        let at = span(traversal);
        let operators = traversal.operators.as_slice();
        let Expression::Variable(name) = &traversal.expr else {
            return Ok((self.evaluate(&traversal.expr, env)?, operators));
        };
        if let Some(value) = env.get(name.as_str()) {
            return Ok((value.clone(), operators));
        }
        let Some((TraversalOperator::GetAttr(first), rest)) = operators
            .split_first()
            .map(|(first, rest)| (first.value(), rest))
        else {
            return Err(self.known_elsewhere(at));
        };
        match name.as_str() {
            "var" => Ok((self.variable(first.as_str(), at)?, rest)),
            "local" => Ok((self.local(first.as_str(), at)?, rest)),
            "each" | "count" | "data" | "module" | "path" | "self" | "terraform" => {
                Err(self.known_elsewhere(at))
            }
            resource_type => match self.config.resource(resource_type, first.as_str()) {
                Some(resource) => self.resource(resource, rest, at, env),
                None => Err(self.known_elsewhere(at)),
            },
        }
    }

    fn variable(&self, name: &str, at: Span) -> Outcome {
        self.once("var", name, at, || {
            let declared = self.config.variable(name);
            let place = declared.map_or(at, |block| block.labels.first().map_or(at, span));
            let wanted = declared.and_then(declared_type);
            let as_declared =
                |value| match declared.and_then(|block| block.body.get_attribute("type")) {
                    Some(declared) => self.converted(value, &declared.value),
                    None => Ok(value),
                };
            if let Some(value) = self.given.parameter(name, wanted, place)? {
                return as_declared(value);
            }
            if let Some(default) = declared.and_then(|block| block.body.get_attribute("default")) {
                return as_declared(self.known(&default.value, &Env::outermost())?);
            }
            let what = match declared {
                Some(_) => Input::ModuleVariable,
                None => Input::OtherFile,
            };
            Err(Rc::new(Why::NoValue {
                what,
                name: name.into(),
                declared: declared.map(|_| place),
            }))
        })
    }

    fn local(&self, name: &str, at: Span) -> Outcome {
        self.once("local", name, at, || {
            if let Some(local) = self.config.local(name) {
                return self.known(local, &Env::outermost());
            }
            if let Some(value) = self.given.parameter(name, None, at)? {
                return Ok(value);
            }
            if let Some(near) = nearest(name, self.config.locals()) {
                let message = format!("there is no local value {}", Quoted(name));
                let help = format!("did you mean {}?", Quoted(near));
                return Err(Wrong::new(at, message).help(Some(help)).into());
            }
            Err(Rc::new(Why::NoValue {
                what: Input::OtherFile,
                name: name.into(),
                declared: None,
            }))
        })
    }

    /// Finds a value once: the next time it is known.
    fn once(&self, space: &str, name: &str, at: Span, find: impl FnOnce() -> Outcome) -> Outcome {
        let address = format!("{space}.{name}");
        match self.named.borrow().get(&address) {
            Some(Some(outcome)) => return outcome.clone(),
            Some(None) => {
                let message = format!("{} needs its own value", Quoted(&address));
                return Err(Wrong::new(at, message).into());
            }
            None => {}
        }
        self.named.borrow_mut().insert(address.clone(), None);
        let outcome = find().and_then(known);
        self.named
            .borrow_mut()
            .insert(address, Some(outcome.clone()));
        outcome
    }

    /// An attribute of another resource, where the configuration says it.
    fn resource<'t>(
        &self,
        resource: &Block,
        operators: &'t [Decorated<TraversalOperator>],
        at: Span,
        env: &Env,
    ) -> Result<Rooted<'t>, Rc<Why>> {
        let (instance, rest) = match operators.split_first() {
            Some((first, rest)) => match first.value() {
                TraversalOperator::Index(index) => (Some(self.known(index, env)?), rest),
                _ => (None, operators),
            },
            None => (None, operators),
        };
        let attribute = match rest.split_first() {
            Some((first, after)) => match first.value() {
                TraversalOperator::GetAttr(name) => {
                    let attribute = resource.body.get_attribute(name.as_str());
                    attribute.map(|attribute| (attribute, after))
                }
                _ => None,
            },
            None => None,
        };
        let Some((attribute, after)) = attribute else {
            return Err(self.known_elsewhere(at));
        };
        let env = match instance {
            Some(instance) => self.instance(resource, &instance, at),
            None => Env::outermost(),
        };
        Ok((self.known(&attribute.value, &env)?, after))
    }

    /// The place within one of a resource's instances.
    fn instance(&self, resource: &Block, instance: &Value, at: Span) -> Env {
        let env = Env::outermost();
        if let Data::Integer(_) = instance.data {
            return env.with("count", object(at, [("index", instance.clone())]));
        }
        let all = resource.body.get_attribute("for_each");
        let all = all.and_then(|all| self.known(&all.value, &env).ok());
        let value = match (all.as_ref(), instance.as_text()) {
            (Some(all), Some(key)) => all.get(key).cloned(),
            _ => None,
        };
        let value = value.unwrap_or_else(|| instance.clone());
        env.with(
            "each",
            object(at, [("key", instance.clone()), ("value", value)]),
        )
    }
}

/// The kind of a variable's type, as parameters have it.
fn declared_type(variable: &Block) -> Option<&'static str> {
    let declared = &variable.body.get_attribute("type")?.value;
    let name = match declared {
        Expression::Variable(name) => name.as_str(),
        Expression::String(name) => name.as_str(),
        Expression::FuncCall(call) => call.name.name.as_str(),
        _ => return None,
    };
    match name {
        "string" => Some("string"),
        "bool" => Some("bool"),
        "list" | "set" | "tuple" => Some("array"),
        "map" | "object" => Some("object"),
        _ => None,
    }
}

/// The values that a file of variables gives.
pub(crate) fn read_variables(text: &str) -> Result<Vec<Member>, SyntaxError> {
    let body = parse::parse(text)?;
    let given = Given::default();
    let module = Module::new(text, &given, Config::new(&body));
    let members = body.attributes().map(|attribute| Member {
        key: Key {
            text: attribute.key.as_str().into(),
            span: span(&attribute.key),
            why: None,
        },
        value: module.value(&attribute.value, &Env::outermost()),
    });
    Ok(members.collect())
}
