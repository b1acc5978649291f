//! Terraform's configuration language: what blocks say, and what is said of text that isn't it.

use azlogs_dcr::{Document, Inputs};
use expect_test::{Expect, expect};

use super::read;

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&read("main.tf", text, &Inputs::new()));
}

const RULE: &str = r#"
# An application's orders.
resource "azurerm_log_analytics_workspace" "ws" { name = "ws" }

resource "azurerm_monitor_data_collection_rule" "shop" {
  name                        = "dcr-shop"
  resource_group_name         = azurerm_resource_group.rg.name
  location                    = "westeurope"
  kind                        = "Direct"
  data_collection_endpoint_id = azurerm_monitor_data_collection_endpoint.dce.id

  stream_declaration {
    stream_name = "Custom-Größe"
    column {
      name = "TimeGenerated"
      type = "datetime"
    }
    column {
      name = "Amount"
      type = "guid"
    }
  }

  destinations {
    log_analytics {
      workspace_resource_id = azurerm_log_analytics_workspace.ws.id
      name                  = "ws"
    }
  }

  data_flow {
    streams       = ["Custom-Größe"]
    destinations  = ["ws"]
    output_stream = "Custom-Orders_CL"
    transform_kql = <<-KQL
      source
      | where Amount > 0
    KQL
  }

  stream_declaration {
    stream_name = "Custom-Returns"
    column {
      name = "Reason"
      type = "string"
    }
  }
}
"#;

#[test]
fn blocks_are_read() {
    check(
        RULE,
        &expect![[r#"
        name dcr-shop
        kind Direct
        dce ${azurerm_monitor_data_collection_endpoint.dce.id}
        stream Custom-Größe: TimeGenerated datetime
        stream Custom-Returns: Reason string
        flow Custom-Größe | source
        | where Amount > 0
         > Orders_CL ws
        error: column `Amount` has type `guid`, which streams don't have [AZL0007]
          --> main.tf:20:14
          = help: use `string`, and `toguid()` in the transform where the table's column is a guid
        warning: no data flow takes stream `Custom-Returns`: rows posted to it go nowhere [AZL0017]
          --> main.tf:42:19
          = help: name it in a data flow's `streams`
    "#]],
    );
}

#[test]
fn places_and_paths_are_those_of_the_configuration() {
    let document = Document::parse("main.tf", RULE.as_bytes());
    let rule = &document.rules()[0];
    let resource = "$.resource.azurerm_monitor_data_collection_rule.shop";
    assert_eq!((rule.place.line, rule.place.path.as_str()), (5, resource));
    let [orders, returns] = rule.streams.as_slice() else {
        panic!("two streams: {rule:?}");
    };
    assert_eq!((orders.place.line, orders.place.column), (13, 19));
    assert_eq!(&RULE[orders.place.span.clone()], "\"Custom-Größe\"");
    assert_eq!(
        orders.place.path,
        format!("{resource}.stream_declaration[0].stream_name")
    );
    let reason = &returns.columns[0];
    assert_eq!(
        reason.place.path,
        format!("{resource}.stream_declaration[1].column[0].name")
    );
    assert_eq!(&RULE[reason.type_place.span.clone()], "\"string\"");
    let flow = &rule.data_flows[0];
    assert_eq!(
        flow.streams[0].place.path,
        format!("{resource}.data_flow[0].streams[0]")
    );
}

#[test]
fn configuration_is_known_by_its_text_where_the_file_has_no_name() {
    let document = Document::parse("<stdin>", RULE.as_bytes());
    assert_eq!(document.rules().len(), 1);
}

#[test]
fn azapi_bodies_are_read_as_objects_and_as_jsonencode() {
    let body = r#"{
    kind = "Direct"
    properties = {
      streamDeclarations = {
        "Custom-A" = { columns = [{ name = "Xx", type = "guid" }] }
      }
      dataFlows = [{ streams = ["Custom-A"], transformKql = "source | extend TimeGenerated = now()" }]
    }
  }"#;
    for body in [body.to_owned(), format!("jsonencode({body})")] {
        let text = format!(
            r#"resource "azapi_resource" "rule" {{
  type      = "Microsoft.Insights/dataCollectionRules@2023-03-11"
  name      = "dcr-a"
  parent_id = azurerm_resource_group.rg.id
  body = {body}
}}
resource "azapi_resource" "table" {{
  type = "Microsoft.OperationalInsights/workspaces/tables@2022-10-01"
  body = {{}}
}}
"#
        );
        let document = Document::parse("main.tf", text.as_bytes());
        assert_eq!(
            document.diagnostics().len(),
            1,
            "{:?}",
            document.diagnostics()
        );
        let place = document.diagnostics()[0].place.as_ref().unwrap();
        assert_eq!(&text[place.span.clone()], "\"guid\"");
        let rule = &document.rules()[0];
        assert_eq!(rule.kind.as_ref().unwrap().value, "Direct");
        assert_eq!(rule.streams[0].name, "Custom-A");
        assert_eq!(rule.data_flows.len(), 1);
    }
}

#[test]
fn what_blocks_lack_is_said() {
    let text = r#"
resource "azurerm_monitor_data_collection_rule" "shop" {
  stream_declaration {
    column { name = "Xx" }
  }
  stream_declaration {
    stream_name = 5
  }
  data_flow {}
}
"#;
    check(
        text,
        &expect![[r#"
            name shop
            flow  | - > - 
            error: a stream's name can't be worked out: the `stream_declaration` has no `stream_name` [AZL0040]
              --> main.tf:3:3
            error: column `Xx` has no `type` [AZL0005]
              --> main.tf:4:5
              = help: write `"type": "…"` with one of `string`, `int`, `long`, `real`, `boolean`, `datetime`, `dynamic`
            error: a stream's name can't be worked out: `stream_name` is a number, and has to be a string [AZL0040]
              --> main.tf:7:19
            error: a data flow has no `streams` [AZL0005]
              --> main.tf:9:3
              = help: write `"streams": [ "Custom-…" ]`
        "#]],
    );
}

#[test]
fn text_that_is_not_the_language() {
    check(
        "resource \"azurerm_monitor_data_collection_rule\" \"x\" {\n  name = \n}\n",
        &expect![[r#"
            error: this configuration of Terraform's can't be read: invalid expression; expected `"`, `[`, `{`, `-`, `!`, `(`, `_`, `<`, letter or digit [AZL0045]
              --> main.tf:2:10
              = help: `terraform validate` says more
        "#]],
    );
    check(
        "variable \"x\" {}\n",
        &expect![[r#"
        error: there is no data collection rule in this configuration [AZL0003]
          --> main.tf:1:1
          = help: give the file with the resource `azurerm_monitor_data_collection_rule`, or what `terraform show -json` prints
    "#]],
    );
    check(
        "",
        &expect![[r#"
            error: the document is empty [AZL0003]
              --> main.tf:1:1
              = help: give an Azure Resource Manager template, a rule's resource or its `properties`, the output of `az monitor data-collection rule show` or of `terraform show -json`, or a `streamDeclarations` object
        "#]],
    );
}

#[test]
fn a_template_that_a_resource_deploys_is_told_to_be_left_out() {
    let text = "resource \"azurerm_resource_group_template_deployment\" \"t\" {\n  template_content = file(\"main.json\")\n}\n";
    expect![[r#"
        error: there is no data collection rule in this configuration [AZL0003]
          --> main.tf:1:1
          = help: give the file with the resource `azurerm_monitor_data_collection_rule`, or what `terraform show -json` prints
        note: the template that is deployed here isn't read [AZL0044]
          --> main.tf:1:55
          = help: give it by itself, if there are rules in it
    "#]].assert_eq(&read("main.tf", text, &Inputs::new()));
    let plan = r#"{ "values": { "root_module": { "resources": [ { "type": "azurerm_resource_group_template_deployment", "name": "t",
        "values": { "template_content": "{}" } } ] } } }"#;
    expect![[r#"
        error: there is no data collection rule in this document [AZL0003]
          --> plan.json:1:1
          = help: give an Azure Resource Manager template, a rule's resource or its `properties`, the output of `az monitor data-collection rule show` or of `terraform show -json`, or a `streamDeclarations` object
        note: the template that is deployed here isn't read [AZL0044]
          --> plan.json:2:19
          = help: give it by itself, if there are rules in it
    "#]].assert_eq(&read("plan.json", plan, &Inputs::new()));
}
