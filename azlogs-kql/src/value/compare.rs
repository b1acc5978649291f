//! Comparing values, of the same type or not.

use std::cmp::Ordering;

use super::convert::{to_bool, to_datetime, to_guid, to_long, to_real, to_text, to_timespan};
use super::{Dynamic, Value};

/// Whether two values are equal: `None`, a null, if both are null; beside text a null is `""`; it isn't equal to anything else.
///
/// Source: "Null values" of Kusto. Values of different types are compared as numbers where both are numbers or `bool`; a dynamic value is
/// converted to the type of the other, and a string has no null: `where d.user != ''` drops the rows that have no user. Text equals what
/// prints as that text.
pub(crate) fn equal(left: &Value, right: &Value) -> Option<bool> {
    match (left, right) {
        (Value::Null, Value::Null) => None,
        (Value::Null, Value::String(text)) | (Value::String(text), Value::Null) => {
            Some(text.is_empty())
        }
        (Value::Null, _) | (_, Value::Null) => Some(false),
        (Value::String(left), Value::String(right)) => Some(left == right),
        (Value::Dynamic(left), Value::Dynamic(right)) => Some(dynamic_equal(left, right)),
        (Value::String(text), other) | (other, Value::String(text)) => {
            Some(**text == *to_text(other))
        }
        _ => Some(order(left, right) == Some(Ordering::Equal)),
    }
}

fn dynamic_equal(left: &Dynamic, right: &Dynamic) -> bool {
    match (left.clone().into_scalar(), right.clone().into_scalar()) {
        (Value::Dynamic(left), Value::Dynamic(right)) => left == right,
        (Value::Dynamic(_), _) | (_, Value::Dynamic(_)) => false,
        (left, right) => equal(&left, &right) == Some(true),
    }
}

/// How two values are ordered; `None` if they aren't: nulls, `nan`, and what can't be compared.
pub(crate) fn order(left: &Value, right: &Value) -> Option<Ordering> {
    use Value::{Bool, DateTime, Guid, Int, Long, Null, Real, String, Timespan};
    match (left, right) {
        (Null, _) | (_, Null) => None,
        (Value::Dynamic(left), right) => order_dynamic(left, right),
        (left, Value::Dynamic(right)) => order_dynamic(right, left).map(Ordering::reverse),
        (String(left), String(right)) => Some(left.cmp(right)),
        (DateTime(left), DateTime(right)) | (Timespan(left), Timespan(right)) => {
            Some(left.cmp(right))
        }
        (Guid(left), Guid(right)) => Some(left.cmp(right)),
        (Real(_), Bool(_) | Int(_) | Long(_) | Real(_)) | (Bool(_) | Int(_) | Long(_), Real(_)) => {
            to_real(left)?.partial_cmp(&to_real(right)?)
        }
        (Bool(_) | Int(_) | Long(_), Bool(_) | Int(_) | Long(_)) => {
            Some(to_long(left)?.cmp(&to_long(right)?))
        }
        _ => None,
    }
}

/// Orders the scalar in a dynamic value against another value, after converting it to that one's type.
fn order_dynamic(left: &Dynamic, right: &Value) -> Option<Ordering> {
    let left = match left.clone().into_scalar() {
        Value::Dynamic(_) => return None,
        scalar => scalar,
    };
    match right {
        Value::Dynamic(right) => match right.clone().into_scalar() {
            Value::Dynamic(_) => None,
            right => order(&left, &right),
        },
        // A number in a dynamic value keeps its fraction: `parse_json("1.5") > 1`.
        Value::Int(_) | Value::Long(_) | Value::Real(_) => match left {
            Value::String(_) => to_real(&left)?.partial_cmp(&to_real(right)?),
            left => order(&left, right),
        },
        Value::Bool(right) => Some(to_bool(&left)?.cmp(right)),
        Value::DateTime(right) => Some(to_datetime(&left)?.cmp(right)),
        Value::Timespan(right) => Some(to_timespan(&left)?.cmp(right)),
        Value::Guid(right) => Some(to_guid(&left)?.cmp(right)),
        Value::String(right) => Some((*to_text(&left)).cmp(right)),
        Value::Null => None,
    }
}
