//! Expressions: what names stand for, and which types operators give.

use super::typed::{Expression, ExpressionKind};
use super::wording::{help_for_operands, spelling, with_article};
use super::{Checker, Meaning, rules};
use crate::functions;
use crate::problem::{Kind, Problem};
use crate::syntax::Span;
use crate::syntax::ast::{self, Binary, BinaryOperator, Literal};
use crate::types::ScalarType;

/// A value, and whether it's the same for all rows.
pub(super) struct Scalar {
    pub(super) expression: Expression,
    pub(super) is_constant: bool,
}

impl Scalar {
    fn constant(literal: Literal, r#type: ScalarType, span: Span) -> Self {
        Self {
            expression: Expression {
                kind: ExpressionKind::Literal(literal),
                r#type,
                span,
            },
            is_constant: true,
        }
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
                let property = Expression {
                    kind: ExpressionKind::Literal(Literal::String(name.text.clone())),
                    r#type: ScalarType::String,
                    span: name.span,
                };
                let of = self.scalar(of);
                self.picked(
                    of?,
                    Scalar {
                        expression: property,
                        is_constant: true,
                    },
                    span,
                )
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
            let expression = Expression {
                kind: ExpressionKind::Column(place),
                r#type: column.r#type?,
                span,
            };
            return Some(Scalar {
                expression,
                is_constant: false,
            });
        }
        match self.meaning(name).cloned() {
            Some(Meaning::Constant(literal, r#type)) => {
                Some(Scalar::constant(literal, r#type, span))
            }
            Some(Meaning::Slot(slot, r#type)) => Some(Scalar {
                expression: Expression {
                    kind: ExpressionKind::Slot(slot),
                    r#type,
                    span,
                },
                is_constant: true,
            }),
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
            None if self.input.iter().any(|column| column.name == name) => {
                Some("A `let` and a function's body don't see the row. Give the column's value to a function as an argument.".to_owned())
            }
            _ => self.help_for_name(name),
        };
        self.problems.push(problem);
    }

    fn indexed(&mut self, of: Scalar, index: Scalar, span: Span) -> Option<Scalar> {
        let r#type = index.expression.r#type;
        if !matches!(
            r#type,
            ScalarType::Int | ScalarType::Long | ScalarType::String | ScalarType::Dynamic
        ) {
            let message =
                format!("an index is a number or a property's name, and this is a {type}");
            self.error(Kind::Type, index.expression.span, message);
            return None;
        }
        self.picked(of, index, span)
    }

    /// `of[index]`, and `of.name`.
    fn picked(&mut self, of: Scalar, index: Scalar, span: Span) -> Option<Scalar> {
        if of.expression.r#type != ScalarType::Dynamic {
            let message = format!(
                "only a dynamic value has properties and elements, and this is a {}",
                of.expression.r#type
            );
            let help = match of.expression.r#type {
                ScalarType::String => "If it holds JSON, write `parse_json(…)` around it.",
                _ => "Is the column declared with the right type?",
            };
            self.error_with(Kind::Type, of.expression.span, message, help);
            return None;
        }
        let is_constant = of.is_constant && index.is_constant;
        let kind = ExpressionKind::Index {
            of: Box::new(of.expression),
            index: Box::new(index.expression),
        };
        Some(Scalar {
            expression: Expression {
                kind,
                r#type: ScalarType::Dynamic,
                span,
            },
            is_constant,
        })
    }

    fn signed(
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
        let kind = ExpressionKind::Sign {
            negative,
            operand: Box::new(operand.expression),
        };
        Some(Scalar {
            expression: Expression { kind, r#type, span },
            is_constant: operand.is_constant,
        })
    }

    fn binary(&mut self, binary: &Binary, span: Span) -> Option<Scalar> {
        let left = self.scalar(&binary.left);
        let right = self.scalar(&binary.right);
        let (left, right) = (left?, right?);
        let types = (left.expression.r#type, right.expression.r#type);
        let Some(r#type) = rules::binary(binary.operator, types.0, types.1) else {
            let message = format!(
                "`{}` doesn't take {} and {}",
                spelling(binary.operator),
                with_article(types.0),
                with_article(types.1)
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
        let kind = ExpressionKind::Binary {
            operator: binary.operator,
            left: Box::new(left.expression),
            right: Box::new(right.expression),
        };
        Some(Scalar {
            expression: Expression { kind, r#type, span },
            is_constant,
        })
    }

    fn logical(&mut self, operands: &[ast::Expression], word: &str, span: Span) -> Option<Scalar> {
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
        right.then_some(Scalar {
            expression: Expression {
                kind,
                r#type: ScalarType::Bool,
                span,
            },
            is_constant,
        })
    }

    fn r#in(
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
        Some(Scalar {
            expression: Expression {
                kind,
                r#type: ScalarType::Bool,
                span,
            },
            is_constant,
        })
    }

    fn between(&mut self, between: &ast::Between, span: Span) -> Option<Scalar> {
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
        Some(Scalar {
            expression: Expression {
                kind,
                r#type: ScalarType::Bool,
                span,
            },
            is_constant,
        })
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
