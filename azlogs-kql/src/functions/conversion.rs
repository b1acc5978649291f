//! Functions that make a value of one type out of another. What can't be converted is null.

use super::signature::{Parameter, Returns};
use super::{Body, Context, Function, Naming};
use crate::types::ScalarType;
use crate::value::Value;
use crate::value::convert::{to, to_text};

pub(super) const FUNCTIONS: &[Function] = &[
    conversion(&["tobool"], ScalarType::Bool, |arguments, _| {
        to(&arguments[0], ScalarType::Bool)
    }),
    conversion(&["todatetime"], ScalarType::DateTime, |arguments, _| {
        to(&arguments[0], ScalarType::DateTime)
    }),
    conversion(&["todouble", "toreal"], ScalarType::Real, |arguments, _| {
        to(&arguments[0], ScalarType::Real)
    }),
    Function {
        parameters: &[Parameter::Text],
        ..conversion(&["toguid"], ScalarType::Guid, |arguments, _| {
            to(&arguments[0], ScalarType::Guid)
        })
    },
    conversion(&["toint"], ScalarType::Int, |arguments, _| {
        to(&arguments[0], ScalarType::Int)
    }),
    conversion(&["tolong"], ScalarType::Long, |arguments, _| {
        to(&arguments[0], ScalarType::Long)
    }),
    conversion(&["tostring"], ScalarType::String, |arguments, _| {
        to(&arguments[0], ScalarType::String)
    }),
    conversion(&["totimespan"], ScalarType::Timespan, |arguments, _| {
        to(&arguments[0], ScalarType::Timespan)
    }),
    Function {
        naming: Naming::Default,
        ..conversion(&["tolower"], ScalarType::String, |arguments, _| {
            Value::text(&to_text(&arguments[0]).to_lowercase())
        })
    },
    Function {
        naming: Naming::Default,
        ..conversion(&["toupper"], ScalarType::String, |arguments, _| {
            Value::text(&to_text(&arguments[0]).to_uppercase())
        })
    },
];

const fn conversion(
    names: &'static [&'static str],
    r#type: ScalarType,
    body: fn(&[Value], &Context) -> Value,
) -> Function {
    Function {
        names,
        count: 1..=1,
        parameters: &[Parameter::Any],
        returns: Returns::Is(r#type),
        naming: Naming::FirstArgument,
        body: Body::Plain(body),
    }
}
