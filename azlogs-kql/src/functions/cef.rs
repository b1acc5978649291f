//! The functions that only transformations have: `parse_cef_dictionary` and `geo_location`.

use std::sync::Arc;

use super::signature::{Parameter, Returns};
use super::{Body, Context, Function, Naming};
use crate::types::ScalarType;
use crate::value::convert::to_text;
use crate::value::{Dynamic, Value};

pub(super) const FUNCTIONS: &[Function] = &[
    special(&["parse_cef_dictionary"], |arguments, _| {
        parse(&to_text(&arguments[0])).into()
    }),
    // Where an address is, only the service knows: there's no data on it here, and a made-up place would be worse than none.
    special(&["geo_location"], |_, _| Value::Null),
];

const fn special(
    names: &'static [&'static str],
    body: fn(&[Value], &Context) -> Value,
) -> Function {
    Function {
        names,
        count: 1..=1,
        parameters: &[Parameter::Text],
        returns: Returns::Is(ScalarType::Dynamic),
        naming: Naming::Default,
        body: Body::Plain(body),
    }
}

/// The header's fields in their order. Microsoft documents of the result only that `Extension` is in it.
const HEADER: [&str; 7] = [
    "Version",
    "DeviceVendor",
    "DeviceProduct",
    "DeviceVersion",
    "DeviceEventClassID",
    "Name",
    "Severity",
];

/// `CEF:0|vendor|product|version|id|name|severity|key=value key=value`; null of anything else.
fn parse(message: &str) -> Dynamic {
    let Some((_, message)) = message.split_once("CEF:") else {
        return Dynamic::Null;
    };
    let mut properties = Vec::new();
    let mut rest = message;
    for name in HEADER {
        let Some((field, behind)) = header_field(rest) else {
            return Dynamic::Null;
        };
        properties.push((Arc::from(name), Dynamic::String(field.into())));
        rest = behind;
    }
    properties.push((Arc::from("Extension"), Dynamic::bag(extension(rest))));
    Dynamic::bag(properties)
}

/// A field up to the next bar that no backslash stands before, and what follows.
fn header_field(text: &str) -> Option<(String, &str)> {
    let mut field = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '|' => return Some((field.trim().to_owned(), &text[at + 1..])),
            '\\' => field.push(characters.next()?.1),
            other => field.push(other),
        }
    }
    None
}

/// `key=value` pairs. A value goes on to the blank before the next key.
fn extension(text: &str) -> Vec<(Arc<str>, Dynamic)> {
    // Where each key starts, and where its equals sign is.
    let mut keys: Vec<(usize, usize)> = Vec::new();
    let mut escaped = false;
    let mut word = 0;
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '=' if word < at
                && (word == 0 || keys.last().is_none_or(|(_, equals)| word > *equals + 1)) =>
            {
                keys.push((word, at));
            }
            ' ' => word = at + 1,
            _ => {}
        }
    }
    let ends = keys
        .iter()
        .skip(1)
        .map(|(start, _)| *start)
        .chain([text.len()]);
    let pairs = keys.iter().zip(ends);
    pairs
        .map(|((start, equals), end)| {
            let value = unescape(text[equals + 1..end].trim());
            (
                Arc::from(&text[*start..*equals]),
                Dynamic::String(value.into()),
            )
        })
        .collect()
}

fn unescape(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            out.push(character);
            continue;
        }
        match characters.next() {
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some(other) => out.push(other),
            None => out.push('\\'),
        }
    }
    out
}
