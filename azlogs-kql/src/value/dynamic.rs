//! `dynamic` values: scalars, arrays and property bags, in any depth.

use std::sync::Arc;

use indexmap::IndexMap;

use super::{MAX_SIZE, Value};

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
