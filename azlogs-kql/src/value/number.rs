//! Numbers as text.

use std::fmt::Write as _;

/// A whole number: decimal, with or without a sign, or hexadecimal after `0x`.
pub(crate) fn parse_long(text: &str) -> Option<i64> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if let Some(digits) = digits
        .strip_prefix("0x")
        .or_else(|| digits.strip_prefix("0X"))
    {
        if digits.starts_with(['+', '-']) {
            return None;
        }
        let value = i64::from_str_radix(digits, 16).ok()?;
        return Some(if negative { -value } else { value });
    }
    if digits.starts_with(['+', '-']) {
        return None;
    }
    text.strip_prefix('+').unwrap_or(text).parse().ok()
}

/// A floating-point number, `nan`, or an infinity.
pub(crate) fn parse_real(text: &str) -> Option<f64> {
    let text = text.trim();
    if text.starts_with(['0', '-', '+']) && text.contains(['x', 'X']) {
        #[expect(clippy::cast_precision_loss)]
        return parse_long(text).map(|value| value as f64);
    }
    text.parse().ok()
}

/// Appends a number as .NET prints it in its shortest form that reads back the same, with `.0` where it would look whole.
///
/// `1.0`, `0.1`, `1E+20`, `1E-05`, `NaN`, `Infinity`.
pub(crate) fn write_real(value: f64, out: &mut String) {
    if value.is_nan() {
        return out.push_str("NaN");
    }
    if value.is_infinite() {
        return out.push_str(if value > 0.0 { "Infinity" } else { "-Infinity" });
    }
    // Writing to a string can't fail.
    if value == 0.0 || (1e-4..1e15).contains(&value.abs()) {
        let start = out.len();
        let _ = write!(out, "{value}");
        if !out[start..].contains('.') {
            out.push_str(".0");
        }
        return;
    }
    let start = out.len();
    let _ = write!(out, "{value:e}");
    let Some(at) = out[start..].find('e') else {
        return;
    };
    let exponent: i32 = out[start + at + 1..].parse().unwrap_or(0);
    out.truncate(start + at);
    let sign = if exponent < 0 { '-' } else { '+' };
    let _ = write!(out, "E{sign}{:02}", exponent.unsigned_abs());
}

/// The whole number that is left when the fraction is cut off; `None` outside of `long`.
pub(crate) fn truncate(value: f64) -> Option<i64> {
    // 2^63 is the first number beyond `long`, and both bounds are exact in a `real`.
    const BOUND: f64 = 9_223_372_036_854_775_808.0;
    let whole = value.trunc();
    #[expect(clippy::cast_possible_truncation)]
    (-BOUND..BOUND).contains(&whole).then_some(whole as i64)
}
