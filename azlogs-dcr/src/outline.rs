//! The JSON path that leads to a place in the text.

use std::fmt::Write as _;

use crate::value::{Data, Value};

/// Longer keys are cut in a path: a path is for people, and one is kept for each place.
const KEY_IN_PATH: usize = 100;

/// The path to what stands at this byte of the text.
pub(crate) fn path_at(root: &Value, at: usize) -> String {
    let mut path = "$".to_owned();
    let mut value = root;
    loop {
        value = match &value.data {
            Data::Array(array) => {
                let index = array.items.partition_point(|item| item.span.end <= at);
                match array.items.get(index) {
                    Some(item) if item.span.start <= at => {
                        let _ = write!(path, "[{index}]");
                        item
                    }
                    _ => return path,
                }
            }
            Data::Object(object) => {
                let members = &object.members;
                let index = members.partition_point(|member| member.value.span.end <= at);
                match members.get(index) {
                    Some(member) if member.key.span.start <= at => {
                        push_key(&mut path, &member.key.text);
                        &member.value
                    }
                    _ => return path,
                }
            }
            _ => return path,
        };
    }
}

fn push_key(path: &mut String, key: &str) {
    let is_plain = key.len() <= KEY_IN_PATH
        && key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if is_plain {
        path.extend([".", key]);
        return;
    }
    path.push_str("['");
    for c in key.chars().take(KEY_IN_PATH) {
        match c {
            '\'' | '\\' => path.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(path, "\\u{:04x}", u32::from(c));
            }
            c => path.push(c),
        }
    }
    if key.chars().nth(KEY_IN_PATH).is_some() {
        path.push('…');
    }
    path.push_str("']");
}
