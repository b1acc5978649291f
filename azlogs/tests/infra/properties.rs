//! The properties of what is written, whatever the language, to be compared.

use serde_json::Value;

/// The properties of each resource of an ARM template, but for assignments of roles; text as it is deployed.
pub(crate) fn of_arm(template: &str) -> Vec<Value> {
    let template: Value = serde_json::from_str(template).unwrap();
    let resources = template["resources"].as_array().unwrap();
    let resources = resources
        .iter()
        .filter(|resource| resource["type"] != "Microsoft.Authorization/roleAssignments");
    resources
        .map(|resource| deployed(&resource["properties"]))
        .collect()
}

/// What Azure Resource Manager makes of it: expressions stay, text that only looks like one loses its first bracket.
fn deployed(value: &Value) -> Value {
    match value {
        Value::String(text) if text.starts_with("[[") && text.ends_with(']') => {
            Value::from(text.strip_prefix('[').unwrap())
        }
        Value::String(text) if text.starts_with('[') && text.ends_with(']') => expression(),
        Value::Array(items) => items.iter().map(deployed).collect(),
        Value::Object(members) => {
            let members = members.iter();
            Value::Object(
                members
                    .map(|(key, value)| (key.clone(), deployed(value)))
                    .collect(),
            )
        }
        other => other.clone(),
    }
}

/// What stands for any expression.
pub(crate) fn expression() -> Value {
    serde_json::json!({"an": "expression"})
}
