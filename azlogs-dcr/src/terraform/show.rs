//! Terraform's JSON: `terraform show -json` of a plan or a state, a state file, and configuration in JSON.
//!
//! Source: "JSON Output Format" and "JSON Configuration Syntax" in Terraform's documentation.

use super::resource::{may_be_rule, rule};
use crate::form::{Found, Search};
use crate::value::{Key, Member, Value};

/// Every rule in Terraform's JSON, in its order; `None` where the document is something else.
pub(crate) fn find_rules(root: &Value, document: &str) -> Option<Search> {
    let mut found = Vec::new();
    let values = ["planned_values", "values"]
        .into_iter()
        .find_map(|key| root.get(key));
    if let Some(module) = values.and_then(|values| values.get("root_module")) {
        visit_module(module, document, &mut found);
    } else if root.get("terraform_version").is_some() && root.get("resources").is_some() {
        visit_state(root, document, &mut found);
    } else {
        visit_configuration(root.get("resource")?, document, &mut found);
    }
    Some(Search {
        rules: found,
        ..Search::default()
    })
}

fn visit_module(module: &Value, document: &str, found: &mut Vec<Found>) {
    for resource in items(module, "resources") {
        let is_managed = text(resource, "mode").is_none_or(|mode| mode == "managed");
        let (Some(resource_type), Some(attributes)) =
            (text(resource, "type"), resource.get("values"))
        else {
            continue;
        };
        if is_managed && may_be_rule(resource_type) {
            found.extend(rule(resource_type, attributes, symbol(resource), document));
        }
    }
    for child in items(module, "child_modules") {
        visit_module(child, document, found);
    }
}

/// A state as Terraform stores it: instances within resources.
fn visit_state(root: &Value, document: &str, found: &mut Vec<Found>) {
    for resource in items(root, "resources") {
        let is_managed = text(resource, "mode").is_none_or(|mode| mode == "managed");
        let resource_type = text(resource, "type").unwrap_or_default();
        if !is_managed || !may_be_rule(resource_type) {
            continue;
        }
        for instance in items(resource, "instances") {
            if let Some(attributes) = instance.get("attributes") {
                found.extend(rule(resource_type, attributes, symbol(resource), document));
            }
        }
    }
}

/// Resources by type and name, each an object of its attributes or an array with one.
fn visit_configuration(resources: &Value, document: &str, found: &mut Vec<Found>) {
    for by_type in resources.members().unwrap_or_default() {
        if !may_be_rule(&by_type.key.text) {
            continue;
        }
        for resource in by_type.value.members().unwrap_or_default() {
            let one = std::slice::from_ref(&resource.value);
            for attributes in resource.value.items().unwrap_or(one) {
                let symbol = Some(resource.clone());
                found.extend(rule(&by_type.key.text, attributes, symbol, document));
            }
        }
    }
}

fn items<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::items).unwrap_or_default()
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_text()
}

/// What the configuration calls the resource.
fn symbol(resource: &Value) -> Option<Member> {
    let name = resource.get("name")?;
    Some(Member {
        key: Key {
            text: name.as_text()?.into(),
            span: name.span,
            why: None,
        },
        value: resource.clone(),
    })
}
