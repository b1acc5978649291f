//! Calls: of the functions that are built in, and of those of `let`s.

use std::sync::Arc;

use super::expression::{Scalar, type_of};
use super::lets::{Body, Parameter, Signature, no_arguments};
use super::typed::{self, Binding, Expression, ExpressionKind, Step};
use super::{Checker, Flow, Meaning};
use crate::functions::{self, Argument, ArgumentType, Complaint, ComplaintKind, Function};
use crate::problem::{Kind, Problem};
use crate::syntax::Span;
use crate::syntax::ast::{self, Call, Literal, Name, NamedExpression};
use crate::types::ScalarType;

/// The function that is resolved here, since it's known which columns there are.
pub(super) const COLUMN_IF_EXISTS: &str = "columnifexists";

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
    fn arguments(&mut self, arguments: &[NamedExpression]) -> Vec<Option<Scalar>> {
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
        let is_constant = arguments
            .iter()
            .all(|argument| !matches!(argument, Checked::Value(value) if !value.is_constant));
        let arguments = arguments.into_iter().map(Checked::into_argument).collect();
        let kind = ExpressionKind::Call {
            function,
            arguments,
        };
        Some(Scalar {
            expression: Expression {
                kind,
                r#type,
                span: call.span,
            },
            is_constant,
        })
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

    /// `columnifexists('name', default)`: which of the two it is, is known here.
    fn column_if_exists(&mut self, call: &Call) -> Option<Scalar> {
        let [name, default] = call.arguments.as_slice() else {
            let message = format!(
                "`{}` takes a column's name and a default, and not {} arguments",
                call.function.text,
                call.arguments.len()
            );
            self.error(Kind::ArgumentCount, call.function.span, message);
            self.arguments(&call.arguments);
            return None;
        };
        let default = self.scalar(&default.value);
        let name = self.constant_text(&name.value);
        let (default, name) = (default?, name?);
        let Some(row) = &self.row else {
            return Some(default);
        };
        let Some(place) = row.find(&name) else {
            return if row.is_open { None } else { Some(default) };
        };
        let column = &row.columns()[place];
        self.reads.extend(&column.reads);
        let column = Expression {
            kind: ExpressionKind::Column(place),
            r#type: column.r#type?,
            span: call.span,
        };
        let wanted = default.expression.r#type;
        if column.r#type != wanted {
            let message = format!(
                "the column `{name}` is of type {}, its default of type {wanted}",
                column.r#type
            );
            self.problems.push(
                Problem::warning(Kind::Type, call.span, message)
                    .help("Give it a default of its type."),
            );
        }
        Some(Scalar {
            expression: converted(column, wanted),
            is_constant: false,
        })
    }

    /// The text that a constant argument is. One that has to be worked out isn't known here.
    fn constant_text(&mut self, written: &ast::Expression) -> Option<String> {
        let value = self.scalar(written)?;
        if let ExpressionKind::Literal(Literal::String(text)) = value.expression.kind {
            return Some(text);
        }
        self.error(
            Kind::Value,
            written.span,
            "a column's name in quotes should stand here",
        );
        None
    }

    fn user_call(&mut self, signature: &Signature, call: &Call) -> Option<Scalar> {
        let arguments = self.user_arguments(signature, call);
        match &signature.body {
            Body::Scalar(function, r#type) => {
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
                Some(Scalar {
                    expression: Expression {
                        kind,
                        r#type: *r#type,
                        span: call.span,
                    },
                    is_constant,
                })
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
                    .map(|default| constant(default.clone(), call.span));
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
                    expression: converted(value.expression, parameter.r#type),
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

fn constant(literal: Literal, span: Span) -> Scalar {
    let r#type = type_of(&literal);
    Scalar {
        expression: Expression {
            kind: ExpressionKind::Literal(literal),
            r#type,
            span,
        },
        is_constant: true,
    }
}

/// The value as one of the type, as `toint(…)` and its like give it.
fn converted(value: Expression, r#type: ScalarType) -> Expression {
    if value.r#type == r#type {
        return value;
    }
    let name = match r#type {
        ScalarType::Bool => "tobool",
        ScalarType::Int => "toint",
        ScalarType::Long => "tolong",
        ScalarType::Real => "toreal",
        ScalarType::String => "tostring",
        ScalarType::DateTime => "todatetime",
        ScalarType::Timespan => "totimespan",
        ScalarType::Guid => "toguid",
        ScalarType::Dynamic => "todynamic",
    };
    match functions::find(name) {
        Some(function) => {
            let span = value.span;
            Expression {
                kind: ExpressionKind::Call {
                    function,
                    arguments: vec![typed::Argument::Value(value)],
                },
                r#type,
                span,
            }
        }
        None => value,
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
        },
        Checked::Type(r#type) => Argument {
            r#type: ArgumentType::TypeOf(*r#type),
            value: None,
            is_literal: false,
            is_constant: true,
        },
    }
}
