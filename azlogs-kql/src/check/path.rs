//! What is picked from dynamic values: `a.b`, `a['b']`, `a[0]`.

use super::Checker;
use super::expression::Scalar;
use super::typed::ExpressionKind;
use super::wording::with_article;
use crate::problem::Kind;
use crate::shape::Shape;
use crate::syntax::Span;
use crate::syntax::ast::Literal;
use crate::types::ScalarType;

impl Checker<'_> {
    pub(super) fn indexed(&mut self, of: Scalar, index: Scalar, span: Span) -> Option<Scalar> {
        use ScalarType::{Dynamic, Int, Long, String};
        let r#type = index.expression.r#type;
        let (fits, wanted) = match &of.expression.shape {
            Shape::Any => (
                matches!(r#type, Int | Long | String | Dynamic),
                "an index is a number or a property's name",
            ),
            Shape::Array(_) => (
                matches!(r#type, Int | Long)
                    || r#type == Dynamic && index.expression.shape.is_any(),
                "an array's index is a number",
            ),
            Shape::Bag(_) => (
                matches!(r#type, String | Dynamic),
                "a property bag's index is a property's name",
            ),
            Shape::Scalar(inner) => {
                let message =
                    format!("only arrays and property bags have an index, and this is a {inner}");
                self.error(Kind::Type, of.expression.span, message);
                return None;
            }
        };
        if !fits {
            let message = format!("{wanted}, and this is {}", with_article(r#type));
            self.error(Kind::Type, index.expression.span, message);
            return None;
        }
        self.picked(of, index, span)
    }

    /// `of[index]`, and `of.name`.
    pub(super) fn picked(&mut self, of: Scalar, index: Scalar, span: Span) -> Option<Scalar> {
        if of.expression.r#type != ScalarType::Dynamic {
            let message = format!(
                "only a dynamic value has properties and elements, and this is {}",
                with_article(of.expression.r#type)
            );
            let help = match of.expression.r#type {
                ScalarType::String => "If it holds JSON, write `parse_json(…)` around it.",
                _ => "Is the column declared with the right type?",
            };
            self.error_with(Kind::Type, of.expression.span, message, help);
            return None;
        }
        let shape = match &index.expression.kind {
            ExpressionKind::Literal(Literal::String(name)) => of.expression.shape.property(name),
            _ if index.expression.r#type == ScalarType::String => Shape::Any,
            _ => of.expression.shape.element(),
        };
        let is_constant = of.is_constant && index.is_constant;
        let kind = ExpressionKind::Index {
            of: Box::new(of.expression),
            index: Box::new(index.expression),
        };
        Some(Scalar::new(kind, ScalarType::Dynamic, span, is_constant).shaped(shape))
    }
}
