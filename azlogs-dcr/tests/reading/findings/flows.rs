//! What is wrong with data flows, alone and against the streams.

use expect_test::expect;

use super::{check, with_columns, with_flows};

#[test]
fn flows_of_streams_that_are_not_declared() {
    check(
        &with_flows(
            r#"{ "streams": [ "Custom-app", "Custom-Other" ], "transformKql": "source" },
{ "streams": [ "Microsoft-Syslog", "Custom-App" ] }"#,
        ),
        &expect![[r#"
            error: a data flow takes stream `Custom-app`, which isn't declared [AZL0013]
              --> dcr.json:3:16
              = note: Azure refuses to deploy it: `InvalidStream`
              = help: did you mean `Custom-App`?
            error: a data flow takes stream `Custom-Other`, which isn't declared [AZL0013]
              --> dcr.json:3:30
              = note: Azure refuses to deploy it: `InvalidStream`
              = help: declare it in `streamDeclarations`
        "#]],
    );
    let workspace = r#"{ "kind": "WorkspaceTransforms", "dataFlows": [ { "streams": [ "Custom-Table-App_CL" ] } ] }"#;
    check(workspace, &expect![""]);
    let lost = r#"{ "streamDeclarations": { "Custom-A": {} }, "dataFlows": [ { "streams": [ "Custom-A" ] } ] }"#;
    check(
        lost,
        &expect![[r#"
        error: stream `Custom-A` has no `columns` [AZL0005]
          --> dcr.json:1:27
          = help: write `"columns": [ { "name": "TimeGenerated", "type": "datetime" } ]`
    "#]],
    );
}

#[test]
fn streams_that_no_flow_takes() {
    check(
        &with_flows(""),
        &expect![[r#"
        warning: no data flow takes stream `Custom-App`: rows posted to it go nowhere [AZL0017]
          --> dcr.json:1:27
          = help: name it in a data flow's `streams`
    "#]],
    );
    check(
        &with_flows(r#"{ "streams": [ "Custom-App" ] }, { "streams": [ "Microsoft-Syslog" ] }"#),
        &expect![""],
    );
}

#[test]
fn names_that_the_table_cannot_have_where_nothing_renames_them() {
    let columns = r#"{ "name": "TimeGenerated", "type": "datetime" }, { "name": "id", "type": "string" }, { "name": "id.orig_h", "type": "string" },
{ "name": "_x", "type": "int" }, { "name": "x", "type": "int" }, { "name": "A2345678901234567890123456789012345678901234567890", "type": "int" }"#;
    let text = with_columns(columns);
    check(&text, &expect![""]);
    let passed = text.replace("source | extend TimeGenerated = now()", "source");
    check(
        &passed,
        &expect![[r#"
            warning: a table can't have column `id`: the name is reserved [AZL0016]
              --> dcr.json:2:60
              = note: here it goes to the table without a transform: dcr.json:5:31
              = help: rename it, in the stream or by a transform such as `source | project-rename New = ['old']`
            warning: a table can't have column `id.orig_h`: a column name is made of letters from A to Z or a to z, digits and `_`, and has no `.` [AZL0016]
              --> dcr.json:2:96
              = note: here it goes to the table without a transform: dcr.json:5:31
              = help: rename it, in the stream or by a transform such as `source | project-rename New = ['old']`
            warning: a table can't have column `_x`: a column name begins with a letter from A to Z or a to z, and not with `_` [AZL0016]
              --> dcr.json:3:11
              = note: here it goes to the table without a transform: dcr.json:5:31
              = help: rename it, in the stream or by a transform such as `source | project-rename New = ['old']`
            warning: a table can't have column `x`: a column name has 2 to 45 characters, and this has 1 [AZL0016]
              --> dcr.json:3:44
              = note: here it goes to the table without a transform: dcr.json:5:31
              = help: rename it, in the stream or by a transform such as `source | project-rename New = ['old']`
            warning: a table can't have column `A2345678901234567890123456789012345678901234567890`: a column name has 2 to 45 characters, and this has 50 [AZL0016]
              --> dcr.json:3:76
              = note: here it goes to the table without a transform: dcr.json:5:31
              = help: rename it, in the stream or by a transform such as `source | project-rename New = ['old']`
        "#]],
    );
    let azures = passed.replace("Custom-A_CL", "Microsoft-AWSEKS");
    check(&azures, &expect![""]);
    let unknown = passed.replace("Custom-A_CL", "[variables('o')]");
    check(
        &unknown,
        &expect![[r#"
        note: `outputStream` of a data flow is the expression `[variables('o')]`, and variable `o` has no value [AZL0011]
          --> dcr.json:5:61
          = help: give it one: `--param o=…`, or give the whole template
    "#]],
    );
}

#[test]
fn time_generated_that_nothing_fills() {
    let text = with_columns(r#"{ "name": "Time", "type": "datetime" }"#);
    check(&text, &expect![""]);
    let passed = text.replace("source | extend TimeGenerated = now()", "source");
    check(
        &passed,
        &expect![[r#"
            warning: nothing fills the table's `TimeGenerated`: stream `Custom-A` lacks it [AZL0018]
              --> dcr.json:1:27
              = note: here it goes to the table without a transform: dcr.json:4:31
              = help: declare it as a `datetime` column, or make it in the transform: `source | extend TimeGenerated = now()`
        "#]],
    );
    check(
        &passed.replace(
            "\"Time\", \"type\": \"datetime\"",
            "\"TimeGenerated\", \"type\": \"string\"",
        ),
        &expect![[r#"
            warning: `TimeGenerated` is a string, and the table's is a datetime [AZL0018]
              --> dcr.json:2:36
              = note: here it goes to the table without a transform: dcr.json:4:31
              = help: declare it as a `datetime` column, or make it in the transform: `source | extend TimeGenerated = todatetime(TimeGenerated)`
        "#]],
    );
}

#[test]
fn transforms() {
    check(
        &with_flows(
            r#"{ "streams": [ "Custom-App", "Microsoft-Syslog" ], "transformKql": "source | where true" }"#,
        ),
        &expect![[r#"
            warning: a data flow with a transform takes several streams [AZL0019]
              --> dcr.json:3:68
              = help: write one data flow for each stream
        "#]],
    );
    let long = format!("source | where {}", "ä".repeat(15_346));
    check(
        &with_flows(&format!(
            r#"{{ "streams": [ "Custom-App" ], "transformKql": "{long}" }}"#
        )),
        &expect![[r#"
            error: the transform has 15361 characters; the documented limit is 15360 [AZL0020]
              --> dcr.json:3:48
              = help: shorten it, or split the stream
        "#]],
    );
    let allowed = &long[..long.len() - 'ä'.len_utf8()];
    check(
        &with_flows(&format!(
            r#"{{ "streams": [ "Custom-App" ], "transformKql": "{allowed}" }}"#
        )),
        &expect![""],
    );
}

#[test]
fn output_streams_that_name_no_table() {
    check(
        &with_flows(
            r#"{ "streams": [ "Custom-App" ], "outputStream": "App_CL" },
{ "streams": [ "Custom-App" ], "outputStream": "Custom-App" },
{ "streams": [ "Custom-App" ], "outputStream": "Microsoft-" },
{ "streams": [ "Custom-App" ], "outputStream": "Custom-App_CL" },
{ "streams": [ "Custom-App" ], "outputStream": "Microsoft-Syslog" },
{ "streams": [ "Custom-App" ], "outputStream": "[variables('o')]" }"#,
        ),
        &expect![[r#"
            error: `outputStream` `App_CL` names no table of a workspace [AZL0021]
              --> dcr.json:3:48
              = note: Azure refuses to deploy it: `InvalidOutputTable`
              = help: write `Custom-<table>_CL` for a custom table, `Microsoft-<table>` for one of Azure's
            error: `outputStream` `Custom-App` names no table of a workspace [AZL0021]
              --> dcr.json:4:48
              = note: Azure refuses to deploy it: `InvalidOutputTable`
              = help: write `Custom-<table>_CL` for a custom table, `Microsoft-<table>` for one of Azure's
            error: `outputStream` `Microsoft-` names no table of a workspace [AZL0021]
              --> dcr.json:5:48
              = note: Azure refuses to deploy it: `InvalidOutputTable`
              = help: write `Custom-<table>_CL` for a custom table, `Microsoft-<table>` for one of Azure's
            note: `outputStream` of a data flow is the expression `[variables('o')]`, and variable `o` has no value [AZL0011]
              --> dcr.json:8:48
              = help: give it one: `--param o=…`, or give the whole template
        "#]],
    );
}
