//! Reads a rule out of JSON.

mod envelope;
mod flow;
mod stream;

pub(crate) use flow::Flows;
pub(crate) use stream::Streams;

use crate::findings::Findings;
use crate::form::Found;
use crate::json::Node;
use crate::{Rule, check};

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
pub(crate) fn read_rule(found: &Found<'_>, findings: &mut Findings<'_>) -> Rule {
    let mut rule = Rule {
        name: None,
        kind: None,
        immutable_id: None,
        logs_ingestion_endpoint: None,
        data_collection_endpoint_id: None,
        streams: Vec::new(),
        data_flows: Vec::new(),
        place: found.resource.place(),
    };
    if found.bare_streams {
        rule.streams = stream::read_streams(&found.resource, findings).kept;
        return rule;
    }
    findings.duplicate_keys(&found.resource, &RESOURCE);
    let properties = properties_of(found, findings);
    envelope::read_envelope(&mut rule, found, properties.as_ref(), findings);
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
    check::check_rule(rule.kind.as_ref(), &streams, flows.as_ref(), findings);
    rule.streams = streams.kept;
    rule.data_flows = flows.map(|flows| flows.kept).unwrap_or_default();
    rule
}

fn properties_of<'a>(found: &Found<'a>, findings: &mut Findings<'_>) -> Option<Node<'a>> {
    match &found.properties {
        Some(properties) if properties.is_object() => return Some(properties.clone()),
        Some(properties) => findings.wrong_type(properties, "`properties`", "an object"),
        None => findings.missing(
            found.resource.place(),
            "the rule has no `properties`".to_owned(),
            "give the rule with its `streamDeclarations` and `dataFlows`",
        ),
    }
    None
}
