//! Terraform's JSON.

use azlogs_dcr::{Document, Inputs};
use expect_test::{Expect, expect};

use super::read;

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&read("plan.json", text, &Inputs::new()));
}

const VALUES: &str = r#"{
  "name": "dcr-shop", "kind": "Direct", "location": "westeurope", "description": null,
  "immutable_id": "dcr-0123456789abcdef0123456789abcdef", "data_collection_endpoint_id": "/subscriptions/s/dce",
  "stream_declaration": [ { "stream_name": "Custom-Orders", "column": [ { "name": "TimeGenerated", "type": "datetime" }, { "name": "Amount", "type": "real" } ] } ],
  "data_flow": [ { "streams": [ "Custom-Orders" ], "destinations": [ "ws" ], "output_stream": "Custom-Orders_CL", "transform_kql": "source | where Amount > 0", "built_in_transform": "" } ],
  "destinations": [ { "log_analytics": [ { "name": "ws", "workspace_resource_id": "/w" } ] } ]
}"#;

fn rule() -> Expect {
    expect![[r#"
        name dcr-shop
        kind Direct
        id dcr-0123456789abcdef0123456789abcdef
        dce /subscriptions/s/dce
        stream Custom-Orders: TimeGenerated datetime, Amount real
        flow Custom-Orders | source | where Amount > 0 > Orders_CL ws
    "#]]
}

fn resource(values: &str) -> String {
    format!(
        r#"{{ "address": "azurerm_monitor_data_collection_rule.shop", "mode": "managed", "type": "azurerm_monitor_data_collection_rule", "name": "shop", "values": {values} }}"#
    )
}

#[test]
fn plans_and_states_are_read_with_their_child_modules() {
    let resource = resource(VALUES);
    let data = resource.replace("\"managed\"", "\"data\"");
    for text in [
        format!(
            r#"{{ "format_version": "1.2", "terraform_version": "1.9.8", "planned_values": {{ "root_module": {{ "resources": [ {resource}, {data} ] }} }} }}"#
        ),
        format!(
            r#"{{ "format_version": "1.0", "values": {{ "root_module": {{ "child_modules": [ {{ "child_modules": [ {{ "resources": [ {resource} ] }} ] }} ] }} }} }}"#
        ),
        format!(
            r#"{{ "version": 4, "terraform_version": "1.9.8", "resources": [ {} ] }}"#,
            resource
                .replace("\"values\": ", "\"instances\": [ { \"attributes\": ")
                .replace("\n} }", "\n} } ] }")
        ),
        format!(
            r#"{{ "resource": {{ "azurerm_monitor_data_collection_rule": {{ "shop": {VALUES} }}, "other": {{ "x": 1 }} }} }}"#
        ),
        format!(
            r#"{{ "resource": {{ "azurerm_monitor_data_collection_rule": {{ "shop": [ {VALUES} ] }} }} }}"#
        ),
    ] {
        check(&text, &rule());
    }
}

#[test]
fn places_are_those_of_the_values() {
    let values = VALUES.replace("\"real\"", "\"guid\"");
    let text = format!(
        r#"{{ "values": {{ "root_module": {{ "resources": [ {} ] }} }} }}"#,
        resource(&values)
    );
    let document = Document::parse("state.json", text.as_bytes());
    let place = document.diagnostics()[0].place.as_ref().unwrap();
    assert_eq!(
        place.path,
        "$.values.root_module.resources[0].values.stream_declaration[0].column[1].type"
    );
    assert_eq!(&text[place.span.clone()], "\"guid\"");
    let stream = &document.rules()[0].streams[0];
    assert_eq!(&text[stream.place.span.clone()], "\"Custom-Orders\"");
}

#[test]
fn what_is_not_known_before_it_is_applied_is_missing() {
    let values = r#"{ "name": "x", "stream_declaration": [ { "column": [] }, { "stream_name": null, "column": [ { "name": "Aa" } ] } ], "data_flow": [ {} ] }"#;
    let text = format!(
        r#"{{ "planned_values": {{ "root_module": {{ "resources": [ {} ] }} }} }}"#,
        resource(values)
    );
    check(
        &text,
        &expect![[r#"
            name x
            flow  | - > - 
            error: a stream's name can't be worked out: the `stream_declaration` has no `stream_name` [AZL0040]
              --> plan.json:1:245
            warning: stream `` has no columns: every property posted to it is dropped [AZL0022]
              --> plan.json:1:257
              = help: declare the columns that rows have
            error: a stream's name can't be worked out: `stream_name` is null, and has to be a string [AZL0040]
              --> plan.json:1:280
            error: column `Aa` has no `type` [AZL0005]
              --> plan.json:1:298
              = help: write `"type": "…"` with one of `string`, `int`, `long`, `real`, `boolean`, `datetime`, `dynamic`
            error: a data flow has no `streams` [AZL0005]
              --> plan.json:1:337
              = help: write `"streams": [ "Custom-…" ]`
        "#]],
    );
}

#[test]
fn azapi_bodies_are_read_as_objects_and_as_json_in_text() {
    let body = r#"{ "kind": "Direct", "properties": { "streamDeclarations": { "Custom-A": { "columns": [ { "name": "Xx", "type": "guid" } ] } }, "dataFlows": [] } }"#;
    let azapi = |body: &str| {
        format!(
            r#"{{ "planned_values": {{ "root_module": {{ "resources": [ {{ "mode": "managed", "type": "azapi_resource", "name": "rule", "values": {{
  "type": "Microsoft.Insights/dataCollectionRules@2023-03-11", "name": "dcr-a", "location": "westeurope",
  "body": {body}, "output": {{ "properties": {{ "immutableId": "dcr-0123456789abcdef0123456789abcdef" }} }} }} }},
  {{ "mode": "managed", "type": "azapi_resource", "name": "t", "values": {{ "type": "Microsoft.OperationalInsights/workspaces/tables@2022-10-01", "body": {{}} }} }} ] }} }} }}"#
        )
    };
    check(
        &azapi(body),
        &expect![[r#"
        name dcr-a
        kind Direct
        id dcr-0123456789abcdef0123456789abcdef
        stream Custom-A: 
        warning: no data flow takes stream `Custom-A`: rows posted to it go nowhere [AZL0017]
          --> plan.json:3:71
          = help: name it in a data flow's `streams`
        error: column `Xx` has type `guid`, which streams don't have [AZL0007]
          --> plan.json:3:122
          = help: use `string`, and `toguid()` in the transform where the table's column is a guid
    "#]],
    );
    let text = serde_json::to_string(body).unwrap();
    check(
        &azapi(&text),
        &expect![[r#"
        name dcr-a
        kind Direct
        id dcr-0123456789abcdef0123456789abcdef
        stream Custom-A: 
        warning: no data flow takes stream `Custom-A`: rows posted to it go nowhere [AZL0017]
          --> plan.json:3:80
          = help: name it in a data flow's `streams`
        error: column `Xx` has type `guid`, which streams don't have [AZL0007]
          --> plan.json:3:141
          = help: use `string`, and `toguid()` in the transform where the table's column is a guid
    "#]],
    );
    let document = Document::parse("plan.json", azapi(&text).as_bytes());
    let mut findings = document.diagnostics().iter();
    let guid = findings.find(|finding| finding.message.contains("guid"));
    let place = guid.unwrap().place.as_ref().unwrap();
    assert_eq!(&document.text()[place.span.clone()], r#"\"guid\""#);
    check(
        &azapi("\"{ no json\""),
        &expect![[r#"
        name dcr-a
        id dcr-0123456789abcdef0123456789abcdef
        error: `properties` is a string, but has to be an object [AZL0004]
          --> plan.json:3:11
    "#]],
    );
}

#[test]
fn interpolations_in_json_are_placeholders() {
    let values = VALUES.replace(
        "Custom-Orders\", \"column\"",
        "Custom-${var.table}\", \"column\"",
    );
    let text = format!(
        r#"{{ "resource": {{ "azurerm_monitor_data_collection_rule": {{ "shop": {values} }} }} }}"#
    );
    check(
        &text,
        &expect![[r#"
            name dcr-shop
            kind Direct
            id dcr-0123456789abcdef0123456789abcdef
            dce /subscriptions/s/dce
            flow Custom-Orders | source | where Amount > 0 > Orders_CL ws
            error: a stream's name is the placeholder `Custom-${var.table}`, which has no value [AZL0011]
              --> plan.json:4:44
              = help: give it one: `--param table=…`, or write it in its place
        "#]],
    );
}

#[test]
fn dynamic_blocks_in_json_are_said_not_to_be_read() {
    let text = r#"{ "resource": { "azurerm_monitor_data_collection_rule": { "shop": { "name": "x",
  "dynamic": { "stream_declaration": { "for_each": "${var.streams}", "content": {} } },
  "stream_declaration": { "stream_name": "Custom-A", "dynamic": { "column": {} } } } } } }"#;
    check(
        text,
        &expect![[r#"
            name x
            stream Custom-A: 
            error: a stream's name can't be worked out: a `dynamic` block in JSON isn't read [AZL0040]
              --> plan.json:2:38
              = help: give what `terraform show -json` prints
            error: a column can't be worked out: a `dynamic` block in JSON isn't read [AZL0040]
              --> plan.json:3:77
              = help: give what `terraform show -json` prints
        "#]],
    );
}

#[test]
fn terraform_without_a_rule() {
    let text =
        r#"{ "format_version": "1.2", "planned_values": { "root_module": { "resources": [] } } }"#;
    check(
        text,
        &expect![[r#"
            error: there is no data collection rule in this document [AZL0003]
              --> plan.json:1:1
              = help: give an Azure Resource Manager template, a rule's resource or its `properties`, the output of `az monitor data-collection rule show` or of `terraform show -json`, or a `streamDeclarations` object
        "#]],
    );
}
