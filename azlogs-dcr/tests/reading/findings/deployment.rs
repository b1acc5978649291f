//! What only Azure's control plane says.

use azlogs_dcr::{Code, Document};
use expect_test::expect;

use super::{check, with_flows};

/// A rule as a resource; `head` stands beside its properties, `inside` in them.
fn resource(head: &str, inside: &str) -> String {
    format!(
        r#"{{ {head},
"properties": {{ {inside}
"streamDeclarations": {{ "Custom-App": {{ "columns": [ {{ "name": "TimeGenerated", "type": "datetime" }} ] }} }} }} }}"#
    )
}

/// A rule with a stream of these columns, and a transform of it.
fn transformed(column: &str, kql: &str) -> String {
    format!(
        r#"{{ "streamDeclarations": {{ "Custom-App": {{ "columns": [ {{ "name": "{column}", "type": "datetime" }} ] }} }},
"dataFlows": [ {{ "streams": [ "Custom-App" ], "outputStream": "Custom-App_CL", "transformKql": "{kql}" }} ] }}"#
    )
}

#[test]
fn it_keeps_nobody_from_reading_the_rule() {
    let text = transformed("Time", "source | take 1")
        .replace("\"dataFlows\"", "\"description\": \"LONG\", \"dataFlows\"")
        .replace("Custom-App_CL", "App")
        .replace("LONG", &"x".repeat(257));
    let document = Document::parse("dcr.json", text.as_bytes());
    assert_eq!(document.diagnostics(), []);
    assert!(!document.has_errors());
    let codes: Vec<_> = document
        .check()
        .iter()
        .map(|finding| finding.code)
        .collect();
    assert_eq!(codes, [Code::DescriptionLength, Code::OutputStream]);
}

#[test]
fn more_flows_than_a_rule_may_have() {
    let flow = |number: usize| {
        format!(r#"{{ "streams": [ "Custom-App" ], "outputStream": "Custom-App{number}_CL" }}"#)
    };
    let flows = |count| (0..count).map(flow).collect::<Vec<_>>().join(",\n");
    check(&with_flows(&flows(10)), &expect![""]);
    check(
        &with_flows(&flows(11)),
        &expect![[r#"
        error: the rule has 11 data flows; the documented limit is 10 [AZL0062]
          --> dcr.json:13:1
          = help: divide the flows among several rules
    "#]],
    );
}

#[test]
fn more_streams_than_a_rule_may_have() {
    let text = |count| {
        let stream = |number: usize| {
            format!(
                r#""Custom-S{number}": {{ "columns": [ {{ "name": "TimeGenerated", "type": "datetime" }} ] }}"#
            )
        };
        let streams: Vec<_> = (0..count).map(stream).collect();
        format!(
            "{{ \"streamDeclarations\": {{\n{}\n}}, \"dataSources\": {{}} }}",
            streams.join(",\n")
        )
    };
    check(&text(10), &expect![""]);
    check(
        &text(11),
        &expect![[r#"
        warning: the rule declares 11 streams; the documented limit is 10, and 20 in a later text [AZL0063]
          --> dcr.json:12:1
          = help: divide the streams among several rules
    "#]],
    );
    check(
        &text(21),
        &expect![[r#"
        error: the rule declares 21 streams; the documented limit is 20 [AZL0063]
          --> dcr.json:22:1
          = help: divide the streams among several rules
    "#]],
    );
}

#[test]
fn more_columns_than_a_table_may_have() {
    let text = |count| {
        let column = |number: usize| format!(r#",{{ "name": "C{number}", "type": "int" }}"#);
        let columns: String = (1..count).map(column).collect();
        transformed("TimeGenerated", "source").replace(" ] } }", &format!("{columns} ] }} }}"))
    };
    check(&text(500), &expect![""]);
    check(
        &text(501),
        &expect![[r#"
        warning: stream `Custom-App` has 501 columns, and a table 500 at the most [AZL0064]
          --> dcr.json:1:16972
          = note: here it goes to the table without a transform: dcr.json:2:16
          = help: gather some of them in a `dynamic` column
    "#]],
    );
    let reshaped = text(501).replace("\"source\"", "\"source | project TimeGenerated\"");
    check(&reshaped, &expect![""]);
}

#[test]
fn descriptions_that_are_too_long() {
    let with = |length| {
        resource(
            r#""kind": "Direct""#,
            &format!(r#""description": "{}","#, "ä".repeat(length)),
        )
    };
    check(&with(256), &expect![""]);
    check(
        &with(257),
        &expect![[r#"
        error: the rule's description has 257 characters, and Azure takes 256 [AZL0065]
          --> dcr.json:2:32
          = note: Azure refuses to deploy it: `InvalidProperty`
          = help: shorten it
    "#]],
    );
    let expression = resource(
        r#""kind": "Direct""#,
        &format!(r#""description": "[parameters('{}')]","#, "x".repeat(257)),
    );
    check(&expression, &expect![""]);
}

#[test]
fn names_that_no_table_can_have() {
    check(
        &with_flows(
            r#"{ "streams": [ "Custom-App" ], "outputStream": "Custom-App Log_CL" },
{ "streams": [ "Custom-App" ], "outputStream": "Custom-A234567890123456789012345678901234567890123456789012345678901_CL" },
{ "streams": [ "Custom-App" ], "outputStream": "Custom-a-b_CL" }"#,
        ),
        &expect![[r#"
            warning: no table can have the name `App Log_CL` [AZL0067]
              --> dcr.json:3:48
              = help: a table's name has 4 to 63 letters from A to Z or a to z, digits, `-` and `_`
            warning: no table can have the name `A234567890123456789012345678901234567890123456789012345678901_CL` [AZL0067]
              --> dcr.json:4:48
              = help: a table's name has 4 to 63 letters from A to Z or a to z, digits, `-` and `_`
        "#]],
    );
}

#[test]
fn names_of_rules_with_an_endpoint_of_their_own() {
    for name in ["ab", "a-rule-with-a-name-of-31-letters", "under_score"] {
        let text = resource(&format!(r#""kind": "Direct", "name": "{name}""#), "");
        let codes: Vec<_> = Document::parse("dcr.json", text.as_bytes())
            .check()
            .iter()
            .map(|finding| finding.code)
            .collect();
        assert_eq!(codes, [Code::DirectName], "{name}");
    }
    check(
        &resource(r#""kind": "Direct", "name": "under_score""#, ""),
        &expect![[r#"
            warning: the name of a rule of kind `Direct` is made of letters, digits and `-`, and `under_score` isn't [AZL0066]
              --> dcr.json:1:29
              = help: give it another name: this one becomes part of its endpoint's host name
        "#]],
    );
    for head in [
        r#""kind": "Direct", "name": "a-rule-with-30-characters-name""#,
        r#""kind": "Direct", "name": "[parameters('a_very_long_name_of_a_parameter')]""#,
        r#""kind": "Linux", "name": "under_score", "dataCollectionEndpointId": "x""#,
    ] {
        check(&resource(head, ""), &expect![""]);
    }
}

#[test]
fn rules_without_an_endpoint_to_post_to() {
    check(
        &resource(r#""location": "westeurope""#, ""),
        &expect![[r#"
            warning: rows can't be posted to this rule: its kind isn't `Direct`, and it names no data collection endpoint [AZL0068]
              --> dcr.json:1:1
              = help: say `"kind": "Direct"`, or give `dataCollectionEndpointId`
        "#]],
    );
    check(
        &resource(r#""kind": "WorkspaceTransforms""#, ""),
        &expect![[r#"
            warning: rows can't be posted to a rule of kind `WorkspaceTransforms` [AZL0068]
              --> dcr.json:1:11
              = help: use `"kind": "Direct"`
        "#]],
    );
    check(
        &resource(r#""apiVersion": "2022-06-01", "kind": "Direct""#, ""),
        &expect![[r#"
            warning: deployed with API version `2022-06-01`, the rule gets no endpoint [AZL0068]
              --> dcr.json:1:39
              = help: deploy it with 2023-03-11 or later: an endpoint can't be added to a rule that is there
        "#]],
    );
    for (head, inside) in [
        (r#""kind": "direct""#, ""),
        (r#""kind": "Direct", "apiVersion": "2023-03-11""#, ""),
        (
            r#""kind": "Direct", "apiVersion": "[variables('version')]""#,
            "",
        ),
        (
            r#""kind": "Linux""#,
            r#""dataCollectionEndpointId": "[resourceId('x')]","#,
        ),
        (r#""kind": "[parameters('kind')]""#, ""),
        (
            r#""location": "westeurope""#,
            r#""dataSources": { "logFiles": [] },"#,
        ),
        (
            r#""location": "westeurope""#,
            r#""endpoints": { "logsIngestion": "https://a.test" },"#,
        ),
        (r#""tags": {}"#, ""),
    ] {
        check(&resource(head, inside), &expect![""]);
    }
}

fn to_destinations(destinations: &str, of_flow: &str) -> String {
    format!(
        r#"{{ "streamDeclarations": {{ "Custom-A": {{ "columns": [ {{ "name": "TimeGenerated", "type": "datetime" }} ] }} }},
"destinations": {destinations},
"dataFlows": [ {{ "streams": [ "Custom-A" ], "outputStream": "Custom-A_CL", "destinations": [ {of_flow} ] }} ] }}"#
    )
}

#[test]
fn flows_to_destinations_that_are_not_declared() {
    let workspace =
        r#"{ "logAnalytics": [ { "name": "workspace" } ], "azureMonitorMetrics": null }"#;
    check(
        &to_destinations(workspace, r#""workspce", "Other""#),
        &expect![[r#"
            error: a data flow goes to destination `workspce`, which isn't declared [AZL0069]
              --> dcr.json:3:94
              = help: did you mean `workspace`?
            error: a data flow goes to destination `Other`, which isn't declared [AZL0069]
              --> dcr.json:3:106
              = help: declare it in `destinations`, or take a name from there
        "#]],
    );
    check(
        &to_destinations("{}", r#""workspace""#),
        &expect![[r#"
        error: a data flow goes to destination `workspace`, which isn't declared [AZL0069]
          --> dcr.json:3:94
          = help: declare it in `destinations`, or take a name from there
    "#]],
    );
}

#[test]
fn flows_to_destinations_that_are_declared_or_may_be() {
    let workspace = r#"{ "logAnalytics": [ { "name": "workspace" } ], "azureMonitorMetrics": { "name": "m" } }"#;
    let unknown = r#"{ "logAnalytics": [ { "name": "[parameters('workspace')]" } ] }"#;
    for (destinations, of_flow) in [
        (workspace, r#""workspace", "m""#),
        (workspace, r#""Workspace""#),
        (workspace, r#""[parameters('workspace')]""#),
        (workspace, r#""{{workspace}}""#),
        (workspace, ""),
        (unknown, r#""workspace""#),
        (r#""[variables('destinations')]""#, r#""workspace""#),
        ("null", r#""workspace""#),
    ] {
        let text = to_destinations(destinations, of_flow);
        let document = azlogs_dcr::Document::parse("dcr.json", text.as_bytes());
        let code = azlogs_dcr::Code::UndeclaredDestination;
        let findings = document.check();
        assert!(
            findings.iter().all(|finding| finding.code != code),
            "{text}"
        );
    }
}
