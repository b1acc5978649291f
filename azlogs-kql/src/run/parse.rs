//! The operator `parse`: its pattern becomes one regular expression, from the start of the text to its end.

use std::fmt::Write as _;

use regex::{Regex, RegexBuilder};

use super::compile::Compiler;
use super::limits::TooLarge;
use super::node::Node;
use super::scope::Scope;
use crate::check::typed::{Parse, ParsePart};
use crate::functions::compile_regex;
use crate::problem::{Kind, Problem};
use crate::syntax::Span;
use crate::syntax::ast::ParseKind;
use crate::types::ScalarType;
use crate::value::Value;
use crate::value::convert::{read, to_text};

/// How many bytes the compiled pattern can have.
const SIZE_LIMIT: usize = 8 << 20;

/// `parse`, ready to be applied to rows.
#[derive(Debug)]
pub(super) struct Parser {
    subject: Node,
    regex: Regex,
    captures: Vec<Capture>,
    /// Values that don't fit their columns' types are null, and spoil nothing else.
    relaxed: bool,
    width: usize,
}

/// What a group of the pattern captures.
#[derive(Debug)]
struct Capture {
    group: usize,
    column: usize,
    r#type: ScalarType,
}

impl Parser {
    pub(super) fn new(parse: &Parse, compiler: &Compiler) -> Result<Self, Problem> {
        let regex = regex(parse)?;
        let columns = parse.pattern.iter().filter_map(|part| match part {
            ParsePart::Column { column, r#type } => Some((*column, *r#type)),
            ParsePart::Star | ParsePart::Text(..) => None,
        });
        // The pattern's own texts may have groups as well.
        let number = |name: &str| regex.capture_names().position(|known| known == Some(name));
        let captures = columns.enumerate().filter_map(|(at, (column, r#type))| {
            Some(Capture {
                group: number(&group(at))?,
                column,
                r#type,
            })
        });
        let captures = captures.collect();
        Ok(Self {
            subject: compiler.expression(&parse.subject),
            regex,
            captures,
            relaxed: parse.kind == ParseKind::Relaxed,
            width: parse.width,
        })
    }

    /// Sets the columns of the pattern: to what was found, or to nothing. Gives the size of what is set.
    pub(super) fn apply(
        &self,
        row: &mut Vec<Value>,
        scope: &mut Scope<'_>,
    ) -> Result<usize, TooLarge> {
        let found = {
            let subject = self.subject.get(row, scope)?;
            self.captured(&to_text(&subject))
        };
        row.resize(self.width.max(row.len()), Value::Null);
        let mut size = 0;
        for (at, Capture { column, r#type, .. }) in self.captures.iter().enumerate() {
            let value = found.as_ref().and_then(|found| found.get(at).cloned());
            let value = value.unwrap_or_else(|| Value::missing(*r#type));
            size += value.size();
            if let Some(place) = row.get_mut(*column) {
                *place = value;
            }
        }
        Ok(size)
    }

    /// What the columns capture; `None`, if the text doesn't match.
    fn captured(&self, text: &str) -> Option<Vec<Value>> {
        let found = self.regex.captures(text)?;
        let mut values = Vec::with_capacity(self.captures.len());
        for Capture { group, r#type, .. } in &self.captures {
            let value = read(
                found.get(*group).map_or("", |found| found.as_str()),
                *r#type,
            );
            if value.is_null() && !self.relaxed {
                return None;
            }
            values.push(value);
        }
        Some(values)
    }
}

/// The name of a column's group.
fn group(at: usize) -> String {
    format!("azlogs_{at}")
}

fn regex(parse: &Parse) -> Result<Regex, Problem> {
    let mut pattern = String::from("^");
    if parse.kind == ParseKind::Regex && !parse.flags.is_empty() {
        pattern = format!("(?{})\\A", parse.flags);
    }
    let mut columns = 0;
    for part in &parse.pattern {
        match part {
            ParsePart::Star => pattern.push_str(".*?"),
            ParsePart::Text(text, _) if parse.kind == ParseKind::Regex => pattern.push_str(text),
            ParsePart::Text(text, _) => pattern.push_str(&regex::escape(text)),
            ParsePart::Column { r#type, .. } => {
                // Writing to a string can't fail.
                let _ = write!(
                    pattern,
                    "(?P<{}>{})",
                    group(columns),
                    form(*r#type, parse.kind)
                );
                columns += 1;
            }
        }
    }
    pattern.push_str("\\z");
    let mut builder = RegexBuilder::new(&pattern);
    builder.size_limit(SIZE_LIMIT).dfa_size_limit(SIZE_LIMIT);
    if parse.kind != ParseKind::Regex {
        builder.dot_matches_new_line(true);
    }
    builder.build().map_err(|error| wrong(parse, &error))
}

/// What is wrong with the pattern, at the text that is wrong by itself, or else at all of its texts.
fn wrong(parse: &Parse, error: &regex::Error) -> Problem {
    let texts = parse.pattern.iter().filter_map(|part| match part {
        ParsePart::Text(text, span) => Some((text, *span)),
        ParsePart::Star | ParsePart::Column { .. } => None,
    });
    let whole = texts
        .clone()
        .map(|(_, span)| span)
        .reduce(Span::to)
        .unwrap_or(parse.subject.span);
    if matches!(error, regex::Error::CompiledTooBig(_)) {
        let message = "the regular expression that this pattern makes is too large";
        return Problem::error(Kind::TooComplex, whole, message);
    }
    for (text, span) in texts {
        if let Err(why) = compile_regex(text) {
            return Problem::error(Kind::Value, span, why);
        }
    }
    let text = error.to_string();
    let reason = text.lines().last().unwrap_or_default();
    let reason = reason.trim_start_matches("error: ");
    let message = format!("the regular expression that this pattern makes isn't valid: {reason}");
    Problem::error(Kind::Value, whole, message)
}

/// How a value of a type looks in the text. What doesn't look so may still be taken, as text up to the next part.
fn form(r#type: ScalarType, kind: ParseKind) -> String {
    const NUMBER: &str = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?";
    const MOMENT: &str = concat!(
        r"\d{1,4}[-/]\d{1,2}[-/]\d{1,4}",
        r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm])?(?: ?(?:Z|GMT|UTC|[-+]\d{2}:?\d{2}))?)?"
    );
    const SPAN: &str =
        r"-?(?:(?:\d+\.)?\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,7})?)?|\d+(?:\.\d+)?[a-z]+)";
    const GUID: &str = r"[{(]?[0-9A-Fa-f]{8}-?(?:[0-9A-Fa-f]{4}-?){3}[0-9A-Fa-f]{12}[)}]?";
    // In a regular expression, text goes as far as it can: so says the second example of "Regex mode".
    let any = if kind == ParseKind::Regex {
        ".*"
    } else {
        ".*?"
    };
    let form = match r#type {
        ScalarType::Int | ScalarType::Long if kind == ParseKind::Relaxed => r"-?\d+",
        ScalarType::Int | ScalarType::Long => return r"-?(?:0[xX][0-9A-Fa-f]+|\d+)".to_owned(),
        ScalarType::Real => NUMBER,
        ScalarType::Bool => "[Tt]rue|[Ff]alse|TRUE|FALSE|[01]",
        ScalarType::DateTime => MOMENT,
        ScalarType::Timespan => SPAN,
        ScalarType::Guid => GUID,
        ScalarType::String | ScalarType::Dynamic => return any.to_owned(),
    };
    format!("(?:{form})|{any}")
}
