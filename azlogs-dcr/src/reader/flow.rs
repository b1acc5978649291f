//! Reads `dataFlows`.

use crate::findings::Findings;
use crate::node::Node;
use crate::{DataFlow, Located, Severity};

const KEYS: [&str; 4] = ["streams", "destinations", "transformKql", "outputStream"];

/// A rule's data flows.
#[derive(Default)]
pub(crate) struct Flows<'a> {
    /// Those that could be read.
    pub(crate) kept: Vec<DataFlow>,
    /// Streams that are named by an expression.
    pub(crate) unresolved: Vec<Node<'a>>,
    /// Whether some flow or some of its streams couldn't be read.
    pub(crate) incomplete: bool,
}

pub(crate) fn read_flows<'a>(node: &Node<'a>, findings: &mut Findings<'_>) -> Flows<'a> {
    let mut flows = Flows::default();
    let Some(items) = node.items() else {
        flows.incomplete = true;
        unreadable(node, "`dataFlows`", "an array of data flows", findings);
        return flows;
    };
    for item in items {
        if !item.is_object() {
            flows.incomplete = true;
            unreadable(&item, "a data flow", "an object", findings);
        } else if let Some(flow) = read_flow(&item, &mut flows, findings) {
            flows.kept.push(flow);
        } else {
            flows.incomplete = true;
        }
    }
    flows
}

/// One flow; none where its transform can't be read, so that nothing takes it for a flow without one.
fn read_flow<'a>(
    node: &Node<'a>,
    flows: &mut Flows<'a>,
    findings: &mut Findings<'_>,
) -> Option<DataFlow> {
    findings.duplicate_keys(node, &KEYS);
    let mut text = |key: &str| {
        let value = node.get(key)?;
        let what = format!("`{key}` of a data flow");
        if value.is_unresolved() {
            findings.unchecked(&value, &what);
        }
        Some(findings.text(&value, &what))
    };
    let transform_kql = text("transformKql");
    let named_transform = text("transform").or_else(|| text("builtInTransform"));
    let output_stream = text("outputStream").flatten();
    let streams = read_streams(node, flows, findings);
    let destinations = read_destinations(node, findings);
    if matches!(transform_kql, Some(None)) || matches!(named_transform, Some(None)) {
        return None;
    }
    Some(DataFlow {
        streams,
        destinations,
        transform_kql: transform_kql.flatten(),
        named_transform: named_transform.flatten(),
        output_stream,
        place: node.place(),
    })
}

fn read_streams<'a>(
    flow: &Node<'a>,
    flows: &mut Flows<'a>,
    findings: &mut Findings<'_>,
) -> Vec<Located<String>> {
    let Some(node) = flow.get("streams") else {
        flows.incomplete = true;
        let help = "write `\"streams\": [ \"Custom-…\" ]`";
        findings.missing(
            flow.place(),
            "a data flow has no `streams`".to_owned(),
            help,
        );
        return Vec::new();
    };
    let Some(items) = node.items() else {
        flows.incomplete = true;
        unreadable(
            &node,
            "`streams` of a data flow",
            "an array of stream names",
            findings,
        );
        return Vec::new();
    };
    let mut streams = Vec::with_capacity(items.len());
    for item in items {
        if item.is_unresolved() {
            flows.unresolved.push(item);
            continue;
        }
        match findings.text(&item, "a data flow's stream") {
            Some(stream) => streams.push(stream),
            None => flows.incomplete = true,
        }
    }
    streams
}

fn read_destinations(flow: &Node<'_>, findings: &mut Findings<'_>) -> Vec<Located<String>> {
    let Some(node) = flow.get("destinations") else {
        return Vec::new();
    };
    let Some(items) = node.items() else {
        let what = "`destinations` of a data flow";
        unreadable(&node, what, "an array of destination names", findings);
        return Vec::new();
    };
    items
        .iter()
        .filter_map(|item| findings.text(item, "a data flow's destination"))
        .collect()
}

/// An expression in place of flows hides no stream, so it is a warning only.
fn unreadable(node: &Node<'_>, what: &str, wanted: &str, findings: &mut Findings<'_>) {
    if node.is_unresolved() {
        findings.unresolved(node, what, Severity::Warning);
    } else {
        findings.wrong_type(node, what, wanted);
    }
}
