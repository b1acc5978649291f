//! Comparisons and booleans.

use std::cmp::Ordering;

use super::Call;
use crate::value::{Data, Value};
use crate::why::Wrong;

pub(crate) fn true_value(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_bool(true)
}

pub(crate) fn false_value(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_bool(false)
}

pub(crate) fn null(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made(Data::Null)
}

pub(crate) fn not(call: &Call<'_>) -> Result<Value, Wrong> {
    match call.argument(0)?.data {
        Data::Boolean(value) => call.made_bool(!value),
        _ => Err(call.misfit(0, "a boolean")),
    }
}

pub(crate) fn to_bool(call: &Call<'_>) -> Result<Value, Wrong> {
    let value = match &call.argument(0)?.data {
        Data::Boolean(value) => *value,
        Data::Integer(integer) => *integer != 0,
        Data::Text(text) if text.eq_ignore_ascii_case("true") || &**text == "1" => true,
        Data::Text(text) if text.eq_ignore_ascii_case("false") || &**text == "0" => false,
        _ => return Err(call.misfit(0, "`true`, `false` or an integer")),
    };
    call.made_bool(value)
}

/// Case matters in text, and the order of keys doesn't in objects.
pub(crate) fn equals(call: &Call<'_>) -> Result<Value, Wrong> {
    let (left, right) = (call.argument(0)?, call.argument(1)?);
    call.spend(left.weight().min(right.weight()))?;
    call.made_bool(is_same(call, left, right)?)
}

fn is_same(call: &Call<'_>, left: &Value, right: &Value) -> Result<bool, Wrong> {
    match (&left.data, &right.data) {
        (Data::Array(left), Data::Array(right)) => {
            if left.items.len() != right.items.len() {
                return Ok(false);
            }
            for (left, right) in left.items.iter().zip(&right.items) {
                if !is_same(call, left, right)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        (Data::Object(members), Data::Object(others)) => {
            if members.members.len() != others.members.len() {
                return Ok(false);
            }
            for member in &members.members {
                call.spend(others.members.len() as u64)?;
                let Some(other) = right.get(&member.key.text) else {
                    return Ok(false);
                };
                if !is_same(call, &member.value, other)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        _ => Ok(call.json(left)? == call.json(right)?),
    }
}

pub(crate) fn less(call: &Call<'_>) -> Result<Value, Wrong> {
    compare(call, Ordering::is_lt)
}

pub(crate) fn less_or_equals(call: &Call<'_>) -> Result<Value, Wrong> {
    compare(call, Ordering::is_le)
}

pub(crate) fn greater(call: &Call<'_>) -> Result<Value, Wrong> {
    compare(call, Ordering::is_gt)
}

pub(crate) fn greater_or_equals(call: &Call<'_>) -> Result<Value, Wrong> {
    compare(call, Ordering::is_ge)
}

fn compare(call: &Call<'_>, test: fn(Ordering) -> bool) -> Result<Value, Wrong> {
    let order = match (&call.argument(0)?.data, &call.argument(1)?.data) {
        (Data::Integer(left), Data::Integer(right)) => left.cmp(right),
        (Data::Text(left), Data::Text(right)) => left.cmp(right),
        _ => return Err(call.misfit(1, "two integers or two strings")),
    };
    call.made_bool(test(order))
}
