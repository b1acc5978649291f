//! Functions of a single value: conversions, and `abs`.

use crate::template::functions::{Call, text_of};
use crate::value::{Data, Value};
use crate::why::Wrong;

pub(super) fn same(call: &Call<'_>) -> Result<Value, Wrong> {
    Ok(call.argument(0)?.clone())
}

pub(super) fn abs(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_integer(call.integer(0)?.checked_abs())
}

pub(super) fn json_encode(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_text(call.json(call.argument(0)?)?)
}

pub(super) fn to_string(call: &Call<'_>) -> Result<Value, Wrong> {
    match &call.argument(0)?.data {
        Data::Boolean(value) => call.made_text(value.to_string()),
        _ => match text_of(call.argument(0)?) {
            Some(text) => call.made_text(text),
            None => Err(call.misfit(0, "a string, a number or a boolean")),
        },
    }
}

pub(super) fn to_number(call: &Call<'_>) -> Result<Value, Wrong> {
    let value = call.argument(0)?;
    match &value.data {
        Data::Text(text) => match text.parse() {
            Ok(integer) => call.made(Data::Integer(integer)),
            Err(_) => Err(call.misfit(0, "a number")),
        },
        Data::Integer(_) | Data::Decimal(_) | Data::Null => Ok(value.clone()),
        _ => Err(call.misfit(0, "a number")),
    }
}

pub(super) fn to_bool(call: &Call<'_>) -> Result<Value, Wrong> {
    let value = call.argument(0)?;
    match (&value.data, value.as_text()) {
        (Data::Boolean(_) | Data::Null, _) => Ok(value.clone()),
        (_, Some("true")) => call.made_bool(true),
        (_, Some("false")) => call.made_bool(false),
        _ => Err(call.misfit(0, "`true` or `false`")),
    }
}
