//! As Terraform: two files of one module.

use azlogs_dcr::is_disruptive;

use super::body::{rule_properties, table_properties};
use super::model::Model;
use super::resource::{
    ABOUT_ENDPOINT, ABOUT_IMMUTABLE_ID, ABOUT_LOCATION, ABOUT_PRINCIPALS, ABOUT_RULE_NAME,
    ABOUT_WORKSPACE_ID, NOTICE, PUBLISHER_ROLE_NAME, RULE, TABLE,
};
use super::table::Table;
use super::tree::{Tree, indent, is_word};

pub(super) fn tables(model: &Model<'_>) -> String {
    let mut blocks = vec![notice(), providers(), workspace()];
    blocks.extend(model.tables.iter().map(table));
    blocks.join("\n")
}

pub(super) fn rule(model: &Model<'_>) -> String {
    let mut blocks = vec![notice()];
    if model.tables.is_empty() {
        // There is no other file to say it.
        blocks.extend([providers(), workspace()]);
    }
    blocks.extend([
        variable(
            "rule_name",
            ABOUT_RULE_NAME,
            "string",
            Some(Tree::text(model.name)),
        ),
        variable("location", ABOUT_LOCATION, "string", None),
        variable(
            "resource_group_id",
            "The resource id of the resource group that gets the rule.",
            "string",
            None,
        ),
        variable(
            "publishers",
            &format!("{ABOUT_PRINCIPALS} The keys are names of your choice."),
            // A set would do, but what `for_each` goes by has to be known before anything is created.
            "map(string)",
            Some(Tree::Object(Vec::new())),
        ),
        rule_resource(model),
        publishers(),
        output("immutable_id", "immutableId", ABOUT_IMMUTABLE_ID),
        output(
            "logs_ingestion_endpoint",
            "endpoints.logsIngestion",
            ABOUT_ENDPOINT,
        ),
    ]);
    blocks.join("\n")
}

/// The providers; azapi from when it knew the tables' API version.
fn providers() -> String {
    let provider = |source: &str, version: &str| {
        Some(Tree::object([
            ("source", Some(Tree::text(source))),
            ("version", Some(Tree::text(version))),
        ]))
    };
    let providers = [
        ("azapi", provider("Azure/azapi", ">= 2.4")),
        ("azurerm", provider("hashicorp/azurerm", ">= 4.0")),
    ];
    let mut terraform = String::from("terraform {\n  required_providers ");
    write(&mut terraform, &Tree::object(providers), 1);
    terraform.push_str("\n}\n");
    terraform
}

fn workspace() -> String {
    variable("workspace_id", ABOUT_WORKSPACE_ID, "string", None)
}

fn notice() -> String {
    format!("# {NOTICE}\n")
}

fn variable(name: &str, about: &str, kind: &str, default: Option<Tree>) -> String {
    let body = Tree::object([
        ("description", Some(Tree::text(about))),
        ("type", Some(Tree::expression(kind))),
        ("default", default),
    ]);
    block(&format!("variable {}", text(name)), &body)
}

fn output(name: &str, property: &str, about: &str) -> String {
    let value = format!("azapi_resource.rule.output.properties.{property}");
    let body = Tree::object([
        ("description", Some(Tree::text(about))),
        ("value", Some(Tree::expression(value))),
    ]);
    block(&format!("output {}", text(name)), &body)
}

/// A resource's type and API version.
fn kind((resource_type, api_version): (&str, &str)) -> Tree {
    Tree::text(format!("{resource_type}@{api_version}"))
}

fn table(table: &Table) -> String {
    let body = Tree::object([("properties", Some(table_properties(table)))]);
    let body = Tree::object([
        ("type", Some(kind(TABLE))),
        ("name", Some(Tree::text(&table.name))),
        ("parent_id", Some(Tree::expression("var.workspace_id"))),
        ("body", Some(body)),
        ("response_export_values", Some(Tree::List(Vec::new()))),
    ]);
    block(
        &format!("resource \"azapi_resource\" {}", text(&label(table))),
        &body,
    )
}

/// What the module calls a table: its name, after something with which a label may begin.
fn label(table: &Table) -> String {
    format!("table_{}", table.name)
}

fn rule_resource(model: &Model<'_>) -> String {
    let body = Tree::object([
        ("kind", Some(Tree::text("Direct"))),
        (
            "properties",
            Some(rule_properties(model, "var.workspace_id")),
        ),
    ]);
    let exported = [
        "properties.immutableId",
        "properties.endpoints.logsIngestion",
    ];
    let tables: Vec<_> = model
        .tables
        .iter()
        .map(|table| Tree::expression(format!("azapi_resource.{}", label(table))))
        .collect();
    let body = Tree::object([
        ("type", Some(kind(RULE))),
        ("name", Some(Tree::expression("var.rule_name"))),
        ("parent_id", Some(Tree::expression("var.resource_group_id"))),
        ("location", Some(Tree::expression("var.location"))),
        ("body", Some(body)),
        ("response_export_values", Some(Tree::texts(exported))),
        (
            "depends_on",
            (!tables.is_empty()).then_some(Tree::List(tables)),
        ),
    ]);
    block("resource \"azapi_resource\" \"rule\"", &body)
}

fn publishers() -> String {
    let body = Tree::object([
        ("for_each", Some(Tree::expression("var.publishers"))),
        ("scope", Some(Tree::expression("azapi_resource.rule.id"))),
        (
            "role_definition_name",
            Some(Tree::text(PUBLISHER_ROLE_NAME)),
        ),
        ("principal_id", Some(Tree::expression("each.value"))),
    ]);
    block("resource \"azurerm_role_assignment\" \"publisher\"", &body)
}

fn block(head: &str, body: &Tree) -> String {
    let mut out = format!("{head} ");
    write(&mut out, body, 0);
    out.push('\n');
    out
}

/// In the form that `terraform fmt` leaves alone.
fn write(out: &mut String, tree: &Tree, level: usize) {
    match tree {
        Tree::Text(value) => out.push_str(&text(value)),
        Tree::Number(number) => out.push_str(&number.to_string()),
        Tree::Expression(expression) => out.push_str(expression),
        Tree::List(items) if items.iter().all(Tree::is_scalar) => write_on_a_line(out, tree),
        Tree::List(items) => {
            out.push_str("[\n");
            for item in items {
                indent(out, level + 1);
                if item.is_flat() {
                    write_on_a_line(out, item);
                } else {
                    write(out, item, level + 1);
                }
                out.push_str(",\n");
            }
            indent(out, level);
            out.push(']');
        }
        Tree::Object(members) if members.is_empty() => out.push_str("{}"),
        Tree::Object(members) => write_members(out, members, level),
    }
}

fn write_members(out: &mut String, members: &[(String, Tree)], level: usize) {
    out.push_str("{\n");
    for run in members.chunk_by(|(_, one), (_, two)| is_one_line(one) == is_one_line(two)) {
        // Only what is on one line has its equals signs in one column.
        let is_aligned = run.iter().all(|(_, value)| is_one_line(value));
        let longest = run.iter().map(|(name, _)| key(name).chars().count()).max();
        for (name, value) in run {
            let width = longest.filter(|_| is_aligned).unwrap_or(0);
            indent(out, level + 1);
            out.extend([format!("{:<width$}", key(name)).as_str(), " = "]);
            write(out, value, level + 1);
            out.push('\n');
        }
    }
    indent(out, level);
    out.push('}');
}

fn is_one_line(tree: &Tree) -> bool {
    match tree {
        Tree::List(items) => items.iter().all(Tree::is_scalar),
        Tree::Object(members) => members.is_empty(),
        _ => true,
    }
}

fn write_on_a_line(out: &mut String, tree: &Tree) {
    let (open, close) = tree.brackets();
    let room = if open == '{' { " " } else { "" };
    out.push(open);
    for (index, (name, value)) in tree.parts().into_iter().enumerate() {
        out.push_str(if index == 0 { room } else { ", " });
        if let Some(name) = name {
            out.push_str(&key(name));
            out.push_str(" = ");
        }
        write(out, value, 0);
    }
    out.push_str(room);
    out.push(close);
}

fn key(name: &str) -> String {
    if is_word(name) {
        name.to_owned()
    } else {
        text(name)
    }
}

/// A string. Source: "Strings and Templates" of the Terraform language, "Escape Sequences".
fn text(text: &str) -> String {
    let mut out = String::from("\"");
    let mut chars = text.chars().peekable();
    let mut previous = ' ';
    while let Some(c) = chars.next() {
        let opens = chars.peek() == Some(&'{');
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // A doubled sign stands for one, but a tripled one is read in more than one way.
            '$' | '%' if opens && previous == c => out.push_str(&escaped(c)),
            '$' | '%' if opens => out.extend([c, c]),
            c if is_disruptive(c) => out.push_str(&escaped(c)),
            c => out.push(c),
        }
        previous = c;
    }
    out.push('"');
    out
}

fn escaped(c: char) -> String {
    format!("\\u{:04x}", u32::from(c))
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn text_is_no_code() {
        assert_eq!(text("${x} %{y} $ { \" \\"), r#""$${x} %%{y} $ { \" \\""#);
        assert_eq!(text("$${x} %%%{y}"), r#""$\u0024{x} %%\u0025{y}""#);
        assert_eq!(text("a\r\n\t\0b\u{85}"), r#""a\r\n\t\u0000b\u0085""#);
    }
}
