//! From a Terraform resource's attributes to the rule as Azure Resource Manager has it.
//!
//! Source: Terraform Registry, `azurerm_monitor_data_collection_rule` and `azapi_resource`.

use std::rc::Rc;

use crate::evaluation::unresolved;
use crate::form::{Found, Shape};
use crate::json;
use crate::kind::{RULE_TYPE, TABLE_TYPE};
use crate::value::{Data, Key, Member, Span, Value};
use crate::why::Wrong;

/// The resource types that may be rules.
const AZURERM: &str = "azurerm_monitor_data_collection_rule";
const AZAPI: [&str; 2] = ["azapi_resource", "azapi_update_resource"];

/// What a resource of Terraform's is to Azure Resource Manager.
pub(super) enum Declared {
    Rule(Found),
    /// A table of a workspace.
    Table(Value),
}

/// Whether a resource of this type may be a rule, or a table.
pub(super) fn may_be_declared(resource_type: &str) -> bool {
    resource_type == AZURERM || AZAPI.contains(&resource_type)
}

/// Whether a resource of this type deploys an Azure Resource Manager template, in which there may be rules.
pub(super) fn deploys_template(resource_type: &str) -> bool {
    resource_type.starts_with("azurerm_") && resource_type.ends_with("_template_deployment")
}

/// Where a resource's attributes stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// In configuration, which says all that is said of the resource.
    Configuration,
    /// In a plan, which leaves out what is known after it only, or a state.
    Values,
}

/// The rule or table that a resource's attributes make, if they make one. `document` is the text in which they stand, and `symbol`
/// what the configuration calls the resource.
pub(super) fn declared(
    resource_type: &str,
    attributes: &Value,
    origin: Origin,
    symbol: Option<Member>,
    document: &str,
) -> Option<Declared> {
    let mut resource = if resource_type == AZURERM {
        azurerm(attributes)
    } else {
        let name = attributes.get("type")?.as_text()?;
        let (name, version) = name.split_once('@').unwrap_or((name, ""));
        if name.eq_ignore_ascii_case(TABLE_TYPE) {
            let table = azapi(attributes, version, document);
            return Some(Declared::Table(Value::object(attributes.span, table)));
        }
        if !name.eq_ignore_ascii_case(RULE_TYPE) {
            return None;
        }
        azapi(attributes, version, document)
    };
    if origin == Origin::Configuration {
        let resource_type = Value::text(attributes.span, RULE_TYPE);
        resource.push(named("type", resource_type));
    }
    Some(Declared::Rule(Found {
        resource: Value::object(attributes.span, resource),
        shape: Shape::Nested,
        symbol,
    }))
}

/// A rule's members.
fn azurerm(attributes: &Value) -> Vec<Member> {
    let span = attributes.span;
    let mut properties = Vec::new();
    let take = |into: &mut Vec<Member>, from: &str, to: &str| {
        if let Some(value) = attributes.get(from) {
            into.push(named(to, value.clone()));
        }
    };
    take(&mut properties, "immutable_id", "immutableId");
    take(
        &mut properties,
        "data_collection_endpoint_id",
        "dataCollectionEndpointId",
    );
    if let Some(endpoint) = attributes.get("logs_ingestion_endpoint") {
        let endpoints = vec![named("logsIngestion", endpoint.clone())];
        properties.push(named("endpoints", Value::object(endpoint.span, endpoints)));
    }
    if let Some(streams) = blocks(attributes, "stream_declaration") {
        properties.push(named("streamDeclarations", streams_of(&streams)));
    }
    if let Some(flows) = blocks(attributes, "data_flow") {
        properties.push(named("dataFlows", flows_of(&flows)));
    }
    take(&mut properties, "data_sources", "dataSources");
    let mut resource = Vec::new();
    take(&mut resource, "name", "name");
    take(&mut resource, "kind", "kind");
    resource.push(named("properties", Value::object(span, properties)));
    resource
}

/// The blocks of a name, as an array. JSON may have a single one by itself, and loops, which aren't read.
fn blocks(attributes: &Value, name: &str) -> Option<Value> {
    let given = attributes.get(name);
    let looped = attributes
        .get("dynamic")
        .and_then(|dynamic| dynamic.get(name));
    let mut all = match given.map(|given| (&given.data, given)) {
        Some((Data::Array(array), _)) => array.items.clone(),
        Some((Data::Object(_), given)) => vec![given.clone()],
        Some((_, given)) => return Some(given.clone()),
        None => Vec::new(),
    };
    if let Some(looped) = looped {
        let help = "give what `terraform show -json` prints";
        let wrong = Wrong::new(looped.span, "a `dynamic` block in JSON isn't read")
            .help(Some(help.to_owned()));
        all.push(unresolved(&"dynamic".into(), looped.span, wrong.into()));
    }
    let span = given.or(looped)?.span;
    Some(Value::array(span, all))
}

/// `streamDeclarations` of the blocks of that name.
fn streams_of(all: &Value) -> Value {
    let Some(items) = all.items() else {
        return all.clone();
    };
    let members = items.iter().map(|block| {
        let columns = blocks(block, "column").map(|columns| named("columns", columns));
        Member {
            key: stream_key(block),
            value: Value::object(block.span, columns.into_iter().collect()),
        }
    });
    Value::object(all.span, members.collect())
}

fn stream_key(block: &Value) -> Key {
    let given = block.get("stream_name");
    let name = given.unwrap_or(block);
    let (text, why) = match &name.data {
        Data::Text(text) => (Rc::clone(text), None),
        Data::Unresolved(unresolved) => (
            Rc::clone(&unresolved.text),
            Some(Rc::clone(&unresolved.why)),
        ),
        _ => {
            let message = match given {
                Some(name) => format!("`stream_name` is {}, and has to be a string", name.kind()),
                None => "the `stream_declaration` has no `stream_name`".to_owned(),
            };
            ("".into(), Some(Wrong::new(name.span, message).into()))
        }
    };
    Key {
        text,
        span: name.span,
        why,
    }
}

fn flows_of(all: &Value) -> Value {
    const ATTRIBUTES: [(&str, &str); 5] = [
        ("streams", "streams"),
        ("destinations", "destinations"),
        ("transform_kql", "transformKql"),
        ("built_in_transform", "builtInTransform"),
        ("output_stream", "outputStream"),
    ];
    let Some(items) = all.items() else {
        return all.clone();
    };
    let flows = items.iter().map(|block| {
        if block.members().is_none() {
            return block.clone();
        }
        let members = ATTRIBUTES.iter().filter_map(|(from, to)| {
            // What is empty in a state was never given.
            let value = block
                .get(from)
                .filter(|value| value.as_text() != Some(""))?;
            Some(named(to, value.clone()))
        });
        Value::object(block.span, members.collect())
    });
    Value::array(all.span, flows.collect())
}

/// A resource's body, with the attributes around it.
fn azapi(attributes: &Value, version: &str, document: &str) -> Vec<Member> {
    let mut members = Vec::new();
    if let Some(name) = attributes.get("name") {
        members.push(named("name", name.clone()));
    }
    if let Some(declared) = attributes.get("type").filter(|_| !version.is_empty()) {
        let version = Value::text(declared.span, version);
        members.push(named("apiVersion", version));
    }
    let body = attributes.get("body");
    match body.map(|body| json::embedded(body, document).unwrap_or_else(|| body.clone())) {
        Some(body) if body.members().is_some() => {
            members.extend(body.members().unwrap_or_default().iter().cloned());
        }
        Some(body) => members.push(named("properties", body)),
        None => {}
    }
    // What the service answered, where the configuration asked for it.
    if let Some(properties) = attributes
        .get("output")
        .and_then(|output| output.get("properties"))
    {
        let known = ["immutableId", "endpoints"].into_iter().filter_map(|key| {
            let value = properties.get(key)?;
            Some(named(key, value.clone()))
        });
        members.extend(known);
    }
    members
}

fn named(key: &str, value: Value) -> Member {
    Member {
        key: Key {
            text: key.into(),
            span: Span {
                end: value.span.start,
                ..value.span
            },
            why: None,
        },
        value,
    }
}
