//! Values from and to JSON, according to the type of a column.

use serde_json::{Map, Number, Value as Json};

use super::{Dynamic, Value, convert};
use crate::types::ScalarType;

impl Value {
    /// What a column of this type holds of a JSON value: null, or the empty string, of what doesn't fit.
    ///
    /// ```
    /// use azlogs_kql::{ScalarType, Value};
    /// use serde_json::json;
    ///
    /// assert_eq!(Value::from_json(&json!(7), ScalarType::Long), Value::Long(7));
    /// assert_eq!(Value::from_json(&json!("7"), ScalarType::Long), Value::Long(7));
    /// assert_eq!(Value::from_json(&json!("seven"), ScalarType::Long), Value::Null);
    /// ```
    #[must_use]
    pub fn from_json(json: &Json, r#type: ScalarType) -> Self {
        if let (Json::String(text), ScalarType::String) = (json, r#type) {
            return Self::text(text);
        }
        convert::to(&Dynamic::from(json).into(), r#type)
    }

    /// The value as the service's query API prints it: dates, timespans and GUIDs are strings, and a number that JSON hasn't is one.
    #[must_use]
    pub fn to_json(&self) -> Json {
        Json::from(&Dynamic::from(self))
    }
}

impl From<&Json> for Dynamic {
    fn from(json: &Json) -> Self {
        match json {
            Json::Null => Self::Null,
            Json::Bool(value) => Self::Bool(*value),
            Json::Number(number) => match number.as_i64() {
                Some(value) => i32::try_from(value).map_or(Self::Long(value), Self::Int),
                None => number.as_f64().map_or(Self::Null, Self::Real),
            },
            Json::String(text) => Self::String(super::cut(text).into()),
            Json::Array(items) => Self::array(items.iter().map(Self::from).collect()),
            Json::Object(properties) => Self::bag(
                properties
                    .iter()
                    .map(|(name, value)| (name.as_str().into(), Self::from(value))),
            ),
        }
    }
}

impl From<&Dynamic> for Json {
    fn from(value: &Dynamic) -> Self {
        match value {
            Dynamic::Null => Self::Null,
            Dynamic::Bool(value) => Self::Bool(*value),
            Dynamic::Int(value) => Self::from(*value),
            Dynamic::Long(value) => Self::from(*value),
            Dynamic::Real(number) if number.is_finite() => {
                Number::from_f64(*number).map_or(Self::Null, Self::Number)
            }
            Dynamic::Array(array) => array.items().iter().map(Self::from).collect(),
            Dynamic::Bag(bag) => Self::Object(
                bag.iter()
                    .map(|(name, value)| (name.to_owned(), Self::from(value)))
                    .collect::<Map<_, _>>(),
            ),
            scalar => Self::String(convert::to_text(&scalar.clone().into()).into_owned()),
        }
    }
}
