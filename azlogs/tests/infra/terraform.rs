//! Reads Terraform's language with a parser of its own, as far as it is written.

use hcl_edit::expr::{Expression, ObjectKey};
use hcl_edit::structure::Body;
use hcl_edit::template::Element;
use serde_json::{Map, Value};

use crate::properties::expression;

/// The properties of each resource of the provider azapi.
pub(crate) fn properties(file: &str) -> Vec<Value> {
    let body: Body = file.parse().unwrap();
    let resources = body.get_blocks("resource");
    let resources = resources.filter(|block| block.labels[0].as_str() == "azapi_resource");
    resources
        .map(|block| {
            let body = block.body.get_attribute("body").unwrap();
            value(&body.value)["properties"].clone()
        })
        .collect()
}

fn value(read: &Expression) -> Value {
    match read {
        Expression::String(text) => Value::from(text.as_str()),
        Expression::Number(number) => Value::from(number.as_u64().unwrap()),
        Expression::Array(items) => items.iter().map(value).collect(),
        Expression::Object(members) => {
            let members = members.iter();
            let members = members.map(|(key, member)| (self::key(key), value(member.expr())));
            Value::Object(members.collect::<Map<_, _>>())
        }
        // A doubled sign makes a template of a string: one without anything to fill in.
        Expression::StringTemplate(template) => {
            let parts = template.iter().map(|element| match element {
                Element::Literal(text) => text.as_str(),
                other => panic!("{other:?} is filled in"),
            });
            Value::from(parts.collect::<String>())
        }
        _ => expression(),
    }
}

fn key(key: &ObjectKey) -> String {
    match key {
        ObjectKey::Ident(word) => word.as_str().to_owned(),
        ObjectKey::Expression(text) => text.as_str().unwrap().to_owned(),
    }
}
