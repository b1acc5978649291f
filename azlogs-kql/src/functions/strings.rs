//! Functions on text. Places and lengths count Unicode code points.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use super::signature::{Parameter, Returns};
use super::{Body, Context, Function, Naming};
use crate::types::ScalarType;
use crate::value::convert::{to_long, to_text, write_text};
use crate::value::{Dynamic, MAX_SIZE, Value};

pub(super) const FUNCTIONS: &[Function] = &[
    // The names that Microsoft lists for transformations are the old ones.
    text(
        &["base64_encodestring"],
        1,
        &[Parameter::String],
        |arguments, _| Value::text(&STANDARD.encode(to_text(&arguments[0]).as_bytes())),
    ),
    text(
        &["base64_decodestring"],
        1,
        &[Parameter::String],
        |arguments, _| {
            let decoded = STANDARD
                .decode(to_text(&arguments[0]).trim())
                .ok()
                .and_then(|bytes| String::from_utf8(bytes).ok());
            Value::text(&decoded.unwrap_or_default())
        },
    ),
    Function {
        names: &["indexof"],
        count: 2..=5,
        parameters: &[
            Parameter::Any,
            Parameter::Any,
            Parameter::Integer,
            Parameter::Integer,
            Parameter::ConstantInteger,
        ],
        returns: Returns::Is(ScalarType::Long),
        naming: Naming::Default,
        body: Body::Plain(|arguments, _| index_of(arguments).into()),
    },
    Function {
        names: &["split"],
        count: 2..=3,
        parameters: &[Parameter::Any, Parameter::String, Parameter::Integer],
        returns: Returns::Is(ScalarType::Dynamic),
        naming: Naming::FirstArgument,
        body: Body::Plain(|arguments, _| split(arguments)),
    },
    Function {
        count: 1..=64,
        ..text(&["strcat"], 1, &[Parameter::Any], |arguments, _| {
            join("", arguments)
        })
    },
    Function {
        count: 3..=65,
        ..text(&["strcat_delim"], 3, &[Parameter::Any], |arguments, _| {
            join(&to_text(&arguments[0]), &arguments[1..])
        })
    },
    Function {
        returns: Returns::Is(ScalarType::Long),
        naming: Naming::Prefixed("strlen"),
        ..text(&["strlen"], 1, &[Parameter::Text], |arguments, _| {
            Value::Long(length(&to_text(&arguments[0])))
        })
    },
    Function {
        count: 2..=3,
        ..text(
            &["substring"],
            3,
            &[Parameter::Any, Parameter::Integer, Parameter::Integer],
            |arguments, _| substring(arguments),
        )
    },
    text(
        &["hash_sha256"],
        1,
        &[Parameter::NotDynamic],
        |arguments, _| {
            let hash = Sha256::digest(to_text(&arguments[0]).as_bytes());
            let mut digits = String::with_capacity(2 * hash.len());
            for byte in hash {
                // Writing to a string can't fail.
                let _ = write!(digits, "{byte:02x}");
            }
            Value::text(&digits)
        },
    ),
];

const fn text(
    names: &'static [&'static str],
    count: usize,
    parameters: &'static [Parameter],
    body: fn(&[Value], &Context) -> Value,
) -> Function {
    Function {
        names,
        count: count..=count,
        parameters,
        returns: Returns::Is(ScalarType::String),
        naming: Naming::Default,
        body: Body::Plain(body),
    }
}

fn length(text: &str) -> i64 {
    let count = if text.is_ascii() {
        text.len()
    } else {
        text.chars().count()
    };
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The byte at which so many code points have passed; the text's end, if there aren't that many.
fn byte_at(text: &str, place: i64) -> usize {
    let place = usize::try_from(place).unwrap_or(0);
    if text.is_ascii() {
        return place.min(text.len());
    }
    text.char_indices()
        .nth(place)
        .map_or(text.len(), |(at, _)| at)
}

/// A place that may be counted from the end.
fn place(text: &str, start: i64) -> i64 {
    if start < 0 {
        start.saturating_add(length(text)).max(0)
    } else {
        start
    }
}

fn substring(arguments: &[Value]) -> Value {
    let source = to_text(&arguments[0]);
    let Some(start) = to_long(&arguments[1]) else {
        return Value::text("");
    };
    let rest = &source[byte_at(&source, place(&source, start))..];
    match arguments.get(2).map(to_long) {
        None => Value::text(rest),
        Some(None | Some(..=0)) => Value::text(""),
        Some(Some(length)) => Value::text(&rest[..byte_at(rest, length)]),
    }
}

/// The place of a text in another: -1 if it isn't there, null if a number makes no sense.
fn index_of(arguments: &[Value]) -> Option<i64> {
    let number = |at: usize, default: i64| arguments.get(at).map_or(Some(default), to_long);
    let (source, wanted) = (to_text(&arguments[0]), to_text(&arguments[1]));
    let (start, length, occurrence) = (number(2, 0)?, number(3, -1)?, number(4, 1)?);
    if length < -1 || occurrence < 0 {
        return None;
    }
    let mut from = byte_at(&source, place(&source, start));
    let mut end = if length == -1 {
        source.len()
    } else {
        from + byte_at(&source[from..], length)
    };
    let mut found = None;
    for nth in 0..occurrence {
        if nth > 0 {
            // What was examined for the one before moves on by a character, and so does the end. Source: "indexof()", its eighth example.
            from += source[from..].chars().next().map_or(1, char::len_utf8);
            end += source[end..].chars().next().map_or(0, char::len_utf8);
        }
        let at = source
            .get(from..end)
            .and_then(|searched| searched.find(&*wanted));
        let Some(at) = at else { return Some(-1) };
        from += at;
        found = Some(from);
    }
    Some(found.map_or(-1, |at| self::length(&source[..at])))
}

/// The parts between delimiters, or the one that is asked for, in an array.
fn split(arguments: &[Value]) -> Value {
    let (source, delimiter) = (to_text(&arguments[0]), to_text(&arguments[1]));
    let part = |text: &str| Dynamic::String(text.into());
    let Some(requested) = arguments.get(2) else {
        if delimiter.is_empty() {
            return Dynamic::array(vec![part(&source)]).into();
        }
        // Each part takes three bytes of the array at least.
        let most = MAX_SIZE / 3;
        let parts: Vec<_> = source.split(&*delimiter).take(most + 1).map(part).collect();
        return Dynamic::array(parts).into();
    };
    let index = to_long(requested).and_then(|index| usize::try_from(index).ok());
    let found = match index {
        None => None,
        Some(0) if delimiter.is_empty() => Some(&*source),
        Some(_) if delimiter.is_empty() => None,
        Some(index) => source.split(&*delimiter).nth(index),
    };
    Dynamic::array(found.map(part).into_iter().collect()).into()
}

fn join(delimiter: &str, parts: &[Value]) -> Value {
    if let [Value::String(text)] = parts {
        return Value::String(text.clone());
    }
    let mut out = String::new();
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            out.push_str(delimiter);
        }
        write_text(part, &mut out);
        if out.len() > MAX_SIZE {
            break;
        }
    }
    Value::text(&out)
}
