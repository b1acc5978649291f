//! Functions that make moments and timespans, and count between them.

use super::signature::{Argument, Case, Complaint, ComplaintKind, Parameter, Returns, value_type};
use super::{Body, Evaluate, Function, Naming, Site};
use crate::types::ScalarType;
use crate::value::convert::{to, to_long, to_real};
use crate::value::datetime::{self, Date};
use crate::value::timespan::{
    TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MICROSECOND, TICKS_PER_MILLISECOND, TICKS_PER_MINUTE,
    TICKS_PER_SECOND,
};
use crate::value::{Value, number};

const PERIODS: &[&str] = &[
    "year",
    "quarter",
    "month",
    "week",
    "day",
    "hour",
    "minute",
    "second",
    "millisecond",
    "microsecond",
    "nanosecond",
];
const PARTS: &[&str] = &[
    "year",
    "quarter",
    "month",
    "week_of_year",
    "day",
    "dayofyear",
    "hour",
    "minute",
    "second",
    "millisecond",
    "microsecond",
    "nanosecond",
];

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        names: &["now"],
        count: 0..=1,
        parameters: &[Parameter::Is(ScalarType::Timespan)],
        returns: Returns::Is(ScalarType::DateTime),
        naming: Naming::Default,
        body: Body::Plain(|arguments, context| match arguments.first() {
            None => Value::DateTime(context.now),
            Some(Value::Timespan(offset)) => moment(datetime::shift(context.now, *offset)),
            Some(_) => Value::Null,
        }),
    },
    Function {
        names: &["ago"],
        count: 1..=1,
        parameters: &[Parameter::Is(ScalarType::Timespan)],
        returns: Returns::Is(ScalarType::DateTime),
        naming: Naming::Default,
        body: Body::Plain(|arguments, context| match &arguments[0] {
            Value::Timespan(before) => moment(
                before
                    .checked_neg()
                    .and_then(|by| datetime::shift(context.now, by)),
            ),
            _ => Value::Null,
        }),
    },
    Function {
        names: &["datetime_add"],
        count: 3..=3,
        parameters: &[
            Parameter::Word(PERIODS, Case::Insensitive),
            Parameter::Integer,
            Parameter::Is(ScalarType::DateTime),
        ],
        returns: Returns::Is(ScalarType::DateTime),
        naming: Naming::Default,
        body: Body::Prepared(datetime_add),
    },
    Function {
        names: &["datetime_diff"],
        count: 3..=3,
        parameters: &[
            Parameter::Word(PERIODS, Case::Insensitive),
            Parameter::Is(ScalarType::DateTime),
        ],
        returns: Returns::Is(ScalarType::Long),
        naming: Naming::Default,
        body: Body::Prepared(datetime_diff),
    },
    Function {
        names: &["datetime_part"],
        count: 2..=2,
        parameters: &[
            Parameter::Word(PARTS, Case::Insensitive),
            Parameter::Is(ScalarType::DateTime),
        ],
        returns: Returns::Is(ScalarType::Int),
        naming: Naming::Default,
        body: Body::Prepared(datetime_part),
    },
    Function {
        names: &["make_datetime"],
        count: 1..=6,
        parameters: &[Parameter::Any],
        returns: Returns::Of(make_datetime_type),
        naming: Naming::OnlyArgument,
        body: Body::Plain(|arguments, _| match arguments {
            [value] => to(value, ScalarType::DateTime),
            parts => moment(make_datetime(parts)),
        }),
    },
    Function {
        names: &["make_timespan"],
        count: 1..=4,
        parameters: &[Parameter::Any],
        returns: Returns::Of(make_timespan_type),
        naming: Naming::OnlyArgument,
        body: Body::Plain(|arguments, _| match arguments {
            [value] => to(value, ScalarType::Timespan),
            parts => make_timespan(parts).map_or(Value::Null, Value::Timespan),
        }),
    },
];

fn moment(ticks: Option<i64>) -> Value {
    ticks.map_or(Value::Null, Value::DateTime)
}

fn ticks(value: &Value) -> Option<i64> {
    match value {
        Value::DateTime(ticks) => Some(*ticks),
        _ => None,
    }
}

/// The name of the part of a date that the first argument is; it has been checked to be one.
fn part(site: &Site<'_>) -> String {
    site.constant_text(0)
        .unwrap_or_default()
        .to_ascii_lowercase()
}

/// The ticks of a period that is always as long.
fn fixed_period(name: &str) -> Option<i64> {
    Some(match name {
        "week" => 7 * TICKS_PER_DAY,
        "day" => TICKS_PER_DAY,
        "hour" => TICKS_PER_HOUR,
        "minute" => TICKS_PER_MINUTE,
        "second" => TICKS_PER_SECOND,
        "millisecond" => TICKS_PER_MILLISECOND,
        "microsecond" => TICKS_PER_MICROSECOND,
        _ => return None,
    })
}

/// The months of a period that consists of such.
fn months(name: &str) -> Option<i64> {
    Some(match name {
        "year" => 12,
        "quarter" => 3,
        "month" => 1,
        _ => return None,
    })
}

fn datetime_add(site: &Site<'_>) -> Evaluate {
    let part = part(site);
    if let Some(months) = months(&part) {
        return Box::new(move |arguments, _| {
            let count = to_long(&arguments[1]).and_then(|count| count.checked_mul(months));
            moment(
                ticks(&arguments[2])
                    .zip(count)
                    .and_then(|(at, count)| add_months(at, count)),
            )
        });
    }
    let period = fixed_period(&part);
    Box::new(move |arguments, _| {
        let by = to_long(&arguments[1]).and_then(|count| match period {
            Some(period) => count.checked_mul(period),
            // 100 nanoseconds are a tick.
            None => Some(count / 100),
        });
        moment(
            ticks(&arguments[2])
                .zip(by)
                .and_then(|(at, by)| datetime::shift(at, by)),
        )
    })
}

/// The same day and time of another month, or that month's last day.
fn add_months(at: i64, count: i64) -> Option<i64> {
    let date = Date::of(at);
    let month = (date.year * 12 + date.month - 1).checked_add(count)?;
    let (year, month) = (month.div_euclid(12), month.rem_euclid(12) + 1);
    let day = date.day.min(datetime::days_in_month(year, month));
    let midnight = Date::new(year, month, day)?.midnight();
    datetime::valid(midnight + at.rem_euclid(TICKS_PER_DAY))
}

/// How many borders of the period are between two moments.
fn datetime_diff(site: &Site<'_>) -> Evaluate {
    let part = part(site);
    let index = move |at: i64| -> i64 {
        let date = Date::of(at);
        match part.as_str() {
            "year" => date.year,
            "quarter" => date.year * 4 + (date.month - 1) / 3,
            "month" => date.year * 12 + date.month,
            // Weeks begin on Sundays, and day 0 was a Monday.
            "week" => (at + TICKS_PER_DAY) / (7 * TICKS_PER_DAY),
            other => fixed_period(other).map_or(at, |period| at / period),
        }
    };
    let scale = if site
        .constant_text(0)
        .is_some_and(|part| part.eq_ignore_ascii_case("nanosecond"))
    {
        100
    } else {
        1
    };
    Box::new(move |arguments, _| {
        let both = ticks(&arguments[1]).zip(ticks(&arguments[2]));
        both.and_then(|(left, right)| (index(left) - index(right)).checked_mul(scale))
            .into()
    })
}

fn datetime_part(site: &Site<'_>) -> Evaluate {
    let part = part(site);
    Box::new(move |arguments, _| {
        let Some(at) = ticks(&arguments[1]) else {
            return Value::Null;
        };
        let date = Date::of(at);
        let second = at % TICKS_PER_SECOND;
        let value = match part.as_str() {
            "year" => date.year,
            "quarter" => (date.month - 1) / 3 + 1,
            "month" => date.month,
            "week_of_year" => datetime::iso_week(at),
            "day" => date.day,
            "dayofyear" => date.day_of_year(),
            "hour" => at % TICKS_PER_DAY / TICKS_PER_HOUR,
            "minute" => at % TICKS_PER_HOUR / TICKS_PER_MINUTE,
            "second" => at % TICKS_PER_MINUTE / TICKS_PER_SECOND,
            "millisecond" => second / TICKS_PER_MILLISECOND,
            "microsecond" => second / TICKS_PER_MICROSECOND,
            _ => second * 100,
        };
        i32::try_from(value).ok().into()
    })
}

fn make_datetime_type(arguments: &[Argument<'_>]) -> Result<ScalarType, Complaint> {
    match arguments {
        [_] => Ok(ScalarType::DateTime),
        [_, _] => {
            let message = "`make_datetime` takes a value, or year, month and day, and then hour, minute and second; not 2 arguments";
            Err(Complaint::new(ComplaintKind::Count, message))
        }
        parts => numbers(parts, ScalarType::is_number, "a number").map(|()| ScalarType::DateTime),
    }
}

/// The seconds may have a fraction: so the page of `make_timespan()` has it, though the language service wants whole numbers there too.
fn make_timespan_type(arguments: &[Argument<'_>]) -> Result<ScalarType, Complaint> {
    if arguments.len() > 1 {
        let (whole, seconds) = arguments.split_at(if arguments.len() == 2 {
            2
        } else {
            arguments.len() - 1
        });
        numbers(
            whole,
            ScalarType::is_integer,
            "a whole number (`int` or `long`)",
        )?;
        numbers(seconds, ScalarType::is_number, "a number").map_err(|complaint| Complaint {
            argument: Some(whole.len()),
            ..complaint
        })?;
    }
    Ok(ScalarType::Timespan)
}

fn numbers(
    arguments: &[Argument<'_>],
    fits: fn(ScalarType) -> bool,
    wanted: &str,
) -> Result<(), Complaint> {
    match arguments
        .iter()
        .map(value_type)
        .position(|r#type| !fits(r#type))
    {
        None => Ok(()),
        Some(at) => {
            let message = format!("expected {wanted}, found `{}`", value_type(&arguments[at]));
            Err(Complaint::new(ComplaintKind::Type, message).at(at))
        }
    }
}

fn make_datetime(parts: &[Value]) -> Option<i64> {
    let whole = |at: usize| parts.get(at).map_or(Some(0), to_long);
    let date = Date::new(whole(0)?, whole(1)?, whole(2)?)?;
    let (hour, minute) = (whole(3)?, whole(4)?);
    let in_range = (0..24).contains(&hour) && (0..60).contains(&minute);
    let seconds = seconds(parts.get(5))?;
    in_range.then(|| date.midnight() + hour * TICKS_PER_HOUR + minute * TICKS_PER_MINUTE + seconds)
}

fn make_timespan(parts: &[Value]) -> Option<i64> {
    let (days, clock) = match parts {
        [days, clock @ ..] if clock.len() == 3 => (to_long(days)?, clock),
        clock => (0, clock),
    };
    let (hours, minutes) = (to_long(&clock[0])?, to_long(&clock[1])?);
    if !(0..24).contains(&hours) || !(0..60).contains(&minutes) {
        return None;
    }
    let below_days = hours * TICKS_PER_HOUR + minutes * TICKS_PER_MINUTE + seconds(clock.get(2))?;
    days.checked_mul(TICKS_PER_DAY)?.checked_add(below_days)
}

/// The ticks of seconds below a minute; none are given: 0.
fn seconds(value: Option<&Value>) -> Option<i64> {
    let Some(value) = value else { return Some(0) };
    let seconds = to_real(value).filter(|seconds| (0.0..60.0).contains(seconds))?;
    // Ten million fit a `real` exactly.
    number::truncate((seconds * 1e7).round())
}
