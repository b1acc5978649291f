//! Terraform's JSON: `terraform show -json` of a plan or a state, a state file, and configuration in JSON.
//!
//! Origin: "JSON Output Format" and "JSON Configuration Syntax" in Terraform's documentation.

use super::resource::{Declared, Origin, declared, deploys_template, may_be_declared};
use crate::form::Search;
use crate::link::Link;
use crate::value::{Key, Member, Value};

/// Every rule in Terraform's JSON, in its order; `None` where the document is something else.
pub(crate) fn find_rules(root: &Value, document: &str) -> Option<Search> {
    let mut search = Search::default();
    let values = ["planned_values", "values"]
        .into_iter()
        .find_map(|key| root.get(key));
    if let Some(module) = values.and_then(|values| values.get("root_module")) {
        visit_module(module, document, &mut search);
    } else if root.get("terraform_version").is_some() && root.get("resources").is_some() {
        visit_state(root, document, &mut search);
    } else {
        let (resources, modules) = (root.get("resource"), root.get("module"));
        // Other documents have a `resource` too, but Terraform's are an object of types.
        resources.or(modules)?.members()?;
        if let Some(resources) = resources {
            visit_configuration(resources, document, &mut search);
        }
        for module in modules.and_then(Value::members).unwrap_or_default() {
            let source = text(&module.value, "source");
            search.links.push(Link::of_module(module.key.span, source));
        }
        if search.is_empty() && search.links.is_empty() {
            return None;
        }
    }
    Some(search)
}

fn visit_module(module: &Value, document: &str, search: &mut Search) {
    for resource in items(module, "resources") {
        let is_managed = text(resource, "mode").is_none_or(|mode| mode == "managed");
        let (Some(resource_type), Some(attributes)) =
            (text(resource, "type"), resource.get("values"))
        else {
            continue;
        };
        if is_managed {
            add(
                search,
                resource_type,
                (attributes, Origin::Values),
                symbol(resource),
                document,
            );
        }
    }
    for child in items(module, "child_modules") {
        visit_module(child, document, search);
    }
}

/// A state as Terraform stores it: instances within resources.
fn visit_state(root: &Value, document: &str, search: &mut Search) {
    for resource in items(root, "resources") {
        let is_managed = text(resource, "mode").is_none_or(|mode| mode == "managed");
        let resource_type = text(resource, "type").unwrap_or_default();
        if !is_managed {
            continue;
        }
        for instance in items(resource, "instances") {
            if let Some(attributes) = instance.get("attributes") {
                add(
                    search,
                    resource_type,
                    (attributes, Origin::Values),
                    symbol(resource),
                    document,
                );
            }
        }
    }
}

/// Resources by type and name, each an object of its attributes or an array with one.
fn visit_configuration(resources: &Value, document: &str, search: &mut Search) {
    for by_type in resources.members().unwrap_or_default() {
        for resource in by_type.value.members().unwrap_or_default() {
            let one = std::slice::from_ref(&resource.value);
            for attributes in resource.value.items().unwrap_or(one) {
                let symbol = Some(resource.clone());
                let attributes = (attributes, Origin::Configuration);
                add(search, &by_type.key.text, attributes, symbol, document);
            }
        }
    }
}

/// The rule or table that a resource is, or the template that it deploys.
fn add(
    search: &mut Search,
    resource_type: &str,
    (attributes, origin): (&Value, Origin),
    symbol: Option<Member>,
    document: &str,
) {
    if may_be_declared(resource_type) {
        match declared(resource_type, attributes, origin, symbol, document) {
            Some(Declared::Rule(rule)) => search.rules.push(rule),
            Some(Declared::Table(table)) => search.tables.push(table),
            None => {}
        }
    } else if deploys_template(resource_type) {
        search.links.push(Link::of_resource(attributes.span));
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
