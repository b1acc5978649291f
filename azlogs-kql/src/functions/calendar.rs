//! Functions on the calendar: parts of dates, starts and ends of days, weeks, months and years.

use super::signature::{Parameter, Returns};
use super::{Body, Context, Function, Naming};
use crate::types::ScalarType;
use crate::value::Value;
use crate::value::convert::to_long;
use crate::value::datetime::{self, Date};
use crate::value::timespan::{TICKS_PER_DAY, TICKS_PER_HOUR};

pub(super) const FUNCTIONS: &[Function] = &[
    part(&["dayofmonth"], |arguments, _| {
        int(&arguments[0], |at| Date::of(at).day)
    }),
    part(&["dayofyear"], |arguments, _| {
        int(&arguments[0], |at| Date::of(at).day_of_year())
    }),
    part(&["getmonth"], |arguments, _| {
        int(&arguments[0], |at| Date::of(at).month)
    }),
    part(&["getyear"], |arguments, _| {
        int(&arguments[0], |at| Date::of(at).year)
    }),
    part(&["hourofday"], |arguments, _| {
        int(&arguments[0], |at| at % TICKS_PER_DAY / TICKS_PER_HOUR)
    }),
    // Not by ISO 8601. Source: the note in "week_of_year()".
    part(&["weekofyear"], |arguments, _| {
        int(&arguments[0], datetime::sunday_week)
    }),
    Function {
        returns: Returns::Is(ScalarType::Timespan),
        ..part(&["dayofweek"], |arguments, _| match &arguments[0] {
            Value::DateTime(at) => Value::Timespan(datetime::day_of_week(*at) * TICKS_PER_DAY),
            _ => Value::Null,
        })
    },
    Function {
        naming: Naming::FirstArgument,
        ..border(&["startofday"], |arguments, _| start(arguments, day))
    },
    border(&["startofweek"], |arguments, _| start(arguments, week)),
    border(&["startofmonth"], |arguments, _| start(arguments, month)),
    border(&["startofyear"], |arguments, _| start(arguments, year)),
    border(&["endofday"], |arguments, _| end(arguments, day)),
    border(&["endofweek"], |arguments, _| end(arguments, week)),
    border(&["endofmonth"], |arguments, _| end(arguments, month)),
    border(&["endofyear"], |arguments, _| end(arguments, year)),
];

const fn part(names: &'static [&'static str], body: fn(&[Value], &Context) -> Value) -> Function {
    Function {
        names,
        count: 1..=1,
        parameters: &[Parameter::Is(ScalarType::DateTime)],
        returns: Returns::Is(ScalarType::Int),
        naming: Naming::Default,
        body: Body::Plain(body),
    }
}

const fn border(names: &'static [&'static str], body: fn(&[Value], &Context) -> Value) -> Function {
    Function {
        names,
        count: 1..=2,
        parameters: &[
            Parameter::Is(ScalarType::DateTime),
            Parameter::Is(ScalarType::Long),
        ],
        returns: Returns::Is(ScalarType::DateTime),
        naming: Naming::Default,
        body: Body::Plain(body),
    }
}

fn int(value: &Value, of: fn(i64) -> i64) -> Value {
    match value {
        Value::DateTime(at) => i32::try_from(of(*at)).ok().into(),
        _ => Value::Null,
    }
}

/// The moment at which a period begins that is so many periods after the one that a moment is in.
type Start = fn(at: i64, offset: i64) -> Option<i64>;

fn start(arguments: &[Value], of: Start) -> Value {
    moment_and_offset(arguments)
        .and_then(|(at, offset)| of(at, offset))
        .and_then(datetime::valid)
        .map_or(Value::Null, Value::DateTime)
}

/// The last tick of the period.
fn end(arguments: &[Value], of: Start) -> Value {
    moment_and_offset(arguments)
        .and_then(|(at, offset)| of(at, offset.checked_add(1)?))
        .and_then(|next| datetime::valid(next - 1))
        .map_or(Value::Null, Value::DateTime)
}

fn moment_and_offset(arguments: &[Value]) -> Option<(i64, i64)> {
    let Value::DateTime(at) = &arguments[0] else {
        return None;
    };
    let offset = arguments.get(1).map_or(Some(0), to_long)?;
    // No period is as far away as this; so sums of months and years can't overflow.
    (-10_000_000..10_000_000)
        .contains(&offset)
        .then_some((*at, offset))
}

fn day(at: i64, offset: i64) -> Option<i64> {
    (at - at % TICKS_PER_DAY).checked_add(offset.checked_mul(TICKS_PER_DAY)?)
}

fn week(at: i64, offset: i64) -> Option<i64> {
    day(at, offset * 7 - datetime::day_of_week(at))
}

fn month(at: i64, offset: i64) -> Option<i64> {
    let date = Date::of(at);
    let month = date.year * 12 + date.month - 1 + offset;
    first_of(month.div_euclid(12), month.rem_euclid(12) + 1)
}

fn year(at: i64, offset: i64) -> Option<i64> {
    first_of(Date::of(at).year + offset, 1)
}

/// One year more than there are, for the end of the last.
fn first_of(year: i64, month: i64) -> Option<i64> {
    (1..=10_000).contains(&year).then(|| {
        Date {
            year,
            month,
            day: 1,
        }
        .midnight()
    })
}
