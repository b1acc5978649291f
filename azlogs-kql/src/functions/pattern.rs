//! Functions with regular expressions.
//!
//! Kusto's syntax for them is RE2's, as the crate `regex` has it. A pattern that is the same for all rows is compiled once.

use std::sync::Arc;

use regex::{Captures, Regex, RegexBuilder};

use super::signature::{Argument, Case, Complaint, ComplaintKind, Parameter, Returns, value_type};
use super::{Body, Evaluate, Function, Naming, Site};
use crate::syntax::ast::Literal;
use crate::types::ScalarType;
use crate::value::convert::{read, to_long, to_text};
use crate::value::{Dynamic, MAX_SIZE, Value};

/// How many bytes a compiled pattern can have, so that no `x{1000}{1000}` fills the memory.
const SIZE_LIMIT: usize = 4 << 20;

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        names: &["countof"],
        count: 2..=3,
        parameters: &[
            Parameter::String,
            Parameter::String,
            Parameter::Word(&["normal", "regex"], Case::Sensitive),
        ],
        returns: Returns::Of(count_of_type),
        naming: Naming::Default,
        body: Body::Prepared(count_of),
    },
    Function {
        names: &["extract"],
        count: 3..=4,
        parameters: &[
            Parameter::Regex,
            Parameter::Is(ScalarType::Long),
            Parameter::String,
            Parameter::TypeOf,
        ],
        returns: Returns::Of(|arguments| {
            Ok(arguments.get(3).map_or(ScalarType::String, value_type))
        }),
        naming: Naming::Default,
        body: Body::Prepared(extract),
    },
    Function {
        names: &["extract_all"],
        count: 2..=3,
        parameters: &[Parameter::Regex, Parameter::Free],
        returns: Returns::Of(|arguments| {
            let rest: &[Parameter] = if arguments.len() == 3 {
                &[Parameter::Array, Parameter::String]
            } else {
                &[Parameter::String]
            };
            for (at, (parameter, argument)) in rest.iter().zip(&arguments[1..]).enumerate() {
                parameter
                    .check(argument)
                    .map_err(|complaint| complaint.at(at + 1))?;
            }
            Ok(ScalarType::Dynamic)
        }),
        naming: Naming::Default,
        body: Body::Prepared(extract_all),
    },
    // On Microsoft's list of the subset; elsewhere in Kusto it's deprecated for `replace_regex`, which has another order.
    Function {
        names: &["replace"],
        count: 3..=3,
        parameters: &[
            Parameter::Regex,
            Parameter::ConstantString,
            Parameter::String,
        ],
        returns: Returns::Is(ScalarType::String),
        naming: Naming::Default,
        body: Body::Prepared(replace),
    },
];

/// A pattern ready to be used, or what's wrong with it.
pub(crate) fn compile(pattern: &str) -> Result<Regex, String> {
    RegexBuilder::new(pattern)
        .size_limit(SIZE_LIMIT)
        .dfa_size_limit(SIZE_LIMIT)
        .build()
        .map_err(|error| match error {
            regex::Error::Syntax(text) => {
                // The last line says what is wrong; those before draw the place.
                let reason = text
                    .lines()
                    .last()
                    .unwrap_or_default()
                    .trim_start_matches("error: ");
                format!("the regular expression `{pattern}` isn't valid: {reason}")
            }
            regex::Error::CompiledTooBig(_) => "the regular expression is too large".to_owned(),
            other => format!("the regular expression `{pattern}` isn't valid: {other}"),
        })
}

/// A pattern that is compiled for the whole plan, if it's the same for all rows.
pub(crate) enum Pattern {
    Constant(Option<Regex>),
    OfRow,
}

impl Pattern {
    pub(crate) fn new(constant: Option<&Value>) -> Self {
        match constant {
            Some(pattern) => Self::Constant(compile(&to_text(pattern)).ok()),
            None => Self::OfRow,
        }
    }

    /// Gives the pattern to the work. One that isn't valid matches nothing: `None`.
    pub(crate) fn with<T>(&self, value: &Value, work: impl FnOnce(&Regex) -> T) -> Option<T> {
        match self {
            Self::Constant(regex) => regex.as_ref().map(work),
            Self::OfRow => compile(&to_text(value)).ok().as_ref().map(work),
        }
    }
}

/// With the kind `regex`, what is looked for is a pattern, which must be valid if it's known.
fn count_of_type(arguments: &[Argument<'_>]) -> Result<ScalarType, Complaint> {
    let literal = |at: usize| match arguments.get(at).and_then(|argument| argument.value) {
        Some(Literal::String(text)) => Some(text.as_str()),
        _ => None,
    };
    if literal(2) == Some("regex")
        && let Some(Err(why)) = literal(1).map(compile)
    {
        return Err(Complaint::new(ComplaintKind::Value, why).at(1));
    }
    Ok(ScalarType::Long)
}

fn count_of(site: &Site<'_>) -> Evaluate {
    if site.constant_text(2) == Some("regex") {
        let pattern = Pattern::new(site.constant(1));
        return Box::new(move |arguments, _| {
            let source = to_text(&arguments[0]);
            let count = pattern.with(&arguments[1], |regex| regex.find_iter(&source).count());
            count.and_then(|count| i64::try_from(count).ok()).into()
        });
    }
    Box::new(|arguments, _| {
        Value::Long(overlapping(
            &to_text(&arguments[0]),
            &to_text(&arguments[1]),
        ))
    })
}

/// How often a text is in another. Occurrences may overlap, so `aa` is in `aaa` twice.
fn overlapping(source: &str, wanted: &str) -> i64 {
    let Some(first) = wanted.chars().next() else {
        return 0;
    };
    let mut count = 0;
    let mut rest = source;
    while let Some(at) = rest.find(wanted) {
        count += 1;
        rest = &rest[at + first.len_utf8()..];
    }
    count
}

fn extract(site: &Site<'_>) -> Evaluate {
    let pattern = Pattern::new(site.constant(0));
    let result = site.result;
    Box::new(move |arguments, _| {
        let source = to_text(&arguments[2]);
        let group = to_long(&arguments[1]).and_then(|group| usize::try_from(group).ok());
        let found = pattern.with(&arguments[0], |regex| {
            let captures = regex.captures(&source)?;
            Some(read(captures.get(group?)?.as_str(), result))
        });
        found.flatten().unwrap_or_else(|| Value::missing(result))
    })
}

fn extract_all(site: &Site<'_>) -> Evaluate {
    let pattern = Pattern::new(site.constant(0));
    Box::new(move |arguments, _| {
        let (groups, source) = match arguments {
            [_, groups, source] => (Some(groups), to_text(source)),
            [.., source] => (None, to_text(source)),
            [] => return Value::Null,
        };
        pattern
            .with(&arguments[0], |regex| all(regex, groups, &source))
            .map_or(Value::Null, Value::from)
    })
}

/// An array of what one group has matched, or of arrays of what several have; null, if there's no match.
fn all(regex: &Regex, groups: Option<&Value>, source: &str) -> Dynamic {
    let Some(groups) = wanted_groups(regex, groups) else {
        return Dynamic::Null;
    };
    let group = |captures: &Captures<'_>, at: usize| {
        Dynamic::String(
            captures
                .get(at)
                .map_or_else(|| Arc::from(""), |found| found.as_str().into()),
        )
    };
    let mut size = 0;
    let mut found = Vec::new();
    for captures in regex.captures_iter(source) {
        found.push(match groups.as_slice() {
            [one] => group(&captures, *one),
            several => Dynamic::array(several.iter().map(|at| group(&captures, *at)).collect()),
        });
        // Each match takes three bytes of the array at least; what becomes too large is dropped.
        size += 3 * groups.len();
        if size > MAX_SIZE {
            return Dynamic::Null;
        }
    }
    if found.is_empty() {
        Dynamic::Null
    } else {
        Dynamic::array(found)
    }
}

/// The numbers of the groups that are asked for, by number or by name; without a request, all. A pattern without groups is one itself.
fn wanted_groups(regex: &Regex, groups: Option<&Value>) -> Option<Vec<usize>> {
    let Some(groups) = groups else {
        let count = regex.captures_len();
        return Some(if count == 1 {
            vec![0]
        } else {
            (1..count).collect()
        });
    };
    let Value::Dynamic(Dynamic::Array(groups)) = groups else {
        return None;
    };
    let number = |group: &Dynamic| match group {
        Dynamic::String(name) => regex
            .capture_names()
            .position(|known| known == Some(&**name)),
        other => to_long(&other.clone().into()).and_then(|number| usize::try_from(number).ok()),
    };
    let known = |number: &usize| *number < regex.captures_len();
    let numbers: Option<Vec<_>> = groups
        .items()
        .iter()
        .map(|group| number(group).filter(known))
        .collect();
    numbers.filter(|numbers| !numbers.is_empty())
}

/// `replace(regex, rewrite, text)`. In the rewrite, `\1` is what the first group has matched, and `\0` all of it.
fn replace(site: &Site<'_>) -> Evaluate {
    let pattern = Pattern::new(site.constant(0));
    Box::new(move |arguments, _| {
        let (rewrite, source) = (to_text(&arguments[1]), to_text(&arguments[2]));
        let replaced = pattern.with(&arguments[0], |regex| rewritten(regex, &rewrite, &source));
        Value::text(replaced.as_deref().unwrap_or(&source))
    })
}

fn rewritten(regex: &Regex, rewrite: &str, source: &str) -> String {
    let mut out = String::new();
    let mut done = 0;
    for captures in regex.captures_iter(source) {
        let Some(matched) = captures.get(0) else {
            continue;
        };
        out.push_str(&source[done..matched.start()]);
        expand(&captures, rewrite, &mut out);
        done = matched.end();
        if out.len() > MAX_SIZE {
            return out;
        }
    }
    out.push_str(&source[done..]);
    out
}

fn expand(captures: &Captures<'_>, rewrite: &str, out: &mut String) {
    let mut characters = rewrite.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            out.push(character);
            continue;
        }
        match characters.next() {
            Some(digit) if digit.is_ascii_digit() => {
                let group = digit
                    .to_digit(10)
                    .and_then(|digit| usize::try_from(digit).ok());
                let matched = group.and_then(|group| captures.get(group));
                out.push_str(matched.map_or("", |matched| matched.as_str()));
            }
            Some(other) => out.push(other),
            None => out.push('\\'),
        }
    }
}
