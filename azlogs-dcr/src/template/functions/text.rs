//! Functions of text.

use std::fmt::Write as _;
use std::rc::Rc;

use super::Call;
use super::written::text_of;
use crate::json;
use crate::value::Value;
use crate::why::Wrong;

/// Strings, or arrays.
pub(crate) fn concat(call: &Call<'_>) -> Result<Value, Wrong> {
    if call
        .arguments
        .iter()
        .any(|argument| argument.items().is_some())
    {
        let mut items = Vec::new();
        for index in 0..call.arguments.len() {
            let more = call.items(index)?;
            call.spend(more.len() as u64)?;
            items.extend_from_slice(more);
        }
        return call.made_array(items);
    }
    let mut text = String::new();
    for (index, argument) in call.arguments.iter().enumerate() {
        let part = text_of(argument).ok_or_else(|| call.misfit(index, "strings or arrays"))?;
        call.spend(part.len() as u64)?;
        text.push_str(&part);
    }
    call.made_text(text)
}

pub(crate) fn string(call: &Call<'_>) -> Result<Value, Wrong> {
    let text = call.written(call.argument(0)?)?;
    call.made_text(text)
}

pub(crate) fn to_lower(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_text(call.text(0)?.to_lowercase())
}

pub(crate) fn to_upper(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_text(call.text(0)?.to_uppercase())
}

pub(crate) fn trim(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_text(call.text(0)?.trim())
}

pub(crate) fn starts_with(call: &Call<'_>) -> Result<Value, Wrong> {
    let (text, start) = (call.text(0)?.to_lowercase(), call.text(1)?.to_lowercase());
    call.made_bool(text.starts_with(&start))
}

pub(crate) fn ends_with(call: &Call<'_>) -> Result<Value, Wrong> {
    let (text, end) = (call.text(0)?.to_lowercase(), call.text(1)?.to_lowercase());
    call.made_bool(text.ends_with(&end))
}

pub(crate) fn replace(call: &Call<'_>) -> Result<Value, Wrong> {
    let (text, old, new) = (call.text(0)?, call.text(1)?, call.text(2)?);
    if old.is_empty() {
        return Err(call.wrong("replaces a text that isn't empty"));
    }
    let found = text.matches(old).count() as u64;
    call.spend(found.saturating_mul(new.len() as u64))?;
    call.made_text(text.replace(old, new))
}

/// By one delimiter, or by each of several.
pub(crate) fn split(call: &Call<'_>) -> Result<Value, Wrong> {
    let text = call.text(0)?;
    let delimiters: Vec<&str> = match call.argument(1)?.items() {
        Some(items) => items.iter().filter_map(Value::as_text).collect(),
        None => vec![call.text(1)?],
    };
    call.spend((text.len() as u64).saturating_mul(1 + delimiters.len() as u64))?;
    let mut parts = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let here = delimiters
            .iter()
            .filter(|delimiter| !delimiter.is_empty() && rest.starts_with(**delimiter))
            .map(|delimiter| delimiter.len())
            .max();
        if let Some(length) = here {
            parts.push(&text[start..at]);
            at += length;
            start = at;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    parts.push(&text[start..]);
    let parts = parts.into_iter().map(|part| Value::text(call.span, part));
    call.made_array(parts.collect())
}

pub(crate) fn join(call: &Call<'_>) -> Result<Value, Wrong> {
    let (items, delimiter) = (call.items(0)?, call.text(1)?);
    let mut text = String::new();
    for (index, item) in items.iter().enumerate() {
        let part = call.written(item)?;
        call.spend((part.len() + delimiter.len()) as u64)?;
        text.push_str(if index == 0 { "" } else { delimiter });
        text.push_str(&part);
    }
    call.made_text(text)
}

pub(crate) fn substring(call: &Call<'_>) -> Result<Value, Wrong> {
    let text = call.text(0)?;
    call.spend(text.len() as u64)?;
    let count = text.chars().count();
    let start = usize::try_from(call.integer(1)?)
        .ok()
        .filter(|&start| start <= count);
    let Some(start) = start else {
        return Err(call.wrong(format!(
            "begins outside of the text, which has {count} characters"
        )));
    };
    let length = match call.arguments.get(2) {
        Some(_) => usize::try_from(call.integer(2)?).ok(),
        None => Some(count - start),
    };
    match length.filter(|&length| length <= count - start) {
        Some(length) => {
            let part: String = text.chars().skip(start).take(length).collect();
            call.made_text(part)
        }
        None => Err(call.wrong(format!(
            "ends outside of the text, which has {count} characters"
        ))),
    }
}

pub(crate) fn pad_left(call: &Call<'_>) -> Result<Value, Wrong> {
    let argument = call.argument(0)?;
    let text = text_of(argument).ok_or_else(|| call.misfit(0, "a string or an integer"))?;
    let width = u16::try_from(call.integer(1)?).map_err(|_| call.wrong("pads to another width"))?;
    let fill = match call.arguments.get(2) {
        Some(_) => call.text(2)?.chars().next().unwrap_or(' '),
        None => ' ',
    };
    let missing = usize::from(width).saturating_sub(text.chars().count());
    call.spend(missing as u64)?;
    let padding: String = std::iter::repeat_n(fill, missing).collect();
    call.made_text(padding + &text)
}

/// JSON text as a value. All of it stands where the call does.
pub(crate) fn json(call: &Call<'_>) -> Result<Value, Wrong> {
    parse(call, call.text(0)?)
}

pub(crate) fn base64_to_json(call: &Call<'_>) -> Result<Value, Wrong> {
    parse(call, &decoded(call)?)
}

fn parse(call: &Call<'_>, text: &str) -> Result<Value, Wrong> {
    call.spend(text.len() as u64)?;
    match json::parse(text) {
        Ok(Some(value)) => Ok(value.moved(call.span)),
        Ok(None) => Err(call.wrong("is given no JSON, but an empty text")),
        Err(error) => Err(call.wrong(format!("is given no JSON: {}", error.message))),
    }
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

pub(crate) fn base64(call: &Call<'_>) -> Result<Value, Wrong> {
    let text = call.text(0)?;
    call.spend(text.len() as u64 * 2)?;
    let mut out = String::with_capacity(text.len().div_ceil(3) * 4);
    for chunk in text.as_bytes().chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let digit = (bits >> (18 - 6 * place)) & 0x3f;
            out.push(if place <= chunk.len() {
                char::from(ALPHABET[digit as usize])
            } else {
                '='
            });
        }
    }
    call.made_text(out)
}

pub(crate) fn base64_to_string(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_text(decoded(call)?)
}

fn decoded(call: &Call<'_>) -> Result<Rc<str>, Wrong> {
    let text = call.text(0)?;
    call.spend(text.len() as u64)?;
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0_u32);
    for &byte in text.trim_end_matches('=').as_bytes() {
        let Some(digit) = (0..64).find(|&digit: &u32| ALPHABET[digit as usize] == byte) else {
            return Err(call.wrong("is given no base64"));
        };
        bits = (bits << 6 | digit) & 0xffff;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 0xff).unwrap_or_default());
        }
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.into()),
        Err(_) => Err(call.wrong("is given base64 of what is no text")),
    }
}

pub(crate) fn uri_component(call: &Call<'_>) -> Result<Value, Wrong> {
    let text = call.text(0)?;
    call.spend(text.len() as u64 * 3)?;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    call.made_text(out)
}

pub(crate) fn uri_component_to_string(call: &Call<'_>) -> Result<Value, Wrong> {
    let text = call.text(0)?;
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.map(|hex| u8::from_str_radix(hex, 16)) {
            Some(Ok(decoded)) if byte == b'%' => {
                bytes.push(decoded);
                rest = &after[2..];
            }
            _ => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    match String::from_utf8(bytes) {
        Ok(text) => call.made_text(text),
        Err(_) => Err(call.wrong("is given what is no text")),
    }
}
