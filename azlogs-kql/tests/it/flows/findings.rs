//! Each kind of finding, with its place in the document.

use azlogs_dcr::{Code, Document};
use azlogs_kql::dcr::follow;
use expect_test::{Expect, expect};

/// A rule with one stream and one flow to a custom table.
fn rule(columns: &str, flow: &str) -> String {
    let columns: Vec<String> = columns
        .split(", ")
        .filter_map(|column| column.split_once(':'))
        .map(|(name, column_type)| format!(r#"{{"name": "{name}", "type": "{column_type}"}}"#))
        .collect();
    format!(
        "{{\"streamDeclarations\": {{\"Custom-A\": {{\"columns\": [{}]}}}},\n\"dataFlows\": [{{\"streams\": [\"Custom-A\"],\n{flow}}}]}}",
        columns.join(", ")
    )
}

const TABLE: &str = r#"{"name": "A_CL", "schema": {"name": "A_CL", "columns": [
    {"name": "TimeGenerated", "type": "dateTime"}, {"name": "Id", "type": "guid"}, {"name": "Count", "type": "long"}
], "standardColumns": [{"name": "TenantId", "type": "guid"}]}}"#;

fn check(text: &str, expected: &Expect) {
    let document = Document::parse("dcr.json", text.as_bytes());
    let table = Document::parse("table.json", TABLE.as_bytes());
    let found = follow(&document, table.tables());
    let lines: Vec<String> = found
        .check()
        .iter()
        .map(|finding| {
            let part = finding
                .place
                .as_ref()
                .map(|place| &document.text()[place.span.clone()]);
            let sure = if found.diagnostics().contains(finding) {
                ""
            } else {
                " (doubt)"
            };
            format!(
                "{}{sure}: {} <{}>\n",
                finding.severity.as_str(),
                finding.to_plain(),
                part.unwrap_or_default()
            )
        })
        .collect();
    expected.assert_eq(&lines.concat());
}

#[test]
fn a_transform_that_is_no_kql_is_reported_behind_its_escapes() {
    let flow = r#""outputStream": "Custom-A_CL", "transformKql": "source\n| where x == \"\u00e9\" and\n| extend TimeGenerated = now(""#;
    check(
        &rule("x:string", flow),
        &expect![[r#"
        error: expected a value, found `|` [AZL0080]
          --> dcr.json:3:86
          = note: Azure refuses to deploy it: `InvalidTransformQuery` <|>
        error: expected a value, found the end [AZL0080]
          --> dcr.json:3:115
          = note: Azure refuses to deploy it: `InvalidTransformQuery` <>
        error: expected `)`, found the end [AZL0080]
          --> dcr.json:3:115
          = note: Azure refuses to deploy it: `InvalidTransformQuery` <>
    "#]],
    );
}

#[test]
fn names_types_and_operators_are_reported_at_their_words() {
    let flow = r#""outputStream": "Custom-A_CL",
"transformKql": "source | where y > 1 | extend TimeGenerated = todatetime(x, 1) | summarize count() by x""#;
    check(
        &rule("x:string", flow),
        &expect![[r#"
        error: there is no column `y` [AZL0081]
          --> dcr.json:4:33
          = note: Azure refuses to deploy it: `InvalidTransformQuery`
          = help: did you mean `x`? <y>
        error: `todatetime` takes 1 argument, not 2 [AZL0082]
          --> dcr.json:4:64
          = note: Azure refuses to deploy it: `InvalidTransformQuery` <todatetime>
        error: `summarize` can't be used in a transformation: a transformation sees one row at a time [AZL0061]
          --> dcr.json:4:83
          = note: Azure refuses to deploy it: `InvalidTransformQuery`
          = help: summarise when you query the table, or with a summary rule <summarize>
    "#]],
    );
}

#[test]
fn the_table_needs_time_generated() {
    let flow =
        r#""outputStream": "Custom-A_CL", "transformKql": "source | project Count = tolong(x)""#;
    check(
        &rule("x:string, TimeGenerated:datetime", flow),
        &expect![[r#"
            note (doubt): no flow keeps what rows of stream `Custom-A` bring in `TimeGenerated` [AZL0086]
              --> dcr.json:1:92
              = help: where that isn't meant, name them in the transform <"TimeGenerated">
            error: the transform leaves `TimeGenerated` out, which every table needs [AZL0060]
              --> dcr.json:3:56
              = note: the stream is declared here: dcr.json:1:25
              = note: Azure refuses to deploy it: `InvalidTransformQuery`
              = help: keep it: name it in the `project` <| project Count = tolong(x)>
        "#]],
    );
    let flow =
        r#""outputStream": "Custom-A_CL", "transformKql": "source | project TimeGenerated = x""#;
    check(
        &rule("x:string", flow),
        &expect![[r#"
        error: column `TimeGenerated` is of type string, and that of table `A_CL` of type datetime [AZL0084]
          --> dcr.json:3:66
          = note: Azure refuses to deploy it: `InvalidTransformOutput`
          = help: cast it in the transform: `| extend TimeGenerated = todatetime(TimeGenerated)` <TimeGenerated>
    "#]],
    );
}

#[test]
fn what_comes_out_is_held_against_the_table() {
    let flow = r#""outputStream": "Custom-A_CL",
"transformKql": "source\r\n| project TimeGenerated = now(), Id = id, Count = toint(n), Extra = id""#;
    check(
        &rule("id:string, n:string, lost:string", flow),
        &expect![[r#"
            note (doubt): no flow keeps what rows of stream `Custom-A` bring in `lost` [AZL0086]
              --> dcr.json:1:126
              = help: where that isn't meant, name them in the transform <"lost">
            error: column `Id` is of type string, and that of table `A_CL` of type guid [AZL0084]
              --> dcr.json:4:61
              = note: Azure refuses to deploy it: `InvalidTransformOutput`
              = help: cast it in the transform: `| extend Id = toguid(Id)` <Id>
            error: column `Count` is of type int, and that of table `A_CL` of type long [AZL0084]
              --> dcr.json:4:70
              = note: Azure refuses to deploy it: `InvalidTransformOutput`
              = help: cast it in the transform: `| extend Count = tolong(Count)` <Count>
            warning (doubt): table `A_CL` has no column `Extra`: its values are dropped [AZL0085]
              --> dcr.json:4:88
              = help: name it as the table does, leave it out, or add the column to the table first <Extra>
        "#]],
    );
    let flow = r#""outputStream": "Custom-A_CL""#;
    check(
        &rule(
            "TimeGenerated:datetime, Id:string, Count:long, Extra:string, TenantId:string",
            flow,
        ),
        &expect![[r#"
            error: column `Id` is of type string, and that of table `A_CL` of type guid [AZL0084]
              --> dcr.json:1:120
              = note: here it goes to the table without a transform: dcr.json:2:15
              = note: Azure refuses to deploy it: `InvalidTransformOutput`
              = help: cast it in the transform: `| extend Id = toguid(Id)` <"string">
            warning: table `A_CL` has no column `Extra`: its values are dropped [AZL0085]
              --> dcr.json:1:175
              = note: here it goes to the table without a transform: dcr.json:2:15
              = help: name it as the table does, leave it out, or add the column to the table first <"Extra">
            note (doubt): no flow keeps what rows of stream `Custom-A` bring in `Extra` [AZL0086]
              --> dcr.json:1:175
              = help: where that isn't meant, name them in the transform <"Extra">
        "#]],
    );
}

#[test]
fn azures_own_tables_have_their_columns_from_the_catalogue() {
    let flow = r#""outputStream": "Microsoft-Syslog",
"transformKql": "source | project TimeGenerated = now(), ProcessID = tolong(n), Facilty = f, Site_CF = f""#;
    check(
        &rule("f:string, n:string", flow),
        &expect![[r#"
        error: column `ProcessID` is of type long, and that of table `Syslog` of type int [AZL0084]
          --> dcr.json:4:58
          = note: Azure refuses to deploy it: `InvalidTransformOutput`
          = help: cast it in the transform: `| extend ProcessID = toint(ProcessID)` <ProcessID>
        warning (doubt): table `Syslog` has no column `Facilty`: its values are dropped [AZL0085]
          --> dcr.json:4:81
          = help: name it as the table does, leave it out, or add the column to the table first <Facilty>
    "#]],
    );
}

#[test]
fn where_an_expression_makes_the_transform_the_message_says_the_place() {
    let text = r#"{"$schema": "x", "variables": {"kql": "source\n| where nope"}, "resources": [
{"type": "Microsoft.Insights/dataCollectionRules", "name": "r", "properties": {
 "streamDeclarations": {"Custom-A": {"columns": [{"name": "TimeGenerated", "type": "datetime"}]}},
 "dataFlows": [{"streams": ["Custom-A"], "outputStream": "Custom-A_CL", "transformKql": "[variables('kql')]"}]}}]}"#;
    check(
        text,
        &expect![[r#"
        error: line 2, column 9 of the transform: there is no column `nope` [AZL0081]
          --> dcr.json:4:89
          = note: Azure refuses to deploy it: `InvalidTransformQuery` <"[variables('kql')]">
    "#]],
    );
}

#[test]
fn a_table_in_the_same_template_is_known() {
    let text = r#"{"$schema": "x", "resources": [
{"type": "Microsoft.OperationalInsights/workspaces/tables", "name": "[concat(parameters('ws'), '/B_CL')]",
 "properties": {"schema": {"name": "B_CL", "columns": [{"name": "TimeGenerated", "type": "datetime"}, {"name": "n", "type": "int"}]}}},
{"type": "Microsoft.Insights/dataCollectionRules", "name": "r", "properties": {
 "streamDeclarations": {"Custom-A": {"columns": [{"name": "TimeGenerated", "type": "datetime"}, {"name": "n", "type": "long"}]}},
 "dataFlows": [{"streams": ["Custom-A"], "outputStream": "Custom-B_CL", "transformKql": "source | where n > 1"}]}}]}"#;
    check(
        text,
        &expect![[r#"
        error: column `n` is of type long, and that of table `B_CL` of type int [AZL0084]
          --> dcr.json:6:105
          = note: Azure refuses to deploy it: `InvalidTransformOutput`
          = help: cast it in the transform: `| extend n = toint(n)` <n>
    "#]],
    );
}

#[test]
fn a_stream_of_azures_own_may_have_more_columns_than_are_documented() {
    let text = r#"{"dataFlows": [{"streams": ["Microsoft-Syslog"], "destinations": ["w"], "outputStream": "Microsoft-Syslog",
"transformKql": "source | where Facility == 'auth' and Hidden > 1"}]}"#;
    check(
        text,
        &expect![[r#"
        warning (doubt): there is no column `Hidden` [AZL0083]
          --> dcr.json:2:56 <Hidden>
    "#]],
    );
}

#[test]
fn a_way_is_known_only_where_all_of_it_is() {
    let streams = r#"{"streamDeclarations": {"Custom-A": {"columns": [
        {"name": "TimeGenerated", "type": "datetime"}, {"name": "a", "type": "string"}, {"name": "b", "type": "string"}]}},"#;
    let flow = |kql: &str| {
        format!(
            r#"{{"streams": ["Custom-A"], "outputStream": "Custom-X_CL", "transformKql": "{kql}"}}"#
        )
    };
    let dropped = |flows: &[String], column: &str| {
        let text = format!("{streams} \"dataFlows\": [{}]}}", flows.join(", "));
        follow(&Document::parse("dcr.json", text.as_bytes()), &[]).is_dropped(0, "Custom-A", column)
    };
    let first = flow("source | project TimeGenerated, a");
    assert!(!dropped(&[], "b"));
    assert!(dropped(std::slice::from_ref(&first), "b"));
    assert!(!dropped(std::slice::from_ref(&first), "a"));
    assert!(!dropped(&[first.clone(), flow("source")], "b"));
    assert!(!dropped(
        &[
            first.clone(),
            flow("source | project TimeGenerated | where nope")
        ],
        "b"
    ));
    assert!(!dropped(
        &[flow("source | where b != '' | project TimeGenerated, a")],
        "b"
    ));
}

#[test]
fn what_was_seen_is_named_by_azures_code() {
    for code in [
        Code::TransformSyntax,
        Code::TransformName,
        Code::TransformValue,
        Code::TransformOperator,
        Code::TransformTime,
    ] {
        assert_eq!(code.azure_code(), Some("InvalidTransformQuery"));
    }
    assert_eq!(
        Code::OutputType.azure_code(),
        Some("InvalidTransformOutput")
    );
}

#[test]
fn a_function_that_kusto_does_not_have_is_sure() {
    let flow =
        r#""outputStream": "Custom-B_CL", "transformKql": "source | extend Id_g = touuid(x)""#;
    check(
        &rule("TimeGenerated:datetime, x:string", flow),
        &expect![[r#"
        error: there is no function `touuid` [AZL0081]
          --> dcr.json:3:72
          = note: Azure refuses to deploy it: `InvalidTransformQuery`
          = help: did you mean `toguid`? <touuid>
    "#]],
    );
}

#[test]
fn names_that_no_custom_table_has_are_told_where_they_are_made_or_let_through() {
    let columns = "TimeGenerated:datetime, id:string, Title:string, a.b:string, Fine:string";
    let kql =
        "source | where isnotempty(Title) | extend Type = 1, x = 2 | project-rename Fine2 = Fine";
    let flow =
        |output: &str, kql: &str| format!(r#""outputStream": "{output}", "transformKql": "{kql}""#);
    check(
        &rule(columns, &flow("Custom-B_CL", kql)),
        &expect![[r#"
        warning (doubt): a table can't have column `id`: the name is reserved [AZL0016]
          --> dcr.json:1:106
          = note: this transform lets it through: dcr.json:3:48
          = help: rename it in the transform: `| project-rename New = ['old']` <"id">
        warning (doubt): a table can't have column `a.b`: a column name is made of letters from A to Z or a to z, digits and `_`, and has no `.` [AZL0016]
          --> dcr.json:1:177
          = note: this transform lets it through: dcr.json:3:48
          = help: rename it in the transform: `| project-rename New = ['old']` <"a.b">
        warning (doubt): a table can't have column `Title`: the name is reserved [AZL0016]
          --> dcr.json:3:75
          = help: give it another name, or leave it out: its values are dropped <Title>
        warning (doubt): a table can't have column `Type`: the name is reserved [AZL0016]
          --> dcr.json:3:91
          = help: give it another name, or leave it out: its values are dropped <Type>
        warning (doubt): a table can't have column `x`: a column name has 2 to 45 characters, and this has 1 [AZL0016]
          --> dcr.json:3:101
          = help: give it another name, or leave it out: its values are dropped <x>
    "#]],
    );
    let renamed = "source | project TimeGenerated, Id = id, Heading = Title, A_b = ['a.b']";
    check(
        &rule(columns, &flow("Custom-B_CL", renamed)),
        &expect![[r#"
        note (doubt): no flow keeps what rows of stream `Custom-A` bring in `Fine` [AZL0086]
          --> dcr.json:1:212
          = help: where that isn't meant, name them in the transform <"Fine">
    "#]],
    );
}

#[test]
fn more_columns_than_a_table_has_may_come_out_of_a_transform() {
    let many: Vec<String> = (0..500).map(|n| format!("Col{n} = {n}")).collect();
    let kql = format!("source | extend {}", many.join(", "));
    let flow = format!(r#""outputStream": "Custom-B_CL", "transformKql": "{kql}""#);
    let text = rule("TimeGenerated:datetime", &flow);
    let document = Document::parse("dcr.json", text.as_bytes());
    let found = follow(&document, &[]);
    let finding = &found.check()[0];
    assert_eq!(finding.code, Code::TooManyColumns);
    assert_eq!(
        finding.message,
        "501 columns come to table `B_CL`, and a table has 500 at the most"
    );
}

#[test]
fn of_a_stream_whose_columns_nobody_knows_functions_are_checked() {
    let kql =
        "source | extend A1 = tolowr(Computer), B1 = coalesce(Level, Other) | where Level == 'x'";
    let text = format!(
        r#"{{ "dataSources": {{ "syslog": [ {{ "streams": [ "Microsoft-Syslog" ] }} ] }},
"dataFlows": [ {{ "streams": [ "Microsoft-Syslog" ], "transformKql": "{kql}" }} ] }}"#
    );
    check(
        &text,
        &expect![[r#"
        error: there is no function `tolowr` [AZL0081]
          --> dcr.json:2:91
          = note: Azure refuses to deploy it: `InvalidTransformQuery`
          = help: did you mean `tolower`? <tolowr>
        error: `coalesce` can't be used in a transformation: it isn't among the functions that a transformation can use [AZL0061]
          --> dcr.json:2:114
          = note: Azure refuses to deploy it: `InvalidTransformQuery`
          = help: use `case` or `iff`, as in `iff(isnotempty(a), a, b)` <coalesce>
    "#]],
    );
}
