//! Blocks and resources that loops make.

use azlogs_dcr::{Document, Inputs};
use expect_test::{Expect, expect};

use super::read;

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&read("main.tf", text, &Inputs::new()));
}

const LOCALS: &str = r#"
locals {
  tables = {
    Orders  = { columns = [{ name = "Amount", type = "real" }] }
    Returns = { columns = [{ name = "Reason", type = "string" }, { name = "Id", type = "guid" }] }
  }
}
"#;

#[test]
fn dynamic_blocks_make_streams_columns_and_flows() {
    let text = format!(
        r#"{LOCALS}
resource "azurerm_monitor_data_collection_rule" "shop" {{
  name = "dcr"
  dynamic "stream_declaration" {{
    for_each = local.tables
    content {{
      stream_name = "Custom-${{stream_declaration.key}}"
      column {{
        name = "TimeGenerated"
        type = "datetime"
      }}
      dynamic "column" {{
        for_each = {{ for c in stream_declaration.value.columns : c.name => c }}
        iterator = it
        content {{
          name = it.key
          type = lower(it.value.type)
        }}
      }}
    }}
  }}
  dynamic "data_flow" {{
    for_each = toset(keys(local.tables))
    content {{
      streams       = ["Custom-${{data_flow.key}}"]
      destinations  = ["ws"]
      output_stream = "Custom-${{data_flow.value}}_CL"
      transform_kql = "source"
    }}
  }}
}}
"#
    );
    check(
        &text,
        &expect![[r#"
        name dcr
        stream Custom-Orders: TimeGenerated datetime, Amount real
        stream Custom-Returns: TimeGenerated datetime, Reason string
        flow Custom-Orders | source > Orders_CL ws
        flow Custom-Returns | source > Returns_CL ws
        error: column `Id` has type `guid`, which streams don't have [AZL0007]
          --> main.tf:24:18
          = help: use `string`, and `toguid()` in the transform where the table's column is a guid
    "#]],
    );
    let document = Document::parse("main.tf", text.as_bytes());
    let column = &document.rules()[0].streams[0].columns[1];
    assert_eq!(column.name, "Amount");
    assert_eq!(
        column.place.path,
        "$.locals[0].tables.Orders.columns[0].name"
    );
}

#[test]
fn a_loop_over_what_is_not_known_hides_nothing() {
    let text = r#"
variable "streams" { type = map(any) }
variable "columns" { type = list(any) }
resource "azurerm_monitor_data_collection_rule" "shop" {
  dynamic "stream_declaration" {
    for_each = var.streams
    content { stream_name = stream_declaration.key }
  }
  stream_declaration {
    stream_name = "Custom-A"
    dynamic "column" {
      for_each = var.columns
      content { name = column.value.name }
    }
  }
  dynamic "data_flow" {
    for_each = var.streams
    content { streams = [data_flow.key] }
  }
  dynamic "stream_declaration" {
    for_each = []
  }
}
"#;
    check(
        text,
        &expect![[r#"
            name shop
            stream Custom-A: 
            error: a stream's name is the expression `${var.streams}`, and variable `streams` has no value [AZL0011]
              --> main.tf:6:16
              = note: it is declared here: main.tf:2:10
              = help: give it one: `--param streams=…`, or a `default`
            error: a column is the expression `${var.columns}`, and variable `columns` has no value [AZL0011]
              --> main.tf:12:18
              = note: it is declared here: main.tf:3:10
              = help: give it one: `--param columns=…`, or a `default`
            warning: a data flow is the expression `${var.streams}`, and variable `streams` has no value [AZL0011]
              --> main.tf:17:16
              = note: it is declared here: main.tf:2:10
              = help: give it one: `--param streams=…`, or a `default`
            error: a stream's name can't be worked out: a `dynamic` block has no `content` [AZL0040]
              --> main.tf:20:3
        "#]],
    );
    let inputs = Inputs::new()
        .param("streams", r#"{"Custom-S": {}}"#)
        .param("columns", r#"[{"name": "Aa"}]"#);
    expect![[r#"
        name shop
        stream Custom-A: 
        flow Custom-S | - > S 
        error: stream `Custom-S` has no `columns` [AZL0005]
          --> main.tf:2:10
          = help: write `"columns": [ { "name": "TimeGenerated", "type": "datetime" } ]`
        warning: no data flow takes stream `Custom-A`: rows posted to it go nowhere [AZL0017]
          --> main.tf:10:19
          = help: name it in a data flow's `streams`
        error: column `Aa` has no `type` [AZL0005]
          --> main.tf:13:7
          = help: write `"type": "…"` with one of `string`, `int`, `long`, `real`, `boolean`, `datetime`, `dynamic`
        error: a stream's name can't be worked out: a `dynamic` block has no `content` [AZL0040]
          --> main.tf:20:3
    "#]].assert_eq(&read("main.tf", text, &inputs));
}

#[test]
fn resources_are_there_for_each_element_and_as_often_as_counted() {
    let resource = |meta: &str, name: &str| {
        format!(
            "{LOCALS}variable \"n\" {{}}\nresource \"azurerm_monitor_data_collection_rule\" \"r\" {{\n  {meta}\n  name = \"dcr-${{{name}}}\"\n  stream_declaration {{\n    stream_name = \"Custom-${{{name}}}\"\n    column {{\n      name = \"Xx\"\n      type = \"int\"\n    }}\n  }}\n}}\n"
        )
    };
    check(
        &resource("for_each = local.tables", "each.key"),
        &expect![[r#"
            name dcr-Orders
            stream Custom-Orders: Xx int
            name dcr-Returns
            stream Custom-Returns: Xx int
        "#]],
    );
    check(
        &resource("for_each = toset([\"b\", \"a\"])", "each.value"),
        &expect![[r#"
            name dcr-a
            stream Custom-a: Xx int
            name dcr-b
            stream Custom-b: Xx int
        "#]],
    );
    check(
        &resource("count = 2", "count.index"),
        &expect![[r#"
        name dcr-0
        stream Custom-0: Xx int
        name dcr-1
        stream Custom-1: Xx int
    "#]],
    );
    check(
        &resource("count = false ? 1 : 0", "count.index"),
        &expect![[r#"
            name dcr-0
            stream Custom-0: Xx int
        "#]],
    );
    check(
        &resource("for_each = var.n", "each.key"),
        &expect![[r#"
            name r
            error: a stream's name is the expression `Custom-${each.key}`, and variable `n` has no value [AZL0011]
              --> main.tf:13:19
              = note: it is declared here: main.tf:8:10
              = help: give it one: `--param n=…`, or a `default`
        "#]],
    );
    check(
        &resource("count = var.n", "count.index"),
        &expect![[r#"
            name r
            error: a stream's name is the expression `Custom-${count.index}`, and variable `n` has no value [AZL0011]
              --> main.tf:13:19
              = note: it is declared here: main.tf:8:10
              = help: give it one: `--param n=…`, or a `default`
        "#]],
    );
    for loops in ["count = var.n", "for_each = var.n"] {
        check(
            &resource(loops, "1"),
            &expect![[r#"
                name dcr-1
                stream Custom-1: Xx int
            "#]],
        );
    }
    check(
        &resource("for_each = {}", "each.key"),
        &expect![[r#"
        name r
        error: a stream's name is the expression `Custom-${each.key}`, and only Terraform knows `each.key` [AZL0011]
          --> main.tf:13:19
          = help: write the value in its place, or give the rule as it was deployed: `az monitor data-collection rule show`
    "#]],
    );
}
