//! What an expression of the configuration comes to.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use hcl_edit::expr::{Conditional, Expression, Object, ObjectKey};

use super::config::Config;
use super::parse::span;
use super::scope::Env;
use crate::Quoted;
use crate::budget::Budget;
use crate::evaluation::{Outcome, known, unresolved};
use crate::inputs::Given;
use crate::template::functions::text_of;
use crate::value::{Data, Key, Member, Span, Value};
use crate::why::{Why, Wrong};

/// The module that a file is of.
pub(super) struct Module<'a> {
    pub(super) text: &'a str,
    pub(super) given: &'a Given,
    pub(super) config: Config<'a>,
    pub(super) budget: Budget,
    /// Variables and locals whose values were asked for; none where one is being evaluated.
    pub(super) named: RefCell<HashMap<String, Option<Outcome>>>,
}

impl<'a> Module<'a> {
    pub(super) fn new(text: &'a str, given: &'a Given, config: Config<'a>) -> Self {
        Self {
            text,
            given,
            config,
            budget: Budget::new(),
            named: RefCell::default(),
        }
    }

    /// What an expression comes to. It stands where the expression does, so that a finding leads to the rule; only within loops
    /// a text keeps the place where it is written.
    pub(super) fn value(&self, expression: &Expression, env: &Env) -> Value {
        let at = span(expression);
        match self.evaluate(expression, env).and_then(known) {
            Ok(value) => {
                let is_collection = value.items().is_some() || value.members().is_some();
                if env.is_looped() && !is_collection {
                    value
                } else {
                    value.at(at)
                }
            }
            Err(why) => self.unresolved(at, why),
        }
    }

    /// What stands for an expression without a value: its text, as an interpolation.
    pub(super) fn unresolved(&self, at: Span, why: Rc<Why>) -> Value {
        let text = self.text.get(at.start..at.end).unwrap_or_default();
        let inner = text
            .strip_prefix('"')
            .and_then(|text| text.strip_suffix('"'));
        let text: Rc<str> = match inner.filter(|inner| inner.contains("${")) {
            Some(inner) => inner.into(),
            None => format!("${{{text}}}").into(),
        };
        unresolved(&text, at, why)
    }

    pub(super) fn evaluate(&self, expression: &Expression, env: &Env) -> Outcome {
        let at = span(expression);
        self.budget.spend(1, at)?;
        let _level = self.budget.deeper(at)?;
        match expression {
            Expression::Null(_) => Ok(Value::new(at, Data::Null)),
            Expression::Bool(value) => Ok(Value::new(at, Data::Boolean(*value.value()))),
            Expression::Number(number) => Ok(match number.value().as_i64() {
                Some(integer) => Value::new(at, Data::Integer(integer)),
                None => Value::new(at, Data::Decimal(number.value().to_string().into())),
            }),
            Expression::String(text) => Ok(Value::text(at, text.value().as_str())),
            Expression::Array(array) => {
                let items = array.iter().map(|item| self.value(item, env));
                Ok(self.budget.made(Value::array(at, items.collect()))?)
            }
            Expression::Object(object) => self.object(object, at, env),
            Expression::StringTemplate(template) => self.string(template, at, env),
            Expression::HeredocTemplate(heredoc) => self.string(&heredoc.template, at, env),
            Expression::Parenthesis(inner) => self.evaluate(inner.inner(), env),
            Expression::Variable(name) => match env.get(name.as_str()) {
                Some(value) => Ok(value.clone()),
                None => Err(self.known_elsewhere(at)),
            },
            Expression::Conditional(conditional) => self.conditional(conditional, env),
            Expression::FuncCall(call) => self.call(call, at, env),
            Expression::Traversal(traversal) => self.traversal(traversal, env),
            Expression::UnaryOp(operation) => self.unary(operation, at, env),
            Expression::BinaryOp(operation) => self.binary(operation, at, env),
            Expression::ForExpr(each) => self.for_each(each, at, env),
        }
    }

    /// The expression's value, which has to be known; that of its parts need not.
    pub(super) fn known(&self, expression: &Expression, env: &Env) -> Outcome {
        known(self.evaluate(expression, env)?)
    }

    /// What only Terraform knows, and only as it applies the configuration.
    pub(super) fn known_elsewhere(&self, at: Span) -> Rc<Why> {
        let text = self.text.get(at.start..at.end).unwrap_or_default();
        Rc::new(Why::Elsewhere(format!(
            "only Terraform knows {}",
            Quoted(text)
        )))
    }

    fn object(&self, object: &Object, at: Span, env: &Env) -> Outcome {
        let mut members = Vec::with_capacity(object.len());
        for (key, value) in object {
            members.push(Member {
                key: self.object_key(key, env),
                value: self.value(value.expr(), env),
            });
        }
        Ok(self.budget.made(Value::object(at, members))?)
    }

    pub(super) fn object_key(&self, key: &ObjectKey, env: &Env) -> Key {
        let (at, value) = match key {
            ObjectKey::Ident(ident) => {
                let at = span(ident);
                (at, Value::text(at, ident.as_str()))
            }
            ObjectKey::Expression(expression) => {
                let value = self.value(expression, env);
                (value.span, value)
            }
        };
        let (text, why) = if let Data::Unresolved(unresolved) = &value.data {
            let why = Rc::clone(&unresolved.why);
            (Rc::clone(&unresolved.text), Some(why))
        } else {
            let text = text_of(&value);
            let why = text.is_none().then(|| {
                let message = format!("a key is a string, and not {}", value.kind());
                Wrong::new(at, message).into()
            });
            (text.unwrap_or_default().into(), why)
        };
        Key {
            text,
            span: at,
            why,
        }
    }

    fn conditional(&self, conditional: &Conditional, env: &Env) -> Outcome {
        if self.truth(&conditional.cond_expr, env)? {
            self.evaluate(&conditional.true_expr, env)
        } else {
            self.evaluate(&conditional.false_expr, env)
        }
    }

    pub(super) fn truth(&self, expression: &Expression, env: &Env) -> Result<bool, Rc<Why>> {
        let value = self.known(expression, env)?;
        match &value.data {
            Data::Boolean(value) => Ok(*value),
            Data::Text(text) if &**text == "true" => Ok(true),
            Data::Text(text) if &**text == "false" => Ok(false),
            _ => {
                let message = format!("a condition is a boolean, and not {}", value.kind());
                Err(Wrong::new(span(expression), message).into())
            }
        }
    }
}
