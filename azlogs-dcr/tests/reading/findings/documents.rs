//! What is wrong with a document, or with what stands around a rule's streams and flows.

use expect_test::expect;

use super::{check, check_file, with_columns, with_flows};
use crate::document;

#[test]
fn text_that_is_not_json() {
    check(
        "{ \"streamDeclarations\": { \"Custom-A\" } }",
        &expect![[r#"
            error: not JSON: a key is followed by a colon and a value [AZL0001]
              --> dcr.json:1:38
        "#]],
    );
    check(
        "{ \"a\": 1 \"b\": 2 }",
        &expect![[r#"
            error: not JSON: a comma is missing [AZL0001]
              --> dcr.json:1:9
        "#]],
    );
    check(
        "{ a: 1 }",
        &expect![[r#"
            error: not JSON: a key stands in double quotes [AZL0001]
              --> dcr.json:1:3
        "#]],
    );
    check(
        "{ 'a': 1 }",
        &expect![[r#"
            error: not JSON: text stands in double quotes [AZL0001]
              --> dcr.json:1:3
        "#]],
    );
    check(
        "TimeGenerated,Status",
        &expect![[r#"
            error: not JSON: unexpected token [AZL0001]
              --> dcr.json:1:1
              = help: give an Azure Resource Manager template, a rule's resource or its `properties`, the output of `az monitor data-collection rule show` or of `terraform show -json`, or a `streamDeclarations` object
        "#]],
    );
}

#[test]
fn other_languages_in_which_rules_are_written() {
    let bicep = "param location string = 'westeurope'\n\nresource rule 'Microsoft.Insights/dataCollectionRules@2023-03-11' = {\n}\n";
    check_file(
        "rule.bicep",
        bicep,
        &expect![[r#"
        error: this is Bicep, not JSON [AZL0001]
          --> rule.bicep:1:1
          = help: compile it first: `az bicep build --file <the file>`
    "#]],
    );
    check_file(
        "-",
        bicep,
        &expect![[r#"
        error: this is Bicep, not JSON [AZL0001]
          --> -:1:1
          = help: compile it first: `az bicep build --file <the file>`
    "#]],
    );
}

#[cfg(not(feature = "terraform"))]
#[test]
fn terraform_that_is_not_read() {
    let terraform = "resource \"azurerm_monitor_data_collection_rule\" \"app\" {\n  stream_declaration {\n    stream_name = \"Custom-A\"\n  }\n}\n";
    check_file(
        "main.tf",
        terraform,
        &expect![[r#"
            error: this is Terraform, not JSON [AZL0001]
              --> main.tf:1:1
              = help: give what `terraform show -json` prints, or the rule as it was deployed: `az monitor data-collection rule show`
        "#]],
    );
    check_file(
        "-",
        terraform,
        &expect![[r#"
            error: this is Terraform, not JSON [AZL0001]
              --> -:1:1
              = help: give what `terraform show -json` prints, or the rule as it was deployed: `az monitor data-collection rule show`
        "#]],
    );
}

#[test]
fn documents_without_a_rule() {
    check(
        "",
        &expect![[r#"
            error: the document is empty [AZL0003]
              --> dcr.json:1:1
              = help: give an Azure Resource Manager template, a rule's resource or its `properties`, the output of `az monitor data-collection rule show` or of `terraform show -json`, or a `streamDeclarations` object
        "#]],
    );
    check(
        "  // nothing\n",
        &expect![[r#"
            error: the document is empty [AZL0003]
              --> dcr.json:1:1
              = help: give an Azure Resource Manager template, a rule's resource or its `properties`, the output of `az monitor data-collection rule show` or of `terraform show -json`, or a `streamDeclarations` object
        "#]],
    );
    check(
        "[]",
        &expect![[r#"
            error: there is no data collection rule in this document [AZL0003]
              --> dcr.json:1:1
              = help: give an Azure Resource Manager template, a rule's resource or its `properties`, the output of `az monitor data-collection rule show` or of `terraform show -json`, or a `streamDeclarations` object
        "#]],
    );
    check(
        "\"dcr\"",
        &expect![[r#"
            error: there is no data collection rule in this document [AZL0003]
              --> dcr.json:1:1
              = help: give an Azure Resource Manager template, a rule's resource or its `properties`, the output of `az monitor data-collection rule show` or of `terraform show -json`, or a `streamDeclarations` object
        "#]],
    );
    check(
        r#"{ "resources": [ { "type": "Microsoft.Insights/dataCollectionEndpoints", "properties": {} } ] }"#,
        &expect![[r#"
            error: there is no data collection rule in this document [AZL0003]
              --> dcr.json:1:1
              = help: give an Azure Resource Manager template, a rule's resource or its `properties`, the output of `az monitor data-collection rule show` or of `terraform show -json`, or a `streamDeclarations` object
        "#]],
    );
    for text in [
        r#"{ "$schema": "https://schema.management.azure.com/schemas/2015-01-01/deploymentParameters.json#", "parameters": {} }"#,
        r#"{ "parameters": { "table": { "value": "Orders" } } }"#,
    ] {
        check(
            text,
            &expect![[r#"
                error: this is a file of parameters for a template [AZL0003]
                  --> dcr.json:1:1
                  = help: give the template, and this file with `--parameters`
            "#]],
        );
    }
}

#[test]
fn a_rule_without_properties() {
    check(
        r#"{ "type": "Microsoft.Insights/dataCollectionRules", "name": "n" }"#,
        &expect![[r#"
            error: the rule has no `properties` [AZL0005]
              --> dcr.json:1:1
              = help: give the rule with its `streamDeclarations` and `dataFlows`
        "#]],
    );
    check(
        r#"{ "type": "Microsoft.Insights/dataCollectionRules", "properties": "[variables('p')]" }"#,
        &expect![[r#"
            error: `properties` is the expression `[variables('p')]`, and variable `p` has no value [AZL0011]
              --> dcr.json:1:67
              = help: give it one: `--param p=…`, or give the whole template
        "#]],
    );
}

#[test]
fn values_of_the_wrong_json_type() {
    check(
        r#"{ "name": 1, "kind": true, "immutableId": [], "endpoints": "x", "dataCollectionEndpointId": {},
             "streamDeclarations": [], "dataFlows": {} }"#,
        &expect![[r#"
            error: the rule's `name` is a number, but has to be a string [AZL0004]
              --> dcr.json:1:11
            error: `kind` is a boolean, but has to be a string [AZL0004]
              --> dcr.json:1:22
            error: `immutableId` is an array, but has to be a string [AZL0004]
              --> dcr.json:1:43
            error: `endpoints` is a string, but has to be an object [AZL0004]
              --> dcr.json:1:60
            error: `dataCollectionEndpointId` is an object, but has to be a string [AZL0004]
              --> dcr.json:1:93
            error: `streamDeclarations` is an array, but has to be an object of streams [AZL0004]
              --> dcr.json:2:36
            error: `dataFlows` is an object, but has to be an array of data flows [AZL0004]
              --> dcr.json:2:53
        "#]],
    );
    check(
        r#"{ "endpoints": { "logsIngestion": 1 }, "streamDeclarations": { "Custom-A": [], "Custom-B": { "columns": {} } },
"dataFlows": [ 1, { "streams": "Custom-A" }, { "streams": [ 1 ], "destinations": "d", "outputStream": 1 },
{ "streams": [], "destinations": [ 1 ], "transformKql": 1 } ] }"#,
        &expect![[r#"
            error: `endpoints.logsIngestion` is a number, but has to be a string [AZL0004]
              --> dcr.json:1:35
            error: stream `Custom-A` is an array, but has to be an object with `columns` [AZL0004]
              --> dcr.json:1:76
            error: `columns` of stream `Custom-B` is an object, but has to be an array of objects with `name` and `type` [AZL0004]
              --> dcr.json:1:105
            error: a data flow is a number, but has to be an object [AZL0004]
              --> dcr.json:2:16
            error: `streams` of a data flow is a string, but has to be an array of stream names [AZL0004]
              --> dcr.json:2:32
            error: a data flow's stream is a number, but has to be a string [AZL0004]
              --> dcr.json:2:61
            error: `destinations` of a data flow is a string, but has to be an array of destination names [AZL0004]
              --> dcr.json:2:82
            error: `outputStream` of a data flow is a number, but has to be a string [AZL0004]
              --> dcr.json:2:103
            error: a data flow's destination is a number, but has to be a string [AZL0004]
              --> dcr.json:3:36
            error: `transformKql` of a data flow is a number, but has to be a string [AZL0004]
              --> dcr.json:3:57
        "#]],
    );
    check(
        &with_columns(r#"1, { "name": 1, "type": 2 }"#),
        &expect![[r#"
        error: a column is a number, but has to be an object with `name` and `type` [AZL0004]
          --> dcr.json:2:1
        error: a column's `name` is a number, but has to be a string [AZL0004]
          --> dcr.json:2:14
        error: the `type` of a column is a number, but has to be a string [AZL0004]
          --> dcr.json:2:25
    "#]],
    );
}

#[test]
fn keys_that_stand_twice() {
    check(
        r#"{ "streamDeclarations": {
  "Custom-A": { "columns": [ { "name": "Aa", "type": "int" } ] },
  "Custom-A": { "columns": [ { "name": "Aa", "type": "int", "name": "Bb", "Type": "long" } ], "columns": [] }
}, "streamDeclarations": {}, "dataSources": {}, "dataSources": {} }"#,
        &expect![[r#"
            error: `Custom-A` stands twice in one object [AZL0006]
              --> dcr.json:3:3
              = note: the first is here: dcr.json:2:3
              = help: remove one of them: which one counts depends on who reads the document
            error: `name` stands twice in one object [AZL0006]
              --> dcr.json:3:61
              = note: the first is here: dcr.json:3:32
              = help: remove one of them: which one counts depends on who reads the document
            error: `Type` stands twice in one object [AZL0006]
              --> dcr.json:3:75
              = note: the first is here: dcr.json:3:46
              = help: remove one of them: which one counts depends on who reads the document
            error: `columns` stands twice in one object [AZL0006]
              --> dcr.json:3:95
              = note: the first is here: dcr.json:3:17
              = help: remove one of them: which one counts depends on who reads the document
            error: `streamDeclarations` stands twice in one object [AZL0006]
              --> dcr.json:4:4
              = note: the first is here: dcr.json:1:3
              = help: remove one of them: which one counts depends on who reads the document
        "#]],
    );
}

#[test]
fn expressions_and_placeholders() {
    check(
        r#"{ "streamDeclarations": {
  "[variables('stream')]": { "columns": [ { "name": "Aa", "type": "int" } ] },
  "Custom-B": { "columns": "[parameters('columns')]" },
  "Custom-C": { "columns": [ { "name": "{{name}}", "type": "int" }, { "name": "Bb", "type": "${type}" }, { "name": "Cc", "type": "int" } ] }
}, "dataFlows": [ { "streams": [ "[variables('stream')]", "Custom-D" ], "transformKql": "[variables('kql')]", "outputStream": "[variables('o')]" } ],
"immutableId": "{{id}}", "endpoints": { "logsIngestion": "[reference('x').y]" }, "kind": "{{kind}}" }"#,
        &expect![[r#"
            error: a stream's name is the expression `[variables('stream')]`, and variable `stream` has no value [AZL0011]
              --> dcr.json:2:3
              = help: give it one: `--param stream=…`, or give the whole template
            error: `columns` of stream `Custom-B` is the expression `[parameters('columns')]`, and parameter `columns` has no value [AZL0011]
              --> dcr.json:3:28
              = help: give it one: `--param columns=…`, or a `defaultValue`
            error: a column's `name` is the placeholder `{{name}}`, which has no value [AZL0011]
              --> dcr.json:4:40
              = help: give it one: `--param name=…`, or write it in its place
            error: the `type` of column `Bb` is the placeholder `${type}`, which has no value [AZL0011]
              --> dcr.json:4:93
              = help: give it one: `--param type=…`, or write it in its place
            note: `transformKql` of a data flow is the expression `[variables('kql')]`, and variable `kql` has no value [AZL0011]
              --> dcr.json:5:89
              = help: give it one: `--param kql=…`, or give the whole template
            note: `outputStream` of a data flow is the expression `[variables('o')]`, and variable `o` has no value [AZL0011]
              --> dcr.json:5:127
              = help: give it one: `--param o=…`, or give the whole template
            warning: `immutableId` is the placeholder `{{id}}`, which has no value [AZL0011]
              --> dcr.json:6:16
              = help: give it one: `--param id=…`, or write it in its place
            warning: `endpoints.logsIngestion` is the expression `[reference('x').y]`, and only Azure knows what `reference` returns [AZL0011]
              --> dcr.json:6:58
              = help: write the value in its place, or give the rule as it was deployed: `az monitor data-collection rule show`
        "#]],
    );
    check(
        r#"{ "streamDeclarations": "[variables('s')]", "dataFlows": "[variables('f')]" }"#,
        &expect![[r#"
            error: `streamDeclarations` is the expression `[variables('s')]`, and variable `s` has no value [AZL0011]
              --> dcr.json:1:25
              = help: give it one: `--param s=…`, or give the whole template
            warning: `dataFlows` is the expression `[variables('f')]`, and variable `f` has no value [AZL0011]
              --> dcr.json:1:58
              = help: give it one: `--param f=…`, or give the whole template
        "#]],
    );
    check(
        &with_flows(
            r#"{ "streams": [ "[variables('s')]" ] }, "[variables('f')]", { "streams": "[variables('s')]" }"#,
        ),
        &expect![[r#"
            warning: a data flow's stream is the expression `[variables('s')]`, and variable `s` has no value [AZL0011]
              --> dcr.json:3:16
              = help: give it one: `--param s=…`, or give the whole template
            warning: a data flow is the expression `[variables('f')]`, and variable `f` has no value [AZL0011]
              --> dcr.json:3:40
              = help: give it one: `--param f=…`, or give the whole template
            warning: `streams` of a data flow is the expression `[variables('s')]`, and variable `s` has no value [AZL0011]
              --> dcr.json:3:73
              = help: give it one: `--param s=…`, or give the whole template
        "#]],
    );
    check(
        r#"{ "streamDeclarations": { "Custom-A": { "copy": [ { "name": "columns", "count": 2, "input": {} } ] } } }"#,
        &expect![[r#"
            error: a column has no `name` [AZL0005]
              --> dcr.json:1:93
              = help: write `"name": "…"`
            error: a column has no `type` [AZL0005]
              --> dcr.json:1:93
              = help: write `"type": "…"` with one of `string`, `int`, `long`, `real`, `boolean`, `datetime`, `dynamic`
        "#]],
    );
}

#[test]
fn malformed_ids_and_endpoints() {
    check(
        r#"{ "immutableId": "dcr-123", "endpoints": { "logsIngestion": "http://app.ingest.monitor.azure.com" }, "dataFlows": [] }"#,
        &expect![[r#"
            error: `dcr-123` is no immutable id: it is `dcr-` and 32 hexadecimal digits [AZL0014]
              --> dcr.json:1:18
              = help: `az monitor data-collection rule show --query immutableId` prints the rule's own; without one here, the id has to be given to the client
            error: `endpoints.logsIngestion` is `http://app.ingest.monitor.azure.com`, which is no https URL [AZL0015]
              --> dcr.json:1:61
              = help: an endpoint looks like `https://my-dcr-abcd.westeurope-1.ingest.monitor.azure.com`
        "#]],
    );
    check(
        r#"{ "endpoints": { "logsIngestion": "http://127.0.0.1:8080" }, "dataFlows": [] }"#,
        &expect![""],
    );
}

#[test]
fn what_the_reader_does_not_know_it_keeps_quiet_about() {
    check(
        r#"{ "tags": 1, "location": [], "agentSettings": 5, "dataSources": { "syslog": "[x]" }, "transformations": true, "destinations": 0,
  "streamDeclarations": { "Custom-A": { "columns": [ { "name": "Aa", "type": "int", "description": 5, "isHidden": {} } ], "extra": 1 } },
  "dataFlows": [ { "streams": [ "Custom-A" ], "transformKql": "source | extend TimeGenerated = now()", "captureOverflow": 1 } ] }"#,
        &expect![""],
    );
}

#[test]
fn what_was_good_beside_a_mistake_is_kept() {
    let document = document(&with_columns(
        r#"{ "name": "Aa", "type": "guid" }, { "name": "Bb", "type": "int" }, 5"#,
    ));
    let columns = &document.stream("Custom-A").unwrap().1.columns;
    assert_eq!(
        columns
            .iter()
            .map(|column| column.name.as_str())
            .collect::<Vec<_>>(),
        ["Bb"]
    );
    assert_eq!(document.rules()[0].data_flows.len(), 1);
}

#[test]
fn what_does_not_begin_like_json_is_told_what_can_be_read() {
    for text in ["Not found", "<html>"] {
        let document = crate::document(text);
        let finding = &document.diagnostics()[0];
        assert_eq!(finding.code, azlogs_dcr::Code::NotJson, "{text}");
        let help = finding.help.as_deref();
        assert!(
            help.is_some_and(|help| help.starts_with("give an Azure Resource Manager template")),
            "{text}"
        );
    }
}

#[test]
fn other_languages_are_told_by_their_first_lines() {
    for (text, message) in [
        (
            "streamDeclarations:\n  Custom-A:\n",
            "this is YAML, not JSON",
        ),
        ("# a comment\n\n---\n- name: x\n", "this is YAML, not JSON"),
        ("- name: x\n  type: y\n", "this is YAML, not JSON"),
        (
            "{\"@level\":\"info\"}\n{\"@level\":\"info\"}\n",
            "this is the log of a run of Terraform's, not its plan",
        ),
        (
            "ERROR: (ResourceNotFound) There is no such rule.\n",
            "not JSON: unexpected word",
        ),
        ("https://x.test/dcr.json", "not JSON: unexpected word"),
    ] {
        let document = crate::document(text);
        assert_eq!(document.diagnostics()[0].message, message, "{text}");
    }
}
