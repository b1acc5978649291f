//! Variables, locals, functions, and other resources' attributes.

use azlogs_dcr::{Document, Inputs, Severity};
use expect_test::{Expect, expect};

use super::read;

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&read("main.tf", text, &Inputs::new()));
}

const DECLARATIONS: &str = r#"
variable "table" {
  type = string
}
variable "app" { default = "shop" }
locals {
  stream = "Custom-${title(var.app)}_CL"
  list   = ["one", "two", "three"]
  map    = { b = 2, a = 1 }
  people = [{ name = "Evie", age = 5 }, { name = "Casper", age = 3 }]
}
resource "azapi_resource" "table" { name = "${var.app}_CL" }
resource "azurerm_log_analytics_workspace_table" "logs" {
  count = 2
  name  = "Logs${count.index}_CL"
}
resource "azurerm_log_analytics_workspace_table" "each" {
  for_each = { a = "First", b = "Second" }
  name     = "${each.value}-${each.key}"
}
"#;

fn rule(attributes: &str) -> String {
    format!(
        "{DECLARATIONS}resource \"azurerm_monitor_data_collection_rule\" \"rule\" {{\n{attributes}\n}}\n"
    )
}

/// What an expression comes to, as text, or what is wrong with it.
fn value_of(expression: &str) -> Result<String, String> {
    let text = rule(&format!(
        "  stream_declaration {{\n    stream_name = {expression}\n    column {{\n      name = \"Xx\"\n      type = \"int\"\n    }}\n  }}"
    ));
    let document = Document::parse("main.tf", text.as_bytes());
    let findings = document.diagnostics().iter();
    let mut errors = findings.filter(|finding| finding.severity == Severity::Error);
    match errors.next() {
        Some(error) => Err(error.message.clone()),
        None => Ok(document.rules()[0].streams[0].name.clone()),
    }
}

#[test]
fn expressions_come_to_their_values() {
    for (expression, expected) in [
        ("local.stream", "Custom-Shop_CL"),
        ("\"Custom-${var.app}\"", "Custom-shop"),
        ("\"${local.stream}\"", "Custom-Shop_CL"),
        ("\"a ${~ \"b\" ~} c\"", "abc"),
        (
            "\"%{ if var.app == \"shop\" }yes%{ else }no%{ endif }\"",
            "yes",
        ),
        (
            "\"%{ for x in local.list }${x};%{ endfor }\"",
            "one;two;three;",
        ),
        ("<<-EOT\n    Custom-A\n    EOT", "Custom-A\n"),
        ("(1 + 2 * 3 == 7 && !false) ? \"yes\" : \"no\"", "yes"),
        (
            "\"${7 % 4}${6 / 3}${5 - 7}${-1}${1 < 2}${1 >= 2}\"",
            "32-2-1truefalse",
        ),
        ("local.list[1]", "two"),
        ("local.list.2", "three"),
        ("local.map[\"a\"] == 1 ? \"a\" : \"b\"", "a"),
        ("join(\",\", local.people[*].name)", "Evie,Casper"),
        ("join(\",\", local.people.*.name)", "Evie,Casper"),
        (
            "join(\",\", [for p in local.people : p.name if p.age > 4])",
            "Evie",
        ),
        (
            "join(\",\", [for i, x in local.list : \"${i}${x}\"])",
            "0one,1two,2three",
        ),
        (
            "jsonencode({ for k, v in local.map : upper(k) => v })",
            r#"{"A":1,"B":2}"#,
        ),
        (
            "jsonencode({ for p in local.people : \"all\" => p.name... })",
            r#"{"all":["Evie","Casper"]}"#,
        ),
        ("azapi_resource.table.name", "shop_CL"),
        (
            "azurerm_log_analytics_workspace_table.logs[1].name",
            "Logs1_CL",
        ),
        (
            "azurerm_log_analytics_workspace_table.each[\"b\"].name",
            "Second-b",
        ),
    ] {
        assert_eq!(
            value_of(expression).as_deref(),
            Ok(expected),
            "{expression}"
        );
    }
}

#[test]
fn functions_come_to_their_values() {
    for (expression, expected) in [
        ("join(\"-\", split(\",\", lower(\"A,B\")))", "a-b"),
        ("replace(upper(\"a_b\"), \"_\", \"-\")", "A-B"),
        (
            "format(\"%s-%03d-%5s|%v%%%q\", \"a\", 7, \"b\", true, \"c\")",
            "a-007-    b|true%\"c\"",
        ),
        ("title(\"hello big world\")", "Hello Big World"),
        (
            "trimsuffix(trimprefix(\"Custom-A_CL\", \"Custom-\"), \"_CL\")",
            "A",
        ),
        ("substr(\"größe\", 1, 3)", "röß"),
        ("trimspace(\"  a \")", "a"),
        (
            "jsonencode(concat(local.list, [\"four\"]))",
            r#"["one","two","three","four"]"#,
        ),
        (
            "jsonencode(merge(local.map, { a = 9, c = null }))",
            r#"{"b":2,"a":9,"c":null}"#,
        ),
        ("jsonencode(flatten([[1, [2]], 3]))", "[1,2,3]"),
        (
            "jsonencode([length(local.list), length(\"äö\"), length(local.map)])",
            "[3,2,2]",
        ),
        (
            "jsonencode([keys(local.map), values(local.map)])",
            r#"[["a","b"],[1,2]]"#,
        ),
        ("lookup(local.map, \"x\", \"none\")", "none"),
        ("element(local.list, 4)", "two"),
        (
            "jsonencode(sort(toset([\"b\", \"a\", \"b\"])))",
            r#"["a","b"]"#,
        ),
        (
            "jsonencode(slice(reverse(local.list), 0, 2))",
            r#"["three","two"]"#,
        ),
        ("jsonencode(zipmap([\"a\"], [1]))", r#"{"a":1}"#),
        (
            "jsonencode([contains(local.list, \"one\"), startswith(\"abc\", \"a\"), strcontains(\"abc\", \"d\")])",
            "[true,true,false]",
        ),
        ("jsondecode(\"{\\\"a\\\": \\\"b\\\"}\").a", "b"),
        ("coalesce(\"\", null, \"third\")", "third"),
        ("try(local.map.zzz, \"other\")", "other"),
        ("can(local.map.zzz) ? \"can\" : \"can't\"", "can't"),
        (
            "jsonencode([max(1, 3), min(local.map...), abs(-2)])",
            "[3,1,2]",
        ),
        ("jsonencode(range(2, 4))", "[2,3]"),
        ("one([\"only\"])", "only"),
        ("tostring(5)", "5"),
        ("jsonencode(compact([\"a\", \"\", null]))", r#"["a"]"#),
        ("sensitive(\"s\")", "s"),
    ] {
        let expression = expression.replace("min(local.map...)", "min(values(local.map)...)");
        assert_eq!(
            value_of(&expression).as_deref(),
            Ok(expected),
            "{expression}"
        );
    }
}

#[test]
fn what_is_wrong_in_expressions_is_said() {
    for (expression, message) in [
        ("lowr(\"a\")", "the function `lowr` isn't evaluated here"),
        ("file(\"x\")", "the function `file` isn't evaluated here"),
        ("local.steam", "there is no local value `steam`"),
        (
            "local.list[9]",
            "the array has 3 elements, and none at index 9",
        ),
        ("local.map.x", "the object has no property `x`"),
        ("\"x${local.list}\"", "text can't hold an array"),
        ("1 + \"a\"", "`+` takes integers here"),
        ("1 / 0", "`/` comes to no integer here"),
        (
            "\"a\" ? 1 : 2",
            "a condition is a boolean, and not a string",
        ),
        (
            "[for x in 5 : x]",
            "a loop takes a collection, and not a number",
        ),
        (
            "format(\"%s\")",
            "`format` is given fewer values than its format has",
        ),
        (
            "replace(\"a\", \"/[a-z]/\", \"\")",
            "`replace` with a regular expression isn't evaluated here",
        ),
        ("lookup(local.map, \"x\")", "`lookup` finds nothing at `x`"),
        ("concat(\"a\")", "`concat` takes an array, and not a string"),
    ] {
        let expected = format!("a stream's name can't be worked out: {message}");
        assert_eq!(value_of(expression), Err(expected), "{expression}");
    }
}

#[test]
fn what_only_terraform_knows_is_said_to_be_so() {
    for expression in [
        "azapi_resource.table.id",
        "azurerm_resource_group.rg.name",
        "data.azurerm_client_config.current.tenant_id",
        "module.tables.name",
        "each.key",
        "path.module",
        "random_id",
    ] {
        let expected = format!(
            "a stream's name is the expression `${{{expression}}}`, and only Terraform knows `{expression}`"
        );
        assert_eq!(value_of(expression), Err(expected));
    }
}

#[test]
fn variables_are_given_by_name_and_by_files() {
    let text = rule("  name = var.table\n  kind = \"${var.undeclared}-${local.undeclared}\"");
    check(
        &text,
        &expect![[r#"
        name rule
    "#]],
    );
    let stream =
        "  stream_declaration {\n    stream_name = \"Custom-${var.table}-${var.other}\"\n  }";
    check(
        &rule(stream),
        &expect![[r#"
            name rule
            error: a stream's name is the expression `Custom-${var.table}-${var.other}`, and variable `table` has no value [AZL0011]
              --> main.tf:23:19
              = note: it is declared here: main.tf:2:10
              = help: give it one: `--param table=…`, or a `default`
        "#]],
    );
    let inputs = Inputs::new().param("table", "5").parameters(
        "terraform.tfvars",
        b"other = \"file\" # a comment\ntable = \"x\"\n",
    );
    expect![[r#"
        name rule
        error: stream `Custom-5-file` has no `columns` [AZL0005]
          --> main.tf:23:19
          = help: write `"columns": [ { "name": "TimeGenerated", "type": "datetime" } ]`
    "#]]
    .assert_eq(&read("main.tf", &rule(stream), &inputs));
    let inputs = Inputs::new().parameters(
        "a.tfvars.json",
        b"{ \"table\": \"a\", \"other\": \"b\", \"unused\": 1 }",
    );
    expect![[r#"
        name rule
        warning: the document has no parameter `unused` [AZL0042]
          --> main.tf:1:1
        error: stream `Custom-a-b` has no `columns` [AZL0005]
          --> main.tf:23:19
          = help: write `"columns": [ { "name": "TimeGenerated", "type": "datetime" } ]`
    "#]]
    .assert_eq(&read("main.tf", &rule(stream), &inputs));
    let inputs = Inputs::new().parameters("a.tfvars", b"table = ");
    expect![[r#"
        name r
        error: the file of variables can't be read: unexpected token [AZL0041]
          --> a.tfvars:1:1
          = help: give a value a line: `name = "value"`
    "#]]
    .assert_eq(&read(
        "main.tf",
        "resource \"azurerm_monitor_data_collection_rule\" \"r\" {}\n",
        &inputs,
    ));
}

#[test]
fn values_that_need_themselves() {
    let text = "locals {\n  a = local.b\n  b = local.a\n}\nresource \"azurerm_monitor_data_collection_rule\" \"r\" {\n  stream_declaration {\n    stream_name = local.a\n  }\n}\n";
    check(
        text,
        &expect![[r#"
            name r
            error: a stream's name can't be worked out: `local.a` needs its own value [AZL0040]
              --> main.tf:3:7
              = note: its value is needed here: main.tf:7:19
        "#]],
    );
}
