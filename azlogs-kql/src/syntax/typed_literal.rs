//! Literals that name their type: `int(1)`, `datetime(2020-01-01)`, `guid(null)`.

use super::Span;
use super::ast::Literal;
use super::number;
use crate::problem::{Kind, Problem};
use crate::types::ScalarType;
use crate::value::{datetime, guid, timespan};

/// Where the form ends whose parenthesis opens at this byte: behind the parenthesis that closes it, or at the text's end.
pub(super) fn end(text: &str, open: usize) -> usize {
    let mut depth = 0_usize;
    let mut quote = None;
    let mut escaped = false;
    for (at, b) in text.bytes().enumerate().skip(open) {
        match (quote, b) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), b'\\') => escaped = true,
            (Some(open), _) => quote = quote.filter(|_| b != open),
            (None, b'\'' | b'"') => quote = Some(b),
            (None, b'(') => depth += 1,
            (None, b')') if depth == 1 => return at + 1,
            (None, b')') => depth -= 1,
            (None, b'|' | b';') => return at,
            (None, _) => {}
        }
    }
    text.len()
}

/// The value that's written between the parentheses.
pub(super) fn read(r#type: ScalarType, content: &str) -> Option<Literal> {
    if content == "null" || content.is_empty() {
        return Some(null(r#type));
    }
    let quoted = |quote| {
        content
            .strip_prefix(quote)
            .and_then(|rest| rest.strip_suffix(quote))
    };
    let content = quoted('\'').or_else(|| quoted('"')).unwrap_or(content);
    Some(match r#type {
        ScalarType::Bool => Literal::Bool(Some(boolean(content)?)),
        ScalarType::Int => Literal::Int(Some(integer(content)?.try_into().ok()?)),
        ScalarType::Long => Literal::Long(Some(integer(content)?)),
        ScalarType::Real => Literal::Real(Some(real(content)?)),
        ScalarType::DateTime => Literal::DateTime(Some(datetime::parse(content)?)),
        ScalarType::Timespan => Literal::Timespan(Some(time(content)?)),
        ScalarType::Guid => Literal::Guid(Some(guid::parse(content)?)),
        ScalarType::String | ScalarType::Dynamic => return None,
    })
}

/// The type's null.
pub(super) fn null(r#type: ScalarType) -> Literal {
    match r#type {
        ScalarType::Bool => Literal::Bool(None),
        ScalarType::Int => Literal::Int(None),
        ScalarType::Real => Literal::Real(None),
        ScalarType::DateTime => Literal::DateTime(None),
        ScalarType::Timespan => Literal::Timespan(None),
        ScalarType::Guid => Literal::Guid(None),
        ScalarType::Long | ScalarType::String | ScalarType::Dynamic => Literal::Long(None),
    }
}

/// What can be written there.
pub(super) fn forms(r#type: ScalarType) -> &'static str {
    match r#type {
        ScalarType::Bool => "Write bool(true), bool(false) or bool(null).",
        ScalarType::Int => {
            "Write a whole number of 32 bits, as in int(5), or int(null). To convert a value use toint(…)."
        }
        ScalarType::Real => {
            "Write a number, as in real(1.5), real(nan), real(+inf) or real(null). To convert a value use toreal(…)."
        }
        ScalarType::DateTime => {
            "Write a date and time, as in datetime(2020-01-31T12:00:00Z), or datetime(null). To convert a value use todatetime(…)."
        }
        ScalarType::Timespan => {
            "Write a length of time, as in time(1.02:03:04), time(1d) or time(null). To convert a value use totimespan(…)."
        }
        ScalarType::Guid => {
            "Write guid(74be27de-1e4e-49d9-b579-fe0b331d3642) or guid(null). To convert a value use toguid(…)."
        }
        ScalarType::Long | ScalarType::String | ScalarType::Dynamic => {
            "Write a whole number of 64 bits, as in long(5), or long(null). To convert a value use tolong(…)."
        }
    }
}

/// A form that a transformation can't use.
pub(super) struct Refused {
    message: &'static str,
    help: &'static str,
}

impl Refused {
    pub(super) fn at(&self, span: Span) -> Problem {
        Problem::error(Kind::Refused, span, self.message).help(self.help)
    }
}

/// Why literals of this form can't be used.
pub(super) fn refused(keyword: &str) -> Option<Refused> {
    Some(match keyword {
        "dynamic" => Refused {
            message: "a transformation can't have dynamic literals",
            help: "Write parse_json('…') instead, with the JSON as a string.",
        },
        "decimal" => Refused {
            message: "a transformation can't have decimal literals: no table has columns of that type",
            help: "Use real(…), or long(…).",
        },
        "string" => Refused {
            message: "`string(…)` is no literal",
            help: "Write '…', or tostring(…) to convert a value.",
        },
        "boolean" => Refused {
            message: "`boolean(…)` is no literal",
            help: "Write bool(…), or tobool(…) to convert a value.",
        },
        _ => return None,
    })
}

fn boolean(content: &str) -> Option<bool> {
    match content {
        "1" => Some(true),
        "0" => Some(false),
        _ if content.eq_ignore_ascii_case("true") => Some(true),
        _ if content.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

fn integer(content: &str) -> Option<i64> {
    let (negative, digits) = signed(content);
    let value = match number::scan(digits) {
        Some((Literal::Long(Some(value)), length)) if length == digits.len() => value,
        _ => return content.parse().ok(),
    };
    Some(if negative { -value } else { value })
}

fn real(content: &str) -> Option<f64> {
    let (negative, rest) = signed(content);
    let value = match rest.to_ascii_lowercase().as_str() {
        "nan" => f64::NAN,
        "inf" | "infinity" => f64::INFINITY,
        digits if digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') => {
            digits.parse().ok()?
        }
        _ => return None,
    };
    Some(if negative { -value } else { value })
}

/// `1.02:03:04`, or a number with a unit as in `1d` and `15 seconds`.
fn time(content: &str) -> Option<i64> {
    if let Some(ticks) = timespan::parse(content) {
        return Some(ticks);
    }
    let (negative, rest) = signed(content);
    let joined: String = rest.split_whitespace().collect();
    match number::scan(&joined) {
        Some((Literal::Timespan(Some(ticks)), length)) if length == joined.len() => {
            Some(if negative { -ticks } else { ticks })
        }
        _ => None,
    }
}

fn signed(content: &str) -> (bool, &str) {
    match content.as_bytes().first() {
        Some(b'-') => (true, content[1..].trim_start()),
        Some(b'+') => (false, content[1..].trim_start()),
        _ => (false, content),
    }
}
