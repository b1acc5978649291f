//! Azure's own tables: listing them, showing one, and generating rows for one.

use std::fs;

use azlogs_dcr::catalog;
use expect_test::{expect, expect_file};
use serde_json::Value;

use crate::{check, directory, run};

#[test]
fn a_table_is_shown_with_its_columns() {
    check(
        directory().path(),
        &["tables", "microsoft-syslog"],
        &expect![[r#"
            exit code 0
            ---- stdout
            Syslog
            stream: Microsoft-Syslog
            plans: Analytics, Auxiliary

            column             type
            CollectorHostName  string
            Computer           string
            EventTime          datetime
            Facility           string
            HostIP             string
            HostName           string
            ProcessID          int
            ProcessName        string
            SeverityLevel      string
            SyslogMessage      string
            TimeGenerated      datetime

            11 columns, as documented on 2026-08-14, without those that the service fills itself
            ---- stderr
        "#]],
    );
    check(
        directory().path(),
        &["tables", "AWSEKS"],
        &expect![[r#"
        exit code 0
        ---- stdout
        AWSEKS
        stream: Microsoft-AWSEKS
        plans: Analytics

        No page says which columns it has.
        ---- stderr
    "#]],
    );
}

#[test]
fn tables_are_listed() {
    check(
        directory().path(),
        &["tables", "*WAF*"],
        &expect![[r#"
        exit code 0
        ---- stdout
        table                        columns  plans
        AWSWAF                            31  Analytics, Basic, Auxiliary
        SentinelAlibabaCloudWAFLogs       83  Analytics, Basic

        2 tables, as documented on 2026-08-14; `?`: no page says which columns
        ---- stderr
    "#]],
    );
    let all = String::from_utf8(run(directory().path(), &["tables"]).stdout).unwrap();
    for table in catalog::tables() {
        assert!(all.contains(table.name), "{}", table.name);
    }
}

#[test]
fn a_table_that_is_not_there_is_told_with_the_nearest() {
    check(
        directory().path(),
        &["tables", "Sylsog"],
        &expect![[r#"
        exit code 2
        ---- stdout
        ---- stderr
        error: `Sylsog` is none of Azure's tables that the API may write to, as of 2026-08-14; did you mean `Syslog`?
    "#]],
    );
    check(
        directory().path(),
        &["tables", "Nothing*"],
        &expect![[r#"
            exit code 2
            ---- stdout
            ---- stderr
            error: `Nothing*` is none of Azure's tables that the API may write to, as of 2026-08-14: `azlogs-dcr-gen tables` lists them
        "#]],
    );
}

#[test]
fn programs_get_an_object_a_table() {
    let output = run(directory().path(), &["tables", "--format", "json"]);
    let lines = String::from_utf8(output.stdout).unwrap();
    let tables: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(tables.len(), catalog::tables().len());
    let trail = tables
        .iter()
        .find(|table| table["table"] == "AWSCloudTrail")
        .unwrap();
    assert_eq!(trail["stream"], "Microsoft-AWSCloudTrail");
    let event = trail["columns"].as_array().unwrap().iter();
    let event = event
        .clone()
        .find(|column| column["name"] == "AwsEventId")
        .unwrap();
    assert_eq!(
        (&event["type"], &event["otherwise"]),
        (&"string".into(), &"guid".into())
    );
    let undocumented = tables
        .iter()
        .find(|table| table["table"] == "AWSEKS")
        .unwrap();
    assert!(undocumented["columns"].is_null());
}

#[test]
fn rows_for_a_table_need_no_rule() {
    let directory = directory();
    let args = ["generate", "--table", "Syslog", "--datetime", "system-time"];
    let output = run(directory.path(), &args);
    assert_eq!(output.status.code(), Some(0));
    expect_file!["table.rs"].assert_eq(&String::from_utf8(output.stdout).unwrap());
    let linked = run(directory.path(), &[&args[..], &["--linked"]].concat());
    let linked = String::from_utf8(linked.stdout).unwrap();
    assert!(
        linked.contains("#[log_record(stream = \"Microsoft-Syslog\")]"),
        "{linked}"
    );
    assert!(!linked.contains("column_type"), "{linked}");
    check(
        directory.path(),
        &["generate", "--table", "Sylog", "--table", "AWSEKS"],
        &expect![[r#"
            exit code 1
            ---- stdout
            ---- stderr
            error: `Sylog` is none of Azure's tables that the API may write to [AZL0071]
              = note: Azure refuses to deploy it: `InvalidStream`
              = help: did you mean `Syslog`?

            error: the columns of Azure's table `AWSEKS` aren't documented [AZL0074]
              = help: declare a stream with the columns that you send, and let its flow write to the table
        "#]],
    );
}

/// A rule whose flow takes streams that it doesn't declare.
const BUILT_IN: &str = r#"{ "kind": "Direct", "properties": { "dataFlows": [
    { "streams": [ "Microsoft-Syslog", "Microsoft-AWSEKS", "Microsoft-Nothing" ], "destinations": [ "w" ] } ] } }"#;

#[test]
fn streams_that_a_rule_need_not_declare_are_generated() {
    let directory = directory();
    fs::write(directory.path().join("built-in.json"), BUILT_IN).unwrap();
    let output = run(directory.path(), &["generate", "built-in.json", "--linked"]);
    let code = String::from_utf8(output.stdout).unwrap();
    for expected in [
        "#[log_record(stream = \"Microsoft-Syslog\", dcr = \"built-in.json\")]",
        "which the rule doesn't declare",
        "documentation had on 2026-08-14",
    ] {
        assert!(code.contains(expected), "{expected} in {code}");
    }
    assert_eq!(code.matches("pub struct ").count(), 1);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("AZL0071") && said.contains("AZL0074"),
        "{said}"
    );
}

#[test]
fn an_agents_streams_are_not_generated() {
    let directory = directory();
    let sources =
        r#""dataSources": { "syslog": [ { "streams": [ "Microsoft-Syslog" ] } ] }, "dataFlows""#;
    let rule = BUILT_IN
        .replace("\"dataFlows\"", sources)
        .replace(", \"Microsoft-AWSEKS\", \"Microsoft-Nothing\"", "");
    fs::write(directory.path().join("agent.json"), rule).unwrap();
    check(
        directory.path(),
        &["generate", "agent.json"],
        &expect![[r#"
            exit code 1
            ---- stdout
            ---- stderr
            error[AZL0205]: there is no stream to generate a struct from
            --> agent.json
             = help: a rule declares its streams in `properties.streamDeclarations`
        "#]],
    );
}

#[test]
fn rows_of_a_stream_that_the_rule_need_not_declare_are_judged() {
    let directory = directory();
    fs::write(directory.path().join("built-in.json"), BUILT_IN).unwrap();
    fs::write(
        directory.path().join("rows.json"),
        r#"[{"TimeGenerated":"2026-01-01T00:00:00Z","ProcessID":"x","Facilty":"auth","Computer":"c"}]"#,
    )
    .unwrap();
    check(
        directory.path(),
        &[
            "validate",
            "--dcr",
            "built-in.json",
            "rows.json",
            "--received",
            "2026-01-01T00:00:00Z",
        ],
        &expect![[r#"
            exit code 1
            ---- stdout
            row  line  column       outcome  why
              0     1  `Facilty`    dropped  isn't declared; did you mean `Facility`?
              0     1  `ProcessID`  nulled   `"x"` isn't an integer (the column's type is int)

            column           type      accepted  null  absent  nulled  truncated  replaced  dropped  repeated
            `Computer`       string           1
            `ProcessID`      int                                    1
            `TimeGenerated`  datetime         1
            `Facilty`                                                                             1
            no row has 8 further columns of the stream

            rows.json: 1 row, 1 with losses
            ---- stderr
        "#]],
    );
}
