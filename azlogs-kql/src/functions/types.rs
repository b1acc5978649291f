//! Functions that ask what a value is.

use super::signature::{Parameter, Returns};
use super::{Body, Context, Function, Naming};
use crate::types::ScalarType;
use crate::value::convert::to_bool;
use crate::value::{Dynamic, Value};

pub(super) const FUNCTIONS: &[Function] = &[
    question(&["isnull"], |arguments, _| {
        Value::Bool(arguments[0].is_null())
    }),
    question(&["isnotnull"], |arguments, _| {
        Value::Bool(!arguments[0].is_null())
    }),
    question(&["isempty"], |arguments, _| {
        Value::Bool(is_empty(&arguments[0]))
    }),
    question(&["isnotempty"], |arguments, _| {
        Value::Bool(!is_empty(&arguments[0]))
    }),
    Function {
        parameters: &[Parameter::Is(ScalarType::Bool)],
        ..question(&["not"], |arguments, _| {
            to_bool(&arguments[0]).map(|value| !value).into()
        })
    },
    Function {
        names: &["gettype"],
        count: 1..=1,
        parameters: &[Parameter::Any],
        returns: Returns::Is(ScalarType::String),
        naming: Naming::Prefixed("type"),
        body: Body::Plain(|arguments, _| Value::text(type_name(&arguments[0]))),
    },
];

const fn question(
    names: &'static [&'static str],
    body: fn(&[Value], &Context) -> Value,
) -> Function {
    Function {
        names,
        count: 1..=1,
        parameters: &[Parameter::Any],
        returns: Returns::Is(ScalarType::Bool),
        naming: Naming::Default,
        body: Body::Plain(body),
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) | Value::Dynamic(Dynamic::String(text)) => text.is_empty(),
        _ => false,
    }
}

/// The type that a value has in the row at hand, as `gettype` names it.
fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null | Value::Dynamic(Dynamic::Null) => "null",
        Value::Bool(_) | Value::Dynamic(Dynamic::Bool(_)) => "bool",
        Value::Int(_) | Value::Dynamic(Dynamic::Int(_)) => "int",
        Value::Long(_) | Value::Dynamic(Dynamic::Long(_)) => "long",
        Value::Real(_) | Value::Dynamic(Dynamic::Real(_)) => "real",
        Value::String(_) | Value::Dynamic(Dynamic::String(_)) => "string",
        Value::DateTime(_) | Value::Dynamic(Dynamic::DateTime(_)) => "datetime",
        Value::Timespan(_) | Value::Dynamic(Dynamic::Timespan(_)) => "timespan",
        Value::Guid(_) | Value::Dynamic(Dynamic::Guid(_)) => "guid",
        Value::Dynamic(Dynamic::Array(_)) => "array",
        Value::Dynamic(Dynamic::Bag(_)) => "dictionary",
    }
}
