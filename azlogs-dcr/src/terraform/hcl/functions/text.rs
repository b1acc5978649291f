//! Functions of text.

use super::Run;
use crate::template::functions::{Call, text};
use crate::value::Value;
use crate::why::Wrong;

pub(super) fn starts_with(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_bool(call.text(0)?.starts_with(call.text(1)?))
}

pub(super) fn ends_with(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_bool(call.text(0)?.ends_with(call.text(1)?))
}

pub(super) fn str_contains(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_bool(call.text(0)?.contains(call.text(1)?))
}

pub(super) fn trim_prefix(call: &Call<'_>) -> Result<Value, Wrong> {
    let text = call.text(0)?;
    call.made_text(text.strip_prefix(call.text(1)?).unwrap_or(text))
}

pub(super) fn trim_suffix(call: &Call<'_>) -> Result<Value, Wrong> {
    let text = call.text(0)?;
    call.made_text(text.strip_suffix(call.text(1)?).unwrap_or(text))
}

/// A part of a text by another; a pattern between slashes isn't looked for.
pub(super) fn replace(call: &Call<'_>) -> Result<Value, Wrong> {
    let pattern = call.text(1)?;
    if pattern.len() > 1 && pattern.starts_with('/') && pattern.ends_with('/') {
        return Err(call.wrong("with a regular expression isn't evaluated here"));
    }
    text::replace(call)
}

pub(super) fn split(call: &Call<'_>) -> Result<Value, Wrong> {
    turned(call, text::split)
}

pub(super) fn join(call: &Call<'_>) -> Result<Value, Wrong> {
    turned(call, text::join)
}

/// With the two arguments in the other order.
fn turned(call: &Call<'_>, run: Run) -> Result<Value, Wrong> {
    let mut arguments = call.arguments.clone();
    arguments.reverse();
    run(&Call {
        name: call.name,
        arguments,
        span: call.span,
        budget: call.budget,
    })
}

/// As much as there is; all to the end where the length is negative. A negative offset counts from the end.
pub(super) fn substr(call: &Call<'_>) -> Result<Value, Wrong> {
    let text = call.text(0)?;
    call.spend(text.len() as u64)?;
    let offset = call.integer(1)?;
    let start = usize::try_from(offset).unwrap_or_else(|_| {
        let back = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
        text.chars().count().saturating_sub(back)
    });
    let length = usize::try_from(call.integer(2)?).unwrap_or(usize::MAX);
    let part: String = text.chars().skip(start).take(length).collect();
    call.made_text(part)
}

/// Each word's first letter in upper case; `_` is a letter of a word.
pub(super) fn title(call: &Call<'_>) -> Result<Value, Wrong> {
    let mut begins = true;
    let mut out = String::new();
    for c in call.text(0)?.chars() {
        out.push(if begins { upper_char(c) } else { c });
        begins = !(c.is_alphanumeric() || c == '_');
    }
    call.made_text(out)
}

pub(super) fn upper(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_text(call.text(0)?.chars().map(upper_char).collect::<String>())
}

/// A letter that is several in upper case stays as it is.
fn upper_char(c: char) -> char {
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(only), None) => only,
        _ => c,
    }
}

/// Without the line ends at its end.
pub(super) fn chomp(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_text(call.text(0)?.trim_end_matches(['\r', '\n']))
}

/// Without any of these characters at its ends.
pub(super) fn trim(call: &Call<'_>) -> Result<Value, Wrong> {
    let (text, cut) = (call.text(0)?, call.text(1)?);
    call.spend(text.len() as u64 * (1 + cut.len() as u64 / 16))?;
    call.made_text(text.trim_matches(|c| cut.contains(c)))
}
