//! `azlogs-dcr-gen run`: what lands in tables.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Output, Stdio};

use expect_test::expect;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{check, command, run, seen};

const RULE: &str = r#"{ "properties": {
  "streamDeclarations": {
    "Custom-App": { "columns": [
      { "name": "at", "type": "datetime" },
      { "name": "ms", "type": "int" },
      { "name": "body", "type": "dynamic" },
      { "name": "secret", "type": "string" } ] } },
  "dataFlows": [
    { "streams": [ "Custom-App" ], "destinations": [ "w" ], "outputStream": "Custom-Slow_CL",
      "transformKql": "source | where ms > 100 | project TimeGenerated = at, Took = ms * 1ms, Id = toguid(body.id)" },
    { "streams": [ "Custom-App" ], "destinations": [ "w" ], "outputStream": "Custom-All_CL",
      "transformKql": "source | project TimeGenerated = now(), At = at, ms, Secret = hash_sha256(secret)" } ] } }
"#;

const ROWS: &str = r#"[ {"at":"2026-11-22T11:00:00Z","ms":250,"body":{"id":"74be27de1e4e49d9b579fe0b331d3642"},"secret":"x"},
  {"ms":5,"nope":1}, {"at":"2020-01-01","ms":"700"}, {"ms":"many"}, 7 ]
"#;

/// A directory with a rule, a table and rows in it.
fn directory() -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("dcr.json", RULE),
        ("rows.json", ROWS),
        (
            "good.json",
            r#"[{"at":"2026-11-22T11:00:00Z","ms":250,"body":{"id":"74be27de1e4e49d9b579fe0b331d3642"}},{"ms":1}]"#,
        ),
        ("one.json", r#"{"ms":1}"#),
        ("one.ndjson", "{\"ms\":1}\n"),
        ("empty.json", ""),
        ("broken.json", "[{\"ms\":1},\n {\"ms\":}]"),
    ] {
        fs::write(directory.path().join(name), text).unwrap();
    }
    directory
}

/// The arguments that go with each run here.
fn args<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let received = ["run", "--received", "2026-11-22T12:00:00Z"];
    received
        .into_iter()
        .chain(["--dcr", "dcr.json"])
        .chain(more.iter().copied())
        .collect()
}

/// The lines for programs, and the exit code.
fn lines(directory: &Path, more: &[&str]) -> (Vec<Value>, i32) {
    let output = run(directory, &args(&[more, &["--format", "json"]].concat()));
    let text = String::from_utf8(output.stdout).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
    (lines.collect(), output.status.code().unwrap())
}

/// An operator that makes a text twice as long.
const DOUBLED: &str = " | extend s = strcat(s, s)";

/// A rule with one stream, `Custom-S` with the string columns `TimeGenerated` and `s`, and these flows.
fn rule_with(flows: &Value) -> String {
    let rule = json!({
        "streamDeclarations": { "Custom-S": { "columns": [
            { "name": "TimeGenerated", "type": "datetime" }, { "name": "s", "type": "string" } ] } },
        "dataFlows": flows
    });
    rule.to_string()
}

fn flow(table: &str, transform: Option<&str>) -> Value {
    let mut flow = json!({ "streams": ["Custom-S"], "destinations": ["w"], "outputStream": format!("Custom-{table}") });
    if let Some(transform) = transform {
        flow["transformKql"] = transform.into();
    }
    flow
}

fn with_rule(flows: &Value, rows: &str) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("dcr.json"), rule_with(flows)).unwrap();
    fs::write(directory.path().join("rows.json"), rows).unwrap();
    directory
}

#[test]
fn people_see_each_row_above_the_rows_that_it_becomes() {
    check(
        directory().path(),
        &args(&["rows.json"]),
        &expect![[r#"
        exit code 1
        ---- stdout
        row 0, line 1  column         type      value                                                               what became of it
        in             at             datetime  "2026-11-22T11:00:00Z"
                       ms             int       250
                       body           dynamic   {"id":"74be27de1e4e49d9b579fe0b331d3642"}
                       secret         string    "x"
        → Slow_CL      TimeGenerated  datetime  "2026-11-22T11:00:00Z"
                       Took           timespan  "00:00:00.2500000"
                       Id             guid      "74be27de-1e4e-49d9-b579-fe0b331d3642"
        → All_CL       TimeGenerated  datetime  "2026-11-22T12:00:00Z"
                       At             datetime  "2026-11-22T11:00:00Z"
                       ms             int       250
                       Secret         string    "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"

        row 1, line 2  column         type      value                                                               what became of it
        in             nope                     1                                                                   dropped: isn't declared
                       ms             int       5
        → Slow_CL                                                                                                   filtered out
        → All_CL       TimeGenerated  datetime  "2026-11-22T12:00:00Z"
                       At             datetime  null
                       ms             int       5
                       Secret         string    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

        row 2, line 2  column         type      value                                                               what became of it
        in             at             datetime  "2020-01-01"
                       ms             int       "700"
        → Slow_CL      TimeGenerated  datetime  "2026-11-22T12:00:00Z"                                              replaced: is too long ago, so that it is the time of receipt
                       Took           timespan  "00:00:00.7000000"
                       Id             guid      null
        → All_CL       TimeGenerated  datetime  "2026-11-22T12:00:00Z"
                       At             datetime  "2020-01-01T00:00:00Z"
                       ms             int       700
                       Secret         string    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

        row 3, line 2  column         type      value                                                               what became of it
        in             ms             int       "many"                                                              nulled: `"many"` isn't an integer (the column's type is int)
        → Slow_CL                                                                                                   filtered out
        → All_CL       TimeGenerated  datetime  "2026-11-22T12:00:00Z"
                       At             datetime  null
                       ms             int       null
                       Secret         string    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

        row 4, line 2  column  type  value  what became of it
        in                           7      lost: the row is a number, not an object

        → Slow_CL: 2 rows written, 2 filtered out, 1 with TimeGenerated replaced; columns dropped: `secret`
        → All_CL: 4 rows written; columns dropped: `body`
        rows.json: 5 rows, 2 read whole, 2 read with losses, 1 lost
        ---- stderr
    "#]],
    );
}

#[test]
fn programs_get_a_line_a_row_and_one_about_them_all() {
    check(
        directory().path(),
        &args(&["rows.json", "--format", "json"]),
        &expect![[r#"
            exit code 1
            ---- stdout
            {"row":0,"line":1,"input":{"at":"2026-11-22T11:00:00Z","ms":250,"body":{"id":"74be27de1e4e49d9b579fe0b331d3642"},"secret":"x"},"lost":null,"values":[],"flows":[{"flow":0,"table":"Slow_CL","outcome":"written","output":{"TimeGenerated":"2026-11-22T11:00:00Z","Took":"00:00:00.2500000","Id":"74be27de-1e4e-49d9-b579-fe0b331d3642"},"values":[]},{"flow":1,"table":"All_CL","outcome":"written","output":{"TimeGenerated":"2026-11-22T12:00:00Z","At":"2026-11-22T11:00:00Z","ms":250,"Secret":"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"},"values":[]}]}
            {"row":1,"line":2,"input":{"ms":5,"nope":1},"lost":null,"values":[{"column":"nope","type":null,"outcome":"dropped","why":"isn't declared"}],"flows":[{"flow":0,"table":"Slow_CL","outcome":"filtered","output":null,"values":[]},{"flow":1,"table":"All_CL","outcome":"written","output":{"TimeGenerated":"2026-11-22T12:00:00Z","At":null,"ms":5,"Secret":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},"values":[]}]}
            {"row":2,"line":2,"input":{"at":"2020-01-01","ms":"700"},"lost":null,"values":[],"flows":[{"flow":0,"table":"Slow_CL","outcome":"written","output":{"TimeGenerated":"2026-11-22T12:00:00Z","Took":"00:00:00.7000000","Id":null},"values":[{"column":"TimeGenerated","type":"datetime","outcome":"replaced","why":"is too long ago, so that it is the time of receipt"}]},{"flow":1,"table":"All_CL","outcome":"written","output":{"TimeGenerated":"2026-11-22T12:00:00Z","At":"2020-01-01T00:00:00Z","ms":700,"Secret":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},"values":[]}]}
            {"row":3,"line":2,"input":{"ms":"many"},"lost":null,"values":[{"column":"ms","type":"int","outcome":"nulled","why":"`\"many\"` isn't an integer (the column's type is int)"}],"flows":[{"flow":0,"table":"Slow_CL","outcome":"filtered","output":null,"values":[]},{"flow":1,"table":"All_CL","outcome":"written","output":{"TimeGenerated":"2026-11-22T12:00:00Z","At":null,"ms":null,"Secret":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},"values":[]}]}
            {"row":4,"line":2,"input":7,"lost":"the row is a number, not an object","values":[],"flows":[]}
            {"rows":5,"whole":2,"lost":1,"error":null,"notes":[],"flows":[{"flow":0,"table":"Slow_CL","transform":"source | where ms > 100 | project TimeGenerated = at, Took = ms * 1ms, Id = toguid(body.id)","not_run":null,"refused":null,"columns":[{"name":"TimeGenerated","type":"datetime"},{"name":"Took","type":"timespan"},{"name":"Id","type":"guid"}],"columns_dropped":["secret"],"not_in_table":[],"written":2,"filtered":2,"too_large":0,"filled":0,"replaced":1,"truncated":0,"dropped":0},{"flow":1,"table":"All_CL","transform":"source | project TimeGenerated = now(), At = at, ms, Secret = hash_sha256(secret)","not_run":null,"refused":null,"columns":[{"name":"TimeGenerated","type":"datetime"},{"name":"At","type":"datetime"},{"name":"ms","type":"int"},{"name":"Secret","type":"string"}],"columns_dropped":["body"],"not_in_table":[],"written":4,"filtered":0,"too_large":0,"filled":0,"replaced":0,"truncated":0,"dropped":0}]}
            ---- stderr
        "#]],
    );
}

#[test]
fn what_a_transform_filters_or_leaves_out_is_no_loss() {
    let (lines, code) = lines(directory().path(), &["good.json"]);
    assert_eq!(code, 0);
    assert_eq!(lines[1]["flows"][0]["outcome"], "filtered");
    assert_eq!(lines[2]["flows"][0]["columns_dropped"], json!(["secret"]));
}

#[test]
fn only_so_many_rows_are_shown_and_all_are_counted() {
    let output = run(directory().path(), &args(&["rows.json", "--limit", "1"]));
    let text = seen(&output);
    assert!(
        text.contains("row 0, line 1") && !text.contains("row 1,"),
        "{text}"
    );
    assert!(text.contains("… and 4 more"), "{text}");
    assert!(text.contains("rows.json: 5 rows"), "{text}");
}

#[test]
fn a_row_that_becomes_too_large_is_lost() {
    // Each value may have 1 MiB, and all of a row is more than a row may have.
    let copies: Vec<_> = (0..70)
        .map(|copy| format!("c{copy} = strcat(s, '')"))
        .collect();
    let transform = format!(
        "source{} | extend {}",
        DOUBLED.repeat(17),
        copies.join(", ")
    );
    let flows = json!([flow("T_CL", Some(&transform))]);
    let directory = with_rule(&flows, r#"[{"s":"0123456789"},{"s":""}]"#);
    let (lines, code) = lines(directory.path(), &["rows.json"]);
    assert_eq!(code, 1);
    assert_eq!(lines[0]["flows"][0]["outcome"], "too_large");
    assert_eq!(lines[1]["flows"][0]["outcome"], "written");
    let flow = &lines[2]["flows"][0];
    assert_eq!(
        (&flow["too_large"], &flow["written"]),
        (&json!(1), &json!(1))
    );
}

#[test]
fn a_value_that_the_transform_makes_too_long_is_cut() {
    let transform = format!("source{}", DOUBLED.repeat(10));
    let flows = json!([flow("T_CL", Some(&transform))]);
    let rows = json!([{ "s": "€".repeat(30) }]).to_string();
    let directory = with_rule(&flows, &rows);
    let (lines, code) = lines(directory.path(), &["rows.json"]);
    assert_eq!(code, 1, "{}", lines[0]);
    let landed = &lines[0]["flows"][0];
    let held = landed["output"]["s"].as_str().unwrap();
    assert_eq!(held.len(), 65_535, "whole characters of three bytes");
    assert_eq!(
        landed["values"][1],
        json!({ "column": "s", "type": "string", "outcome": "truncated", "why": "is longer than 65536 bytes" })
    );
}

#[test]
fn each_flow_judges_the_time_for_itself() {
    let flows = json!([
        flow("Plain_CL", None),
        flow(
            "Later_CL",
            Some(
                "source | extend s = tostring(TimeGenerated), TimeGenerated = TimeGenerated + 2000d"
            )
        )
    ]);
    let rows = r#"[{"TimeGenerated":"2021-06-01T10:00:00Z"}]"#;
    let (lines, code) = lines(with_rule(&flows, rows).path(), &["rows.json"]);
    assert_eq!(code, 1);
    let flows = &lines[0]["flows"];
    assert_eq!(
        flows[0]["output"],
        json!({ "TimeGenerated": "2026-11-22T12:00:00Z", "s": "" })
    );
    assert_eq!(flows[0]["values"][0]["outcome"], "replaced");
    assert_eq!(
        flows[1]["output"],
        json!({ "TimeGenerated": "2026-11-22T10:00:00Z", "s": "2021-06-01T10:00:00.0000000Z" })
    );
    assert_eq!(flows[1]["values"], json!([]));
}

#[test]
fn what_the_table_has_no_column_for_is_dropped() {
    let flows = json!([flow("T_CL", Some("source | extend Extra = strlen(s)"))]);
    let directory = with_rule(
        &flows,
        r#"[{"TimeGenerated":"2026-11-22T12:00:00Z","s":"abc"}]"#,
    );
    let table = json!({ "name": "T_CL", "schema": { "name": "T_CL", "columns": [
        { "name": "TimeGenerated", "type": "dateTime" }, { "name": "s", "type": "string" } ] } });
    fs::write(directory.path().join("table.json"), table.to_string()).unwrap();
    let (with, code) = lines(directory.path(), &["rows.json", "--table", "table.json"]);
    assert_eq!(code, 1);
    let landed = &with[0]["flows"][0];
    assert_eq!(
        landed["output"],
        json!({ "TimeGenerated": "2026-11-22T12:00:00Z", "s": "abc" })
    );
    assert_eq!(
        landed["values"][0]["why"],
        "table `T_CL` has no such column"
    );
    assert_eq!(with[1]["flows"][0]["not_in_table"], json!(["Extra"]));
    let (without, code) = lines(directory.path(), &["rows.json"]);
    assert_eq!(
        (code, &without[0]["flows"][0]["output"]["Extra"]),
        (0, &json!(3))
    );
}

#[test]
fn a_rule_that_azure_refuses_is_shown_all_the_same() {
    let flows = json!([flow("T_CL", Some("source | project s"))]);
    check(
        with_rule(&flows, r#"[{"s":"a"}]"#).path(),
        &args(&["rows.json"]),
        &expect![[r#"
            exit code 1
            ---- stdout
            row 0, line 1  column  type    value  what became of it
            in             s       string  "a"
            → T_CL         s       string  "a"

            → T_CL: 1 row written; columns dropped: `TimeGenerated`; refused: what comes out has no column `TimeGenerated` of type datetime: Azure refuses it (InvalidTransformOutput)
            rows.json: 1 row, 1 read whole
            ---- stderr
            error[AZL0060]: the transform leaves `TimeGenerated` out, which every table needs
             --> dcr.json:1:112
              |
            1 | ...S"],"transformKql":"source | project s"}],"streamDeclarations":{"Custom-S":{"columns":[{"name":"TimeGenerated","type":"datetime"},...
              |                               ^^^^^^^^^^^                          ---------- the stream is declared here
              |
              = note: Azure refuses to deploy it: `InvalidTransformQuery`
              = help: keep it: name it in the `project`

            warning[AZL0016]: a table can't have column `s`: a column name has 2 to 45 characters, and this has 1
             --> dcr.json:1:122
              |
            1 | {"dataFlows":[{"destinations":["w"],"outputStream":"Custom-T_CL","streams":["Custom-S"],"transformKql":"source | project s"}],"stream...
              |                                                                                                                          ^
              |
              = help: give it another name, or leave it out: its values are dropped
        "#]],
    );
}

#[test]
fn two_flows_to_one_table_are_told_apart() {
    let flows = json!([
        flow("T_CL", Some("source | where s == 'a'")),
        flow("T_CL", Some("source | where s != 'a'"))
    ]);
    let rows = r#"[{"TimeGenerated":"2026-11-22T12:00:00Z","s":"b"}]"#;
    let output = run(with_rule(&flows, rows).path(), &args(&["rows.json"]));
    let text = seen(&output);
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(
        text.contains("→ T_CL (flow 0)") && text.contains("→ T_CL (flow 1)"),
        "{text}"
    );
}

#[test]
fn a_stream_that_no_flow_takes_lands_nowhere() {
    let (lines, code) = lines(
        with_rule(&json!([]), r#"[{"s":"b"}]"#).path(),
        &["rows.json"],
    );
    assert_eq!(code, 1);
    assert_eq!(
        lines[1]["notes"],
        json!(["no data flow of the rule takes the stream: its rows land in no table"])
    );
}

#[test]
fn data_that_the_service_loses_as_a_whole_is_said_to_be() {
    let directory = directory();
    for (file, more, told) in [
        ("one.json", &[] as &[&str], Some("the data is no array")),
        ("one.json", &["--lines"], None),
        ("one.ndjson", &[], None),
        ("empty.json", &[], Some("there is nothing in the data")),
        ("broken.json", &[], Some("line 2, byte 8")),
    ] {
        let (lines, code) = lines(directory.path(), &[&[file], more].concat());
        let error = lines.last().unwrap()["error"].as_str();
        assert_eq!(
            (code, error.is_some()),
            (i32::from(told.is_some()), told.is_some()),
            "{file}"
        );
        assert!(
            error.unwrap_or_default().contains(told.unwrap_or_default()),
            "{error:?}"
        );
    }
}

#[test]
fn what_cannot_be_read_or_chosen_is_trouble() {
    let directory = directory();
    let two = r#"{ "streamDeclarations": { "Custom-A": { "columns": [] }, "Custom-B": { "columns": [] } } }"#;
    fs::write(directory.path().join("two.json"), two).unwrap();
    for (more, told) in [
        (
            &["--dcr", "dcr.json", "missing.json"] as &[&str],
            "missing.json",
        ),
        (&["--dcr", "missing.json", "rows.json"], "missing.json"),
        (
            &["--dcr", "dcr.json", "rows.json", "--table", "missing.json"],
            "missing.json",
        ),
        (
            &["--dcr", "dcr.json", "rows.json", "--stream", "Custom-Ap"],
            "did you mean `Custom-App`?",
        ),
        (
            &["--dcr", "dcr.json", "rows.json", "--rule", "other"],
            "has no rule `other`",
        ),
        (
            &["--dcr", "dcr.json", "rows.json", "--received", "noon"],
            "noon",
        ),
        (
            &["--dcr", "two.json", "rows.json"],
            "say which with --stream: `Custom-A`, `Custom-B`",
        ),
        (&["--dcr", "-", "-"], "give `-` once"),
    ] {
        let output = run(directory.path(), &[&["run"], more].concat());
        let text = seen(&output);
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(text.contains(told), "{text}");
    }
}

#[test]
fn rows_can_come_from_standard_input() {
    let directory = directory();
    let mut child = command(
        directory.path(),
        &args(&["--lines", "--format", "json", "-"]),
    )
    .stdin(Stdio::piped())
    .stdout(Stdio::piped())
    .stderr(Stdio::piped())
    .spawn()
    .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"{\"ms\":101}\n{\"ms\":\n 7}").unwrap();
    drop(stdin);
    let output: Output = child.wait_with_output().unwrap();
    let text = seen(&output);
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(
        text.contains(r#""input":{"ms":  7}"#) || text.contains(r#""input":{"ms":"#),
        "{text}"
    );
    assert!(
        text.contains(r#""table":"Slow_CL""#) && text.contains(r#""rows":2"#),
        "{text}"
    );
}

#[test]
fn a_template_takes_values_from_the_command_line() {
    let directory = with_rule(&json!([]), r#"[{"s":"a"},{"s":"b"}]"#);
    let mut properties: Value =
        serde_json::from_str(&rule_with(&json!([flow("T_CL", None)]))).unwrap();
    properties["dataFlows"][0]["transformKql"] =
        "[format('source | where s == ''{0}''', parameters('keep'))]".into();
    let template = json!({
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        "parameters": { "keep": { "type": "string" } },
        "resources": [ { "type": "Microsoft.Insights/dataCollectionRules", "apiVersion": "2022-06-01", "name": "r", "properties": properties } ]
    });
    fs::write(directory.path().join("dcr.json"), template.to_string()).unwrap();
    let (with, _) = lines(directory.path(), &["rows.json", "--param", "keep=b"]);
    assert_eq!(with[0]["flows"][0]["outcome"], "filtered");
    assert_eq!(with[1]["flows"][0]["outcome"], "written");
    let (without, code) = lines(directory.path(), &["rows.json"]);
    assert_eq!(
        (code, &without[0]["flows"][0]["outcome"]),
        (1, &json!("not_run"))
    );
}
