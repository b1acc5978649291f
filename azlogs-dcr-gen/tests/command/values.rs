//! Values for what a document leaves open, several rules in a document, and other languages than JSON.

use std::fs;

use expect_test::expect;
use tempfile::TempDir;

use crate::{check, run, seen};

const TEMPLATE: &str = r#"{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "parameters": { "table": { "type": "string" }, "app": { "type": "string", "defaultValue": "shop" } },
  "variables": { "columns": [ { "name": "TimeGenerated", "type": "datetime" }, { "name": "Path", "type": "string" } ] },
  "resources": [
    { "type": "Microsoft.Insights/dataCollectionRules", "name": "[concat('dcr-', parameters('app'))]", "properties": {
      "streamDeclarations": { "[concat('Custom-', parameters('table'))]": { "columns": "[variables('columns')]" } } } },
    { "type": "Microsoft.Insights/dataCollectionRules", "name": "audit", "properties": {
      "streamDeclarations": { "Custom-Audit": { "columns": [ { "name": "Id", "type": "guid" } ] } } } }
  ]
}
"#;

const TERRAFORM: &str = r#"variable "table" { type = string }
resource "azurerm_monitor_data_collection_rule" "app" {
  name = "dcr-app"
  stream_declaration {
    stream_name = "Custom-${var.table}"
    column {
      name = "TimeGenerated"
      type = "datetime"
    }
  }
}
"#;

fn directory() -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("main.json", TEMPLATE),
        (
            "main.parameters.json",
            r#"{ "parameters": { "table": { "value": "FromFile" } } }"#,
        ),
        ("bad.parameters.json", "{\n  table\n}\n"),
        ("main.tf", TERRAFORM),
        ("main.tfvars", "table = \"FromFile\"\n"),
        ("main.bicep", "param table string\n"),
    ] {
        fs::write(directory.path().join(name), text).unwrap();
    }
    directory
}

/// The structs of what is generated, or what is said instead.
fn structs(directory: &TempDir, args: &[&str]) -> String {
    let args = [&["generate"], args].concat();
    let output = run(directory.path(), &args);
    if output.status.code() != Some(0) {
        return seen(&output);
    }
    let code = String::from_utf8(output.stdout).unwrap();
    let is_shown = |line: &&str| line.contains("struct ") || line.contains("mod ");
    code.lines()
        .filter(is_shown)
        .map(|line| line.trim().to_owned() + "\n")
        .collect()
}

#[test]
fn a_parameter_without_a_value_is_named_and_can_be_given() {
    let directory = directory();
    let rule = ["main.json", "--rule", "dcr-shop"];
    expect![[r#"
        exit code 1
        ---- stdout
        ---- stderr
        error[AZL0011]: a stream's name is the expression `[concat('Custom-', parameters('table'))]`, and parameter `table` has no value
         --> main.json:7:31
          |
        3 |   "parameters": { "table": { "type": "string" }, "app": { "type": "string", "defaultValue": "shop" } },
          |                   ------- it is declared here
        ...
        7 |       "streamDeclarations": { "[concat('Custom-', parameters('table'))]": { "columns": "[variables('columns')]" } } } },
          |                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          |
          = help: give it one: `--param table=…`, or a `defaultValue`
    "#]].assert_eq(&structs(&directory, &rule));
    for (args, expected) in [
        (
            &["--param", "table=Given"] as &[&str],
            "pub struct Given {\n",
        ),
        (
            &["--parameters", "main.parameters.json"],
            "pub struct FromFile {\n",
        ),
        (
            &[
                "--parameters",
                "main.parameters.json",
                "--param",
                "Table=Given",
            ],
            "pub struct Given {\n",
        ),
    ] {
        assert_eq!(structs(&directory, &[&rule, args].concat()), expected);
    }
}

#[test]
fn rules_are_selected_by_name() {
    let directory = directory();
    expect![[r#"
        exit code 1
        ---- stdout
        ---- stderr
        error: there is no rule `dcr-audit` [AZL0202]
          = help: the rules are `dcr-shop`, `audit`
    "#]]
    .assert_eq(&structs(&directory, &["main.json", "--rule", "dcr-audit"]));
    check(
        directory.path(),
        &["check", "main.json", "--rule", "audit"],
        &expect![[r#"
            exit code 1
            ---- stdout
            warning[AZL0068]: rows can't be posted to this rule: its kind isn't `Direct`, and it names no data collection endpoint
             --> main.json:8:5
              |
            8 |     { "type": "Microsoft.Insights/dataCollectionRules", "name": "audit", "properties": {
              |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              |
              = help: say `"kind": "Direct"`, or give `dataCollectionEndpointId`

            error[AZL0007]: column `Id` has type `guid`, which streams don't have
             --> main.json:9:86
              |
            9 |       "streamDeclarations": { "Custom-Audit": { "columns": [ { "name": "Id", "type": "guid" } ] } } } }
              |                                                                                      ^^^^^^
              |
              = help: use `string`, and `toguid()` in the transform where the table's column is a guid

            main.json: 1 rule, 1 stream, 0 columns: 1 error, 1 warning
            ---- stderr
        "#]],
    );
    check(
        directory.path(),
        &[
            "check",
            "main.json",
            "--rule",
            "audits",
            "--param",
            "table=A",
        ],
        &expect![[r#"
            exit code 2
            ---- stdout
            main.json: 0 rules, 0 streams, 0 columns: good
            ---- stderr
            error: there is no rule `audits` [AZL0202]
              = help: did you mean `audit`?
        "#]],
    );
}

#[test]
fn values_for_nothing_are_told_but_where_another_document_takes_them() {
    let directory = directory();
    let args = [
        "check",
        "main.json",
        "--rule",
        "dcr-shop",
        "--param",
        "table=A",
        "--param",
        "tabel=B",
    ];
    check(
        directory.path(),
        &args,
        &expect![[r#"
            exit code 1
            ---- stdout
            warning[AZL0042]: the document has no parameter `tabel`
             --> main.json:1:1
              |
            1 | {
              | ^
              |
              = help: did you mean `table`?

            warning[AZL0068]: rows can't be posted to this rule: its kind isn't `Direct`, and it names no data collection endpoint
             --> main.json:6:5
              |
            6 |     { "type": "Microsoft.Insights/dataCollectionRules", "name": "[concat('dcr-', parameters('app'))]", "properties": {
              |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              |
              = help: say `"kind": "Direct"`, or give `dataCollectionEndpointId`

            main.json: 1 rule, 1 stream, 2 columns: 2 warnings
            ---- stderr
        "#]],
    );
    let two = [&args[..], &["main.tf", "--param", "app=x"]].concat();
    let output = seen(&run(directory.path(), &two));
    assert!(
        !output.contains("no parameter `app`") && output.contains("no parameter `tabel`"),
        "{output}"
    );
}

#[test]
fn parameters_files_that_are_none_are_told() {
    let directory = directory();
    let of = |file| {
        [
            "check",
            "main.json",
            "--rule",
            "dcr-shop",
            "--parameters",
            file,
        ]
    };
    check(
        directory.path(),
        &of("bad.parameters.json"),
        &expect![[r#"
            exit code 1
            ---- stdout
            error[AZL0011]: a stream's name is the expression `[concat('Custom-', parameters('table'))]`, and parameter `table` has no value
             --> main.json:7:31
              |
            3 |   "parameters": { "table": { "type": "string" }, "app": { "type": "string", "defaultValue": "shop" } },
              |                   ------- it is declared here
            ...
            7 |       "streamDeclarations": { "[concat('Custom-', parameters('table'))]": { "columns": "[variables('columns')]" } } } },
              |                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              |
              = help: give it one: `--param table=…`, or a `defaultValue`

            error: the parameters file isn't JSON: a key stands in double quotes [AZL0041]
              --> bad.parameters.json:2:3
              = help: give a parameters file: `{ "parameters": { "name": { "value": … } } }`

            main.json: 1 rule, 0 streams, 0 columns: 2 errors
            ---- stderr
        "#]],
    );
    check(
        directory.path(),
        &of("main.bicep"),
        &expect![[r#"
            exit code 1
            ---- stdout
            error[AZL0011]: a stream's name is the expression `[concat('Custom-', parameters('table'))]`, and parameter `table` has no value
             --> main.json:7:31
              |
            3 |   "parameters": { "table": { "type": "string" }, "app": { "type": "string", "defaultValue": "shop" } },
              |                   ------- it is declared here
            ...
            7 |       "streamDeclarations": { "[concat('Custom-', parameters('table'))]": { "columns": "[variables('columns')]" } } } },
              |                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              |
              = help: give it one: `--param table=…`, or a `defaultValue`

            error: the parameters file is Bicep, not JSON [AZL0041]
              --> main.bicep:1:1
              = help: compile it first: `az bicep build-params --file <the file>`

            main.json: 1 rule, 0 streams, 0 columns: 2 errors
            ---- stderr
        "#]],
    );
    check(
        directory.path(),
        &["check", "main.json", "--param", "table"],
        &expect![[r#"
            exit code 2
            ---- stdout
            ---- stderr
            error: invalid value 'table' for '--param <NAME=VALUE>': write NAME=VALUE

            For more information, try '--help'.
        "#]],
    );
    let output = run(directory.path(), &of("nowhere.json"));
    assert_eq!(output.status.code(), Some(2));
    assert!(
        output
            .stderr
            .starts_with(b"error: cannot read nowhere.json: "),
        "{}",
        seen(&output)
    );
}

#[test]
fn terraform_is_read_and_bicep_is_said_to_be_compiled_first() {
    let directory = directory();
    check(
        directory.path(),
        &["check", "main.tf"],
        &expect![[r#"
        exit code 1
        ---- stdout
        error[AZL0011]: a stream's name is the expression `Custom-${var.table}`, and variable `table` has no value
         --> main.tf:5:19
          |
        1 | variable "table" { type = string }
          |          ------- it is declared here
        ...
        5 |     stream_name = "Custom-${var.table}"
          |                   ^^^^^^^^^^^^^^^^^^^^^
          |
          = help: give it one: `--param table=…`, or a `default`

        main.tf: 1 rule, 0 streams, 0 columns: 1 error
        ---- stderr
    "#]],
    );
    assert_eq!(
        structs(&directory, &["main.tf", "--param", "table=Given"]),
        "pub struct Given {\n"
    );
    assert_eq!(
        structs(&directory, &["main.tf", "--parameters", "main.tfvars"]),
        "pub struct FromFile {\n"
    );
    check(
        directory.path(),
        &["check", "main.bicep"],
        &expect![[r#"
        exit code 1
        ---- stdout
        error[AZL0001]: this is Bicep, not JSON
         --> main.bicep:1:1
          |
        1 | param table string
          | ^^^^^
          |
          = help: compile it first: `az bicep build --file <the file>`

        main.bicep: 0 rules, 0 streams, 0 columns: 1 error
        ---- stderr
    "#]],
    );
}

#[test]
fn what_was_read_with_values_holds_its_columns_types_itself() {
    let directory = directory();
    let args = [
        "generate",
        "main.json",
        "--linked",
        "--rule",
        "dcr-shop",
        "--param",
        "table=A",
    ];
    let output = run(directory.path(), &args);
    let code = String::from_utf8(output.stdout).unwrap();
    assert!(
        code.contains("column_type = ") && !code.contains("dcr = "),
        "{code}"
    );
}
