//! As an Azure Resource Manager template.

use azlogs_dcr::is_disruptive;

use super::body::{rule_properties, table_properties};
use super::model::Model;
use super::resource::{
    ABOUT_ENDPOINT, ABOUT_IMMUTABLE_ID, ABOUT_LOCATION, ABOUT_PRINCIPAL_TYPE, ABOUT_PRINCIPALS,
    ABOUT_RULE_NAME, ABOUT_WORKSPACE_ID, ABOUT_WORKSPACE_NAME, NOTICE, PRINCIPAL_TYPES,
    PUBLISHER_ROLE, ROLE_ASSIGNMENT, ROLE_DEFINITION, RULE, TABLE,
};
use super::table::Table;
use super::tree::{Tree, indent};

const SCHEMA: &str =
    "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";

/// Objects without parts are written on one line up to this many characters.
const WIDTH: usize = 100;

type Member = (&'static str, Option<Tree>);

pub(super) fn tables(model: &Model<'_>) -> String {
    let workspace = parameter("string", ABOUT_WORKSPACE_NAME, []);
    let parameters = Tree::object([("workspaceName", Some(workspace))]);
    let resources = model.tables.iter().map(table).collect();
    template([
        ("parameters", Some(parameters)),
        ("resources", Some(Tree::List(resources))),
    ])
}

pub(super) fn rule(model: &Model<'_>) -> String {
    template([
        ("parameters", Some(rule_parameters(model))),
        (
            "resources",
            Some(Tree::List(vec![rule_resource(model), publishers()])),
        ),
        ("outputs", Some(outputs())),
    ])
}

fn template<const N: usize>(members: [Member; N]) -> String {
    let metadata = Tree::object([("description", Some(Tree::text(NOTICE)))]);
    let first = [
        ("$schema", Some(Tree::text(SCHEMA))),
        ("contentVersion", Some(Tree::text("1.0.0.0"))),
        ("metadata", Some(metadata)),
    ];
    let mut out = String::new();
    write(&mut out, &Tree::object(first.into_iter().chain(members)), 0);
    out.push('\n');
    out
}

fn table(table: &Table) -> Tree {
    let name = format!("concat(parameters('workspaceName'), '/{}')", table.name);
    Tree::object([
        ("type", Some(Tree::text(TABLE.0))),
        ("apiVersion", Some(Tree::text(TABLE.1))),
        ("name", Some(Tree::expression(name))),
        ("properties", Some(table_properties(table))),
    ])
}

fn rule_parameters(model: &Model<'_>) -> Tree {
    let default = |value| [("defaultValue", Some(value))];
    let region = Tree::expression("resourceGroup().location");
    Tree::object([
        (
            "ruleName",
            Some(parameter(
                "string",
                ABOUT_RULE_NAME,
                default(Tree::text(model.name)),
            )),
        ),
        (
            "location",
            Some(parameter("string", ABOUT_LOCATION, default(region))),
        ),
        (
            "workspaceResourceId",
            Some(parameter("string", ABOUT_WORKSPACE_ID, [])),
        ),
        (
            "principalIds",
            Some(parameter(
                "array",
                ABOUT_PRINCIPALS,
                default(Tree::List(Vec::new())),
            )),
        ),
        (
            "principalType",
            Some(parameter(
                "string",
                ABOUT_PRINCIPAL_TYPE,
                [
                    ("defaultValue", Some(Tree::text(PRINCIPAL_TYPES[0]))),
                    ("allowedValues", Some(Tree::texts(PRINCIPAL_TYPES))),
                ],
            )),
        ),
    ])
}

fn parameter<const N: usize>(kind: &str, about: &str, more: [Member; N]) -> Tree {
    let metadata = Tree::object([("description", Some(Tree::text(about)))]);
    let first = [("type", Some(Tree::text(kind)))];
    let last = [("metadata", Some(metadata))];
    Tree::object(first.into_iter().chain(more).chain(last))
}

fn rule_resource(model: &Model<'_>) -> Tree {
    let properties = rule_properties(model, "parameters('workspaceResourceId')");
    Tree::object([
        ("type", Some(Tree::text(RULE.0))),
        ("apiVersion", Some(Tree::text(RULE.1))),
        ("name", Some(Tree::expression("parameters('ruleName')"))),
        ("location", Some(Tree::expression("parameters('location')"))),
        ("kind", Some(Tree::text("Direct"))),
        ("properties", Some(properties)),
    ])
}

/// The expression for the rule's resource id.
fn rule_id() -> String {
    format!("resourceId('{}', parameters('ruleName'))", RULE.0)
}

fn publishers() -> Tree {
    let principal = "parameters('principalIds')[copyIndex()]";
    let name = format!("guid({}, {principal}, '{PUBLISHER_ROLE}')", rule_id());
    let role = format!("subscriptionResourceId('{ROLE_DEFINITION}', '{PUBLISHER_ROLE}')");
    let copy = Tree::object([
        ("name", Some(Tree::text("publishers"))),
        (
            "count",
            Some(Tree::expression("length(parameters('principalIds'))")),
        ),
    ]);
    let properties = Tree::object([
        ("roleDefinitionId", Some(Tree::expression(role))),
        ("principalId", Some(Tree::expression(principal))),
        (
            "principalType",
            Some(Tree::expression("parameters('principalType')")),
        ),
    ]);
    Tree::object([
        ("copy", Some(copy)),
        ("type", Some(Tree::text(ROLE_ASSIGNMENT.0))),
        ("apiVersion", Some(Tree::text(ROLE_ASSIGNMENT.1))),
        ("scope", Some(Tree::expression(rule_id()))),
        ("name", Some(Tree::expression(name))),
        (
            "dependsOn",
            Some(Tree::List(vec![Tree::expression(rule_id())])),
        ),
        ("properties", Some(properties)),
    ])
}

fn outputs() -> Tree {
    let output = |property: &str, about: &str| {
        let value = format!("reference({}, '{}').{property}", rule_id(), RULE.1);
        let metadata = Tree::object([("description", Some(Tree::text(about)))]);
        Some(Tree::object([
            ("type", Some(Tree::text("string"))),
            ("value", Some(Tree::expression(value))),
            ("metadata", Some(metadata)),
        ]))
    };
    Tree::object([
        ("immutableId", output("immutableId", ABOUT_IMMUTABLE_ID)),
        (
            "logsIngestionEndpoint",
            output("endpoints.logsIngestion", ABOUT_ENDPOINT),
        ),
    ])
}

fn write(out: &mut String, tree: &Tree, level: usize) {
    match tree {
        Tree::Text(text) => out.push_str(&text_value(text)),
        Tree::Number(number) => out.push_str(&number.to_string()),
        Tree::Expression(expression) => out.push_str(&json(&format!("[{expression}]"))),
        Tree::List(_) | Tree::Object(_) => {
            let line = tree.is_flat().then(|| on_a_line(tree));
            match line.filter(|line| 2 * level + line.chars().count() <= WIDTH) {
                Some(line) => out.push_str(&line),
                None => write_parts(out, tree, level),
            }
        }
    }
}

fn write_parts(out: &mut String, tree: &Tree, level: usize) {
    let (open, close) = tree.brackets();
    out.push(open);
    for (index, (key, value)) in tree.parts().into_iter().enumerate() {
        out.push_str(if index == 0 { "\n" } else { ",\n" });
        indent(out, level + 1);
        write_key(out, key);
        write(out, value, level + 1);
    }
    out.push('\n');
    indent(out, level);
    out.push(close);
}

/// A value whose parts have no parts.
fn on_a_line(tree: &Tree) -> String {
    let (open, close) = tree.brackets();
    let parts = tree.parts();
    let room = if open == '{' && !parts.is_empty() {
        " "
    } else {
        ""
    };
    let mut out = format!("{open}{room}");
    for (index, (key, value)) in parts.into_iter().enumerate() {
        out.push_str(if index == 0 { "" } else { ", " });
        write_key(&mut out, key);
        write(&mut out, value, 0);
    }
    out.push_str(room);
    out.push(close);
    out
}

fn write_key(out: &mut String, key: Option<&str>) {
    if let Some(key) = key {
        out.push_str(&text_value(key));
        out.push_str(": ");
    }
}

/// Text that isn't an expression. What begins with `[` and ends with `]` would be one, were the bracket not doubled.
///
/// Source: "Syntax and expressions in ARM templates", "Escape characters".
fn text_value(text: &str) -> String {
    if text.starts_with('[') && text.ends_with(']') {
        json(&format!("[{text}"))
    } else {
        json(text)
    }
}

/// A JSON string, with nothing in it that an editor would show as something else.
fn json(text: &str) -> String {
    let plain = serde_json::Value::from(text).to_string();
    let mut out = String::with_capacity(plain.len());
    for c in plain.chars() {
        if is_disruptive(c) {
            out.extend(["\\u", &format!("{:04x}", u32::from(c))]);
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::text_value;

    #[test]
    fn text_is_no_expression() {
        assert_eq!(text_value("[parameters('x')]"), r#""[[parameters('x')]""#);
        assert_eq!(text_value("[[x]"), r#""[[[x]""#);
        assert_eq!(text_value("[x] y"), r#""[x] y""#);
        assert_eq!(
            text_value("\"\\\n\u{7f}\u{202e}"),
            r#""\"\\\n\u007f\u202e""#
        );
    }
}
