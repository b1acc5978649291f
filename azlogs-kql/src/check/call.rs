//! Calls of the functions that are built in.

use super::column_if_exists::COLUMN_IF_EXISTS;
use super::expression::Scalar;
use super::typed::{self, ExpressionKind};
use super::{Checker, Meaning};
use crate::functions::{self, Argument, ArgumentType, Complaint, ComplaintKind, Function};
use crate::problem::{Kind, Problem};
use crate::shape::Shape;
use crate::syntax::ast::{self, Call, Name, NamedExpression};
use crate::types::ScalarType;

impl Checker<'_> {
    pub(super) fn call(&mut self, call: &Call) -> Option<Scalar> {
        let name = &call.function.text;
        // A built-in function goes before a `let` of its name.
        if name == COLUMN_IF_EXISTS {
            return self.column_if_exists(call);
        }
        if let Some(function) = functions::find(name) {
            return self.built_in_call(function, call);
        }
        match self.meaning(name).cloned() {
            Some(Meaning::Function(signature)) => self.user_call(&signature, call),
            Some(Meaning::Unknown) => {
                self.arguments(&call.arguments);
                None
            }
            _ => {
                self.arguments(&call.arguments);
                self.unknown_function(&call.function);
                None
            }
        }
    }

    fn unknown_function(&mut self, name: &Name) {
        let text = &name.text;
        if let Some(refusal) = functions::refused(text) {
            let mut problem = Problem::error(
                Kind::Refused,
                name.span,
                format!(
                    "`{text}` can't be used in a transformation: {}",
                    refusal.reason
                ),
            );
            problem.help = refusal.substitute.map(str::to_owned);
            self.problems.push(problem);
            return;
        }
        let mut problem = Problem::error(
            Kind::UnknownFunction,
            name.span,
            format!("there is no function `{text}`"),
        );
        problem.help = self.help_for_function(text);
        self.problems.push(problem);
    }

    /// The arguments, checked for themselves.
    pub(super) fn arguments(&mut self, arguments: &[NamedExpression]) -> Vec<Option<Scalar>> {
        arguments
            .iter()
            .map(|argument| self.scalar(&argument.value))
            .collect()
    }

    fn built_in_call(&mut self, function: &'static Function, call: &Call) -> Option<Scalar> {
        let mut arguments = Vec::with_capacity(call.arguments.len());
        for written in &call.arguments {
            if let Some(name) = &written.name {
                let message = format!(
                    "`{}` takes its arguments by their order, not by name",
                    call.function.text
                );
                self.error(Kind::Syntax, name.span, message);
            }
            arguments.push(match &written.value.kind {
                ast::ExpressionKind::TypeOf(r#type) => Some(Checked::Type(*r#type)),
                _ => self.scalar(&written.value).map(Checked::Value),
            });
        }
        let arguments = arguments.into_iter().collect::<Option<Vec<_>>>()?;
        let described: Vec<Argument<'_>> = arguments
            .iter()
            .zip(&call.arguments)
            .map(|(argument, written)| described(argument, &written.value))
            .collect();
        let r#type = match function.check(&described) {
            Ok(r#type) => r#type,
            Err(complaint) => {
                self.complain(complaint, call);
                return None;
            }
        };
        let shape = functions::shape(function, &described);
        let is_constant = arguments
            .iter()
            .all(|argument| !matches!(argument, Checked::Value(value) if !value.is_constant));
        let arguments = arguments.into_iter().map(Checked::into_argument).collect();
        let kind = ExpressionKind::Call {
            function,
            arguments,
        };
        Some(Scalar::new(kind, r#type, call.span, is_constant).shaped(shape))
    }

    fn complain(&mut self, complaint: Complaint, call: &Call) {
        let kind = match complaint.kind {
            ComplaintKind::Count => Kind::ArgumentCount,
            ComplaintKind::Type => Kind::Type,
            ComplaintKind::Value => Kind::Value,
        };
        let argument = complaint
            .argument
            .and_then(|number| call.arguments.get(number));
        let span = argument.map_or(call.function.span, |argument| argument.value.span);
        let mut problem = Problem::error(kind, span, complaint.message);
        problem.help = complaint.help;
        self.problems.push(problem);
    }
}

/// An argument of a built-in function.
enum Checked {
    Value(Scalar),
    Type(ScalarType),
}

impl Checked {
    fn into_argument(self) -> typed::Argument {
        match self {
            Self::Value(value) => typed::Argument::Value(value.expression),
            Self::Type(_) => typed::Argument::Type,
        }
    }
}

fn described<'a>(argument: &'a Checked, written: &ast::Expression) -> Argument<'a> {
    match argument {
        Checked::Value(value) => Argument {
            r#type: ArgumentType::Value(value.expression.r#type),
            value: match &value.expression.kind {
                ExpressionKind::Literal(literal) => Some(literal),
                _ => None,
            },
            is_literal: matches!(written.kind, ast::ExpressionKind::Literal(_)),
            is_constant: value.is_constant,
            shape: &value.expression.shape,
        },
        Checked::Type(r#type) => Argument {
            r#type: ArgumentType::TypeOf(*r#type),
            value: None,
            is_literal: false,
            is_constant: true,
            shape: &Shape::Any,
        },
    }
}
