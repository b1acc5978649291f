//! Dynamic values as JSON text: reading and writing.

use std::fmt::{self, Write as _};
use std::sync::Arc;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::{Dynamic, Value, cut, datetime, guid, number, timespan};

impl Value {
    /// Appends the value as compact JSON, as the service's query API prints it: dates, timespans and GUIDs are strings, and so are
    /// the numbers that JSON hasn't, `"NaN"`, `"Infinity"` and `"-Infinity"`.
    ///
    /// ```
    /// use azlogs_kql::Value;
    ///
    /// let mut json = String::new();
    /// Value::DateTime(0).write_json(&mut json);
    /// assert_eq!(json, r#""0001-01-01T00:00:00.0000000Z""#);
    /// ```
    pub fn write_json(&self, out: &mut String) {
        match self {
            Self::String(text) => write_json_string(text, out),
            Self::Dynamic(value) => value.write_json(out),
            other => Dynamic::from(other).write_json(out),
        }
    }
}

impl Dynamic {
    /// Appends the value as compact JSON.
    pub(crate) fn write_json(&self, out: &mut String) {
        // Writing to a string can't fail.
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Self::Int(value) => drop(write!(out, "{value}")),
            Self::Long(value) => drop(write!(out, "{value}")),
            Self::Real(value) if value.is_finite() => number::write_real(*value, out),
            Self::Real(value) => {
                out.push('"');
                number::write_real(*value, out);
                out.push('"');
            }
            Self::String(text) => write_json_string(text, out),
            Self::DateTime(ticks) => drop(write!(out, "\"{}\"", datetime::Printed(*ticks))),
            Self::Timespan(ticks) => drop(write!(out, "\"{}\"", timespan::Printed(*ticks))),
            Self::Guid(bytes) => drop(write!(out, "\"{}\"", guid::Printed(bytes))),
            Self::Array(array) => {
                let mut separator = '[';
                for item in array.items() {
                    out.push(separator);
                    item.write_json(out);
                    separator = ',';
                }
                out.push_str(if separator == '[' { "[]" } else { "]" });
            }
            Self::Bag(bag) => {
                let mut separator = '{';
                for (name, value) in bag.iter() {
                    out.push(separator);
                    write_json_string(name, out);
                    out.push(':');
                    value.write_json(out);
                    separator = ',';
                }
                out.push_str(if separator == '{' { "{}" } else { "}" });
            }
        }
    }
}

pub(crate) fn write_json_string(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            control if control < ' ' => drop(write!(out, "\\u{:04x}", u32::from(control))),
            other => out.push(other),
        }
    }
    out.push('"');
}

impl<'de> Deserialize<'de> for Dynamic {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DynamicVisitor)
    }
}

struct DynamicVisitor;

impl<'de> Visitor<'de> for DynamicVisitor {
    type Value = Dynamic;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Dynamic, E> {
        Ok(Dynamic::Null)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Dynamic, E> {
        Ok(Dynamic::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Dynamic, E> {
        Ok(i32::try_from(value).map_or(Dynamic::Long(value), Dynamic::Int))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Dynamic, E> {
        match i64::try_from(value) {
            Ok(value) => self.visit_i64(value),
            // JSON's numbers have no bounds; beyond `long` there's only `real`.
            #[expect(clippy::cast_precision_loss)]
            Err(_) => Ok(Dynamic::Real(value as f64)),
        }
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Dynamic, E> {
        Ok(Dynamic::Real(value))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Dynamic, E> {
        Ok(Dynamic::String(Arc::from(cut(value))))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Dynamic, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Dynamic::array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Dynamic, A::Error> {
        let mut properties = Vec::new();
        while let Some((name, value)) = access.next_entry::<String, Dynamic>()? {
            properties.push((Arc::from(name), value));
        }
        Ok(Dynamic::bag(properties))
    }
}
