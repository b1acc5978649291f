//! `dynamic` values: scalars, arrays and property bags, in any depth.

use std::fmt::{self, Write as _};
use std::sync::Arc;

use indexmap::IndexMap;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::{MAX_SIZE, Value, cut, datetime, guid, number, timespan};

/// How deep arrays and bags can be nested in each other: as deep as JSON is read.
const MAX_DEPTH: usize = 128;

/// A value of type `dynamic`.
#[derive(Clone, Debug, PartialEq, Default)]
#[non_exhaustive]
pub enum Dynamic {
    /// Nothing.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number of 32 bits: so `parse_json` reads small numbers.
    Int(i32),
    /// A whole number of 64 bits.
    Long(i64),
    /// A floating-point number.
    Real(f64),
    /// Text.
    String(Arc<str>),
    /// Ticks of 100 ns since 0001-01-01T00:00:00Z.
    DateTime(i64),
    /// Ticks of 100 ns.
    Timespan(i64),
    /// The sixteen bytes in the order in which they're written.
    Guid([u8; 16]),
    /// Values in order.
    Array(Arc<Array>),
    /// Values by name.
    Bag(Arc<Bag>),
}

/// The elements of a dynamic array.
#[derive(Debug, PartialEq)]
pub struct Array {
    items: Vec<Dynamic>,
    extent: Extent,
}

/// The properties of a property bag, in the order in which they came.
#[derive(Debug, PartialEq)]
pub struct Bag {
    properties: IndexMap<Arc<str>, Dynamic>,
    extent: Extent,
}

/// How large a value is.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Extent {
    /// How many bytes it has as JSON, or nearly so.
    json: usize,
    /// How many bytes of memory it takes beside its own place, about.
    memory: usize,
    depth: usize,
}

impl Extent {
    /// `[]`, or `{}`.
    const EMPTY: Self = Self {
        json: 2,
        memory: 0,
        depth: 1,
    };

    const fn scalar(json: usize) -> Self {
        Self {
            json,
            memory: 0,
            depth: 0,
        }
    }

    /// Adds a value inside, and what stands beside it: a comma, a name.
    fn add(&mut self, inner: Self, beside: usize) {
        self.json = self.json.saturating_add(inner.json).saturating_add(beside);
        let place = size_of::<Dynamic>() + beside;
        self.memory = self
            .memory
            .saturating_add(inner.memory)
            .saturating_add(place);
        self.depth = self.depth.max(inner.depth + 1);
    }

    fn fits(self) -> bool {
        self.json <= MAX_SIZE && self.depth <= MAX_DEPTH
    }
}

impl Array {
    /// The elements.
    #[must_use]
    pub fn items(&self) -> &[Dynamic] {
        &self.items
    }
}

impl Bag {
    /// The property of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Dynamic> {
        self.properties.get(name)
    }

    /// The properties.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Dynamic)> {
        self.properties.iter().map(|(name, value)| (&**name, value))
    }
}

impl Dynamic {
    /// An array of these; null, if it would be larger than a value can be.
    #[must_use]
    pub fn array(items: Vec<Self>) -> Self {
        let mut extent = Extent::EMPTY;
        for item in &items {
            extent.add(item.extent(), 1);
        }
        if extent.fits() {
            Self::Array(Arc::new(Array { items, extent }))
        } else {
            Self::Null
        }
    }

    /// A property bag of these; null, if it would be larger than a value can be. Of two of the same name the later counts.
    #[must_use]
    pub fn bag(properties: impl IntoIterator<Item = (Arc<str>, Self)>) -> Self {
        let properties: IndexMap<Arc<str>, Self> = properties.into_iter().collect();
        let mut extent = Extent::EMPTY;
        for (name, value) in &properties {
            extent.add(value.extent(), name.len() + 4);
        }
        if extent.fits() {
            Self::Bag(Arc::new(Bag { properties, extent }))
        } else {
            Self::Null
        }
    }

    /// What a JSON text says; `None`, if it isn't JSON, or nested too deep.
    #[must_use]
    pub fn parse(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }

    /// The elements, if it's an array.
    #[must_use]
    pub fn as_array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(array) => Some(&array.items),
            _ => None,
        }
    }

    /// The property of this name, if it's a bag that has it; null otherwise.
    #[must_use]
    pub fn property(&self, name: &str) -> Self {
        match self {
            Self::Bag(bag) => bag.get(name).cloned().unwrap_or_default(),
            _ => Self::Null,
        }
    }

    /// The element at this place, if it's an array that has it; null otherwise. Negative places count from the end.
    #[must_use]
    pub fn element(&self, index: i64) -> Self {
        let Self::Array(array) = self else {
            return Self::Null;
        };
        let length = i64::try_from(array.items.len()).unwrap_or(i64::MAX);
        let index = if index < 0 {
            index.saturating_add(length)
        } else {
            index
        };
        usize::try_from(index)
            .ok()
            .and_then(|index| array.items.get(index))
            .cloned()
            .unwrap_or_default()
    }

    /// The scalar that is in it; arrays and bags stay as they are.
    pub(crate) fn into_scalar(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(value),
            Self::Int(value) => Value::Int(value),
            Self::Long(value) => Value::Long(value),
            Self::Real(value) => Value::Real(value),
            Self::String(value) => Value::String(value),
            Self::DateTime(ticks) => Value::DateTime(ticks),
            Self::Timespan(ticks) => Value::Timespan(ticks),
            Self::Guid(bytes) => Value::Guid(bytes),
            Self::Array(_) | Self::Bag(_) => Value::Dynamic(self),
        }
    }

    /// How many bytes it has as JSON, or nearly so.
    pub(crate) fn json_size(&self) -> usize {
        self.extent().json
    }

    /// How many bytes of memory it takes beside its own place, about.
    pub(crate) fn memory(&self) -> usize {
        self.extent().memory
    }

    fn extent(&self) -> Extent {
        let digits = |value: i64| {
            let count = value
                .unsigned_abs()
                .checked_ilog10()
                .map_or(1, |log| log + 1);
            usize::try_from(count).unwrap_or(0) + usize::from(value < 0)
        };
        match self {
            Self::Array(array) => array.extent,
            Self::Bag(bag) => bag.extent,
            Self::String(text) => Extent {
                json: text.len() + 2,
                memory: text.len(),
                depth: 0,
            },
            Self::Null | Self::Bool(true) => Extent::scalar(4),
            Self::Bool(false) => Extent::scalar(5),
            Self::Int(value) => Extent::scalar(digits(i64::from(*value))),
            Self::Long(value) => Extent::scalar(digits(*value)),
            Self::Real(_) => Extent::scalar(8),
            Self::DateTime(_) => Extent::scalar(30),
            Self::Timespan(_) => Extent::scalar(18),
            Self::Guid(_) => Extent::scalar(38),
        }
    }

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
                for item in &array.items {
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

fn write_json_string(text: &str, out: &mut String) {
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

impl From<&Value> for Dynamic {
    fn from(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Int(value) => Self::Int(*value),
            Value::Long(value) => Self::Long(*value),
            Value::Real(value) => Self::Real(*value),
            Value::String(text) => Self::String(Arc::clone(text)),
            Value::DateTime(ticks) => Self::DateTime(*ticks),
            Value::Timespan(ticks) => Self::Timespan(*ticks),
            Value::Guid(bytes) => Self::Guid(*bytes),
            Value::Dynamic(value) => value.clone(),
        }
    }
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
