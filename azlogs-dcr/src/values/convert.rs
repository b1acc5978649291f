//! What becomes of one JSON value in a column of a type.
//!
//! Microsoft publishes no such table for the ingestion API. These rules follow Kusto's `to…()` functions and what
//! the SDKs' samples send; each is a row of the table in this file's tests.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde_json::Value;

use super::{Fate, datetime, limits};
use crate::ColumnType;

/// How deep a value of a `dynamic` column may be nested, so that whoever reads the row can parse it (the limit is ours).
const MAX_DEPTH: usize = 100;

/// Appends `raw`, the text of one JSON value, to `out` as a column of type `to` holds it.
///
/// `limit` is the length in bytes from which a value is cut.
pub(super) fn convert(raw: &str, to: ColumnType, limit: usize, out: &mut String) -> Fate {
    if raw == "null" {
        out.push_str(raw);
        return Fate::Null;
    }
    let kept = match to {
        ColumnType::String => return text(raw, limit, out),
        ColumnType::Int => integer(raw)
            .and_then(|number| i32::try_from(number).map_err(|_| "doesn't fit 32 bits"))
            .map(|number| number.to_string().into()),
        ColumnType::Long => integer(raw).map(|number| number.to_string().into()),
        ColumnType::Real => real(raw),
        ColumnType::Boolean => boolean(raw).map(Cow::Borrowed),
        ColumnType::DateTime => instant(raw).map(Cow::Owned),
        _ => return dynamic(raw, limit, out),
    };
    match kept {
        Ok(json) => {
            out.push_str(&json);
            Fate::Accepted
        }
        Err(reason) => nulled(reason, out),
    }
}

/// The text of a JSON string; `None` where the value is no string, or escapes what is no character.
pub(super) fn string_of(raw: &str) -> Option<Cow<'_, str>> {
    let inner = raw.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') {
        serde_json::from_str(raw).ok().map(Cow::Owned)
    } else {
        Some(Cow::Borrowed(inner))
    }
}

/// Appends a text as a JSON string.
pub(super) fn push_string(text: &str, out: &mut String) {
    // Writing to a string can't fail.
    let _ = write!(out, "{}", Value::from(text));
}

fn nulled(reason: &'static str, out: &mut String) -> Fate {
    out.push_str("null");
    Fate::Nulled(reason)
}

/// A string as it is; anything else as its JSON text.
fn text(raw: &str, limit: usize, out: &mut String) -> Fate {
    if !raw.starts_with('"') {
        return cut(raw, limit, out);
    }
    match string_of(raw) {
        Some(Cow::Borrowed(inner)) if inner.len() <= limit => {
            out.push_str(raw);
            Fate::Accepted
        }
        Some(text) => cut(&text, limit, out),
        None => nulled("has an escape that is no character", out),
    }
}

/// Appends a text as a JSON string, at most `limit` bytes of it, and no half characters.
fn cut(text: &str, limit: usize, out: &mut String) -> Fate {
    let (kept, fate) = limits::cut(text, limit);
    push_string(kept, out);
    fate
}

/// A number without a fraction, or a string that holds one.
fn integer(raw: &str) -> Result<i64, &'static str> {
    let text = number_text(raw, "isn't an integer")?;
    if let Ok(number) = text.parse() {
        return Ok(number);
    }
    let has_digits_only = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse::<f64>() {
        Ok(_) if has_digits_only(text.trim_start_matches('-')) => Err("doesn't fit 64 bits"),
        Ok(number) if !number.is_finite() => Err("isn't an integer"),
        Ok(number) if number.fract() != 0.0 => Err("has a fraction"),
        Ok(number) => format!("{number:.0}")
            .parse()
            .map_err(|_| "doesn't fit 64 bits"),
        Err(_) => Err("isn't an integer"),
    }
}

/// A finite number, or a string that holds one.
fn real(raw: &str) -> Result<Cow<'_, str>, &'static str> {
    let text = number_text(raw, "isn't a number")?;
    let number: f64 = text.parse().map_err(|_| "isn't a number")?;
    if !number.is_finite() {
        return Err("isn't a finite number");
    }
    Ok(if raw.starts_with('"') {
        Cow::Owned(Value::from(number).to_string())
    } else {
        Cow::Borrowed(raw)
    })
}

/// The digits of a JSON number, or of a string, without the blanks around them.
fn number_text<'a>(raw: &'a str, otherwise: &'static str) -> Result<Cow<'a, str>, &'static str> {
    match raw.bytes().next() {
        Some(b'"') => match string_of(raw).ok_or(otherwise)? {
            Cow::Borrowed(text) => Ok(Cow::Borrowed(text.trim_ascii())),
            Cow::Owned(text) => Ok(Cow::Owned(text.trim_ascii().to_owned())),
        },
        Some(b'-' | b'0'..=b'9') => Ok(Cow::Borrowed(raw)),
        _ => Err(otherwise),
    }
}

/// `true` and `false`, also as strings, and 0 and 1.
fn boolean(raw: &str) -> Result<&'static str, &'static str> {
    let text = string_of(raw).unwrap_or(Cow::Borrowed(raw));
    match text.to_ascii_lowercase().as_str() {
        "true" => Ok("true"),
        "false" => Ok("false"),
        "1" if !raw.starts_with('"') => Ok("true"),
        "0" if !raw.starts_with('"') => Ok("false"),
        _ => Err("isn't true or false"),
    }
}

/// A string that is an instant, in the spelling of the query API.
fn instant(raw: &str) -> Result<String, &'static str> {
    let instant = string_of(raw)
        .as_deref()
        .and_then(datetime::parse_datetime)
        .ok_or("isn't a date and time")?;
    let mut out = String::with_capacity(32);
    out.push('"');
    datetime::write_datetime(instant, &mut out);
    out.push('"');
    Ok(out)
}

/// Any JSON value. One that is too long is cut, and what is left of it is no longer JSON: a string.
fn dynamic(raw: &str, limit: usize, out: &mut String) -> Fate {
    if raw.len() > limit {
        let text = string_of(raw).unwrap_or(Cow::Borrowed(raw));
        return cut(&text, limit, out);
    }
    if depth(raw) > MAX_DEPTH {
        return nulled("is nested too deep", out);
    }
    if serde_json::from_str::<Value>(raw).is_err() {
        return nulled("has a number or an escape that can't be held", out);
    }
    out.push_str(raw);
    Fate::Accepted
}

/// How deep arrays and objects are nested in a JSON text.
fn depth(raw: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0_usize);
    let (mut in_string, mut escaped) = (false, false);
    for byte in raw.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;
    use ColumnType::{Boolean, DateTime, Dynamic, Int, Long, Real, String as Text};

    /// The rules, one a row: column type, JSON value, what the column then holds, and whether that is a loss.
    #[test]
    fn each_value_becomes_what_its_column_can_hold() {
        let kept = Fate::Accepted;
        let nulled = Fate::Nulled;
        let int = nulled("isn't an integer");
        let no_real = nulled("isn't a number");
        let no_bool = nulled("isn't true or false");
        let no_time = nulled("isn't a date and time");
        for (column, json, held, verdict) in [
            (Text, r#""a\"b""#, r#""a\"b""#, kept),
            (Text, r#""caf\u00e9""#, r#""café""#, kept),
            (Text, r#""""#, r#""""#, kept),
            (Text, "1.10", r#""1.10""#, kept),
            (Text, "true", r#""true""#, kept),
            (Text, r#"{"a":["b"]}"#, r#""{\"a\":[\"b\"]}""#, kept),
            (Text, "null", "null", Fate::Null),
            (
                Text,
                r#""\ud800""#,
                "null",
                nulled("has an escape that is no character"),
            ),
            (Int, "2147483647", "2147483647", kept),
            (Int, "-2147483648", "-2147483648", kept),
            (Int, "2147483648", "null", nulled("doesn't fit 32 bits")),
            (Int, "1.5", "null", nulled("has a fraction")),
            (Int, "1.0", "1", kept),
            (Int, "1e3", "1000", kept),
            (Int, r#"" 42 ""#, "42", kept),
            (Int, r#""4\u0032""#, "42", kept),
            (Int, r#""forty""#, "null", int),
            (Int, r#""""#, "null", int),
            (Int, r#""inf""#, "null", int),
            (Int, "true", "null", int),
            (Int, "[1]", "null", int),
            (Int, "null", "null", Fate::Null),
            (Long, "9223372036854775807", "9223372036854775807", kept),
            (
                Long,
                "9223372036854775808",
                "null",
                nulled("doesn't fit 64 bits"),
            ),
            (Long, "1e19", "null", nulled("doesn't fit 64 bits")),
            (Long, r#""-7""#, "-7", kept),
            (Real, "0.1", "0.1", kept),
            (Real, "3", "3", kept),
            (Real, r#""2.50""#, "2.5", kept),
            (Real, "1e400", "null", nulled("isn't a finite number")),
            (Real, r#""NaN""#, "null", nulled("isn't a finite number")),
            (Real, r#""a""#, "null", no_real),
            (Real, "{}", "null", no_real),
            (Boolean, "true", "true", kept),
            (Boolean, "0", "false", kept),
            (Boolean, "1", "true", kept),
            (Boolean, "2", "null", no_bool),
            (Boolean, r#""True""#, "true", kept),
            (Boolean, r#""yes""#, "null", no_bool),
            (Boolean, r#""1""#, "null", no_bool),
            (
                DateTime,
                r#""2021-12-08T23:51:14.1104269Z""#,
                r#""2021-12-08T23:51:14.1104269Z""#,
                kept,
            ),
            (
                DateTime,
                r#""2023-11-14 15:10:02""#,
                r#""2023-11-14T15:10:02Z""#,
                kept,
            ),
            (DateTime, "1699974602", "null", no_time),
            (DateTime, r#""yesterday""#, "null", no_time),
            (
                Dynamic,
                r#"{"b":1, "a":[null]}"#,
                r#"{"b":1, "a":[null]}"#,
                kept,
            ),
            (Dynamic, "3", "3", kept),
            (Dynamic, r#""text""#, r#""text""#, kept),
            (Dynamic, "null", "null", Fate::Null),
            (
                Dynamic,
                "[1e400]",
                "null",
                nulled("has a number or an escape that can't be held"),
            ),
        ] {
            let mut out = String::new();
            let given = convert(json, column, 65_536, &mut out);
            assert_eq!(
                (out.as_str(), given),
                (held, verdict),
                "{json} in a column of type {column}"
            );
        }
    }

    #[test]
    fn long_values_are_cut_on_a_character_boundary() {
        for (column, json, held, verdict) in [
            (Text, r#""abcd""#, r#""abcd""#, Fate::Accepted),
            (Text, r#""abcde""#, r#""abcd""#, Fate::Truncated(4)),
            (Text, r#""abc\u00e9f""#, r#""abc""#, Fate::Truncated(4)),
            (Text, r#""ab€""#, r#""ab""#, Fate::Truncated(4)),
            (Text, "12345", r#""1234""#, Fate::Truncated(4)),
            (Dynamic, "[1,2]", r#""[1,2""#, Fate::Truncated(4)),
            (Dynamic, r#""abcde""#, r#""abcd""#, Fate::Truncated(4)),
            (Int, "123456", "123456", Fate::Accepted),
        ] {
            let mut out = String::new();
            let given = convert(json, column, 4, &mut out);
            assert_eq!((out.as_str(), given), (held, verdict), "{json}");
        }
    }

    #[test]
    fn deep_nesting_is_nulled_and_brackets_in_strings_are_not_nesting() {
        let deep = format!("{}{}", "[".repeat(101), "]".repeat(101));
        let mut out = String::new();
        assert_eq!(
            convert(&deep, Dynamic, 65_536, &mut out),
            Fate::Nulled("is nested too deep")
        );
        assert_eq!(depth(r#"{"a":["[[[\"[[["]}"#), 2);
    }
}
