//! As Bicep.

use azlogs_dcr::is_disruptive;

use super::body::{rule_properties, table_properties};
use super::model::Model;
use super::resource::{
    ABOUT_ENDPOINT, ABOUT_IMMUTABLE_ID, ABOUT_LOCATION, ABOUT_PRINCIPAL_TYPE, ABOUT_PRINCIPALS,
    ABOUT_RULE_NAME, ABOUT_WORKSPACE_ID, ABOUT_WORKSPACE_NAME, NOTICE, PRINCIPAL_TYPES,
    PUBLISHER_ROLE, ROLE_ASSIGNMENT, ROLE_DEFINITION, RULE, TABLE, WORKSPACE,
};
use super::table::Table;
use super::tree::{Tree, indent, is_word};

pub(super) fn tables(model: &Model<'_>) -> String {
    let mut blocks = vec![
        notice(),
        parameter("workspaceName string", ABOUT_WORKSPACE_NAME),
        format!(
            "resource workspace {} existing = {{\n  name: workspaceName\n}}\n",
            kind(WORKSPACE)
        ),
    ];
    let tables = model.tables.iter().enumerate();
    blocks.extend(tables.map(|(index, table)| self::table(index + 1, table)));
    blocks.join("\n")
}

pub(super) fn rule(model: &Model<'_>) -> String {
    let name = format!("ruleName string = {}", text(model.name));
    let principal_types: Vec<_> = PRINCIPAL_TYPES.into_iter().map(text).collect();
    let principal_type = format!(
        "@allowed([\n  {}\n])\n{}",
        principal_types.join("\n  "),
        parameter(
            &format!("principalType string = {}", text(PRINCIPAL_TYPES[0])),
            ABOUT_PRINCIPAL_TYPE
        )
    );
    let blocks = [
        notice(),
        parameter(&name, ABOUT_RULE_NAME),
        parameter("location string = resourceGroup().location", ABOUT_LOCATION),
        parameter("workspaceResourceId string", ABOUT_WORKSPACE_ID),
        parameter("principalIds array = []", ABOUT_PRINCIPALS),
        principal_type,
        rule_resource(model),
        publishers(),
        output("immutableId", "immutableId", ABOUT_IMMUTABLE_ID),
        output(
            "logsIngestionEndpoint",
            "endpoints.logsIngestion",
            ABOUT_ENDPOINT,
        ),
    ];
    blocks.join("\n")
}

fn notice() -> String {
    format!("// {NOTICE}\n")
}

fn parameter(declaration: &str, about: &str) -> String {
    format!("@description({})\nparam {declaration}\n", text(about))
}

fn output(name: &str, property: &str, about: &str) -> String {
    format!(
        "@description({})\noutput {name} string = rule.properties.{property}\n",
        text(about)
    )
}

/// A resource's type and API version.
fn kind((resource_type, api_version): (&str, &str)) -> String {
    text(&format!("{resource_type}@{api_version}"))
}

fn table(number: usize, table: &Table) -> String {
    let body = Tree::object([
        ("parent", Some(Tree::expression("workspace"))),
        ("name", Some(Tree::text(&table.name))),
        ("properties", Some(table_properties(table))),
    ]);
    resource(&format!("table{number}"), TABLE, &body)
}

fn rule_resource(model: &Model<'_>) -> String {
    let body = Tree::object([
        ("name", Some(Tree::expression("ruleName"))),
        ("location", Some(Tree::expression("location"))),
        ("kind", Some(Tree::text("Direct"))),
        (
            "properties",
            Some(rule_properties(model, "workspaceResourceId")),
        ),
    ]);
    resource("rule", RULE, &body)
}

fn resource(symbol: &str, resource: (&str, &str), body: &Tree) -> String {
    let mut out = format!("resource {symbol} {} = ", kind(resource));
    write(&mut out, body, 0);
    out.push('\n');
    out
}

fn publishers() -> String {
    let role = text(PUBLISHER_ROLE);
    let id = format!("subscriptionResourceId({}, {role})", text(ROLE_DEFINITION));
    let properties = Tree::object([
        ("roleDefinitionId", Some(Tree::expression(id))),
        ("principalId", Some(Tree::expression("principalId"))),
        ("principalType", Some(Tree::expression("principalType"))),
    ]);
    let name = format!("guid(rule.id, principalId, {role})");
    let body = Tree::object([
        ("scope", Some(Tree::expression("rule"))),
        ("name", Some(Tree::expression(name))),
        ("properties", Some(properties)),
    ]);
    let mut out = format!(
        "resource publishers {} = [for principalId in principalIds: ",
        kind(ROLE_ASSIGNMENT)
    );
    write(&mut out, &body, 0);
    out.push_str("]\n");
    out
}

/// Parts are on lines of their own: that is the form which every version of the compiler reads.
fn write(out: &mut String, tree: &Tree, level: usize) {
    match tree {
        Tree::Text(value) => out.push_str(&text(value)),
        Tree::Number(number) => out.push_str(&number.to_string()),
        Tree::Expression(expression) => out.push_str(expression),
        Tree::List(_) | Tree::Object(_) => {
            let (open, close) = tree.brackets();
            out.push(open);
            out.push('\n');
            for (key, value) in tree.parts() {
                indent(out, level + 1);
                if let Some(name) = key {
                    out.push_str(&self::key(name));
                    out.push_str(": ");
                }
                write(out, value, level + 1);
                out.push('\n');
            }
            indent(out, level);
            out.push(close);
        }
    }
}

fn key(name: &str) -> String {
    if is_word(name) {
        name.to_owned()
    } else {
        text(name)
    }
}

/// A string. Source: "Data types in Bicep", "Strings".
fn text(text: &str) -> String {
    let mut out = String::from("'");
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\'' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '$' if chars.peek() == Some(&'{') => out.push_str("\\$"),
            c if is_disruptive(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out.push('\'');
    out
}

#[cfg(test)]
mod tests {
    use super::{key, text};

    #[test]
    fn text_is_no_code() {
        assert_eq!(text("it's \\ ${x} $ {"), r"'it\'s \\ \${x} $ {'");
        assert_eq!(text("a\r\n\t\0b\u{85}"), r"'a\r\n\t\u{0}b\u{85}'");
        assert_eq!(text("''' // Größe"), r"'\'\'\' // Größe'");
    }

    #[test]
    fn keys_are_quoted_where_they_are_no_words() {
        assert_eq!(key("dataFlows"), "dataFlows");
        assert_eq!(key("Custom-A"), "'Custom-A'");
        assert_eq!(key("1"), "'1'");
        assert_eq!(key(""), "''");
    }
}
