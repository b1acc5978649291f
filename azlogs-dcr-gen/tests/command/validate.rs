//! Validating rows against a rule.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Output, Stdio};

use expect_test::expect;
use serde_json::Value;
use tempfile::TempDir;

use crate::{check, command, run, seen};

const RULE: &str = r#"{ "properties": {
  "streamDeclarations": {
    "Custom-App": { "columns": [
      { "name": "TimeGenerated", "type": "datetime" },
      { "name": "Status", "type": "int" },
      { "name": "User", "type": "string" },
      { "name": "Extra", "type": "dynamic" } ] } },
  "dataFlows": [ { "streams": [ "Custom-App" ], "destinations": [ "w" ], "outputStream": "Custom-App_CL" } ] } }
"#;

const ROWS: &str = r#"[
  {"TimeGenerated":"2026-11-22T11:00:00Z","Status":200,"User":null},
  {"Statsu":1,"User":"a"}, 5,
  {"Status":"many","Statsu":2},
  {"Status":1,"Status":2,"TimeGenerated":"2020-01-01"}
]
"#;

/// A directory with a rule and rows in it.
fn directory() -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("dcr.json", RULE),
        ("rows.json", ROWS),
        (
            "good.json",
            r#"[{"Status":1},{"Status":"2","Extra":{"a":[1]}}]"#,
        ),
        ("one.json", r#"{"Status":1}"#),
        ("one.ndjson", r#"{"Status":1}"#),
        ("two.json", "{\"Status\":1}\n{\"Status\":2}\n"),
        ("empty.json", " \n"),
        ("broken.json", "[{\"Status\":1},\n {\"Status\":}]"),
    ] {
        fs::write(directory.path().join(name), text).unwrap();
    }
    fs::write(directory.path().join("binary.json"), b"\0\x01\x02").unwrap();
    fs::create_dir(directory.path().join("folder")).unwrap();
    directory
}

/// The arguments that go with each validation here.
fn validate<'a>(args: &[&'a str]) -> Vec<&'a str> {
    let always = [
        "validate",
        "--dcr",
        "dcr.json",
        "--received",
        "2026-11-22T12:00:00Z",
    ];
    [always.as_slice(), args].concat()
}

/// The objects that `--format json` prints.
fn objects(output: &Output) -> Vec<Value> {
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn exit_code(directory: &Path, args: &[&str]) -> Option<i32> {
    run(directory, &validate(args)).status.code()
}

#[test]
fn each_loss_is_shown_with_its_row_column_and_why() {
    check(
        directory().path(),
        &validate(&["rows.json"]),
        &expect![[r#"
            exit code 1
            ---- stdout
            row  line  column           outcome   why
              1     3  `Statsu`         dropped   isn't declared; did you mean `Status`?
              2     3  the row          lost      the row is a number, not an object
              3     4  `Statsu`         dropped   isn't declared; did you mean `Status`?
              3     4  `Status`         nulled    `"many"` isn't an integer (the column's type is int)
              4     5  `Status`         repeated  is there more than once: the last value counts
              4     5  `TimeGenerated`  replaced  `"2020-01-01"` is too long ago

            column           type      accepted  null  absent  nulled  truncated  replaced  dropped  repeated
            `TimeGenerated`  datetime         1             2                            1
            `Status`         int              2             1       1                                       1
            `User`           string           1     1       2
            `Statsu`                                                                              2
            no row has 1 further column of the stream

            rows.json: 5 rows, 1 whole, 3 with losses, 1 lost
            ---- stderr
        "#]],
    );
}

#[test]
fn programs_get_an_object_a_loss_and_one_about_them_all() {
    let directory = directory();
    let output = run(
        directory.path(),
        &validate(&["rows.json", "--format", "json"]),
    );
    assert_eq!(output.status.code(), Some(1));
    let objects = objects(&output);
    let (summary, losses) = objects.split_last().unwrap();
    assert_eq!(losses.len(), 6);
    assert_eq!(
        losses[2],
        serde_json::json!({ "row": 3, "line": 4, "column": "Statsu", "type": null, "outcome": "dropped",
            "why": "isn't declared; did you mean `Status`?" })
    );
    for (key, count) in [("rows", 5), ("whole", 1), ("partial", 3), ("lost", 1)] {
        assert_eq!(summary[key], count, "{key}");
    }
    assert_eq!(summary["error"], Value::Null);
    let status = &summary["columns"][1];
    assert_eq!(status["column"], "Status");
    for (key, count) in [
        ("accepted", 2),
        ("nulled", 1),
        ("repeated", 1),
        ("absent", 1),
    ] {
        assert_eq!(status[key], count, "{key}");
    }
}

#[test]
fn what_is_good_is_good_and_can_be_shown_too() {
    check(
        directory().path(),
        &validate(&["good.json", "--all"]),
        &expect![[r#"
            exit code 0
            ---- stdout
            row  line  column           outcome   why
              0     1  `TimeGenerated`  filled    the row has none: it is the time of receipt
              0     1  `Status`         accepted
              1     1  `TimeGenerated`  filled    the row has none: it is the time of receipt
              1     1  `Status`         accepted
              1     1  `Extra`          accepted

            column    type     accepted  null  absent  nulled  truncated  replaced  dropped  repeated
            `Status`  int             2
            `Extra`   dynamic         1             1
            no row has 2 further columns of the stream

            good.json: 2 rows, 2 whole
            ---- stderr
        "#]],
    );
}

#[test]
fn a_single_object_is_lost_unless_it_goes_into_an_array_before_it_is_sent() {
    let directory = directory();
    check(
        directory.path(),
        &validate(&["one.json"]),
        &expect![[r#"
            exit code 1
            ---- stdout
            lost: the data is no array, so that the service loses all of it: put brackets around it, or say --lines where that is done as it is sent
            one.json: all rows are lost
            ---- stderr
        "#]],
    );
    assert_eq!(
        exit_code(directory.path(), &["one.json", "--lines"]),
        Some(0)
    );
    assert_eq!(exit_code(directory.path(), &["one.ndjson"]), Some(0));
}

#[test]
fn rows_one_after_the_other_are_judged_with_a_note() {
    check(
        directory().path(),
        &validate(&["two.json"]),
        &expect![[r#"
            exit code 0
            ---- stdout
            column    type  accepted  null  absent  nulled  truncated  replaced  dropped  repeated
            `Status`  int          2
            no row has 3 further columns of the stream

            note: the rows stand one after the other: the service takes them only in an array, and loses them otherwise
            two.json: 2 rows, 2 whole
            ---- stderr
        "#]],
    );
}

#[test]
fn data_that_is_no_json_is_lost_altogether() {
    let directory = directory();
    for (file, told) in [
        ("empty.json", "there is nothing in the data"),
        ("broken.json", "line 2, byte 12: expected value"),
        ("binary.json", "line 1: it is a binary file"),
    ] {
        let output = run(directory.path(), &validate(&[file, "--format", "json"]));
        assert_eq!(output.status.code(), Some(1), "{file}");
        let objects = objects(&output);
        let error = objects.last().unwrap()["error"]
            .as_str()
            .unwrap()
            .to_owned();
        assert!(error.contains(told), "{error}");
    }
    check(
        directory.path(),
        &validate(&["broken.json"]),
        &expect![[r#"
            exit code 1
            ---- stdout
            lost: the data isn't JSON, so that the service loses all of it: line 2, byte 12: expected value
            broken.json: all rows are lost
            ---- stderr
        "#]],
    );
}

#[test]
fn a_row_that_no_request_can_carry_is_lost() {
    let directory = directory();
    let row = |length: usize| format!(r#"{{"User":"{}"}}"#, "x".repeat(length - 11));
    let rows = format!("[{},\n{}]", row(1_048_574), row(1_048_575));
    fs::write(directory.path().join("long.json"), rows).unwrap();
    let output = run(
        directory.path(),
        &validate(&["long.json", "--format", "json"]),
    );
    let objects = objects(&output);
    assert_eq!(objects[0]["outcome"], "truncated");
    assert_eq!(
        objects[1]["why"],
        "the row has 1048575 bytes, and a request has room for 1048574"
    );
    assert_eq!(objects[1]["line"], 2);
    assert_eq!(objects[2]["lost"], 1);
}

#[test]
fn rows_may_come_from_standard_input() {
    let directory = directory();
    let mut child = command(directory.path(), &validate(&["-"]))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(b"[{\"Status\":1}]")
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(
        seen(&output).ends_with("<stdin>: 1 row, 1 whole\n---- stderr\n"),
        "{}",
        seen(&output)
    );
}

#[test]
fn the_stream_is_named_where_there_are_several() {
    let directory = directory();
    let two = RULE.replace(
        "\"Custom-App\": {",
        "\"Custom-Other\": { \"columns\": [] }, \"Custom-App\": {",
    );
    fs::write(directory.path().join("dcr.json"), &two).unwrap();
    check(
        directory.path(),
        &validate(&["good.json"]),
        &expect![[r#"
            exit code 2
            ---- stdout
            ---- stderr
            error: `dcr.json` declares 2 streams: say which with --stream: `Custom-Other`, `Custom-App`
        "#]],
    );
    check(
        directory.path(),
        &validate(&["good.json", "--stream", "Custom-Ap"]),
        &expect![[r#"
            exit code 2
            ---- stdout
            ---- stderr
            error: `dcr.json` has no stream `Custom-Ap`; did you mean `Custom-App`?
        "#]],
    );
    assert_eq!(
        exit_code(directory.path(), &["good.json", "--stream", "Custom-App"]),
        Some(0)
    );
    let rule = |name: &str| two.replacen('{', &format!("{{ \"name\": \"{name}\", "), 1);
    let several = format!("[{},{}]", rule("first"), rule("second"));
    fs::write(directory.path().join("dcr.json"), several).unwrap();
    assert_eq!(
        exit_code(directory.path(), &["good.json", "--stream", "Custom-App"]),
        Some(2)
    );
    assert_eq!(
        exit_code(
            directory.path(),
            &["good.json", "--stream", "Custom-App", "--rule", "second"]
        ),
        Some(0)
    );
    assert_eq!(
        exit_code(directory.path(), &["good.json", "--rule", "third"]),
        Some(2)
    );
}

#[test]
fn a_transform_is_named_as_what_is_not_judged() {
    let directory = directory();
    let transformed = RULE.replace(
        "\"outputStream\"",
        "\"transformKql\": \"source | where true\", \"outputStream\"",
    );
    fs::write(directory.path().join("dcr.json"), transformed).unwrap();
    let output = run(
        directory.path(),
        &validate(&["rows.json", "--format", "json"]),
    );
    let objects = objects(&output);
    assert_eq!(
        objects.last().unwrap()["notes"][0],
        "what the rule's transform makes of the rows isn't judged here: `azlogs-dcr-gen run` shows it"
    );
    // The transform may make the time anew, so that nothing replaces it before.
    assert!(objects.iter().all(|object| object["outcome"] != "replaced"));
}

#[test]
fn a_rule_with_errors_is_told_of_and_never_good() {
    let directory = directory();
    let wrong = RULE.replace("\"int\"", "\"guid\"");
    fs::write(directory.path().join("dcr.json"), wrong).unwrap();
    let output = run(directory.path(), &validate(&["one.ndjson"]));
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.starts_with("error[AZL0007]"), "{told}");
}

#[test]
fn what_cannot_be_read_is_trouble() {
    let directory = directory();
    for (args, message) in [
        (
            ["--dcr", "dcr.json", "nowhere.json"].as_slice(),
            "error: cannot read nowhere.json: ",
        ),
        (
            &["--dcr", "dcr.json", "folder"],
            "error: cannot read folder: ",
        ),
        (
            &["--dcr", "nowhere.json", "good.json"],
            "error: cannot read nowhere.json: ",
        ),
        (
            &["--dcr", "folder", "good.json"],
            "error: cannot read folder: ",
        ),
        (
            &["--dcr", "dcr.json", "good.json", "--received", "noon"],
            "error: invalid value 'noon'",
        ),
        (&["good.json"], "error: the following required arguments"),
        (
            &["--dcr", "-", "-"],
            "error: standard input can be read once only",
        ),
    ] {
        let output = run(directory.path(), &[["validate"].as_slice(), args].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(
            output.stderr.starts_with(message.as_bytes()),
            "{}",
            seen(&output)
        );
    }
    for empty in ["empty.json", "binary.json"] {
        let output = run(directory.path(), &["validate", "--dcr", empty, "good.json"]);
        assert_eq!(output.status.code(), Some(2), "{empty}");
        assert!(
            output.stderr.starts_with(b"error[AZL000"),
            "{}",
            seen(&output)
        );
    }
}
#[test]
fn a_file_of_fifty_megabytes_is_judged() {
    let directory = directory();
    let row = r#"{"TimeGenerated":"2026-11-22T11:00:00Z","Status":200,"User":"somebody","Extra":{"a":[1,2,3]}}"#;
    let count = 50 * 1024 * 1024 / (row.len() + 2);
    let mut rows = vec![row; count].join(",\n");
    rows.insert(0, '[');
    rows.push(']');
    fs::write(directory.path().join("large.json"), rows).unwrap();
    let output = run(
        directory.path(),
        &validate(&["large.json", "--format", "json"]),
    );
    let objects = objects(&output);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(objects.len(), 1);
    assert_eq!(objects[0]["whole"], count);
}
