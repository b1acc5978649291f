//! Every form in which one finds a rule.

use azlogs_dcr::{Code, ColumnType, Document};
use expect_test::expect;

use crate::{document, summary};

const ENVELOPE: &str =
    r#""name": "app", "kind": "Direct", "location": "westeurope", "tags": { "a": "b" }"#;

const PROPERTIES: &str = r#"
    "immutableId": "dcr-0123456789abcdef0123456789abcdef",
    "endpoints": { "logsIngestion": "https://app-x1y2.westeurope-1.ingest.monitor.azure.com", "metricsIngestion": "x" },
    "dataCollectionEndpointId": null,
    "provisioningState": "Succeeded",
    "agentSettings": { "logs": [] },
    "transformations": [ { "name": "t", "processors": [ 1 ] } ],
    "dataSources": {},
    "streamDeclarations": {
        "Custom-App": { "columns": [
            { "name": "TimeGenerated", "type": "datetime" },
            { "name": "Status", "type": "int", "description": "HTTP status" }
        ] }
    },
    "destinations": { "logAnalytics": [ { "name": "ws", "workspaceResourceId": "/subscriptions/s" } ] },
    "dataFlows": [ {
        "streams": [ "Custom-App" ], "destinations": [ "ws" ],
        "transformKql": "source", "outputStream": "Custom-App_CL"
    } ]"#;

fn resource() -> String {
    format!(
        r#"{{ "type": "Microsoft.Insights/dataCollectionRules", "apiVersion": "2023-03-11", {ENVELOPE},
             "properties": {{ {PROPERTIES} }} }}"#
    )
}

/// Reads a document that has to hold just the one rule, and nothing wrong.
#[track_caller]
fn the_rule(text: &str) -> String {
    let document = document(text);
    assert_eq!(document.diagnostics(), [], "{text}");
    assert_eq!(document.rules().len(), 1, "{text}");
    summary(&document.rules()[0])
}

#[test]
fn the_parts_of_a_rule_are_read() {
    expect![[r#"
        name app
        kind Direct
        id dcr-0123456789abcdef0123456789abcdef
        endpoint https://app-x1y2.westeurope-1.ingest.monitor.azure.com
        stream Custom-App: TimeGenerated datetime, Status int
        flow Custom-App | source > App_CL ws
    "#]]
    .assert_eq(&the_rule(&resource()));
    let document = document(&resource());
    let (_, stream) = document.stream("Custom-App").unwrap();
    assert_eq!(
        stream.column("Status").unwrap().description.as_deref(),
        Some("HTTP status")
    );
    assert_eq!(stream.column("status").map(|column| &column.name), None);
}

#[test]
fn every_form_gives_the_same_rule() {
    let resource = resource();
    let expected = the_rule(&resource);
    let template = format!(
        r#"{{ "$schema": "x", "parameters": {{}}, "resources": [ {{ "type": "Other/thing" }}, {resource} ] }}"#
    );
    let forms = [
        format!(r#"{{ {ENVELOPE}, "properties": {{ {PROPERTIES} }} }}"#),
        format!(
            r#"{{ {ENVELOPE}, "type": "Microsoft.Insights/dataCollectionRules", "etag": "x", "systemData": {{}}, {PROPERTIES} }}"#
        ),
        format!(
            r#"[ {{ "type": "Microsoft.OperationalInsights/workspaces/tables", "properties": {{}} }}, {resource} ]"#
        ),
        format!(r#"{{ "value": [ {resource} ] }}"#),
        format!(r#"{{ "languageVersion": "2.0", "resources": {{ "rule": {resource} }} }}"#),
        format!(
            r#"{{ "resources": [ {{ "type": "Microsoft.Resources/deployments", "properties": {{ "mode": "Incremental", "template": {template} }} }} ] }}"#
        ),
        format!(
            r#"{{ "resources": [ {{ "type": "Microsoft.OperationalInsights/workspaces/providers/contentTemplates", "properties": {{ "mainTemplate": {template} }} }} ] }}"#
        ),
        format!(r#"{{ "mainTemplate": {template} }}"#),
        resource.replace(
            "Microsoft.Insights/dataCollectionRules",
            "microsoft.insights/datacollectionrules@2023-03-11",
        ),
        resource.replace(
            "Microsoft.Insights/dataCollectionRules",
            "[variables('type')]",
        ),
        template.clone(),
    ];
    for form in forms {
        assert_eq!(the_rule(&form), expected, "{form}");
    }
}

#[test]
fn properties_alone_are_a_rule_without_a_name() {
    expect![[r#"
        id dcr-0123456789abcdef0123456789abcdef
        endpoint https://app-x1y2.westeurope-1.ingest.monitor.azure.com
        stream Custom-App: TimeGenerated datetime, Status int
        flow Custom-App | source > App_CL ws
    "#]]
    .assert_eq(&the_rule(&format!("{{ {PROPERTIES} }}")));
}

#[test]
fn streams_alone_are_a_rule_without_flows() {
    let streams = r#"{ "Custom-A": { "columns": [ { "name": "X", "type": "long" } ] },
                       "Custom-B": { "columns": [ { "name": "Y", "type": "real" } ] } }"#;
    let expected = "stream Custom-A: X long\nstream Custom-B: Y real\n";
    assert_eq!(the_rule(streams), expected);
    assert_eq!(
        the_rule(&format!(r#"{{ "streamDeclarations": {streams} }}"#)),
        expected
    );
}

#[test]
fn keys_are_read_as_python_and_powershell_write_them() {
    let expected = the_rule(&format!("{{ {PROPERTIES} }}"));
    let snake = PROPERTIES
        .replace("immutableId", "immutable_id")
        .replace("logsIngestion", "logs_ingestion")
        .replace("streamDeclarations", "stream_declarations")
        .replace("dataFlows", "data_flows")
        .replace("transformKql", "transform_kql")
        .replace("outputStream", "output_stream");
    assert_eq!(the_rule(&format!("{{ {snake} }}")), expected);
    let pascal = PROPERTIES
        .replace("immutableId", "ImmutableId")
        .replace("streamDeclarations", "StreamDeclarations")
        .replace("\"columns\"", "\"Columns\"");
    assert_eq!(the_rule(&format!("{{ {pascal} }}")), expected);
}

#[test]
fn several_rules_are_read_in_order() {
    let second = resource()
        .replace("Custom-App", "Custom-Other")
        .replace("\"app\"", "\"other\"");
    let document = document(&format!(
        r#"{{ "resources": [ {}, {second} ] }}"#,
        resource()
    ));
    let names: Vec<_> = document
        .rules()
        .iter()
        .map(|rule| &rule.name.as_ref().unwrap().value)
        .collect();
    assert_eq!(names, ["app", "other"]);
    let (rule, stream) = document.stream("Custom-Other").unwrap();
    assert_eq!(
        (
            rule.name.as_ref().unwrap().value.as_str(),
            stream.name.as_str()
        ),
        ("other", "Custom-Other")
    );
    assert!(document.stream("Custom-None").is_none());
}

#[test]
fn a_resource_that_a_template_only_refers_to_is_no_rule_of_it() {
    let existing = r#"{ "existing": true, "type": "Microsoft.Insights/dataCollectionRules", "apiVersion": "x", "name": "n" }"#;
    let text = format!(
        r#"{{ "resources": {{ "a": {existing}, "b": {} }} }}"#,
        resource()
    );
    the_rule(&text);
}

#[test]
fn other_resources_with_flows_are_no_rules() {
    let other =
        r#"{ "type": "Microsoft.DataFactory/factories", "properties": { "dataFlows": [ 1, 2 ] } }"#;
    the_rule(&format!(
        r#"{{ "resources": [ {other}, {} ] }}"#,
        resource()
    ));
    let document = document(other);
    assert_eq!(document.diagnostics()[0].code, Code::NoRule);
}

#[test]
fn comments_trailing_commas_and_line_breaks_in_strings_are_read() {
    let text = "// a rule\r\n{ /* streams */ \"streamDeclarations\": {\r\n \"Custom-A\": { \"columns\": [\r\n\
                { \"name\": \"X\", \"type\": \"long\", }, // X\r\n ], }, },\r\n\
                \"dataFlows\": [ { \"streams\": [ \"Custom-A\" ], \"transformKql\": \"source\r\n| extend TimeGenerated = now()\" } ],\r\n }\r\n";
    expect![[r#"
        stream Custom-A: X long
        flow Custom-A | source
        | extend TimeGenerated = now() > A 
    "#]]
    .assert_eq(&the_rule(text).replace('\r', ""));
}

#[test]
fn a_byte_order_mark_and_utf_16_are_read() {
    let text = resource();
    let expected = the_rule(&text);
    let utf16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        format!("\u{feff}{text}")
            .encode_utf16()
            .flat_map(bytes)
            .collect()
    };
    let forms = [
        format!("\u{feff}{text}").into_bytes(),
        utf16(u16::to_le_bytes),
        utf16(u16::to_be_bytes),
    ];
    for bytes in forms {
        let document = Document::parse("dcr.json", &bytes);
        assert_eq!(document.diagnostics(), []);
        assert_eq!(summary(&document.rules()[0]), expected);
        assert_eq!(document.text(), text);
    }
}

#[test]
fn null_is_as_good_as_absent() {
    the_rule(
        r#"{ "kind": null, "name": null, "immutableId": null, "endpoints": null, "dataSources": {},
                  "streamDeclarations": {}, "dataFlows": null }"#,
    );
    the_rule(
        r#"{ "type": "Microsoft.Insights/dataCollectionRules", "kind": null, "properties": { "streamDeclarations": null } }"#,
    );
}

#[test]
fn an_expression_as_name_is_no_name() {
    let text = resource().replace("\"app\"", "\"[parameters('name')]\"");
    let document = document(&text);
    assert_eq!(document.diagnostics(), []);
    assert_eq!(document.rules()[0].name, None);
}

#[test]
fn the_endpoint_id_is_kept_as_the_template_writes_it() {
    let id = "[resourceId('Microsoft.Insights/dataCollectionEndpoints', 'dce')]";
    let text = format!("{{ {PROPERTIES} }}").replace(
        "\"dataCollectionEndpointId\": null",
        &format!("\"dataCollectionEndpointId\": \"{id}\""),
    );
    let document = document(&text);
    let rule = &document.rules()[0];
    assert_eq!(rule.data_collection_endpoint_id.as_ref().unwrap().value, id);
}

#[test]
fn flows_know_their_stream_their_transform_and_their_table() {
    let text = r#"{
      "streamDeclarations": { "Custom-A": { "columns": [ { "name": "TimeGenerated", "type": "datetime" } ] } },
      "dataFlows": [
        { "streams": [ "Custom-A" ] },
        { "streams": [ "Custom-A" ], "transformKql": " source\n", "outputStream": "Microsoft-Syslog" },
        { "streams": [ "Custom-A" ], "transformKql": "source | where true", "outputStream": "[variables('o')]" },
        { "streams": [ "Microsoft-Syslog", "Microsoft-Event" ] },
        { "streams": [ "Custom-A" ], "transform": "staged" },
        { "streams": [ "Custom-A" ], "transformKql": "[variables('kql')]" }
      ] }"#;
    let document = document(text);
    assert_eq!(document.diagnostics(), []);
    let rule = &document.rules()[0];
    let flows: Vec<_> = rule
        .data_flows
        .iter()
        .map(|flow| (flow.is_pass_through(), flow.table()))
        .collect();
    let expected = [
        (true, Some("A")),
        (true, Some("Syslog")),
        (false, None),
        (true, None),
        (false, Some("A")),
        (false, Some("A")),
    ];
    assert_eq!(flows, expected);
    assert_eq!(rule.flows_of("Custom-A").count(), 5);
    assert_eq!(rule.flows_of("Microsoft-Event").count(), 1);
    assert_eq!(rule.flows_of("Custom-B").count(), 0);
}

#[test]
fn published_rules_are_read_without_errors() {
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");
    let read = |name: &str| {
        let document = Document::read_file(format!("{fixtures}/{name}")).unwrap();
        assert!(
            !document.has_errors(),
            "{name}: {:?}",
            document.diagnostics()
        );
        let stream = &document.rules()[0].streams[0];
        (
            document.rules().len(),
            stream.name.clone(),
            stream.columns.len(),
        )
    };
    assert_eq!(
        read("expressions.json"),
        (3, "Custom-SHOP_Orders_CL".to_owned(), 2)
    );
    assert_eq!(
        read("template.json"),
        (1, "Custom-MyDataStream".to_owned(), 5)
    );
    assert_eq!(
        read("masking.json"),
        (1, "Custom-CustomerData".to_owned(), 3)
    );
    assert_eq!(
        read("resources.json"),
        (1, "Custom-OktaSSO_CL".to_owned(), 16)
    );
    assert_eq!(
        read("resource.json"),
        (1, "Custom-OnePasswordEventLogs_CL".to_owned(), 30)
    );
    assert_eq!(read("rule-file.json"), (1, "Custom-MyTable".to_owned(), 4));
}

#[test]
fn a_file_that_is_not_there_is_an_error_that_names_it() {
    let error = Document::read_file("/nowhere/dcr.json").unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("cannot read /nowhere/dcr.json: "),
        "{error}"
    );
}

#[test]
fn types_are_read_in_any_case() {
    let document =
        document(r#"{ "Custom-A": { "columns": [ { "name": "Xx", "type": "DateTime" } ] } }"#);
    assert_eq!(
        document.rules()[0].streams[0].columns[0].column_type,
        ColumnType::DateTime
    );
}
