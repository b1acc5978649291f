//! What is known of the dynamic values that functions give.

use std::collections::BTreeMap;

use super::Function;
use super::signature::{Argument, common_type, value_type};
use crate::shape::Shape;
use crate::syntax::ast::Literal;
use crate::types::ScalarType;

/// What is known of what a call gives that is right.
pub(crate) fn shape(function: &Function, arguments: &[Argument<'_>]) -> Shape {
    match function.names[0] {
        "split" => Shape::array(Shape::Scalar(ScalarType::String)),
        "extract_all" => Shape::any_array(),
        "zip" => Shape::array(Shape::any_array()),
        "pack_array" => Shape::array(element(arguments)),
        "array_concat" => concatenated(arguments),
        "pack" => bag(arguments),
        "parse_xml" => Shape::any_bag(),
        "case" | "iif" => chosen(arguments),
        _ => Shape::Any,
    }
}

fn inside(argument: &Argument<'_>) -> Shape {
    Shape::inside(value_type(argument), argument.shape)
}

/// What elements of an array have in common.
fn element(arguments: &[Argument<'_>]) -> Shape {
    let shapes: Vec<Shape> = arguments.iter().map(inside).collect();
    let scalars = shapes.iter().map(|shape| match shape {
        Shape::Scalar(r#type) => Some(*r#type),
        _ => None,
    });
    if let Some(scalars) = scalars.collect::<Option<Vec<_>>>() {
        return common_type(scalars).map_or(Shape::Any, Shape::Scalar);
    }
    match shapes.split_first() {
        Some((first, rest)) if rest.iter().all(|shape| shape.is_same(first)) => first.clone(),
        _ => Shape::Any,
    }
}

/// Arrays of one kind give such an array. Beside one of which nothing is known, nothing is known of the whole.
fn concatenated(arguments: &[Argument<'_>]) -> Shape {
    let mut shapes = arguments.iter().map(|argument| argument.shape);
    let Some(first) = shapes.next() else {
        return Shape::Any;
    };
    if shapes.clone().all(|shape| shape.is_same(first)) {
        return first.clone();
    }
    if first.is_any() || shapes.any(Shape::is_any) {
        return Shape::Any;
    }
    Shape::any_array()
}

fn bag(arguments: &[Argument<'_>]) -> Shape {
    let properties = arguments.chunks_exact(2).filter_map(|pair| {
        let Some(Literal::String(name)) = pair[0].value else {
            return None;
        };
        Some((name.clone(), inside(&pair[1])))
    });
    Shape::bag(properties.collect::<BTreeMap<_, _>>())
}

/// What the values of `case` and `iff` have in common.
fn chosen(arguments: &[Argument<'_>]) -> Shape {
    let values = arguments
        .iter()
        .enumerate()
        .filter(|(at, _)| at % 2 == 1 || at + 1 == arguments.len())
        .map(|(_, argument)| argument);
    if values
        .clone()
        .any(|value| value_type(value) != ScalarType::Dynamic)
    {
        return Shape::Any;
    }
    values
        .map(|value| value.shape.clone())
        .reduce(Shape::common)
        .unwrap_or_default()
}
