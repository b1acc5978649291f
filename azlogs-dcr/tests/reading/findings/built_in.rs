//! What is wrong with what a rule does to Azure's own tables.

use azlogs_dcr::{Code, Document};
use expect_test::expect;

use super::check;

/// A rule whose stream has these columns, beside `TimeGenerated`, and goes to `output`; `beside` stands beside its flows.
fn to_table(columns: &str, output: &str, beside: &str) -> String {
    format!(
        r#"{{ "streamDeclarations": {{ "Custom-A": {{ "columns": [ {{ "name": "TimeGenerated", "type": "datetime" }},
{columns}
] }} }},{beside}
"dataFlows": [ {{ "streams": [ "Custom-A" ], "outputStream": "{output}", "destinations": [ "w" ] }} ] }}"#
    )
}

/// A rule that declares nothing, whose flow takes these streams.
fn of_streams(streams: &str, beside: &str) -> String {
    format!(
        r#"{{ {beside} "dataFlows": [ {{ "streams": [ {streams} ], "destinations": [ "w" ] }} ] }}"#
    )
}

const FACILITY: &str = r#"{ "name": "Facility", "type": "string" }"#;

#[test]
fn tables_that_the_api_may_not_write_to() {
    check(
        &to_table(FACILITY, "Microsoft-AzureActivity", ""),
        &expect![[r#"
            warning: the API can't write to `Microsoft-AzureActivity`: it isn't one of Azure's tables that it may write to [AZL0070]
              --> dcr.json:4:61
              = note: Azure may refuse to deploy it: `InvalidOutputTable`
              = help: write to a custom table, `Custom-<table>_CL`; `azlogs-dcr-gen tables` lists the tables that the API may write to, as of 2026-08-14
        "#]],
    );
    check(
        &to_table(FACILITY, "Microsoft-SysLog", ""),
        &expect![[r#"
            error: Azure has no table `Microsoft-SysLog` [AZL0070]
              --> dcr.json:4:61
              = note: Azure refuses to deploy it: `InvalidOutputTable`
              = help: did you mean `Microsoft-Syslog`?
        "#]],
    );
    let from_agent = r#""dataSources": { "logFiles": [ { "streams": [ "Custom-A" ] } ] },"#;
    check(
        &to_table(FACILITY, "Microsoft-W3CIISLog", from_agent),
        &expect![""],
    );
    let unknown = r#""dataSources": "[parameters('sources')]","#;
    check(
        &to_table(FACILITY, "Microsoft-W3CIISLog", unknown),
        &expect![""],
    );
}

#[test]
fn columns_that_the_table_does_not_have() {
    let columns = r#"{ "name": "Facility", "type": "string" }, { "name": "Hostname", "type": "string" },
{ "name": "Latency", "type": "real" }, { "name": "Latency_CF", "type": "real" }, { "name": "SourceSystem", "type": "string" }"#;
    let text = to_table(columns, "Microsoft-Syslog", "");
    check(
        &text,
        &expect![[r#"
            warning: column `Hostname` isn't one of Azure's table `Syslog`: its values are dropped [AZL0072]
              --> dcr.json:2:53
              = note: here it goes to the table without a transform: dcr.json:5:16
              = help: did you mean `HostName`?
            warning: column `Latency` isn't one of Azure's table `Syslog`: its values are dropped [AZL0072]
              --> dcr.json:3:11
              = note: here it goes to the table without a transform: dcr.json:5:16
              = help: leave it out, or bring it into a column that the table has by a transform; the table is known as documented on 2026-08-14
        "#]],
    );
    let transformed = text.replace(
        "\"destinations\"",
        "\"transformKql\": \"source | project-rename HostName = Hostname\", \"destinations\"",
    );
    check(&transformed, &expect![""]);
}

#[test]
fn columns_of_another_type_than_the_tables() {
    let columns =
        r#"{ "name": "ProcessID", "type": "string" }, { "name": "HostIP", "type": "string" }"#;
    check(
        &to_table(columns, "Microsoft-Syslog", ""),
        &expect![[r#"
            error: column `ProcessID` is of type string, and that of Azure's table `Syslog` of type int [AZL0073]
              --> dcr.json:2:32
              = note: here it goes to the table without a transform: dcr.json:4:16
              = note: Azure refuses to deploy it: `InvalidTransformOutput`
              = help: declare it so, or cast it in the transform: `source | extend ProcessID = toint(ProcessID)`
        "#]],
    );
    let guid =
        r#"{ "name": "AwsEventId", "type": "string" }, { "name": "ReadOnly", "type": "boolean" }"#;
    check(
        &to_table(guid, "Microsoft-AWSCloudTrail", ""),
        &expect![[r#"
            warning: column `AwsEventId` is of type string, and that of Azure's table `AWSCloudTrail` of type guid [AZL0073]
              --> dcr.json:2:33
              = note: here it goes to the table without a transform: dcr.json:4:16
              = note: Azure refuses to deploy it: `InvalidTransformOutput`
              = help: cast it in the transform: `source | extend AwsEventId = toguid(AwsEventId)`; it is documented as a string, and a guid in workspaces
        "#]],
    );
    for either in ["string", "datetime"] {
        let column = format!(r#"{{ "name": "ThreatFirstReportedTime", "type": "{either}" }}"#);
        check(
            &to_table(&column, "Microsoft-ASimDnsActivityLogs", ""),
            &expect![""],
        );
    }
}

#[test]
fn streams_that_rows_cannot_be_posted_to() {
    check(
        &of_streams(r#""Microsoft-Sylog", "Microsoft-Nothing""#, ""),
        &expect![[r#"
            error: Azure has no stream `Microsoft-Sylog` [AZL0071]
              --> dcr.json:1:34
              = note: Azure refuses to deploy it: `InvalidStream`
              = help: did you mean `Microsoft-Syslog`?
            warning: `Microsoft-Nothing` is no stream for one of Azure's tables that rows can be posted to [AZL0071]
              --> dcr.json:1:53
              = note: Azure may refuse to deploy it: `InvalidStream`
              = help: declare a stream `Custom-…`, with its columns; `azlogs-dcr-gen tables` lists the tables that the API may write to, as of 2026-08-14
        "#]],
    );
    check(
        &of_streams(r#""Microsoft-AWSEKS""#, ""),
        &expect![[r#"
        note: the columns of Azure's table `AWSEKS` aren't documented, so that nothing is known of its rows [AZL0074]
          --> dcr.json:1:34
          = help: a stream `Custom-…` with the columns that you send makes them known
    "#]],
    );
    check(
        &of_streams(r#""Microsoft-Syslog", "Microsoft-Perf""#, ""),
        &expect![[r#"
            note: agents fill `Microsoft-Perf`, and rows can't be posted to it [AZL0071]
              --> dcr.json:1:54
              = help: for rows of your own, declare a stream `Custom-…`, with its columns
        "#]],
    );
}

/// The streams that are there once the built-in ones are.
fn with_built_in(text: &str) -> Vec<String> {
    let document = Document::parse("dcr.json", text.as_bytes()).with_built_in_streams();
    let streams = document.rules().iter().flat_map(|rule| &rule.streams);
    streams.map(|stream| stream.name.clone()).collect()
}

#[test]
fn streams_that_rows_are_posted_to_are_there_and_those_of_agents_are_not() {
    let both = r#""Microsoft-Syslog", "Microsoft-Event", "Microsoft-Syslog""#;
    assert_eq!(
        with_built_in(&of_streams(both, "")),
        ["Microsoft-Syslog", "Microsoft-Event"]
    );
    for kind in ["Direct", "Linux"] {
        let kind = format!(r#""kind": "{kind}","#);
        assert_eq!(with_built_in(&of_streams(both, &kind)).len(), 2);
    }
    let sources =
        r#""dataSources": { "syslog": [ { "name": "s", "streams": [ "Microsoft-Syslog" ] } ] },"#;
    assert_eq!(
        with_built_in(&of_streams(both, sources)),
        ["Microsoft-Event"]
    );
    for none in [
        r#""kind": "WorkspaceTransforms","#,
        r#""dataSources": { "syslog": [ { "streams": "[variables('streams')]" } ] },"#,
        r#""dataSources": { "syslog": [ { "streams": [ "[variables('stream')]" ] } ] },"#,
        r#""dataSources": "[variables('sources')]","#,
    ] {
        assert!(with_built_in(&of_streams(both, none)).is_empty(), "{none}");
    }
    assert!(with_built_in(&of_streams(r#""Microsoft-AWSEKS", "Microsoft-Perf""#, "")).is_empty());
}

#[test]
fn a_built_in_stream_is_where_its_flow_names_it() {
    let text = of_streams(r#""Microsoft-Syslog""#, "");
    let document = Document::parse("dcr.json", text.as_bytes()).with_built_in_streams();
    let (_, stream) = document.stream("Microsoft-Syslog").unwrap();
    assert!(stream.is_built_in);
    assert_eq!(stream.place.path, "$.dataFlows[0].streams[0]");
    let process = stream.column("ProcessID").unwrap();
    assert_eq!(
        (process.column_type.as_str(), &process.place),
        ("int", &stream.place)
    );
}

#[test]
fn a_stream_that_is_declared_stays_as_it_is() {
    let text = r#"{ "streamDeclarations": { "Microsoft-Syslog": { "columns": [ { "name": "Mine", "type": "int" } ] } },
"dataFlows": [ { "streams": [ "Microsoft-Syslog" ], "destinations": [ "w" ] } ] }"#;
    let document = Document::parse("dcr.json", text.as_bytes()).with_built_in_streams();
    let (_, stream) = document.stream("Microsoft-Syslog").unwrap();
    assert!(!stream.is_built_in && stream.columns.len() == 1);
}

#[cfg(feature = "terraform")]
#[test]
fn terraforms_data_sources_are_an_agents_too() {
    let text = |sources: &str| {
        format!(
            r#"resource "azurerm_monitor_data_collection_rule" "r" {{
  name = "r"
  {sources}
  data_flow {{
    streams      = ["Microsoft-Syslog"]
    destinations = ["w"]
  }}
}}"#
        )
    };
    let streams = |text: &str| {
        let document = Document::parse("main.tf", text.as_bytes()).with_built_in_streams();
        assert!(
            document
                .check()
                .iter()
                .all(|finding| finding.code != Code::NoRule)
        );
        let rules = document.rules().iter();
        rules.map(|rule| rule.streams.len()).sum::<usize>()
    };
    assert_eq!(streams(&text("")), 1);
    let sources = r#"data_sources {
    syslog {
      name    = "s"
      streams = ["Microsoft-Syslog"]
    }
  }"#;
    assert_eq!(streams(&text(sources)), 0);
}
