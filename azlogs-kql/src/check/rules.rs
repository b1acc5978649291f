//! Which types an operator takes, and which type it gives.
//!
//! As Microsoft's language service (Kusto.Language 12.4.1) has it. `dynamic` goes with nearly everything: whether a value fits is seen
//! when a row comes.

use ScalarType::{Bool, DateTime, Dynamic, Guid, Int, Long, Real, String, Timespan};

use crate::shape::Shape;
use crate::syntax::ast::BinaryOperator;
use crate::types::ScalarType;

/// The type that the operator gives, or none where it doesn't take such values.
pub(super) fn binary(
    operator: BinaryOperator,
    left: ScalarType,
    right: ScalarType,
) -> Option<ScalarType> {
    match operator {
        BinaryOperator::Add => sum(left, right).or(match (left, right) {
            (DateTime, DateTime | Timespan) | (Timespan, DateTime) => Some(DateTime),
            _ => None,
        }),
        BinaryOperator::Subtract => match (left, right) {
            (DateTime, DateTime | Dynamic) | (Dynamic, DateTime) => Some(Timespan),
            (DateTime, Timespan) | (Timespan, DateTime) => Some(DateTime),
            _ => sum(left, right),
        },
        BinaryOperator::Multiply => numbers(left, right).or(match (left, right) {
            (Timespan, Timespan | Int | Long | Real) | (Int | Long | Real, Timespan) => {
                Some(Timespan)
            }
            (DateTime, Int | Long | Real) | (Int | Long | Real, DateTime) => Some(DateTime),
            _ => None,
        }),
        BinaryOperator::Divide => numbers(left, right).or(match (left, right) {
            (Timespan, Timespan) | (DateTime, DateTime | Timespan) => Some(Real),
            (Timespan | DateTime, Int | Long | Real) => Some(left),
            _ => None,
        }),
        BinaryOperator::Modulo => numbers(left, right).or(match (left, right) {
            (Timespan, Timespan) | (DateTime, DateTime | Timespan) => Some(Timespan),
            (Timespan | DateTime, Int | Long | Real) => Some(left),
            _ => None,
        }),
        BinaryOperator::Equal | BinaryOperator::NotEqual => Some(Bool),
        BinaryOperator::Less
        | BinaryOperator::LessOrEqual
        | BinaryOperator::Greater
        | BinaryOperator::GreaterOrEqual => ordered(left, right).then_some(Bool),
        BinaryOperator::Text { .. } | BinaryOperator::MatchesRegex => {
            (matches!(left, String | Dynamic) && matches!(right, String | Dynamic)).then_some(Bool)
        }
    }
}

/// Whether `between` takes a value with such bounds: value, lower and upper bound.
pub(super) fn between(types: [ScalarType; 3]) -> bool {
    match types {
        [Int | Long | Real, Int | Long | Real, Int | Long | Real]
        | [Int | Long | Real, Dynamic, Dynamic]
        | [DateTime, DateTime, DateTime | Timespan]
        | [Timespan, Timespan, Timespan] => true,
        [Dynamic, low @ (Int | Long | Real), high] => low == high,
        _ => false,
    }
}

/// The type that a sign before a value gives.
pub(super) fn signed(operand: ScalarType) -> Option<ScalarType> {
    match operand {
        Int => Some(Long),
        Long | Real | DateTime | Timespan | Dynamic => Some(operand),
        Bool | String | Guid => None,
    }
}

/// What is known of a dynamic value with a sign before it.
pub(super) fn signed_shape(operand: &Shape) -> Shape {
    match operand {
        Shape::Scalar(inner) => signed(*inner).map_or(Shape::Any, Shape::Scalar),
        _ => Shape::Any,
    }
}

/// What is known of the dynamic value that an operator gives: what it would give of the types that are known within its operands.
pub(super) fn binary_shape(
    operator: BinaryOperator,
    types: (ScalarType, ScalarType),
    shapes: (&Shape, &Shape),
) -> Shape {
    let inner = |r#type, shape: &Shape| match shape {
        Shape::Scalar(inner) => *inner,
        _ => r#type,
    };
    match binary(operator, inner(types.0, shapes.0), inner(types.1, shapes.1)) {
        None | Some(Dynamic) => Shape::Any,
        Some(r#type) => Shape::Scalar(r#type),
    }
}

/// Whether the service is known to refuse `==` between the two, though the language service takes it.
pub(super) fn are_strangers(left: ScalarType, right: ScalarType) -> bool {
    let family = |r#type| match r#type {
        Bool | Int | Long | Real => Some(0),
        String => Some(1),
        DateTime => Some(2),
        Timespan => Some(3),
        Guid => Some(4),
        Dynamic => None,
    };
    matches!((family(left), family(right)), (Some(left), Some(right)) if left != right)
}

/// Numbers give the wider of their types, and never an int. A dynamic value is taken for a number beside one.
fn numbers(left: ScalarType, right: ScalarType) -> Option<ScalarType> {
    match (left, right) {
        (Real, Int | Long | Real | Dynamic) | (Int | Long | Dynamic, Real) => Some(Real),
        (Int | Long, Int | Long | Dynamic) | (Dynamic, Int | Long) => Some(Long),
        (Dynamic, Dynamic) => Some(Dynamic),
        _ => None,
    }
}

/// What `+` and `-` have in common.
fn sum(left: ScalarType, right: ScalarType) -> Option<ScalarType> {
    numbers(left, right).or(match (left, right) {
        (Timespan, Timespan | Dynamic) | (Dynamic, Timespan) => Some(Timespan),
        (DateTime, Dynamic) | (Dynamic, DateTime) => Some(DateTime),
        _ => None,
    })
}

fn ordered(left: ScalarType, right: ScalarType) -> bool {
    matches!(
        (left, right),
        (Bool | Int | Long | Real, Bool | Int | Long | Real)
            | (Dynamic, Int | Long | Real | Dynamic)
            | (Int | Long | Real, Dynamic)
            | (DateTime, DateTime)
            | (Timespan, Timespan)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_widen() {
        assert_eq!(binary(BinaryOperator::Add, Int, Int), Some(Long));
        assert_eq!(binary(BinaryOperator::Divide, Long, Real), Some(Real));
        assert_eq!(binary(BinaryOperator::Multiply, Dynamic, Int), Some(Long));
        assert_eq!(binary(BinaryOperator::Add, String, String), None);
    }

    #[test]
    fn times_add_up() {
        assert_eq!(
            binary(BinaryOperator::Subtract, DateTime, DateTime),
            Some(Timespan)
        );
        assert_eq!(
            binary(BinaryOperator::Add, DateTime, Timespan),
            Some(DateTime)
        );
        assert_eq!(
            binary(BinaryOperator::Divide, Timespan, Timespan),
            Some(Real)
        );
        assert_eq!(binary(BinaryOperator::Multiply, DateTime, Timespan), None);
    }

    #[test]
    fn only_what_has_an_order_is_compared() {
        assert_eq!(binary(BinaryOperator::Less, Bool, Real), Some(Bool));
        assert_eq!(binary(BinaryOperator::Less, String, String), None);
        assert_eq!(binary(BinaryOperator::Less, Dynamic, DateTime), None);
        assert_eq!(binary(BinaryOperator::Equal, String, Int), Some(Bool));
    }
}
