//! Whether there is an endpoint to which rows for the rule can be posted.

use super::Parts;
use crate::findings::Findings;
use crate::node::Node;
use crate::reader::{NOT_POSTED_TO, is_one_of};
use crate::{Code, Diagnostic, Located, Quoted, Severity};

/// The kind of rule that has an endpoint of its own.
const DIRECT: &str = "Direct";

/// The first version of the management API that gives a rule of kind Direct its endpoint.
///
/// Source: "Structure of a data collection rule", "Endpoints".
const FIRST_WITH_ENDPOINTS: &str = "2023-03-11";

/// What a name of a rule with an endpoint of its own is made of, and how long it may be, as tools that deploy such rules have
/// found out: it becomes part of a host's name.
const DIRECT_NAME: std::ops::RangeInclusive<usize> = 3..=30;

pub(super) fn check(parts: &Parts<'_>, findings: &mut Findings<'_>) {
    let rule = parts.rule;
    let either = |key| {
        parts
            .properties
            .get(key)
            .or_else(|| parts.resource.get(key))
    };
    let kind = either("kind");
    if kind.as_ref().is_some_and(Node::is_unresolved) {
        return;
    }
    // Where an expression makes the name, what the document calls the resource isn't the name.
    let is_said = parts
        .resource
        .get("name")
        .is_some_and(|name| !name.is_unresolved());
    let name = rule.name.as_ref().filter(|_| is_said);
    if let (Some(name), true) = (name, is_direct(rule.kind.as_ref())) {
        check_name(name, findings);
    }
    let has_envelope = ["kind", "location", "id", "type"]
        .iter()
        .any(|key| parts.resource.get(key).is_some());
    // Streams of an agent's sources aren't posted to.
    let has_sources = either("dataSources").is_some_and(|sources| !sources.is_empty());
    let has_endpoint = rule.logs_ingestion_endpoint.is_some()
        || ["endpoints", "dataCollectionEndpointId"]
            .iter()
            .any(|key| either(key).is_some());
    if !has_envelope || has_sources || has_endpoint || parts.streams.kept.is_empty() {
        return;
    }
    let (message, help) = match &rule.kind {
        Some(kind) if is_direct(Some(kind)) => {
            let Some(version) = old_version(parts.resource) else {
                return;
            };
            (
                format!(
                    "deployed with API version {}, the rule gets no endpoint",
                    Quoted(&version.value)
                ),
                format!(
                    "deploy it with {FIRST_WITH_ENDPOINTS} or later: an endpoint can't be added to a rule that is there"
                ),
            )
        }
        Some(kind) if is_one_of(&kind.value, &NOT_POSTED_TO) => (
            format!(
                "rows can't be posted to a rule of kind {}",
                Quoted(&kind.value)
            ),
            format!("use `\"kind\": \"{DIRECT}\"`"),
        ),
        _ => (
            format!(
                "rows can't be posted to this rule: its kind isn't `{DIRECT}`, and it names no data collection endpoint"
            ),
            format!("say `\"kind\": \"{DIRECT}\"`, or give `dataCollectionEndpointId`"),
        ),
    };
    let place = rule.kind.as_ref().map_or(&rule.place, |kind| &kind.place);
    let diagnostic = Diagnostic::new(Code::NoEndpoint, Severity::Warning, message).help(help);
    findings.deployment(place.clone(), diagnostic);
}

fn check_name(name: &Located<String>, findings: &mut Findings<'_>) {
    let is_host = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let length = name.value.chars().count();
    let message = if !DIRECT_NAME.contains(&length) {
        format!(
            "the name of a rule of kind `{DIRECT}` has {} to {} characters, and {} has {length}",
            DIRECT_NAME.start(),
            DIRECT_NAME.end(),
            Quoted(&name.value)
        )
    } else if !name.value.chars().all(is_host) {
        format!(
            "the name of a rule of kind `{DIRECT}` is made of letters, digits and `-`, and {} isn't",
            Quoted(&name.value)
        )
    } else {
        return;
    };
    let diagnostic = Diagnostic::new(Code::DirectName, Severity::Warning, message)
        .help("give it another name: this one becomes part of its endpoint's host name");
    findings.deployment(name.place.clone(), diagnostic);
}

fn is_direct(kind: Option<&Located<String>>) -> bool {
    kind.is_some_and(|kind| kind.value.eq_ignore_ascii_case(DIRECT))
}

/// The resource's API version, where it is too old for an endpoint. Versions are dates, so that they compare as text.
fn old_version(resource: &Node<'_>) -> Option<Located<String>> {
    let node = resource.get("apiVersion")?;
    let version = node.as_str()?;
    let is_old =
        version.starts_with(|c: char| c.is_ascii_digit()) && version < FIRST_WITH_ENDPOINTS;
    is_old.then(|| Located {
        value: version.to_owned(),
        place: node.place(),
    })
}
