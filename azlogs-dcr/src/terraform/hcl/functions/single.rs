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
