//! Functions on the bits of whole numbers.

use super::signature::{Parameter, Returns};
use super::{Body, Context, Function, Naming};
use crate::types::ScalarType;
use crate::value::Value;
use crate::value::convert::to_long;

pub(super) const FUNCTIONS: &[Function] = &[
    bitwise(&["binary_and"], 2, |arguments, _| {
        pair(arguments, |left, right| Some(left & right))
    }),
    bitwise(&["binary_or"], 2, |arguments, _| {
        pair(arguments, |left, right| Some(left | right))
    }),
    bitwise(&["binary_xor"], 2, |arguments, _| {
        pair(arguments, |left, right| Some(left ^ right))
    }),
    bitwise(&["binary_not"], 1, |arguments, _| {
        to_long(&arguments[0]).map(|value| !value).into()
    }),
    bitwise(&["binary_shift_left"], 2, |arguments, _| {
        pair(arguments, |value, by| Some(value << bits(by)?))
    }),
    bitwise(&["binary_shift_right"], 2, |arguments, _| {
        pair(arguments, |value, by| Some(value >> bits(by)?))
    }),
];

const fn bitwise(
    names: &'static [&'static str],
    count: usize,
    body: fn(&[Value], &Context) -> Value,
) -> Function {
    Function {
        names,
        count: count..=count,
        parameters: &[Parameter::Integer],
        returns: Returns::Is(ScalarType::Long),
        naming: Naming::FirstArgument,
        body: Body::Plain(body),
    }
}

fn pair(arguments: &[Value], work: fn(i64, i64) -> Option<i64>) -> Value {
    let result = to_long(&arguments[0])
        .zip(to_long(&arguments[1]))
        .and_then(|(left, right)| work(left, right));
    result.into()
}

/// How far to shift: only the lowest six bits count, and a negative number shifts nothing: null.
fn bits(by: i64) -> Option<i64> {
    (by >= 0).then_some(by % 64)
}
