//! The forms in which a document holds rules, and where in it they are.

use crate::is_unresolved;
use crate::json::{Member, Node};
use crate::name::without_prefix;

/// The resource type of a rule.
const RULE_TYPE: &str = "Microsoft.Insights/dataCollectionRules";

/// Keys under which templates hold other templates: nested deployments, template specs, Microsoft Sentinel's content templates.
const TEMPLATE_KEYS: [&str; 2] = ["template", "mainTemplate"];

/// A rule's two halves.
pub(crate) struct Found<'a> {
    /// The resource: `name`, `kind`, `location`.
    pub(crate) resource: Node<'a>,
    /// Its `properties`; in flattened forms the resource itself. Absent where a resource has none.
    pub(crate) properties: Option<Node<'a>>,
    /// The streams, where the document is nothing but them.
    pub(crate) bare_streams: bool,
}

/// Every rule in the document, in its order.
pub(crate) fn find_rules<'a>(root: &Node<'a>) -> Vec<Found<'a>> {
    let mut found = Vec::new();
    visit(root, &mut found);
    if found.is_empty() && holds_streams(root) {
        found.push(Found {
            resource: root.clone(),
            properties: None,
            bare_streams: true,
        });
    }
    found
}

fn visit<'a>(node: &Node<'a>, found: &mut Vec<Found<'a>>) {
    if let Some(items) = node.items() {
        for item in &items {
            visit(item, found);
        }
        return;
    }
    if !node.is_object() {
        return;
    }
    found.extend(rule_at(node));
    for container in [Some(node.clone()), node.get("properties")]
        .into_iter()
        .flatten()
    {
        for key in TEMPLATE_KEYS {
            if let Some(template) = container.get(key) {
                visit(&template, found);
            }
        }
    }
    if let Some(resources) = node.get("resources") {
        visit_resources(&resources, found);
    }
    // What the REST API answers to a list.
    if let Some(values) = node.get("value").filter(|value| value.items().is_some()) {
        visit(&values, found);
    }
}

/// The resources of a template: an array, or, since language version 2, an object.
fn visit_resources<'a>(resources: &Node<'a>, found: &mut Vec<Found<'a>>) {
    let Some(members) = resources.members() else {
        return visit(resources, found);
    };
    for member in members {
        visit(&member.value, found);
    }
}

fn rule_at<'a>(node: &Node<'a>) -> Option<Found<'a>> {
    let properties = node.get("properties");
    let nested = properties.as_ref().is_some_and(says_streams_or_flows);
    let flattened = says_streams_or_flows(node);
    let is_rule = match resource_type(node) {
        Some(found) => found.eq_ignore_ascii_case(RULE_TYPE) && !refers_to_existing(node),
        None => nested || flattened,
    };
    let properties = match properties {
        Some(properties) if nested || !flattened => Some(properties),
        _ if flattened => Some(node.clone()),
        _ => None,
    };
    is_rule.then(|| Found {
        resource: node.clone(),
        properties,
        bare_streams: false,
    })
}

/// The resource's type without the API version that some forms append.
fn resource_type<'a>(node: &Node<'a>) -> Option<&'a str> {
    let text = node.get("type")?.as_str()?;
    let name = text.split_once('@').map_or(text, |(name, _)| name);
    (!is_unresolved(name)).then_some(name)
}

/// Whether a template only refers to a resource that is there already.
fn refers_to_existing(node: &Node<'_>) -> bool {
    node.get("existing").is_some_and(|value| value.is_true())
}

fn says_streams_or_flows(node: &Node<'_>) -> bool {
    node.get("streamDeclarations").is_some() || node.get("dataFlows").is_some()
}

/// Whether an object's values are streams: one by its prefix, or all of them by their columns.
fn holds_streams(node: &Node<'_>) -> bool {
    let members = node.members().unwrap_or_default();
    let has_columns = |member: &Member<'_>| member.value.get("columns").is_some();
    members
        .iter()
        .any(|member| without_prefix(member.key).is_some() && has_columns(member))
        || (!members.is_empty() && members.iter().all(has_columns))
}
