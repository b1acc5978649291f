//! Paths to the parts of a configuration, as its JSON form has them.

use std::collections::HashMap;

use hcl_edit::expr::{Expression, ObjectKey};
use hcl_edit::structure::{BlockLabel, Body, Structure};

use super::parse::span;
use crate::outline::{Entries, Outline};

pub(super) fn outline(body: &Body) -> Outline {
    let mut entries = Entries::default();
    add_body(body, &mut entries);
    Outline::Entries(entries)
}

fn add_body(body: &Body, entries: &mut Entries) {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for structure in body {
        match structure {
            Structure::Attribute(attribute) => {
                entries.within(
                    span(attribute),
                    &[attribute.key.as_str()],
                    None,
                    |entries| {
                        add_expression(&attribute.value, entries);
                    },
                );
            }
            Structure::Block(block) => {
                let name = block.ident.as_str();
                let mut keys = vec![name];
                keys.extend(block.labels.iter().map(BlockLabel::as_str));
                let count = seen.entry(name).or_default();
                let index = block.labels.is_empty().then_some(*count);
                *count += 1;
                entries.within(span(block), &keys, index, |entries| {
                    add_body(&block.body, entries);
                });
            }
        }
    }
}

fn add_expression(expression: &Expression, entries: &mut Entries) {
    match expression {
        Expression::Array(array) => {
            for (index, item) in array.iter().enumerate() {
                entries.within(span(item), &[], Some(index), |entries| {
                    add_expression(item, entries);
                });
            }
        }
        Expression::Object(object) => {
            for (key, value) in object {
                let name = match key {
                    ObjectKey::Ident(ident) => ident.as_str(),
                    ObjectKey::Expression(Expression::String(text)) => text.as_str(),
                    ObjectKey::Expression(_) => "…",
                };
                let mut whole = span(key);
                whole.end = span(value.expr()).end.max(whole.end);
                entries.within(whole, &[name], None, |entries| {
                    add_expression(value.expr(), entries);
                });
            }
        }
        Expression::Parenthesis(inner) => add_expression(inner.inner(), entries),
        Expression::FuncCall(call) => {
            for argument in &call.args {
                add_expression(argument, entries);
            }
        }
        _ => {}
    }
}
