//! Expressions: literals, and what names stand for.

use super::typed::{Expression, ExpressionKind};
use super::{Checker, Meaning};
use crate::problem::{Kind, Problem};
use crate::shape::Shape;
use crate::syntax::Span;
use crate::syntax::ast::{self, Literal};
use crate::types::ScalarType;

/// A value, and whether it's the same for all rows.
pub(super) struct Scalar {
    pub(super) expression: Expression,
    pub(super) is_constant: bool,
}

impl Scalar {
    pub(super) fn new(
        kind: ExpressionKind,
        r#type: ScalarType,
        span: Span,
        is_constant: bool,
    ) -> Self {
        Self {
            expression: Expression::new(kind, r#type, span),
            is_constant,
        }
    }

    pub(super) fn constant(literal: Literal, r#type: ScalarType, span: Span) -> Self {
        Self::new(ExpressionKind::Literal(literal), r#type, span, true)
    }

    /// With what is known of it, if it's a dynamic value.
    pub(super) fn shaped(mut self, shape: Shape) -> Self {
        if self.expression.r#type == ScalarType::Dynamic {
            self.expression.shape = shape;
        }
        self
    }
}

impl Checker<'_> {
    /// The expression with its type. None where something is wrong with it; that is reported then.
    pub(super) fn scalar(&mut self, written: &ast::Expression) -> Option<Scalar> {
        let span = written.span;
        match &written.kind {
            ast::ExpressionKind::Literal(literal) => {
                Some(Scalar::constant(literal.clone(), type_of(literal), span))
            }
            ast::ExpressionKind::Name(name) => self.name(name, span),
            ast::ExpressionKind::Member { of, name } => {
                let property = Literal::String(name.text.clone());
                let property = Scalar::constant(property, ScalarType::String, name.span);
                let of = self.scalar(of);
                self.picked(of?, property, span)
            }
            ast::ExpressionKind::Index { of, index } => {
                let of = self.scalar(of);
                let index = self.scalar(index);
                self.indexed(of?, index?, span)
            }
            ast::ExpressionKind::Sign {
                negative,
                operand,
                operator,
            } => {
                let operand = self.scalar(operand)?;
                self.signed(*negative, operand, *operator, span)
            }
            ast::ExpressionKind::Binary(binary) => self.binary(binary, span),
            ast::ExpressionKind::And(operands) => self.logical(operands, "and", span),
            ast::ExpressionKind::Or(operands) => self.logical(operands, "or", span),
            ast::ExpressionKind::In {
                value,
                list,
                negated,
                ..
            } => self.r#in(value, list, *negated, span),
            ast::ExpressionKind::Between(between) => self.between(between, span),
            ast::ExpressionKind::Call(call) => self.call(call),
            ast::ExpressionKind::TypeOf(_) => {
                let message = "a type can only be an argument of a function that takes one";
                self.error_with(
                    Kind::Type,
                    span,
                    message,
                    "As in extract('(…)', 1, x, typeof(long)).",
                );
                None
            }
            ast::ExpressionKind::Unreadable => None,
        }
    }

    fn name(&mut self, name: &str, span: Span) -> Option<Scalar> {
        if let Some((place, column)) = self
            .row
            .as_ref()
            .and_then(|row| row.find(name).map(|place| (place, &row.columns()[place])))
        {
            self.reads.extend(&column.reads);
            let kind = ExpressionKind::Column(place);
            let value = Scalar::new(kind, column.r#type?, span, false);
            return Some(value.shaped(column.shape.clone()));
        }
        match self.meaning(name).cloned() {
            Some(Meaning::Constant(literal, r#type)) => {
                Some(Scalar::constant(literal, r#type, span))
            }
            Some(Meaning::Slot(slot, r#type, shape)) => {
                Some(Scalar::new(ExpressionKind::Slot(slot), r#type, span, true).shaped(shape))
            }
            Some(Meaning::Function(signature)) => {
                self.user_call_without_arguments(&signature, name, span)
            }
            Some(Meaning::Table(_)) => {
                self.error(
                    Kind::Type,
                    span,
                    format!("`{name}` is a table, and a value should stand here"),
                );
                None
            }
            Some(Meaning::Unknown) => None,
            None if self.row.as_ref().is_some_and(|row| row.is_open) => None,
            None => {
                self.unknown_name(name, span);
                None
            }
        }
    }

    fn unknown_name(&mut self, name: &str, span: Span) {
        let message = match &self.row {
            Some(_) => format!("there is no column `{name}`"),
            None if self.input.iter().any(|column| column.name == name) => {
                format!("`{name}` is a column, and there are no columns here")
            }
            None => format!("there is no value `{name}`"),
        };
        let mut problem = Problem::error(Kind::UnknownName, span, message);
        problem.help = match &self.row {
            _ if name == "null" => Some(
                "A null has a type: int(null), datetime(null), …; an empty string is ''.".to_owned(),
            ),
            None if self.input.iter().any(|column| column.name == name) => {
                Some("A `let` and a function's body don't see the row. Give the column's value to a function as an argument.".to_owned())
            }
            _ => self.help_for_name(name),
        };
        self.problems.push(problem);
    }

    /// A literal that stands in a datatable, or for a parameter.
    pub(super) fn literal(&mut self, written: &ast::Expression) -> Option<Literal> {
        if let ExpressionKind::Literal(literal) = self.scalar(written)?.expression.kind {
            return Some(literal);
        }
        self.error(Kind::Syntax, written.span, "a literal should stand here");
        None
    }
}

pub(super) fn type_of(literal: &Literal) -> ScalarType {
    match literal {
        Literal::Bool(_) => ScalarType::Bool,
        Literal::Int(_) => ScalarType::Int,
        Literal::Long(_) => ScalarType::Long,
        Literal::Real(_) => ScalarType::Real,
        Literal::String(_) => ScalarType::String,
        Literal::DateTime(_) => ScalarType::DateTime,
        Literal::Timespan(_) => ScalarType::Timespan,
        Literal::Guid(_) => ScalarType::Guid,
    }
}
