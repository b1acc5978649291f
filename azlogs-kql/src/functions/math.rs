//! Functions on numbers, and rounding of timespans and datetimes.

use super::signature::{
    Argument, Complaint, ComplaintKind, Parameter, Returns, common_type, value_type,
};
use super::{Body, Context, Evaluate, Function, Naming, Site};
use crate::types::ScalarType;
use crate::value::convert::{to, to_long, to_real};
use crate::value::{Value, datetime};

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        names: &["abs"],
        count: 1..=1,
        parameters: &[Parameter::Any],
        returns: Returns::Of(abs_type),
        naming: Naming::FirstArgument,
        body: Body::Plain(|arguments, _| abs(&arguments[0])),
    },
    Function {
        names: &["bin", "floor"],
        count: 2..=2,
        parameters: &[Parameter::Any],
        returns: Returns::Of(bin_type),
        naming: Naming::FirstArgument,
        body: Body::Prepared(bin),
    },
    Function {
        names: &["ceiling"],
        returns: Returns::Of(|arguments| Ok(value_type(&arguments[0]))),
        body: Body::Plain(|arguments, _| ceiling(&arguments[0])),
        ..real(&["ceiling"], |_| None)
    },
    real(&["exp"], |x| Some(x.exp())),
    real(&["exp10"], |x| Some(10_f64.powf(x))),
    real(&["exp2"], |x| Some(x.exp2())),
    question(&["isfinite"], |arguments, _| {
        ask(&arguments[0], f64::is_finite)
    }),
    question(&["isinf"], |arguments, _| {
        ask(&arguments[0], f64::is_infinite)
    }),
    question(&["isnan"], |arguments, _| ask(&arguments[0], f64::is_nan)),
    // Source: "log()": null, if the argument is negative.
    real(&["log"], |x| (x >= 0.0).then(|| x.ln())),
    real(&["log10"], |x| (x >= 0.0).then(|| x.log10())),
    real(&["log2"], |x| (x >= 0.0).then(|| x.log2())),
    Function {
        names: &["pow"],
        count: 2..=2,
        parameters: &[Parameter::Number],
        returns: Returns::Is(ScalarType::Real),
        naming: Naming::FirstArgument,
        body: Body::Plain(|arguments, _| {
            to_real(&arguments[0])
                .zip(to_real(&arguments[1]))
                .map(|(base, exponent)| base.powf(exponent))
                .into()
        }),
    },
    Function {
        names: &["round"],
        count: 1..=2,
        parameters: &[Parameter::Number, Parameter::ConstantInteger],
        returns: Returns::Of(|arguments| Ok(value_type(&arguments[0]))),
        naming: Naming::FirstArgument,
        body: Body::Plain(|arguments, _| round(&arguments[0], arguments.get(1))),
    },
    Function {
        naming: Naming::Default,
        ..real(&["sign"], |x| Some(if x == 0.0 { 0.0 } else { x.signum() }))
    },
];

/// A function of one number that gives a `real`.
const fn real(names: &'static [&'static str], work: fn(f64) -> Option<f64>) -> Function {
    Function {
        names,
        count: 1..=1,
        parameters: &[Parameter::Number],
        returns: Returns::Is(ScalarType::Real),
        naming: Naming::FirstArgument,
        body: Body::Real(work),
    }
}

const fn question(
    names: &'static [&'static str],
    body: fn(&[Value], &Context) -> Value,
) -> Function {
    Function {
        names,
        count: 1..=1,
        parameters: &[Parameter::Is(ScalarType::Real)],
        returns: Returns::Is(ScalarType::Bool),
        naming: Naming::Default,
        body: Body::Plain(body),
    }
}

/// A null is neither finite, nor infinite, nor not a number.
fn ask(value: &Value, question: fn(f64) -> bool) -> Value {
    Value::Bool(to_real(value).is_some_and(question))
}

fn abs_type(arguments: &[Argument<'_>]) -> Result<ScalarType, Complaint> {
    match value_type(&arguments[0]) {
        ScalarType::Int | ScalarType::Long => Ok(ScalarType::Long),
        other @ (ScalarType::Real | ScalarType::Timespan) => Ok(other),
        other => {
            let message = format!("expected a number or a `timespan`, found `{other}`");
            Err(Complaint::new(ComplaintKind::Type, message).at(0))
        }
    }
}

fn abs(value: &Value) -> Value {
    match value {
        Value::Real(value) => Value::Real(value.abs()),
        Value::Timespan(ticks) => ticks.checked_abs().map_or(Value::Null, Value::Timespan),
        other => to_long(other).and_then(i64::checked_abs).into(),
    }
}

fn ceiling(value: &Value) -> Value {
    match value {
        Value::Real(value) => Value::Real(value.ceil()),
        whole => whole.clone(),
    }
}

/// Numbers by numbers, timespans by timespans, datetimes by timespans.
fn bin_type(arguments: &[Argument<'_>]) -> Result<ScalarType, Complaint> {
    use ScalarType::{DateTime, Long, Timespan};
    let (value, size) = (value_type(&arguments[0]), value_type(&arguments[1]));
    match (value, size) {
        (Timespan, Timespan) => Ok(Timespan),
        (DateTime, DateTime | Timespan) => Ok(DateTime),
        _ if value.is_number() && size.is_number() => {
            Ok(common_type([value, size, Long]).unwrap_or(ScalarType::Real))
        }
        _ => {
            let message = format!("can't round a `{value}` down to multiples of a `{size}`");
            let help = "Numbers are rounded to numbers, timespans and datetimes to timespans: `bin(x, 10)`, `bin(TimeGenerated, 1h)`.";
            Err(Complaint::new(ComplaintKind::Type, message).with_help(help))
        }
    }
}

/// The multiple of the size that is nearest below. A size of zero or less gives null.
fn bin(site: &Site<'_>) -> Evaluate {
    match site.result {
        ScalarType::Real => Box::new(|arguments, _| {
            let (Some(amount), Some(step)) = (to_real(&arguments[0]), to_real(&arguments[1]))
            else {
                return Value::Null;
            };
            if step > 0.0 {
                Value::Real((amount / step).floor() * step)
            } else {
                Value::Null
            }
        }),
        result => Box::new(move |arguments, _| {
            let (Some(amount), Some(step)) = (to_long(&arguments[0]), to_long(&arguments[1]))
            else {
                return Value::Null;
            };
            if step <= 0 {
                return Value::Null;
            }
            let Some(multiple) = amount.checked_sub(amount.rem_euclid(step)) else {
                return Value::Null;
            };
            match result {
                ScalarType::DateTime => {
                    datetime::valid(multiple).map_or(Value::Null, Value::DateTime)
                }
                ScalarType::Timespan => Value::Timespan(multiple),
                _ => Value::Long(multiple),
            }
        }),
    }
}

/// To so many digits behind the point, or before it, if negative; halves away from zero.
fn round(value: &Value, precision: Option<&Value>) -> Value {
    let digits = match precision {
        None => 0,
        Some(precision) => match to_long(precision) {
            Some(digits) => i32::try_from(digits.clamp(-400, 400)).unwrap_or(0),
            None => return Value::Null,
        },
    };
    match value {
        Value::Real(value) => Value::Real(round_real(*value, digits)),
        Value::Int(whole) => to(
            &round_long(i64::from(*whole), digits).into(),
            ScalarType::Int,
        ),
        Value::Long(whole) => round_long(*whole, digits).into(),
        _ => Value::Null,
    }
}

fn round_real(value: f64, digits: i32) -> f64 {
    let scale = 10_f64.powi(digits.abs());
    let rounded = if digits >= 0 {
        (value * scale).round() / scale
    } else {
        (value / scale).round() * scale
    };
    // A number that is scaled out of range has no digits there.
    match digits {
        0.. if !rounded.is_finite() => value,
        _ if !rounded.is_finite() && value.is_finite() => 0.0,
        _ => rounded,
    }
}

fn round_long(value: i64, digits: i32) -> Option<i64> {
    if digits >= 0 {
        return Some(value);
    }
    let Some(scale) = 10_i128.checked_pow(digits.unsigned_abs()) else {
        return Some(0);
    };
    let value = i128::from(value);
    let away = if value < 0 { -scale / 2 } else { scale / 2 };
    i64::try_from((value + away) / scale * scale).ok()
}
