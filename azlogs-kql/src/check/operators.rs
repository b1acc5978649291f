//! Operators: which types they take, and which they give.

use super::expression::Scalar;
use super::typed::ExpressionKind;
use super::wording::{help_for_operands, spelling, with_article};
use super::{Checker, Meaning, rules};
use crate::functions;
use crate::problem::{Kind, Problem};
use crate::shape::Shape;
use crate::syntax::Span;
use crate::syntax::ast::{self, Binary, BinaryOperator, Literal};
use crate::types::ScalarType;

impl Checker<'_> {
    pub(super) fn signed(
        &mut self,
        negative: bool,
        operand: Scalar,
        operator: Span,
        span: Span,
    ) -> Option<Scalar> {
        let Some(r#type) = rules::signed(operand.expression.r#type) else {
            let sign = if negative { '-' } else { '+' };
            let message = format!(
                "a {} can't have the sign `{sign}`",
                operand.expression.r#type
            );
            self.error(Kind::Type, operator, message);
            return None;
        };
        if let ExpressionKind::Literal(literal) = &operand.expression.kind
            && let Some(literal) = signed_literal(negative, literal)
        {
            return Some(Scalar::constant(literal, r#type, span));
        }
        let shape = rules::signed_shape(&operand.expression.shape);
        let kind = ExpressionKind::Sign {
            negative,
            operand: Box::new(operand.expression),
        };
        Some(Scalar::new(kind, r#type, span, operand.is_constant).shaped(shape))
    }

    pub(super) fn binary(&mut self, binary: &Binary, span: Span) -> Option<Scalar> {
        let left = self.scalar(&binary.left);
        let right = self.scalar(&binary.right);
        let (left, right) = (left?, right?);
        let types = (left.expression.r#type, right.expression.r#type);
        let shapes = (&left.expression.shape, &right.expression.shape);
        let r#type = rules::binary(binary.operator, types.0, types.1)
            .filter(|_| !is_term_search(binary.operator) || shapes.1.is_any());
        let Some(r#type) = r#type else {
            let message = format!(
                "`{}` doesn't take {} and {}",
                spelling(binary.operator),
                with_article(types.0),
                match shapes.1 {
                    Shape::Any => with_article(types.1),
                    shape => shape.described(),
                }
            );
            let mut problem = Problem::error(Kind::Type, binary.place, message);
            problem.help = help_for_operands(binary.operator, types.0, types.1).map(str::to_owned);
            self.problems.push(problem);
            return None;
        };
        if matches!(
            binary.operator,
            BinaryOperator::Equal | BinaryOperator::NotEqual
        ) && rules::are_strangers(types.0, types.1)
        {
            let message = format!(
                "{} is compared with {}",
                with_article(types.0),
                with_article(types.1)
            );
            let help = "The service can refuse this. Convert one of them, as with `tostring(…)` or `tolong(…)`.";
            self.problems
                .push(Problem::warning(Kind::Type, binary.place, message).help(help));
        }
        if binary.operator == BinaryOperator::MatchesRegex
            && let ExpressionKind::Literal(Literal::String(pattern)) = &right.expression.kind
            && let Err(why) = functions::compile_regex(pattern)
        {
            let place = right.expression.span;
            self.problems.push(Problem::error(Kind::Value, place, why));
        }
        let is_constant = left.is_constant && right.is_constant;
        let shape = rules::binary_shape(binary.operator, types, shapes);
        let kind = ExpressionKind::Binary {
            operator: binary.operator,
            left: Box::new(left.expression),
            right: Box::new(right.expression),
        };
        Some(Scalar::new(kind, r#type, span, is_constant).shaped(shape))
    }

    pub(super) fn logical(
        &mut self,
        operands: &[ast::Expression],
        word: &str,
        span: Span,
    ) -> Option<Scalar> {
        let mut is_constant = true;
        let mut right = true;
        let mut checked = Vec::with_capacity(operands.len());
        for operand in operands {
            let Some(value) = self.scalar(operand) else {
                right = false;
                continue;
            };
            is_constant &= value.is_constant;
            let r#type = value.expression.r#type;
            if !matches!(r#type, ScalarType::Bool | ScalarType::Dynamic) {
                let message = format!("`{word}` takes bools, and this is {}", with_article(r#type));
                self.error_with(
                    Kind::Type,
                    operand.span,
                    message,
                    "Compare it with something, or convert it: `tobool(…)`.",
                );
                right = false;
            }
            checked.push(value.expression);
        }
        let kind = if word == "and" {
            ExpressionKind::And(checked)
        } else {
            ExpressionKind::Or(checked)
        };
        right.then(|| Scalar::new(kind, ScalarType::Bool, span, is_constant))
    }

    pub(super) fn r#in(
        &mut self,
        value: &ast::Expression,
        list: &[ast::Expression],
        negated: bool,
        span: Span,
    ) -> Option<Scalar> {
        let value = self.scalar(value);
        let list: Vec<Option<Scalar>> = list.iter().map(|item| self.list_item(item)).collect();
        let value = value?;
        let list = list.into_iter().collect::<Option<Vec<_>>>()?;
        let is_constant = value.is_constant && list.iter().all(|item| item.is_constant);
        let list = list.into_iter().map(|item| item.expression).collect();
        let kind = ExpressionKind::In {
            value: Box::new(value.expression),
            list,
            negated,
        };
        Some(Scalar::new(kind, ScalarType::Bool, span, is_constant))
    }

    pub(super) fn between(&mut self, between: &ast::Between, span: Span) -> Option<Scalar> {
        let [value, low, high] =
            [&between.value, &between.low, &between.high].map(|part| self.scalar(part));
        let (value, low, high) = (value?, low?, high?);
        let types = [
            value.expression.r#type,
            low.expression.r#type,
            high.expression.r#type,
        ];
        let word = if between.negated {
            "!between"
        } else {
            "between"
        };
        if !rules::between(types) {
            let [value, low, high] = types.map(with_article);
            let message =
                format!("`{word}` doesn't take {value} with bounds that are {low} and {high}");
            self.error_with(
                Kind::Type,
                between.place,
                message,
                "Value and bounds are numbers, datetimes or timespans alike.",
            );
            return None;
        }
        let message =
            format!("`{word}` isn't among the operators that Microsoft lists for transformations");
        let help = if between.negated {
            "Write `x < a or x > b`."
        } else {
            "Write `x >= a and x <= b`."
        };
        self.problems
            .push(Problem::warning(Kind::Refused, between.place, message).help(help));
        let is_constant = value.is_constant && low.is_constant && high.is_constant;
        let kind = ExpressionKind::Between {
            value: Box::new(value.expression),
            low: Box::new(low.expression),
            high: Box::new(high.expression),
            negated: between.negated,
        };
        Some(Scalar::new(kind, ScalarType::Bool, span, is_constant))
    }

    fn list_item(&mut self, item: &ast::Expression) -> Option<Scalar> {
        if let ast::ExpressionKind::Name(name) = &item.kind {
            let is_column = self
                .row
                .as_ref()
                .is_some_and(|row| row.find(name).is_some());
            let is_table = matches!(self.meaning(name), Some(Meaning::Table(_)))
                || name == "source" && self.meaning(name).is_none();
            if is_table && !is_column {
                let message = "a transformation sees one row: `in` can't look into a table";
                self.error_with(
                    Kind::Refused,
                    item.span,
                    message,
                    "List the values: `x in ('a', 'b')`.",
                );
                return None;
            }
        }
        self.scalar(item)
    }
}

/// `has` and its like: what they look for is text, or a dynamic value of which nothing is known.
fn is_term_search(operator: BinaryOperator) -> bool {
    matches!(
        operator,
        BinaryOperator::Text {
            test: ast::TextTest::Has,
            ..
        }
    )
}

/// The literal with the sign, where that is a literal again.
fn signed_literal(negative: bool, literal: &Literal) -> Option<Literal> {
    let sign = if negative { -1 } else { 1 };
    Some(match literal {
        Literal::Int(value) => Literal::Long(value.map(|value| i64::from(value) * sign)),
        Literal::Long(value) => Literal::Long(value.map(|value| value.wrapping_mul(sign))),
        Literal::Real(value) => {
            Literal::Real(value.map(|value| if negative { -value } else { value }))
        }
        Literal::Timespan(value) => Literal::Timespan(value.map(|value| value.wrapping_mul(sign))),
        _ => return None,
    })
}
