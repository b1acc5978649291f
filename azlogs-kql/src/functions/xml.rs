//! `parse_xml`: XML as a dynamic value.
//!
//! Source: the table of the page "`parse_xml()`". Elements, attributes and text are translated; comments and the like are skipped.

use std::sync::Arc;

use indexmap::IndexMap;
use roxmltree::{Document, Node};

use super::signature::{Parameter, Returns};
use super::{Body, Function, Naming};
use crate::types::ScalarType;
use crate::value::convert::to_text;
use crate::value::{Dynamic, MAX_SIZE, Value};

/// How deep elements can be nested; dynamic values can't be deeper.
const MAX_DEPTH: usize = 100;

pub(super) const FUNCTIONS: &[Function] = &[Function {
    names: &["parse_xml"],
    count: 1..=1,
    parameters: &[Parameter::Text],
    returns: Returns::Is(ScalarType::Dynamic),
    naming: Naming::FirstArgument,
    body: Body::Plain(|arguments, _| match &arguments[0] {
        Value::Dynamic(Dynamic::Bag(_) | Dynamic::Array(_)) => Value::Null,
        text => parse(&to_text(text)).into(),
    }),
}];

/// `{ name: content }` of the outermost element; null of what isn't XML, or is too large.
fn parse(text: &str) -> Dynamic {
    if text.len() > MAX_SIZE {
        return Dynamic::Null;
    }
    let Ok(document) = Document::parse(text.trim_start()) else {
        return Dynamic::Null;
    };
    let root = document.root_element();
    match content(root, 0) {
        Some(content) => Dynamic::bag([(name(root), content)]),
        None => Dynamic::Null,
    }
}

/// A name as it's written, with its prefix.
fn name(element: Node<'_, '_>) -> Arc<str> {
    let tag = element.tag_name();
    qualified(element, tag.namespace(), tag.name())
}

fn qualified(element: Node<'_, '_>, namespace: Option<&str>, name: &str) -> Arc<str> {
    match namespace.and_then(|namespace| element.lookup_prefix(namespace)) {
        Some(prefix) if !prefix.is_empty() => format!("{prefix}:{name}").into(),
        _ => name.into(),
    }
}

/// An element without anything is null, one with text alone is that text, and anything else a bag. `None`: too deep.
fn content(element: Node<'_, '_>, depth: usize) -> Option<Dynamic> {
    if depth > MAX_DEPTH {
        return None;
    }
    let mut properties = attributes(element);
    let mut text = String::new();
    for child in element.children() {
        if child.is_element() {
            // Elements of the same name become an array.
            properties
                .entry(name(child))
                .or_default()
                .push(content(child, depth + 1)?);
        } else if child.is_text() {
            text.push_str(child.text().unwrap_or_default());
        }
    }
    let has_text = !text.trim().is_empty();
    Some(match (properties.is_empty(), has_text) {
        (true, false) => Dynamic::Null,
        (true, true) => Dynamic::String(text.into()),
        (false, _) => {
            if has_text {
                let at = properties
                    .keys()
                    .take_while(|name| name.starts_with('@'))
                    .count();
                properties.shift_insert(
                    at,
                    "#text".into(),
                    vec![Dynamic::String(text.trim().into())],
                );
            }
            Dynamic::bag(properties.into_iter().map(|(name, mut values)| {
                let only = if values.len() == 1 {
                    values.pop()
                } else {
                    None
                };
                (name, only.unwrap_or_else(|| Dynamic::array(values)))
            }))
        }
    })
}

/// The attributes, declarations of namespaces among them.
fn attributes(element: Node<'_, '_>) -> IndexMap<Arc<str>, Vec<Dynamic>> {
    let inherited = |uri: &str, prefix: Option<&str>| {
        element
            .parent_element()
            .is_some_and(|parent| parent.lookup_namespace_uri(prefix) == Some(uri))
    };
    let declared = element.namespaces().filter(|namespace| {
        namespace.name() != Some("xml") && !inherited(namespace.uri(), namespace.name())
    });
    let declared = declared.map(|namespace| {
        let name = namespace
            .name()
            .map_or_else(|| "@xmlns".to_owned(), |prefix| format!("@xmlns:{prefix}"));
        (
            Arc::from(name),
            vec![Dynamic::String(namespace.uri().into())],
        )
    });
    let plain = element.attributes().map(|attribute| {
        let name = qualified(element, attribute.namespace(), attribute.name());
        (
            Arc::from(format!("@{name}")),
            vec![Dynamic::String(attribute.value().into())],
        )
    });
    declared.chain(plain).collect()
}
