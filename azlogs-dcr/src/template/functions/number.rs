//! Functions of integers. The template language has no others, and takes a decimal number as it is written.

use super::Call;
use crate::value::{Data, Value};
use crate::why::Wrong;

pub(crate) fn add(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_integer(call.integer(0)?.checked_add(call.integer(1)?))
}

pub(crate) fn sub(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_integer(call.integer(0)?.checked_sub(call.integer(1)?))
}

pub(crate) fn mul(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_integer(call.integer(0)?.checked_mul(call.integer(1)?))
}

pub(crate) fn div(call: &Call<'_>) -> Result<Value, Wrong> {
    let (left, right) = divided(call)?;
    call.made_integer(left.checked_div(right))
}

pub(crate) fn modulo(call: &Call<'_>) -> Result<Value, Wrong> {
    let (left, right) = divided(call)?;
    call.made_integer(left.checked_rem(right))
}

fn divided(call: &Call<'_>) -> Result<(i64, i64), Wrong> {
    match (call.integer(0)?, call.integer(1)?) {
        (_, 0) => Err(call.wrong("divides by zero")),
        both => Ok(both),
    }
}

pub(crate) fn int(call: &Call<'_>) -> Result<Value, Wrong> {
    match &call.argument(0)?.data {
        Data::Integer(integer) => call.made_integer(Some(*integer)),
        Data::Text(text) => match text.trim().parse() {
            Ok(integer) => call.made_integer(Some(integer)),
            Err(_) => Err(call.wrong(format!("is given no integer, but {}", crate::Quoted(text)))),
        },
        _ => Err(call.misfit(0, "an integer or a string")),
    }
}

pub(crate) fn float(call: &Call<'_>) -> Result<Value, Wrong> {
    let value = call.argument(0)?;
    match &value.data {
        Data::Integer(_) | Data::Decimal(_) => Ok(value.clone()),
        Data::Text(text) if text.trim().parse::<f64>().is_ok_and(f64::is_finite) => {
            call.made(Data::Decimal(text.trim().into()))
        }
        _ => Err(call.misfit(0, "a number")),
    }
}

pub(crate) fn min(call: &Call<'_>) -> Result<Value, Wrong> {
    let least = integers(call)?.into_iter().min();
    call.made_integer(least)
}

pub(crate) fn max(call: &Call<'_>) -> Result<Value, Wrong> {
    let greatest = integers(call)?.into_iter().max();
    call.made_integer(greatest)
}

/// Several integers, or an array of them.
fn integers(call: &Call<'_>) -> Result<Vec<i64>, Wrong> {
    let values = match call.arguments.as_slice() {
        [only] if only.items().is_some() => call.items(0)?,
        values => values,
    };
    let integers: Option<Vec<i64>> = values
        .iter()
        .map(|value| match value.data {
            Data::Integer(integer) => Some(integer),
            _ => None,
        })
        .collect();
    match integers {
        Some(integers) if !integers.is_empty() => Ok(integers),
        _ => Err(call.wrong("takes integers")),
    }
}
