//! `{{name}}` and `${name}` in documents that something else fills in.

use azlogs_dcr::Inputs;
use expect_test::expect;

use super::read;

const TEXT: &str = r#"[ { "type": "Microsoft.Insights/dataCollectionRules", "name": "dcr-{{ app }}", "location": "{{location}}", "properties": {
  "dataCollectionEndpointId": "{{dataCollectionEndpointId}}",
  "streamDeclarations": { "Custom-{{app}}_${kind}": { "columns": [ { "name": "Xx", "type": "${columnType}" } ] } },
  "destinations": { "logAnalytics": [ { "workspaceResourceId": "{{workspaceResourceId}}", "name": "ws" } ] },
  "dataFlows": [ { "streams": [ "Custom-{{app}}_${kind}" ], "transformKql": "source | extend TimeGenerated = now(), a = '{{x}}'", "outputStream": "Custom-{{app}}_CL" } ]
} } ]"#;

#[test]
fn placeholders_are_filled_with_what_is_given() {
    let inputs = Inputs::new()
        .param("app", "Shop")
        .param("Kind", "orders")
        .param("columnType", "int")
        .param("x", "{{app}}");
    expect![[r#"
        name dcr-Shop
        dce {{dataCollectionEndpointId}}
        stream Custom-Shop_orders: Xx int
        flow Custom-Shop_orders | source | extend TimeGenerated = now(), a = '{{app}}' > Shop_CL 
    "#]]
    .assert_eq(&read(TEXT, &inputs));
}

#[test]
fn placeholders_that_matter_are_named() {
    expect![[r#"
        dce {{dataCollectionEndpointId}}
        flow  | source | extend TimeGenerated = now(), a = '{{x}}' > - 
        error: a stream's name is the placeholder `Custom-{{app}}_${kind}`, which has no value [AZL0011]
          --> main.json:3:27
          = help: give it one: `--param app=…`, or write it in its place
        error: the `type` of column `Xx` is the placeholder `${columnType}`, which has no value [AZL0011]
          --> main.json:3:92
          = help: give it one: `--param columnType=…`, or write it in its place
    "#]]
    .assert_eq(&read(TEXT, &Inputs::new()));
}
