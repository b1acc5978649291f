//! `format`, with .NET's composite format strings.
//!
//! Source: "String functions for ARM templates", `format`; .NET's "Composite formatting".

use super::Call;
use super::written::text_of;
use crate::value::{Data, Value};
use crate::why::Wrong;

pub(crate) fn format(call: &Call<'_>) -> Result<Value, Wrong> {
    let mut rest = call.text(0)?;
    let mut out = String::new();
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        if let Some(after) = from.strip_prefix("{{") {
            out.push('{');
            rest = after;
        } else if let Some(after) = from.strip_prefix("}}") {
            out.push('}');
            rest = after;
        } else if let Some((hole, after)) =
            from.strip_prefix('{').and_then(|hole| hole.split_once('}'))
        {
            let filled = fill(call, hole)?;
            call.spend(filled.len() as u64)?;
            out.push_str(&filled);
            rest = after;
        } else {
            return Err(call.wrong("is given a format with a brace that isn't closed or opened"));
        }
    }
    out.push_str(rest);
    call.made_text(out)
}

/// What stands for `{index}`, `{index,width}` or `{index:format}`.
fn fill(call: &Call<'_>, hole: &str) -> Result<String, Wrong> {
    let (place, style) = match hole.split_once(':') {
        Some((place, style)) => (place, Some(style)),
        None => (hole, None),
    };
    let (index, width) = match place.split_once(',') {
        Some((index, width)) => (index, width.trim().parse::<i16>().ok()),
        None => (place, Some(0)),
    };
    let (Ok(index), Some(width)) = (index.trim().parse::<usize>(), width) else {
        return Err(call.wrong(format!(
            "has no hole such as {}",
            crate::Quoted(&format!("{{{hole}}}"))
        )));
    };
    let Some(value) = index
        .checked_add(1)
        .and_then(|index| call.arguments.get(index))
    else {
        let given = call.arguments.len() - 1;
        return Err(call.wrong(format!("has {given} values, and none for `{{{index}}}`")));
    };
    let text = match style {
        Some(style) => styled(value, style).ok_or_else(|| {
            let (style, kind) = (crate::Quoted(style), value.kind());
            call.wrong(format!("doesn't write {kind} in the style {style} here"))
        })?,
        None => call.written(value)?,
    };
    let missing = usize::from(width.unsigned_abs()).saturating_sub(text.chars().count());
    call.spend(missing as u64)?;
    let padding = " ".repeat(missing);
    Ok(if width < 0 {
        text + &padding
    } else {
        padding + &text
    })
}

/// An integer in decimal or hexadecimal digits, with as many zeros before them as it takes. Text has no styles.
fn styled(value: &Value, style: &str) -> Option<String> {
    let Data::Integer(integer) = value.data else {
        return text_of(value);
    };
    let mut chars = style.chars();
    let kind = chars.next();
    let digits = match chars.as_str() {
        "" => 0,
        digits => usize::from(digits.parse::<u8>().ok()?),
    };
    let sign = if integer < 0 { "-" } else { "" };
    let size = integer.unsigned_abs();
    match kind {
        None => Some(integer.to_string()),
        Some('D' | 'd') => Some(format!("{sign}{size:0digits$}")),
        Some('X') if integer >= 0 => Some(format!("{size:0digits$X}")),
        Some('x') if integer >= 0 => Some(format!("{size:0digits$x}")),
        Some('0') if style.bytes().all(|byte| byte == b'0') => {
            let digits = style.len().min(255);
            Some(format!("{sign}{size:0digits$}"))
        }
        Some(_) => None,
    }
}
