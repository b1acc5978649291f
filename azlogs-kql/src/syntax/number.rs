//! Numbers and lengths of time as they're written: `1`, `0x1F`, `1.5e-3`, `1.5h`.

use super::ast::Literal;
use super::lexer::is_word;

const TICKS_A_SECOND: f64 = 10_000_000.0;

/// The literal at the start of the text, and its length. None where a name stands there, as in `1abc`.
pub(super) fn scan(text: &str) -> Option<(Literal, usize)> {
    hexadecimal(text).or_else(|| decimal(text))
}

fn hexadecimal(text: &str) -> Option<(Literal, usize)> {
    let digits = text
        .strip_prefix("0x")
        .or_else(|| text.strip_prefix("0X"))?;
    let length = digits.find(|c| !is_word(c)).unwrap_or(digits.len());
    let digits = &digits[..length];
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let value = u64::from_str_radix(digits, 16).ok().map(u64::cast_signed);
    Some((Literal::Long(value), length + 2))
}

fn decimal(text: &str) -> Option<(Literal, usize)> {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        bytes[from..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count()
    };
    let mut end = digits(0);
    let mut real = false;
    if bytes.get(end) == Some(&b'.') && bytes.get(end + 1) != Some(&b'.') {
        real = true;
        end += 1 + digits(end + 1);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let signed = end + 1 + usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits(signed);
        if exponent > 0 {
            real = true;
            end = signed + exponent;
        }
    }
    let number = &text[..end];
    let rest = &text[end..];
    let suffix = &rest[..rest.find(|c| !is_word(c)).unwrap_or(rest.len())];
    if let Some(ticks) = ticks_of_unit(suffix) {
        return Some((
            Literal::Timespan(timespan(number, ticks)),
            end + suffix.len(),
        ));
    }
    if !suffix.is_empty() && !real {
        return None;
    }
    let literal = if real {
        Literal::Real(number.parse().ok())
    } else {
        Literal::Long(number.parse().ok())
    };
    Some((literal, end))
}

/// How long one of it is. A nanosecond is a fraction of a tick.
fn ticks_of_unit(unit: &str) -> Option<f64> {
    Some(match unit {
        "d" | "day" | "days" => 86_400.0 * TICKS_A_SECOND,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3_600.0 * TICKS_A_SECOND,
        "m" | "min" | "minute" | "minutes" => 60.0 * TICKS_A_SECOND,
        "s" | "sec" | "second" | "seconds" => TICKS_A_SECOND,
        "ms" | "milli" | "millis" | "millisecond" | "milliseconds" => TICKS_A_SECOND / 1_000.0,
        "micro" | "micros" | "microsecond" | "microseconds" => TICKS_A_SECOND / 1_000_000.0,
        "nano" | "nanos" | "nanosecond" | "nanoseconds" => TICKS_A_SECOND / 1_000_000_000.0,
        "tick" | "ticks" => 1.0,
        _ => return None,
    })
}

/// So many times the unit; null where that is out of a timespan's range.
#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)] // Checked to be within an i64.
fn timespan(number: &str, unit: f64) -> Option<i64> {
    if unit >= 1.0
        && let Ok(whole) = number.parse::<i64>()
    {
        return whole.checked_mul(unit as i64);
    }
    let ticks = number.parse::<f64>().ok()? * unit;
    (ticks.abs() < i64::MAX as f64).then_some(ticks.round() as i64)
}
