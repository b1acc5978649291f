//! Reads a rule out of JSON.

mod built_in;
mod envelope;
mod flow;
mod stream;
mod table;

pub(crate) use built_in::{Delivered, NOT_POSTED_TO, PREFIX, is_one_of};
pub(crate) use flow::Flows;
pub(crate) use stream::Streams;
pub(crate) use table::read_table;

use crate::findings::Findings;
use crate::form::{Found, Shape};
use crate::node::Node;
use crate::source::Source;
use crate::{Located, Rule, check, hint};

/// The keys that are read, and so mustn't stand twice.
const RESOURCE: [&str; 3] = ["type", "name", "properties"];
const PROPERTIES: [&str; 6] = [
    "immutableId",
    "kind",
    "endpoints",
    "dataCollectionEndpointId",
    "streamDeclarations",
    "dataFlows",
];

/// Reads one rule. What is wrong in it is reported, and what was good beside that is kept.
pub(crate) fn read_rule(found: &Found, source: &Source, findings: &mut Findings<'_>) -> Rule {
    let resource = Node::new(source, &found.resource);
    let mut rule = Rule::empty(resource.place());
    if found.shape == Shape::BareStreams {
        rule.streams = stream::read_streams(&resource, findings).kept;
        return rule;
    }
    findings.duplicate_keys(&resource, &RESOURCE);
    let properties = match found.shape {
        Shape::Flat => Some(resource),
        Shape::Nested | Shape::BareStreams => properties_of(&resource, findings),
    };
    let symbol = found.symbol.as_ref().map(|symbol| Located {
        value: symbol.key.text.as_ref().to_owned(),
        place: source.place(symbol.key.span),
    });
    envelope::read_envelope(
        &mut rule,
        &resource,
        properties.as_ref(),
        symbol.as_ref(),
        findings,
    );
    let Some(properties) = properties else {
        return rule;
    };
    findings.duplicate_keys(&properties, &PROPERTIES);
    let streams = match properties.get("streamDeclarations") {
        Some(node) => stream::read_streams(&node, findings),
        None => Streams::default(),
    };
    let flows = properties
        .get("dataFlows")
        .map(|node| flow::read_flows(&node, findings));
    let delivered = Delivered::read(&rule, &resource, &properties);
    if let Some(flows) = &flows {
        rule.built_in_streams = built_in::posted(&streams, flows, &delivered);
    }
    let parts = check::Parts {
        rule: &rule,
        resource: &resource,
        properties: &properties,
        streams: &streams,
        flows: flows.as_ref(),
        delivered: &delivered,
    };
    check::check_rule(&parts, findings);
    rule.streams = streams.kept;
    rule.data_flows = flows.map(|flows| flows.kept).unwrap_or_default();
    rule
}

fn properties_of<'a>(resource: &Node<'a>, findings: &mut Findings<'_>) -> Option<Node<'a>> {
    match resource.get("properties") {
        Some(properties) if properties.is_object() => return Some(properties),
        Some(properties) => findings.wrong_type(&properties, "`properties`", "an object"),
        None => findings.report(resource.place(), hint::no_properties(resource)),
    }
    None
}
