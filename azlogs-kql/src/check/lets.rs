//! `let`: names for values, tables and functions.

use std::collections::HashMap;
use std::sync::Arc;

use super::expression::type_of;
use super::typed::{Binding, ExpressionKind, UserFunction};
use super::{Checker, Flow, Meaning};
use crate::problem::Kind;
use crate::shape::Shape;
use crate::syntax::Span;
use crate::syntax::ast::{
    Call, Expression, ExpressionKind as Written, Function, Let, LetValue, Literal, Name, Pipeline,
    Source,
};
use crate::types::ScalarType;

/// How many `let`s a transformation can have.
const MAX_LETS: usize = 1_000;

/// A function of a `let`, as those who call it need to know it.
#[derive(Debug)]
pub(super) struct Signature {
    pub(super) parameters: Vec<Parameter>,
    pub(super) body: Body,
}

#[derive(Clone, Debug)]
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) r#type: ScalarType,
    pub(super) default: Option<Literal>,
    pub(super) slot: usize,
}

#[derive(Debug)]
pub(super) enum Body {
    /// A value: the number of the function, and the value's type and shape.
    Scalar(usize, ScalarType, Shape),
    /// Rows; the bindings are those of the body's `let`s.
    Table(Vec<Binding>, Arc<Flow>),
    /// Something is wrong with it, which is reported.
    Unknown,
}

impl Checker<'_> {
    /// Takes up the names of these `let`s. Gives those whose values have to be worked out while the transformation runs.
    pub(super) fn lets(&mut self, lets: &[Let]) -> Vec<Binding> {
        if let Some(first) = lets.get(MAX_LETS) {
            self.error(
                Kind::TooComplex,
                first.span,
                format!("there are more than {MAX_LETS} `let`s"),
            );
            return Vec::new();
        }
        let mut bindings = Vec::new();
        for statement in lets {
            let meaning = self.let_value(&statement.value, &mut bindings);
            self.declare_name(&statement.name, meaning);
        }
        bindings
    }

    fn declare_name(&mut self, name: &Name, meaning: Meaning) {
        let Some(names) = self.names.last_mut() else {
            return;
        };
        if names.contains_key(&name.text) {
            self.error_with(
                Kind::DuplicateName,
                name.span,
                format!("there is a `{}` already", name.text),
                "Give it another name.",
            );
        } else {
            names.insert(name.text.clone(), meaning);
        }
    }

    fn let_value(&mut self, value: &LetValue, bindings: &mut Vec<Binding>) -> Meaning {
        match value {
            LetValue::Scalar(expression) => match self.as_table(expression) {
                Some(pipeline) => self.table(&pipeline),
                None => self.constant(expression, bindings),
            },
            LetValue::Tabular(pipeline) => self.table(pipeline),
            LetValue::Function(function) => Meaning::Function(Arc::new(self.function(function))),
            LetValue::Unreadable => Meaning::Unknown,
        }
    }

    fn table(&mut self, pipeline: &Pipeline) -> Meaning {
        self.pipeline(pipeline)
            .map_or(Meaning::Unknown, |flow| Meaning::Table(Arc::new(flow)))
    }

    fn constant(&mut self, expression: &Expression, bindings: &mut Vec<Binding>) -> Meaning {
        let row = self.row.take();
        let value = self.scalar(expression);
        self.row = row;
        let Some(value) = value.map(|value| value.expression) else {
            return Meaning::Unknown;
        };
        if let ExpressionKind::Literal(literal) = value.kind {
            return Meaning::Constant(literal, value.r#type);
        }
        let slot = self.new_slot();
        let meaning = Meaning::Slot(slot, value.r#type, value.shape.clone());
        bindings.push(Binding { slot, value });
        meaning
    }

    /// What `let T = source` and `let T = f()` say, if that is a table.
    fn as_table(&self, expression: &Expression) -> Option<Pipeline> {
        let source = match &expression.kind {
            Written::Name(name) => {
                let is_table = match self.meaning(name) {
                    Some(Meaning::Table(_)) => true,
                    Some(Meaning::Function(signature)) => matches!(signature.body, Body::Table(..)),
                    Some(_) => false,
                    None => name == "source",
                };
                is_table.then(|| {
                    Source::Name(Name {
                        text: name.clone(),
                        span: expression.span,
                    })
                })?
            }
            Written::Call(call) => self.calls_table(call).then(|| Source::Call(call.clone()))?,
            _ => return None,
        };
        Some(Pipeline {
            source,
            operators: Vec::new(),
            span: expression.span,
        })
    }

    fn calls_table(&self, call: &Call) -> bool {
        matches!(self.meaning(&call.function.text), Some(Meaning::Function(signature)) if matches!(signature.body, Body::Table(..)))
    }

    fn function(&mut self, function: &Function) -> Signature {
        self.names.push(HashMap::new());
        let row = self.row.take();
        let parameters: Vec<Parameter> = function
            .parameters
            .iter()
            .map(|parameter| self.parameter(parameter))
            .collect();
        let bindings = self.lets(&function.lets);
        let body = self.body(function, &parameters, bindings);
        self.row = row;
        self.names.pop();
        Signature { parameters, body }
    }

    fn parameter(&mut self, written: &crate::syntax::ast::Parameter) -> Parameter {
        let slot = self.new_slot();
        self.declare_name(
            &written.name,
            Meaning::Slot(slot, written.r#type, Shape::Any),
        );
        let default = written.default.as_ref().and_then(|default| {
            let literal = self.literal(default)?;
            let found = type_of(&literal);
            if found != written.r#type
                && !(found == ScalarType::Long && written.r#type == ScalarType::Int)
            {
                let message = format!(
                    "the parameter is of type {}, and this is {}",
                    written.r#type,
                    super::wording::with_article(found)
                );
                self.error(Kind::Type, default.span, message);
            }
            Some(literal)
        });
        Parameter {
            name: written.name.text.clone(),
            r#type: written.r#type,
            default,
            slot,
        }
    }

    fn body(
        &mut self,
        function: &Function,
        parameters: &[Parameter],
        mut bindings: Vec<Binding>,
    ) -> Body {
        let table = match &*function.body {
            LetValue::Tabular(pipeline) => Some(Pipeline::clone(pipeline)),
            LetValue::Scalar(expression) => self.as_table(expression),
            LetValue::Unreadable => return Body::Unknown,
            LetValue::Function(inner) => {
                self.error(
                    Kind::Syntax,
                    inner.span,
                    "a function's body is a value or a pipeline",
                );
                return Body::Unknown;
            }
        };
        if let Some(pipeline) = table {
            return self.pipeline(&pipeline).map_or(Body::Unknown, |flow| {
                Body::Table(std::mem::take(&mut bindings), Arc::new(flow))
            });
        }
        let LetValue::Scalar(expression) = &*function.body else {
            return Body::Unknown;
        };
        let Some(value) = self.scalar(expression).map(|value| value.expression) else {
            return Body::Unknown;
        };
        let (r#type, shape) = (value.r#type, value.shape.clone());
        let parameters = parameters.iter().map(|parameter| parameter.slot).collect();
        self.functions.push(UserFunction {
            parameters,
            bindings,
            body: value,
        });
        Body::Scalar(self.functions.len() - 1, r#type, shape)
    }
}

/// Where a `let` without arguments is called.
pub(super) fn no_arguments(name: &str, span: Span) -> Call {
    Call {
        function: Name {
            text: name.to_owned(),
            span,
        },
        arguments: Vec::new(),
        span,
    }
}
