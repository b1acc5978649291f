//! Streams of Azure's own, such as `Microsoft-Syslog`: a rule takes them without declaring them.

use std::collections::HashSet;

use super::{Flows, Streams};
use crate::node::Node;
use crate::{Located, Rule};

/// What the name of each of them begins with.
pub(crate) const PREFIX: &str = "Microsoft-";

/// Kinds of rules that take no rows from the API.
pub(crate) const NOT_POSTED_TO: [&str; 3] =
    ["AgentSettings", "PlatformTelemetry", "WorkspaceTransforms"];

/// How deep a data source's streams are: kind, source, `streams`, and what Terraform puts around them.
const DEPTH: usize = 6;

/// The streams that an agent or Azure itself delivers.
#[derive(Debug)]
pub(crate) struct Delivered {
    streams: HashSet<String>,
    /// Whether there may be more, or no rows can be posted to the rule at all.
    may_be_any: bool,
}

impl Delivered {
    pub(crate) fn read(rule: &Rule, resource: &Node<'_>, properties: &Node<'_>) -> Self {
        let kind = rule.kind.as_ref().map(|kind| kind.value.as_str());
        let mut delivered = Self {
            streams: HashSet::new(),
            may_be_any: kind.is_some_and(|kind| is_one_of(kind, &NOT_POSTED_TO)),
        };
        let sources = properties.get("dataSources");
        if let Some(sources) = sources.or_else(|| resource.get("dataSources")) {
            delivered.add(&sources, false, DEPTH);
        }
        delivered
    }

    fn add(&mut self, node: &Node<'_>, are_streams: bool, depth: usize) {
        if node.is_unresolved() {
            self.may_be_any |= are_streams || depth == DEPTH;
        } else if let (true, Some(name)) = (are_streams, node.as_str()) {
            self.streams.insert(name.to_owned());
        } else if depth > 0 {
            for item in node.items().unwrap_or_default() {
                self.add(&item, are_streams, depth - 1);
            }
            for member in node.members().unwrap_or_default() {
                self.add(
                    &member.value,
                    member.key.eq_ignore_ascii_case("streams"),
                    depth - 1,
                );
            }
        }
    }

    /// Whether rows of that stream may come from elsewhere than the API.
    pub(crate) fn may_hold(&self, stream: &str) -> bool {
        self.may_be_any || self.streams.contains(stream)
    }
}

/// The streams of Azure's own that flows take and rows can be posted to, each once.
pub(crate) fn posted(
    streams: &Streams,
    flows: &Flows<'_>,
    delivered: &Delivered,
) -> Vec<Located<String>> {
    let mut found: Vec<Located<String>> = Vec::new();
    for name in flows.kept.iter().flat_map(|flow| &flow.streams) {
        let is_declared = streams.kept.iter().any(|stream| stream.name == name.value)
            || streams.lost.contains(&name.value);
        let is_known = is_declared || found.iter().any(|other| other.value == name.value);
        if name.value.starts_with(PREFIX) && !is_known && !delivered.may_hold(&name.value) {
            found.push(name.clone());
        }
    }
    found
}

pub(crate) fn is_one_of(kind: &str, kinds: &[&str]) -> bool {
    kinds.iter().any(|known| known.eq_ignore_ascii_case(kind))
}
