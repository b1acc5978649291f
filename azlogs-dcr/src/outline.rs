//! The JSON path that leads to a place in the text.

use std::fmt::Write as _;

#[cfg(feature = "terraform")]
use crate::value::Span;
use crate::value::{Data, Value};

/// What gives the places in a text their paths.
pub(crate) enum Outline {
    /// What the text says, as JSON.
    Json(Value),
    /// The parts of a text in another language.
    #[cfg(feature = "terraform")]
    Entries(Entries),
}

/// Parts of a text in the order of their beginnings, each with its path.
#[cfg(feature = "terraform")]
#[derive(Default)]
pub(crate) struct Entries {
    list: Vec<Entry>,
    /// The part in which the next ones are.
    around: Option<usize>,
}

#[cfg(feature = "terraform")]
struct Entry {
    span: Span,
    path: String,
    around: Option<usize>,
}

impl Outline {
    /// The path to what stands at this byte of the text.
    pub(crate) fn path_at(&self, at: usize) -> String {
        match self {
            Self::Json(root) => path_at(root, at),
            #[cfg(feature = "terraform")]
            Self::Entries(entries) => entries.path_at(at),
        }
    }
}

#[cfg(feature = "terraform")]
impl Entries {
    /// Adds a part, found by these keys and this index in the part around it, and then what is in it.
    pub(crate) fn within(
        &mut self,
        span: Span,
        keys: &[&str],
        index: Option<usize>,
        add: impl FnOnce(&mut Self),
    ) {
        let mut path = match self.around {
            Some(around) => self.list[around].path.clone(),
            None => "$".to_owned(),
        };
        for key in keys {
            push_key(&mut path, key);
        }
        if let Some(index) = index {
            let _ = write!(path, "[{index}]");
        }
        let around = self.around;
        self.around = Some(self.list.len());
        self.list.push(Entry { span, path, around });
        add(self);
        self.around = around;
    }

    fn path_at(&self, at: usize) -> String {
        let next = self.list.partition_point(|entry| entry.span.start <= at);
        let mut index = next.checked_sub(1);
        while let Some(entry) = index.and_then(|index| self.list.get(index)) {
            if at < entry.span.end {
                return entry.path.clone();
            }
            index = entry.around;
        }
        "$".to_owned()
    }
}

/// Longer keys are cut in a path: a path is for people, and one is kept for each place.
const KEY_IN_PATH: usize = 100;

fn path_at(root: &Value, at: usize) -> String {
    let mut path = String::with_capacity(64);
    path.push('$');
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

/// Whether the key is a name as JavaScript has them. It's asked for each key of each path, and by unoptimised code where a
/// derive asks: hence the loop.
fn is_plain(key: &str) -> bool {
    let mut rest = key.as_bytes();
    while let [byte, after @ ..] = rest {
        if !matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_') {
            return false;
        }
        rest = after;
    }
    !matches!(key.as_bytes(), [] | [b'0'..=b'9', ..])
}

fn push_key(path: &mut String, key: &str) {
    if key.len() <= KEY_IN_PATH && is_plain(key) {
        path.push('.');
        path.push_str(key);
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
