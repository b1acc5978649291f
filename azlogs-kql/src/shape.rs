//! What is known of the inside of a dynamic value before there is one.
//!
//! Microsoft's language service (Kusto.Language 12.4.1) follows what functions give: that `split()` gives an array of strings, and
//! `pack('a', 1)` a bag with the number `a`. Of what `parse_json()` gives, and of a column, nothing is known.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::types::ScalarType;

/// How deep shapes go; what is deeper isn't known. So none is too deep to be walked through.
const MAX_DEPTH: usize = 16;

/// How many parts of two shapes are compared before they're taken for different. Parts are shared, so that a short text can make a
/// shape of very many.
const MAX_COMPARED: usize = 10_000;

#[derive(Clone, Debug, Default)]
pub(crate) enum Shape {
    /// Nothing is known; also where there's no dynamic value at all.
    #[default]
    Any,
    /// A value of this type.
    Scalar(ScalarType),
    Array(Array),
    Bag(Bag),
}

/// An array, and what its elements are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Array {
    element: Arc<Shape>,
    depth: usize,
}

/// A property bag. Others than these properties may be in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bag {
    properties: Arc<BTreeMap<String, Shape>>,
    depth: usize,
}

impl Shape {
    pub(crate) fn array(element: Self) -> Self {
        let depth = element.depth() + 1;
        if depth > MAX_DEPTH {
            return Self::any_array();
        }
        let element = Arc::new(element);
        Self::Array(Array { element, depth })
    }

    /// An array of whose elements nothing is known.
    pub(crate) fn any_array() -> Self {
        Self::Array(Array::default())
    }

    pub(crate) fn bag(properties: BTreeMap<String, Self>) -> Self {
        let depth = properties.values().map(Self::depth).max().unwrap_or(0) + 1;
        if depth > MAX_DEPTH {
            return Self::any_bag();
        }
        let properties = Arc::new(properties);
        Self::Bag(Bag { properties, depth })
    }

    /// A bag of whose properties nothing is known.
    pub(crate) fn any_bag() -> Self {
        Self::Bag(Bag::default())
    }

    /// The shape that a value has within an array or a bag.
    pub(crate) fn inside(r#type: ScalarType, shape: &Self) -> Self {
        match r#type {
            ScalarType::Dynamic => shape.clone(),
            scalar => Self::Scalar(scalar),
        }
    }

    pub(crate) fn is_any(&self) -> bool {
        matches!(self, Self::Any)
    }

    /// The shape of an element, by its number.
    pub(crate) fn element(&self) -> Self {
        match self {
            Self::Array(array) => Self::clone(&array.element),
            _ => Self::Any,
        }
    }

    /// The shape of the property of this name.
    pub(crate) fn property(&self, name: &str) -> Self {
        match self {
            Self::Bag(bag) => bag.properties.get(name).cloned().unwrap_or_default(),
            _ => Self::Any,
        }
    }

    /// What two dynamic values have in common, of which it's one or the other.
    pub(crate) fn common(self, other: Self) -> Self {
        match (self, other) {
            (left, right) if left.is_same(&right) => left,
            (Self::Any, scalar @ Self::Scalar(_)) | (scalar @ Self::Scalar(_), Self::Any) => scalar,
            (Self::Bag(_), Self::Bag(_)) => Self::any_bag(),
            (Self::Array(_), Self::Array(_)) => Self::any_array(),
            _ => Self::Any,
        }
    }

    /// Whether the same is known of both.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.is_same_within(other, &mut MAX_COMPARED.clone())
    }

    fn is_same_within(&self, other: &Self, left: &mut usize) -> bool {
        let Some(rest) = left.checked_sub(1) else {
            return false;
        };
        *left = rest;
        match (self, other) {
            (Self::Any, Self::Any) => true,
            (Self::Scalar(one), Self::Scalar(other)) => one == other,
            (Self::Array(one), Self::Array(other)) => {
                Arc::ptr_eq(&one.element, &other.element)
                    || one.element.is_same_within(&other.element, left)
            }
            (Self::Bag(one), Self::Bag(other)) => {
                Arc::ptr_eq(&one.properties, &other.properties)
                    || one.properties.len() == other.properties.len()
                        && one.properties.iter().zip(&*other.properties).all(
                            |((name, shape), (other_name, other))| {
                                name == other_name && shape.is_same_within(other, left)
                            },
                        )
            }
            _ => false,
        }
    }

    fn depth(&self) -> usize {
        match self {
            Self::Any | Self::Scalar(_) => 0,
            Self::Array(array) => array.depth,
            Self::Bag(bag) => bag.depth,
        }
    }

    /// How messages call it.
    pub(crate) fn described(&self) -> String {
        match self {
            Self::Any => "a dynamic value".to_owned(),
            Self::Scalar(inner) => format!("a dynamic value that holds a `{inner}`"),
            Self::Array(_) => "an array".to_owned(),
            Self::Bag(_) => "a property bag".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A shape of very many parts, all shared.
    fn doubled(times: usize) -> Shape {
        (0..times).fold(Shape::Scalar(ScalarType::Long), |shape, _| {
            Shape::bag(BTreeMap::from([
                ("a".to_owned(), shape.clone()),
                ("b".to_owned(), shape),
            ]))
        })
    }

    #[test]
    fn what_is_too_much_to_compare_is_different() {
        assert!(doubled(5).is_same(&doubled(5)));
        assert!(!doubled(16).is_same(&doubled(16)));
    }

    #[test]
    fn what_is_too_deep_is_not_known() {
        assert!(!doubled(MAX_DEPTH).property("a").is_any());
        assert!(doubled(MAX_DEPTH + 1).property("a").is_any());
    }

    #[test]
    fn one_or_the_other() {
        let scalar = || Shape::Scalar(ScalarType::Long);
        assert!(matches!(
            scalar().common(Shape::Any),
            Shape::Scalar(ScalarType::Long)
        ));
        assert!(
            Shape::array(scalar())
                .common(Shape::any_array())
                .element()
                .is_any()
        );
        assert!(Shape::any_bag().common(Shape::any_array()).is_any());
    }
}
