//! What an expression comes to.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::functions::{self, Call, Wants};
use super::locate::Located;
use super::parser::{self, Expression, Kind};
use super::scope::Env;
use crate::budget::Budget;
use crate::evaluation::{Outcome, did_you_mean, element, known, property, unresolved};
use crate::inputs::Given;
use crate::value::{Data, Key, Member, Span, Value};
use crate::why::{Why, Wrong};
use crate::{Quoted, nearest};

/// Evaluates the expressions of one document.
pub(crate) struct Evaluator<'a> {
    document: &'a str,
    pub(super) given: &'a Given,
    pub(super) budget: Budget,
    /// Expressions by their place and text, parsed once however often a loop comes by.
    parsed: RefCell<HashMap<(usize, Rc<str>), Parsed>>,
}

type Parsed = Rc<Result<Expression, Wrong>>;

/// An expression's text, and where it stands.
pub(super) struct Site<'a> {
    pub(super) text: &'a Rc<str>,
    pub(super) env: &'a Env,
}

impl<'a> Evaluator<'a> {
    pub(crate) fn new(document: &'a str, given: &'a Given) -> Self {
        Self {
            document,
            given,
            budget: Budget::new(),
            parsed: RefCell::default(),
        }
    }

    /// Whether no more is evaluated, because it was too much.
    pub(crate) const fn is_exhausted(&self) -> bool {
        self.budget.is_spent()
    }

    /// Evaluates a text that begins with `[` and ends with `]`, which stands at `span`.
    pub(super) fn evaluate_text(&self, text: &Rc<str>, span: Span, env: &Env) -> Outcome {
        let parsed = self.parse(text, span);
        match parsed.as_ref() {
            Ok(expression) => self.evaluate(expression, &Site { text, env }),
            Err(wrong) => Err(wrong.clone().into()),
        }
    }

    pub(super) fn parse(&self, text: &Rc<str>, span: Span) -> Parsed {
        let key = (span.start, Rc::clone(text));
        if let Some(parsed) = self.parsed.borrow().get(&key) {
            return Rc::clone(parsed);
        }
        let located = Located::new(self.document, span, text);
        let parsed = Rc::new(parser::parse(text, &|part| located.span(part)));
        self.parsed.borrow_mut().insert(key, Rc::clone(&parsed));
        parsed
    }

    pub(super) fn evaluate(&self, expression: &Expression, site: &Site<'_>) -> Outcome {
        let span = expression.span;
        self.budget.spend(1, span)?;
        let _level = self.budget.deeper(span)?;
        match &expression.kind {
            Kind::Text(text) => Ok(Value::new(span, Data::Text(Rc::clone(text)))),
            Kind::Integer(integer) => Ok(Value::new(span, Data::Integer(*integer))),
            Kind::Property { of, name } => {
                let of = self.known(of, site)?;
                self.budget.looked_through(&of, span)?;
                property(&of, name, span)
            }
            Kind::Index { of, index } => {
                let of = self.known(of, site)?;
                self.budget.looked_through(&of, span)?;
                element(&of, &self.known(index, site)?, span)
            }
            Kind::Call {
                function,
                arguments,
            } => self.call(function, arguments, span, site),
        }
    }

    /// The expression's value, which has to be known; that of its parts need not.
    pub(super) fn known(&self, expression: &Expression, site: &Site<'_>) -> Outcome {
        known(self.evaluate(expression, site)?)
    }

    fn call(
        &self,
        function: &str,
        arguments: &[Expression],
        span: Span,
        site: &Site<'_>,
    ) -> Outcome {
        let name = function.to_ascii_lowercase();
        if let Some((namespace, member)) = name.split_once('.') {
            return self.call_own(namespace, member, arguments, span, site);
        }
        if let Some(outcome) = self.call_lazily(&name, arguments, span, site) {
            return outcome;
        }
        let Some(found) = functions::find(&name) else {
            return Err(unknown_function(function, &name, span));
        };
        let values: Result<Vec<Value>, _> = arguments
            .iter()
            .map(|argument| self.argument(argument, site, found.wants))
            .collect();
        let call = Call {
            name: found.name,
            arguments: values?,
            span,
            budget: &self.budget,
        };
        call.check_count(&found.count)?;
        Ok((found.run)(&call)?)
    }

    /// An argument, as far known as the function wants it.
    fn argument(&self, expression: &Expression, site: &Site<'_>, wants: Wants) -> Outcome {
        let outcome = self.evaluate(expression, site);
        match wants {
            Wants::Nothing => match outcome {
                Err(why) if !matches!(*why, Why::Wrong(_)) => {
                    Ok(unresolved(site.text, expression.span, why))
                }
                outcome => outcome,
            },
            Wants::Surface => known(outcome?),
            Wants::Everything => {
                let value = outcome?;
                match value.why() {
                    Some(why) => Err(Rc::clone(why)),
                    None => Ok(value),
                }
            }
        }
    }

    /// Functions that don't need all of their arguments, or that need to know where they stand.
    fn call_lazily(
        &self,
        name: &str,
        arguments: &[Expression],
        span: Span,
        site: &Site<'_>,
    ) -> Option<Outcome> {
        let outcome = match name {
            "parameters" => self
                .name_argument("parameters", arguments, span, site)
                .and_then(|name| self.parameter(&name, span, site.env)),
            "variables" => self
                .name_argument("variables", arguments, span, site)
                .and_then(|name| self.variable(&name, span, site.env)),
            "if" => self.choose(arguments, span, site),
            "and" => self.decide("and", arguments, span, site, false),
            "or" => self.decide("or", arguments, span, site, true),
            "coalesce" => self.first_known(arguments, span, site),
            "copyindex" => self.copy_index(arguments, span, site),
            "lambdavariables" => self
                .name_argument("lambdaVariables", arguments, span, site)
                .and_then(|name| lambda_variable(&name, span, site.env)),
            "reference" => self.reference(arguments, span, site),
            "map" | "filter" | "reduce" | "sort" | "toobject" | "groupby" | "mapvalues" => {
                self.call_with_lambda(name, arguments, span, site)
            }
            _ => return None,
        };
        Some(outcome)
    }

    fn name_argument(
        &self,
        function: &str,
        arguments: &[Expression],
        span: Span,
        site: &Site<'_>,
    ) -> Result<Rc<str>, Rc<Why>> {
        if let [argument] = arguments
            && let Data::Text(name) = self.known(argument, site)?.data
        {
            return Ok(name);
        }
        let message = format!("`{function}` takes one name");
        Err(Wrong::new(span, message).into())
    }

    fn choose(&self, arguments: &[Expression], span: Span, site: &Site<'_>) -> Outcome {
        let [condition, then, otherwise] = arguments else {
            let message =
                "`if` takes a condition, the value where it holds, and that where it doesn't";
            return Err(Wrong::new(span, message).into());
        };
        if self.truth("if", condition, site)? {
            self.evaluate(then, site)
        } else {
            self.evaluate(otherwise, site)
        }
    }

    /// `and` and `or`, which one argument can decide; then the others needn't be known.
    fn decide(
        &self,
        name: &str,
        arguments: &[Expression],
        span: Span,
        site: &Site<'_>,
        deciding: bool,
    ) -> Outcome {
        let mut unknown = None;
        for argument in arguments {
            match self.truth(name, argument, site) {
                Ok(value) if value == deciding => {
                    return Ok(Value::new(span, Data::Boolean(deciding)));
                }
                Ok(_) => {}
                Err(why) => {
                    unknown.get_or_insert(why);
                }
            }
        }
        match unknown {
            Some(why) => Err(why),
            None => Ok(Value::new(span, Data::Boolean(!deciding))),
        }
    }

    fn truth(&self, name: &str, argument: &Expression, site: &Site<'_>) -> Result<bool, Rc<Why>> {
        let value = self.known(argument, site)?;
        if let Data::Boolean(value) = value.data {
            return Ok(value);
        }
        let message = format!("`{name}` decides by a boolean, and not by {}", value.kind());
        Err(Wrong::new(argument.span, message).into())
    }

    fn first_known(&self, arguments: &[Expression], span: Span, site: &Site<'_>) -> Outcome {
        for argument in arguments {
            let value = self.known(argument, site)?;
            if !matches!(value.data, Data::Null) {
                return Ok(value);
            }
        }
        Ok(Value::new(span, Data::Null))
    }

    /// What may be in several places: an object with these members.
    pub(super) fn object(
        &self,
        span: Span,
        members: impl IntoIterator<Item = (Rc<str>, Value)>,
    ) -> Result<Value, Wrong> {
        let members = members.into_iter().map(|(text, value)| {
            let key = Key {
                text,
                span: value.span,
                why: None,
            };
            Member { key, value }
        });
        self.budget.made(Value::object(span, members.collect()))
    }
}

fn lambda_variable(name: &str, span: Span, env: &Env) -> Outcome {
    if let Some(value) = env.argument(name) {
        return Ok(value.clone());
    }
    let message = format!("there is no lambda variable {} here", Quoted(name));
    Err(Wrong::new(span, message).into())
}

fn unknown_function(function: &str, name: &str, span: Span) -> Rc<Why> {
    if functions::is_known_at_deployment(name) {
        return Rc::new(Why::Elsewhere(only_azure_knows(function)));
    }
    let message = format!("there is no template function {}", Quoted(function));
    let near = nearest(function, functions::names());
    Wrong::new(span, message).help(did_you_mean(near)).into()
}

pub(super) fn only_azure_knows(function: &str) -> String {
    format!("only Azure knows what {} returns", Quoted(function))
}
