//! `+`, `-`, `*`, `/`, `%` on numbers, moments and timespans, and signs.
//!
//! A null makes the result null. Whole numbers wrap around; dividing one by zero gives null, and a `real` by zero an infinity. The rest of
//! a division is never negative. Moments outside of the calendar are null.

use crate::syntax::ast::BinaryOperator;
use crate::types::ScalarType;
use crate::value::convert::{to_datetime, to_long, to_real, to_timespan};
use crate::value::{Dynamic, Value, datetime, number};

/// An operator of arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
}

impl Arithmetic {
    pub(super) fn new(operator: BinaryOperator) -> Option<Self> {
        Some(match operator {
            BinaryOperator::Add => Self::Add,
            BinaryOperator::Subtract => Self::Subtract,
            BinaryOperator::Multiply => Self::Multiply,
            BinaryOperator::Divide => Self::Divide,
            BinaryOperator::Modulo => Self::Modulo,
            _ => return None,
        })
    }

    /// The operator's result, of the type that the checker has found.
    pub(super) fn apply(self, left: &Value, right: &Value, result: ScalarType) -> Value {
        if left.is_null() || right.is_null() {
            return Value::Null;
        }
        match result {
            ScalarType::Long => to_long(left)
                .zip(to_long(right))
                .and_then(|(left, right)| self.whole(left, right))
                .into(),
            ScalarType::Real => to_real(left)
                .zip(to_real(right))
                .map(|(left, right)| self.real(left, right))
                .into(),
            ScalarType::DateTime => self
                .ticks(left, right, result)
                .and_then(datetime::valid)
                .map_or(Value::Null, Value::DateTime),
            ScalarType::Timespan => self
                .ticks(left, right, result)
                .map_or(Value::Null, Value::Timespan),
            ScalarType::Dynamic => self.dynamic(left, right),
            _ => Value::Null,
        }
    }

    fn whole(self, left: i64, right: i64) -> Option<i64> {
        match self {
            Self::Add => Some(left.wrapping_add(right)),
            Self::Subtract => Some(left.wrapping_sub(right)),
            Self::Multiply => Some(left.wrapping_mul(right)),
            Self::Divide => (right != 0).then(|| left.wrapping_div(right)),
            Self::Modulo => (right != 0).then(|| left.wrapping_rem_euclid(right)),
        }
    }

    fn real(self, left: f64, right: f64) -> f64 {
        match self {
            Self::Add => left + right,
            Self::Subtract => left - right,
            Self::Multiply => left * right,
            Self::Divide => left / right,
            Self::Modulo => left.rem_euclid(right),
        }
    }

    /// The ticks of a result that is a moment or a timespan.
    fn ticks(self, left: &Value, right: &Value, result: ScalarType) -> Option<i64> {
        match self {
            Self::Add => ticks(left, right, result)?.checked_add(ticks(right, left, result)?),
            Self::Subtract => ticks(left, right, result)?.checked_sub(ticks(right, left, result)?),
            _ => match (is_number(left), is_number(right)) {
                // `2 * 1h` is `1h * 2`.
                (true, _) if self == Self::Multiply => {
                    self.scale(to_timespan(right).or_else(|| to_datetime(right))?, left)
                }
                (_, true) => self.scale(ticks(left, right, result)?, right),
                _ => self.checked(ticks(left, right, result)?, ticks(right, left, result)?),
            },
        }
    }

    fn scale(self, ticks: i64, by: &Value) -> Option<i64> {
        match by {
            #[expect(clippy::cast_precision_loss)] // as in .NET
            Value::Real(by) => number::truncate(self.real(ticks as f64, *by).round()),
            by => self.checked(ticks, to_long(by)?),
        }
    }

    fn checked(self, left: i64, right: i64) -> Option<i64> {
        match self {
            Self::Add => left.checked_add(right),
            Self::Subtract => left.checked_sub(right),
            Self::Multiply => left.checked_mul(right),
            Self::Divide => left.checked_div(right),
            Self::Modulo => left.checked_rem_euclid(right),
        }
    }

    /// On two dynamic values: by what is in them.
    fn dynamic(self, left: &Value, right: &Value) -> Value {
        let (left, right) = (scalar(left), scalar(right));
        match self.dynamic_result(&left, &right) {
            Some(r#type) => Dynamic::from(&self.apply(&left, &right, r#type)).into(),
            None => Value::Null,
        }
    }

    fn dynamic_result(self, left: &Value, right: &Value) -> Option<ScalarType> {
        use Value::{DateTime, Int, Long, Real, Timespan};
        Some(match (left, right) {
            (Int(_) | Long(_), Int(_) | Long(_)) => ScalarType::Long,
            (Int(_) | Long(_) | Real(_), Int(_) | Long(_) | Real(_)) => ScalarType::Real,
            (Timespan(_) | DateTime(_), Timespan(_)) | (DateTime(_), DateTime(_))
                if self == Self::Divide =>
            {
                ScalarType::Real
            }
            (DateTime(_), DateTime(_)) if matches!(self, Self::Subtract | Self::Modulo) => {
                ScalarType::Timespan
            }
            (DateTime(_), Timespan(_)) if self == Self::Modulo => ScalarType::Timespan,
            (DateTime(_), Timespan(_)) | (Timespan(_), DateTime(_)) => ScalarType::DateTime,
            (Timespan(_), Timespan(_) | Int(_) | Long(_) | Real(_))
            | (Int(_) | Long(_) | Real(_), Timespan(_)) => ScalarType::Timespan,
            _ => return None,
        })
    }
}

fn is_number(value: &Value) -> bool {
    matches!(value, Value::Int(_) | Value::Long(_) | Value::Real(_))
}

/// The ticks of a moment or a timespan. A dynamic value is whatever of these makes sense beside the other operand.
fn ticks(value: &Value, other: &Value, result: ScalarType) -> Option<i64> {
    match value {
        Value::DateTime(ticks) | Value::Timespan(ticks) => Some(*ticks),
        Value::Dynamic(_)
            if result == ScalarType::Timespan && matches!(other, Value::DateTime(_)) =>
        {
            to_datetime(value)
        }
        Value::Dynamic(_) => to_timespan(value),
        _ => None,
    }
}

fn scalar(value: &Value) -> Value {
    match value {
        Value::Dynamic(value) => value.clone().into_scalar(),
        other => other.clone(),
    }
}

/// A value with a sign before it.
pub(super) fn signed(value: &Value, negative: bool, result: ScalarType) -> Value {
    if result == ScalarType::Dynamic {
        let inner = match scalar(value) {
            Value::Int(value) => Value::Long(i64::from(value)),
            other => other,
        };
        let r#type = match inner {
            Value::Long(_) => ScalarType::Long,
            Value::Real(_) => ScalarType::Real,
            Value::Timespan(_) => ScalarType::Timespan,
            _ => return Value::Null,
        };
        return Dynamic::from(&signed(&inner, negative, r#type)).into();
    }
    match value {
        Value::Int(value) if negative => Value::Long(-i64::from(*value)),
        Value::Int(value) => Value::Long(i64::from(*value)),
        Value::Long(value) if negative => Value::Long(value.wrapping_neg()),
        Value::Real(value) if negative => Value::Real(-value),
        Value::Timespan(ticks) if negative => {
            ticks.checked_neg().map_or(Value::Null, Value::Timespan)
        }
        // There's no moment before the first.
        Value::DateTime(ticks) if negative && *ticks != 0 => Value::Null,
        other => other.clone(),
    }
}
