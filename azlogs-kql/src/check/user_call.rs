//! Calls of the functions of `let`s, of those that give values and those that give rows.

use std::sync::Arc;

use super::expression::{Scalar, type_of};
use super::lets::{Body, Parameter, Signature, no_arguments};
use super::typed::{Binding, ExpressionKind, Step};
use super::{Checker, Flow, Meaning};
use crate::problem::Kind;
use crate::syntax::Span;
use crate::syntax::ast::{Call, Name, NamedExpression};

impl Checker<'_> {
    pub(super) fn user_call(&mut self, signature: &Signature, call: &Call) -> Option<Scalar> {
        let arguments = self.user_arguments(signature, call);
        match &signature.body {
            Body::Scalar(function, r#type, shape) => {
                let arguments = arguments?;
                let is_constant = arguments.iter().all(|argument| argument.is_constant);
                let arguments = arguments
                    .into_iter()
                    .map(|argument| argument.expression)
                    .collect();
                let kind = ExpressionKind::UserCall {
                    function: *function,
                    arguments,
                };
                let value = Scalar::new(kind, *r#type, call.span, is_constant);
                Some(value.shaped(shape.clone()))
            }
            Body::Table(..) => {
                let message = format!(
                    "`{}` gives rows, and a value should stand here",
                    call.function.text
                );
                self.error(Kind::Type, call.span, message);
                None
            }
            Body::Unknown => None,
        }
    }

    /// A function can be called without parentheses where it has no parameters.
    pub(super) fn user_call_without_arguments(
        &mut self,
        signature: &Signature,
        name: &str,
        span: Span,
    ) -> Option<Scalar> {
        self.user_call(signature, &no_arguments(name, span))
    }

    pub(super) fn call_without_arguments(
        &mut self,
        signature: &Signature,
        name: &Name,
    ) -> Option<Flow> {
        self.table_of(signature, &no_arguments(&name.text, name.span))
    }

    /// A call where rows should come from.
    pub(super) fn tabular_call(&mut self, call: &Call) -> Option<Flow> {
        match self.meaning(&call.function.text).cloned() {
            Some(Meaning::Function(signature)) => self.table_of(&signature, call),
            Some(Meaning::Unknown) => None,
            _ => {
                let message = format!(
                    "there is no function `{}` that gives rows",
                    call.function.text
                );
                self.error_with(
                    Kind::UnknownFunction,
                    call.function.span,
                    message,
                    "The incoming rows are called `source`.",
                );
                None
            }
        }
    }

    fn table_of(&mut self, signature: &Signature, call: &Call) -> Option<Flow> {
        let arguments = self.user_arguments(signature, call);
        match &signature.body {
            Body::Table(lets, flow) => {
                let parameters = signature.parameters.iter().zip(arguments?);
                let mut bindings: Vec<Binding> = parameters
                    .map(|(parameter, argument)| Binding {
                        slot: parameter.slot,
                        value: argument.expression,
                    })
                    .collect();
                bindings.extend(lets.iter().cloned());
                let mut flow = Flow::clone(flow);
                if !bindings.is_empty() {
                    flow.steps.insert(0, Step::Bind(Arc::new(bindings)));
                }
                Some(flow)
            }
            Body::Scalar(..) => {
                let message = format!(
                    "`{}` gives a value, and rows should come from here",
                    call.function.text
                );
                self.error(Kind::Type, call.span, message);
                None
            }
            Body::Unknown => None,
        }
    }

    /// An argument for each parameter, of the parameter's type.
    fn user_arguments(&mut self, signature: &Signature, call: &Call) -> Option<Vec<Scalar>> {
        let parameters = &signature.parameters;
        let given = self.arguments(&call.arguments);
        let mut by_parameter: Vec<Option<Scalar>> = parameters.iter().map(|_| None).collect();
        let mut named = false;
        let mut is_right = true;
        let expected = expected_count(parameters);
        if call.arguments.len() > parameters.len() {
            let message = format!(
                "`{}` takes {expected}, and not {}",
                call.function.text,
                call.arguments.len()
            );
            self.error(Kind::ArgumentCount, call.function.span, message);
            return None;
        }
        for (number, (written, value)) in call.arguments.iter().zip(given).enumerate() {
            named |= written.name.is_some();
            let place = match &written.name {
                Some(name) => parameters
                    .iter()
                    .position(|parameter| parameter.name == name.text),
                None if named => None,
                None => Some(number),
            };
            if let Some(place) = place {
                by_parameter[place] = value;
            } else {
                self.misplaced(call, written);
            }
            is_right &= place.is_some_and(|place| by_parameter[place].is_some());
        }
        if !is_right {
            return None;
        }
        for (parameter, value) in parameters.iter().zip(&mut by_parameter) {
            if value.is_none() {
                *value = parameter
                    .default
                    .as_ref()
                    .map(|default| Scalar::constant(default.clone(), type_of(default), call.span));
            }
        }
        if by_parameter.iter().any(Option::is_none) {
            let message = format!(
                "`{}` takes {expected}, and not {}",
                call.function.text,
                call.arguments.len()
            );
            self.error(Kind::ArgumentCount, call.function.span, message);
        }
        let arguments = parameters
            .iter()
            .zip(by_parameter)
            .map(|(parameter, value)| {
                value.map(|value| Scalar {
                    expression: value.expression.converted(parameter.r#type),
                    is_constant: value.is_constant,
                })
            });
        arguments.collect()
    }

    /// Reports an argument that belongs to no parameter.
    fn misplaced(&mut self, call: &Call, written: &NamedExpression) {
        let (span, message) = match &written.name {
            Some(name) => (
                name.span,
                format!("`{}` has no parameter `{}`", call.function.text, name.text),
            ),
            None => (
                written.value.span,
                "an argument behind one with a name needs its name too".to_owned(),
            ),
        };
        self.error(Kind::ArgumentCount, span, message);
    }
}

fn expected_count(parameters: &[Parameter]) -> String {
    let least = parameters
        .iter()
        .filter(|parameter| parameter.default.is_none())
        .count();
    match (least, parameters.len()) {
        (1, 1) => "one argument".to_owned(),
        (least, most) if least == most => format!("{most} arguments"),
        (least, most) => format!("{least} to {most} arguments"),
    }
}
