//! Values as text: as `string` and `format` write them, and as JSON.

use std::fmt::Write as _;

use super::Call;
use crate::value::{Data, Value};
use crate::why::Wrong;

/// A scalar as text; `None` for what has parts.
pub(crate) fn text_of(value: &Value) -> Option<String> {
    match &value.data {
        Data::Null => Some(String::new()),
        Data::Boolean(true) => Some("True".to_owned()),
        Data::Boolean(false) => Some("False".to_owned()),
        Data::Integer(integer) => Some(integer.to_string()),
        Data::Decimal(text) | Data::Text(text) => Some(text.as_ref().to_owned()),
        Data::Array(_) | Data::Object(_) | Data::Unresolved(_) => None,
    }
}

impl Call<'_> {
    /// Any value as text: a scalar as it is, and others as JSON.
    pub(crate) fn written(&self, value: &Value) -> Result<String, Wrong> {
        match text_of(value) {
            Some(text) => Ok(text),
            None => self.json(value),
        }
    }

    /// A value as JSON without white space, which is the same for the same values.
    pub(crate) fn json(&self, value: &Value) -> Result<String, Wrong> {
        self.spend(value.weight())?;
        let mut out = String::new();
        write(value, &mut out);
        Ok(out)
    }
}

fn write(value: &Value, out: &mut String) {
    match &value.data {
        Data::Null => out.push_str("null"),
        Data::Boolean(value) => out.push_str(if *value { "true" } else { "false" }),
        Data::Integer(integer) => {
            let _ = write!(out, "{integer}");
        }
        Data::Decimal(text) => out.push_str(text),
        Data::Text(text) => write_text(text, out),
        Data::Unresolved(unresolved) => write_text(&unresolved.text, out),
        Data::Array(array) => {
            out.push('[');
            for (index, item) in array.items.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { "," });
                write(item, out);
            }
            out.push(']');
        }
        Data::Object(object) => {
            out.push('{');
            for (index, member) in object.members.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { "," });
                write_text(&member.key.text, out);
                out.push(':');
                write(&member.value, out);
            }
            out.push('}');
        }
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
