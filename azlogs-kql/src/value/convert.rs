//! What `tobool`, `toint`, … make of a value of any type.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::Arc;

use super::{Dynamic, Value, cut, datetime, guid, number, timespan};
use crate::types::ScalarType;

/// The value in another type; null where it can't be.
pub(crate) fn to(value: &Value, r#type: ScalarType) -> Value {
    if value.is_of(r#type) {
        return value.clone();
    }
    match r#type {
        ScalarType::Bool => to_bool(value).into(),
        ScalarType::Int => to_int(value).into(),
        ScalarType::Long => to_long(value).into(),
        ScalarType::Real => to_real(value).into(),
        ScalarType::String => Value::String(to_shared_text(value)),
        ScalarType::DateTime => to_datetime(value).map_or(Value::Null, Value::DateTime),
        ScalarType::Timespan => to_timespan(value).map_or(Value::Null, Value::Timespan),
        ScalarType::Guid => to_guid(value).map_or(Value::Null, Value::Guid),
        ScalarType::Dynamic => Dynamic::from(value).into(),
    }
}

/// The text as a value of a type, as `parse` and `extract` read it; null where it can't be.
pub(crate) fn read(text: &str, r#type: ScalarType) -> Value {
    match r#type {
        ScalarType::String => Value::text(text),
        ScalarType::Bool => text_to_bool(text).into(),
        ScalarType::Int => number::parse_long(text)
            .and_then(|value| i32::try_from(value).ok())
            .into(),
        ScalarType::Long => number::parse_long(text).into(),
        ScalarType::Real => number::parse_real(text).into(),
        ScalarType::DateTime => datetime::parse(text).map_or(Value::Null, Value::DateTime),
        ScalarType::Timespan => timespan::parse(text).map_or(Value::Null, Value::Timespan),
        ScalarType::Guid => guid::parse(text).map_or(Value::Null, Value::Guid),
        ScalarType::Dynamic => parse_json(text),
    }
}

/// `true` and `false` in any case, and whole numbers.
fn text_to_bool(text: &str) -> Option<bool> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("true") {
        return Some(true);
    }
    if text.eq_ignore_ascii_case("false") {
        return Some(false);
    }
    number::parse_long(text).map(|value| value != 0)
}

pub(crate) fn to_bool(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(value) => Some(*value),
        Value::Int(value) => Some(*value != 0),
        Value::Long(value) => Some(*value != 0),
        Value::Real(value) => (!value.is_nan()).then_some(*value != 0.0),
        Value::String(text) => text_to_bool(text),
        Value::Dynamic(value) => of_scalar(value, to_bool),
        Value::Null | Value::DateTime(_) | Value::Timespan(_) | Value::Guid(_) => None,
    }
}

pub(crate) fn to_int(value: &Value) -> Option<i32> {
    to_long(value).and_then(|value| i32::try_from(value).ok())
}

pub(crate) fn to_long(value: &Value) -> Option<i64> {
    match value {
        Value::Bool(value) => Some(i64::from(*value)),
        Value::Int(value) => Some(i64::from(*value)),
        Value::Long(value) => Some(*value),
        Value::Real(value) => number::truncate(*value),
        Value::String(text) => number::parse_long(text),
        Value::DateTime(ticks) | Value::Timespan(ticks) => Some(*ticks),
        Value::Dynamic(value) => of_scalar(value, to_long),
        Value::Null | Value::Guid(_) => None,
    }
}

#[expect(clippy::cast_precision_loss)] // a `real` has 53 bits
pub(crate) fn to_real(value: &Value) -> Option<f64> {
    match value {
        Value::Bool(value) => Some(f64::from(u8::from(*value))),
        Value::Int(value) => Some(f64::from(*value)),
        Value::Long(value) => Some(*value as f64),
        Value::Real(value) => Some(*value),
        Value::String(text) => number::parse_real(text),
        Value::DateTime(ticks) | Value::Timespan(ticks) => Some(*ticks as f64),
        Value::Dynamic(value) => of_scalar(value, to_real),
        Value::Null | Value::Guid(_) => None,
    }
}

/// Numbers are ticks.
pub(crate) fn to_datetime(value: &Value) -> Option<i64> {
    match value {
        Value::DateTime(ticks) => Some(*ticks),
        Value::String(text) => datetime::parse(text),
        Value::Int(_) | Value::Long(_) | Value::Real(_) => to_long(value).and_then(datetime::valid),
        Value::Dynamic(value) => of_scalar(value, to_datetime),
        Value::Null | Value::Bool(_) | Value::Timespan(_) | Value::Guid(_) => None,
    }
}

/// Numbers are ticks.
pub(crate) fn to_timespan(value: &Value) -> Option<i64> {
    match value {
        Value::Timespan(ticks) => Some(*ticks),
        Value::String(text) => timespan::parse(text),
        Value::Int(_) | Value::Long(_) | Value::Real(_) => to_long(value),
        Value::Dynamic(value) => of_scalar(value, to_timespan),
        Value::Null | Value::Bool(_) | Value::DateTime(_) | Value::Guid(_) => None,
    }
}

pub(crate) fn to_guid(value: &Value) -> Option<[u8; 16]> {
    match value {
        Value::Guid(bytes) => Some(*bytes),
        Value::String(text) => guid::parse(text),
        Value::Dynamic(value) => of_scalar(value, to_guid),
        _ => None,
    }
}

/// What a function makes of the scalar in a dynamic value. Arrays and bags aren't scalars.
fn of_scalar<T>(value: &Dynamic, convert: fn(&Value) -> Option<T>) -> Option<T> {
    match value.clone().into_scalar() {
        Value::Dynamic(_) => None,
        scalar => convert(&scalar),
    }
}

/// The value as text. A null is the empty string.
pub(crate) fn to_text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => Cow::Borrowed(""),
        Value::String(text) | Value::Dynamic(Dynamic::String(text)) => Cow::Borrowed(text),
        other => {
            let mut out = String::new();
            write_text(other, &mut out);
            Cow::Owned(out)
        }
    }
}

/// The value as text, without a copy where it is text already.
pub(crate) fn to_shared_text(value: &Value) -> Arc<str> {
    match value {
        Value::String(text) | Value::Dynamic(Dynamic::String(text)) => Arc::clone(text),
        other => Arc::from(cut(&to_text(other))),
    }
}

/// Appends the value as text.
pub(crate) fn write_text(value: &Value, out: &mut String) {
    // Writing to a string can't fail.
    match value {
        Value::Null => {}
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Int(value) => drop(write!(out, "{value}")),
        Value::Long(value) => drop(write!(out, "{value}")),
        Value::Real(value) => number::write_real(*value, out),
        Value::String(text) => out.push_str(text),
        Value::DateTime(ticks) => drop(write!(out, "{}", datetime::Printed(*ticks))),
        Value::Timespan(ticks) => drop(write!(out, "{}", timespan::Printed(*ticks))),
        Value::Guid(bytes) => drop(write!(out, "{}", guid::Printed(bytes))),
        Value::Dynamic(dynamic) => match dynamic.clone().into_scalar() {
            Value::Dynamic(nested) => nested.write_json(out),
            scalar => write_text(&scalar, out),
        },
    }
}

/// A JSON text as a dynamic value: null of an empty text, and the text itself, as a dynamic string, if it isn't JSON.
pub(crate) fn parse_json(text: &str) -> Value {
    if text.trim_ascii().is_empty() {
        return Value::Null;
    }
    Dynamic::parse(text)
        .unwrap_or_else(|| Dynamic::String(Arc::from(cut(text))))
        .into()
}
