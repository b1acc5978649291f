//! `columnifexists('name', default)`: it's known here which of the two it is.

use super::Checker;
use super::expression::Scalar;
use super::typed::{Expression, ExpressionKind};
use crate::problem::{Kind, Problem};
use crate::syntax::ast::{self, Call, Literal};

/// What it's called. The function is in no table.
pub(super) const COLUMN_IF_EXISTS: &str = "columnifexists";

impl Checker<'_> {
    /// `columnifexists('name', default)`: which of the two it is, is known here.
    pub(super) fn column_if_exists(&mut self, call: &Call) -> Option<Scalar> {
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
        let kind = ExpressionKind::Column(place);
        let column = Expression::new(kind, column.r#type?, call.span);
        let Expression {
            r#type: wanted,
            shape,
            ..
        } = default.expression;
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
        let value = Scalar {
            expression: column.converted(wanted),
            is_constant: false,
        };
        Some(value.shaped(shape))
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
}
