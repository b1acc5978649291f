//! `timespan` values: reading and printing.

use std::fmt;

use super::number;

pub(crate) const TICKS_PER_MICROSECOND: i64 = 10;
pub(crate) const TICKS_PER_MILLISECOND: i64 = 10_000;
pub(crate) const TICKS_PER_SECOND: i64 = 10_000_000;
pub(crate) const TICKS_PER_MINUTE: i64 = 60 * TICKS_PER_SECOND;
pub(crate) const TICKS_PER_HOUR: i64 = 60 * TICKS_PER_MINUTE;
pub(crate) const TICKS_PER_DAY: i64 = 24 * TICKS_PER_HOUR;

/// The ticks of `1.02:03:04.5`, `02:03`, `3` (days), `1.5h`, `15 seconds`, `10microseconds`, each with or without a minus.
pub(crate) fn parse(text: &str) -> Option<i64> {
    let text = text.trim();
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let ticks = if text.contains(':') {
        clock(text)?
    } else {
        amount(text)?
    };
    // The one value without a counterpart, `-10675199.02:48:05.4775808`, is out of reach here: nobody writes it.
    Some(if negative { -ticks } else { ticks })
}

/// `[d.]hh:mm[:ss[.fffffff]]`, or with a colon after the days.
fn clock(text: &str) -> Option<i64> {
    let (whole, fraction) = match text.rsplit_once('.') {
        Some((whole, fraction)) if whole.contains(':') => (whole, fraction_ticks(fraction)?),
        _ => (text, 0),
    };
    let (days, clock) = match whole.split_once('.') {
        Some((days, clock)) => (digits(days)?, clock),
        None => match whole.split(':').count() {
            4 => whole
                .split_once(':')
                .and_then(|(days, clock)| Some((digits(days)?, clock)))?,
            _ => (0, whole),
        },
    };
    let mut parts = clock.split(':');
    let hours = digits(parts.next()?).filter(|hours| *hours < 24)?;
    let minutes = digits(parts.next()?).filter(|minutes| *minutes < 60)?;
    let seconds = match parts.next() {
        Some(seconds) => digits(seconds).filter(|seconds| *seconds < 60)?,
        // A fraction belongs to seconds.
        None if whole.len() == text.len() => 0,
        None => return None,
    };
    if parts.next().is_some() {
        return None;
    }
    let below_days =
        hours * TICKS_PER_HOUR + minutes * TICKS_PER_MINUTE + seconds * TICKS_PER_SECOND + fraction;
    days.checked_mul(TICKS_PER_DAY)?.checked_add(below_days)
}

/// A number and its unit. Without a unit it's days.
fn amount(text: &str) -> Option<i64> {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let unit = unit_ticks(unit.trim_start())?;
    if let Ok(whole) = number.parse::<i64>() {
        return whole.checked_mul(unit);
    }
    if !number.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    #[expect(clippy::cast_precision_loss)] // units are far below 2^53
    number::truncate((number.parse::<f64>().ok()? * unit as f64).round())
}

/// How many ticks a unit of this name has, any of the names that Kusto's literals have.
pub(crate) fn unit_ticks(name: &str) -> Option<i64> {
    Some(match name {
        "" | "d" | "day" | "days" => TICKS_PER_DAY,
        "h" | "hr" | "hrs" | "hour" | "hours" => TICKS_PER_HOUR,
        "m" | "min" | "minute" | "minutes" => TICKS_PER_MINUTE,
        "s" | "sec" | "second" | "seconds" => TICKS_PER_SECOND,
        "ms" | "milli" | "millis" | "millisec" | "millisecond" | "milliseconds" => {
            TICKS_PER_MILLISECOND
        }
        "micro" | "micros" | "microsec" | "microsecond" | "microseconds" => TICKS_PER_MICROSECOND,
        "tick" | "ticks" => 1,
        _ => return None,
    })
}

fn digits(text: &str) -> Option<i64> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

/// The ticks of the digits behind a second's point, of which the first seven count.
pub(crate) fn fraction_ticks(text: &str) -> Option<i64> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let counted = &text[..text.len().min(7)];
    let scale = 10_i64.pow(7 - u32::try_from(counted.len()).ok()?);
    counted.parse::<i64>().ok().map(|value| value * scale)
}

/// A timespan as Kusto prints it: `1.02:03:04.0050000`, `00:00:01`.
pub(crate) struct Printed(pub(crate) i64);

impl fmt::Display for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 0 {
            f.write_str("-")?;
        }
        let ticks = self.0.unsigned_abs();
        let part = |unit: i64, count: u64| ticks / unit.unsigned_abs() % count;
        let days = ticks / TICKS_PER_DAY.unsigned_abs();
        if days > 0 {
            write!(f, "{days}.")?;
        }
        let (hours, minutes) = (part(TICKS_PER_HOUR, 24), part(TICKS_PER_MINUTE, 60));
        write!(
            f,
            "{hours:02}:{minutes:02}:{:02}",
            part(TICKS_PER_SECOND, 60)
        )?;
        match part(1, TICKS_PER_SECOND.unsigned_abs()) {
            0 => Ok(()),
            fraction => write!(f, ".{fraction:07}"),
        }
    }
}
