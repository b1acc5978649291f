//! What differs between two versions of a rule: the command's output for each folder's two files, and what holds for any two.

#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

mod laws;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use expect_test::expect_file;

const BINARY: &str = env!("CARGO_BIN_EXE_azlogs-dcr-gen");

fn folder(case: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/diff")
        .join(case)
}

fn run(folder: &Path, args: &[&str]) -> Output {
    Command::new(BINARY)
        .current_dir(folder)
        .arg("diff")
        .args(args)
        .env_remove("CLICOLOR_FORCE")
        .output()
        .unwrap()
}

/// Compares the output in each format with what is expected.
fn check(case: &str, exit: i32) {
    let folder = folder(case);
    for format in ["human", "json", "github"] {
        let output = run(&folder, &["old.json", "new.json", "--format", format]);
        assert_eq!(output.status.code(), Some(exit), "{case}, {format}");
        assert_eq!(
            String::from_utf8_lossy(&output.stderr),
            "",
            "{case}, {format}"
        );
        let expected = expect_file![folder.join(format!("{format}.txt"))];
        expected.assert_eq(&String::from_utf8(output.stdout).unwrap());
    }
}

#[test]
fn columns_come_go_and_change() {
    check("columns", 1);
}

#[test]
fn streams_come_go_and_are_called_otherwise() {
    check("streams", 0);
}

#[test]
fn flows_change_their_tables_transforms_and_destinations() {
    check("flows", 0);
}

#[test]
fn what_comes_out_of_transforms_counts_and_not_what_goes_in() {
    check("transforms", 1);
}

#[test]
fn rules_are_compared_with_their_own_kind() {
    check("rules", 1);
}

#[test]
fn a_rule_may_be_another_one() {
    check("identity", 0);
}

#[test]
fn what_a_form_does_not_say_is_no_change() {
    check("forms", 0);
}

#[test]
fn errors_are_told_and_the_new_ones_count() {
    let folder = tempfile::tempdir().unwrap();
    let good = r#"{ "Custom-A": { "columns": [ { "name": "Id", "type": "string" } ] } }"#;
    fs::write(folder.path().join("good.json"), good).unwrap();
    fs::write(
        folder.path().join("bad.json"),
        good.replace("string", "guid"),
    )
    .unwrap();
    let output = run(folder.path(), &["good.json", "bad.json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("error[AZL0007]"));
    let output = run(folder.path(), &["bad.json", "good.json"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stderr).contains("error[AZL0007]"));
}

#[test]
fn a_new_transform_that_azure_refuses_counts() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name, kql| {
        let text = format!(
            r#"{{ "streamDeclarations": {{ "Custom-A": {{ "columns": [ {{ "name": "TimeGenerated", "type": "datetime" }} ] }} }},
"dataFlows": [ {{ "streams": [ "Custom-A" ], "outputStream": "Custom-A_CL", "transformKql": "{kql}" }} ] }}"#
        );
        fs::write(folder.path().join(name), text).unwrap();
    };
    write(
        "good.json",
        "source | extend Day = startofday(TimeGenerated)",
    );
    write("bad.json", "source | extend Day = startofday(Time)");
    let output = run(folder.path(), &["good.json", "bad.json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("there is no column `Time`"));
    let output = run(folder.path(), &["bad.json", "good.json"]);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn programs_are_told_errors_with_the_changes() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name, column_type| {
        let text = format!(
            r#"{{ "Custom-A": {{ "columns": [ {{ "name": "Id", "type": "{column_type}" }} ] }} }}"#
        );
        fs::write(folder.path().join(name), text).unwrap();
    };
    write("good.json", "string");
    write("bad.json", "guid");
    for (format, error, change) in [
        ("json", r#"{"code":"AZL0007""#, r#"{"code":"AZL0211""#),
        (
            "github",
            "::error file=bad.json",
            "::warning file=good.json",
        ),
    ] {
        let output = run(
            folder.path(),
            &["good.json", "bad.json", "--format", format],
        );
        assert_eq!(output.status.code(), Some(1));
        assert!(output.stderr.is_empty());
        let text = String::from_utf8(output.stdout).unwrap();
        let begins: Vec<_> = text.lines().collect();
        assert!(
            begins[0].starts_with(error) && begins[1].starts_with(change),
            "{text}"
        );
    }
}

/// What one side has no use for is nobody's mistake.
#[test]
fn values_are_given_to_both_sides() {
    let folder = tempfile::tempdir().unwrap();
    let rule = |name: &str, more: &str| {
        format!(
            r#"{{ "type": "Microsoft.Insights/dataCollectionRules", "name": "dcr", "properties": {{ "streamDeclarations": {{
            "{name}": {{ "columns": [ {{ "name": "Id", "type": "string" }}{more} ] }} }} }} }}"#
        )
    };
    let template = |parameter: &str, more: &str| {
        let rule = rule(
            &format!("[concat('Custom-', parameters('{parameter}'))]"),
            more,
        );
        format!(
            r#"{{ "parameters": {{ "{parameter}": {{ "type": "string" }} }}, "resources": [ {rule} ] }}"#
        )
    };
    let column = r#", { "name": "Status", "type": "int" }"#;
    for (name, text) in [
        ("deployed.json", rule("Custom-Orders", "")),
        ("old.json", template("table", "")),
        ("new.json", template("stream", column)),
        (
            "values.json",
            r#"{ "parameters": { "stream": { "value": "Orders" } } }"#.to_owned(),
        ),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let values: &[&str] = &["--param", "table=Orders", "--parameters", "values.json"];
    for (old, new, changes) in [
        ("old.json", "deployed.json", 0),
        ("old.json", "new.json", 1),
        ("deployed.json", "new.json", 1),
    ] {
        let output = run(
            folder.path(),
            &[&[old, new, "--format", "json"], values].concat(),
        );
        assert_eq!(output.status.code(), Some(0), "{old} {new}");
        assert!(output.stderr.is_empty(), "{old} {new}");
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(text.lines().count(), changes, "{old} {new}: {text}");
        assert!(!text.contains("Custom-Orders` is gone"), "{text}");
    }
}

#[test]
fn what_holds_no_rule_is_not_compared() {
    let folder = tempfile::tempdir().unwrap();
    let good = r#"{ "Custom-A": { "columns": [ { "name": "Id", "type": "string" } ] } }"#;
    fs::write(folder.path().join("good.json"), good).unwrap();
    fs::write(folder.path().join("empty.json"), "").unwrap();
    fs::write(folder.path().join("binary.json"), [0x7f, b'E', 0, 0xff]).unwrap();
    fs::write(folder.path().join("main.bicep"), "param x string").unwrap();
    for bad in ["empty.json", "binary.json", "main.bicep"] {
        for args in [[bad, "good.json"], ["good.json", bad]] {
            let output = run(folder.path(), &args);
            let stderr = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(2), "{args:?}");
            assert!(output.stdout.is_empty(), "{args:?}");
            let told = format!("there is nothing to compare: no rule could be read of {bad}");
            assert!(stderr.contains(&told), "{stderr}");
        }
    }
}

#[test]
fn what_cannot_be_read_is_trouble() {
    let folder = folder("forms");
    for args in [
        ["old.json", "nowhere.json"],
        ["nowhere.json", "new.json"],
        ["-", "-"],
        [".", "new.json"],
    ] {
        let output = run(&folder, &args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(
            output.stdout.is_empty() && !output.stderr.is_empty(),
            "{args:?}"
        );
    }
}
