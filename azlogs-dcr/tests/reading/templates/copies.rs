//! Loops that make columns, streams, flows and rules.

use azlogs_dcr::{Document, Inputs};
use expect_test::{Expect, expect};

use super::{COLUMNS, read, template};

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&read(text, &Inputs::new()));
}

/// A rule with these properties, and two tables to loop over.
fn rule(properties: &str) -> String {
    format!(
        r#"{{ "parameters": {{ "count": {{ "type": "int" }} }}, "variables": {{
  "tables": [
    {{ "name": "One", "columns": [ {{ "name": "Aa", "type": "int" }} ] }},
    {{ "name": "Two", "columns": [ {{ "name": "Bb", "type": "long" }}, {{ "name": "Cc", "type": "guid" }} ] }}
  ],
  "copy": [
    {{ "name": "streams", "count": "[length(variables('tables'))]", "input": "[concat('Custom-', variables('tables')[copyIndex('streams')].name)]" }},
    {{ "name": "many", "count": 801, "input": 1 }}, {{ "name": "few", "count": -1, "input": 1 }}, {{ "name": "none", "count": 0, "input": 1 }}
  ] }}, "resources": [ {{ "type": "Microsoft.Insights/dataCollectionRules", "name": "dcr", "properties": {{
{properties}
}} }} ] }}"#
    )
}

#[test]
fn a_loop_makes_columns_that_stand_where_they_are_written() {
    let text = rule(
        r#""streamDeclarations": { "Custom-A": { "copy": [ { "name": "columns", "count": "[length(variables('tables')[1].columns)]",
  "input": { "name": "[variables('tables')[1].columns[copyIndex('columns')].name]", "type": "[variables('tables')[1].columns[copyIndex('columns')].type]" } } ] } }"#,
    );
    check(
        &text,
        &expect![[r#"
            name dcr
            stream Custom-A: Bb long
            error: column `Cc` has type `guid`, which streams don't have [AZL0007]
              --> main.json:4:93
              = help: use `string`, and `toguid()` in the transform where the table's column is a guid
        "#]],
    );
    let document = Document::parse("main.json", text.as_bytes());
    let place = &document.rules()[0].streams[0].columns[0].place;
    assert_eq!(place.path, "$.variables.tables[1].columns[0].name");
}

#[test]
fn a_loop_makes_flows() {
    let text = rule(
        r#""streamDeclarations": "[toObject(variables('tables'), lambda('t', concat('Custom-', lambdaVariables('t').name)), lambda('t', createObject('columns', take(lambdaVariables('t').columns, 1))))]",
"copy": [ { "name": "dataFlows", "count": 2, "input": { "streams": [ "[variables('streams')[copyIndex('dataFlows')]]" ],
  "transformKql": "source | extend TimeGenerated = now()", "outputStream": "[concat(variables('streams')[copyIndex('dataFlows')], '_CL')]" } } ]"#,
    );
    check(
        &text,
        &expect![[r#"
            name dcr
            stream Custom-One: Aa int
            stream Custom-Two: Bb long
            flow Custom-One | source | extend TimeGenerated = now() > One_CL 
            flow Custom-Two | source | extend TimeGenerated = now() > Two_CL 
        "#]],
    );
}

#[test]
fn a_loop_makes_rules() {
    let resource = |count: &str| {
        format!(
            r#"{{ "$schema": "x", "parameters": {{ "count": {{ "type": "int" }} }}, "variables": {{ "names": [ "a", "b" ] }}, "resources": [ {{
  "type": "Microsoft.Insights/dataCollectionRules", "copy": {{ "name": "rules", "count": {count} }},
  "name": "[format('dcr-{{0}}', variables('names')[copyIndex()])]", "properties": {{
    "streamDeclarations": {{ "[concat('Custom-', copyIndex('rules', 1))]": {{ "columns": {COLUMNS} }} }} }} }} ] }}"#
        )
    };
    check(
        &resource("\"[length(variables('names'))]\""),
        &expect![[r#"
            name dcr-a
            stream Custom-1: Xx int
            name dcr-b
            stream Custom-2: Xx int
        "#]],
    );
    check(
        &resource("\"[parameters('count')]\""),
        &expect![[r#"
            error: a stream's name is the expression `[concat('Custom-', copyIndex('rules', 1))]`, and parameter `count` has no value [AZL0011]
              --> main.json:4:29
              = note: it is declared here: main.json:1:35
              = help: give it one: `--param count=…`, or a `defaultValue`
        "#]],
    );
    check(
        &resource("\"[parameters('count')]\"").replace("copyIndex('rules', 1)", "'A'"),
        &expect![[r#"
            stream Custom-A: Xx int
        "#]],
    );
    check(
        &resource("0"),
        &expect![[r#"
            error: there is no data collection rule in this document [AZL0003]
              --> main.json:1:1
              = help: give an Azure Resource Manager template, a rule's resource or its `properties`, the output of `az monitor data-collection rule show` or of `terraform show -json`, or a `streamDeclarations` object
        "#]],
    );
}

/// Source: "Numeric functions for ARM templates", `copyIndex`: without a name it is the resource's loop that is meant.
#[test]
fn an_index_without_a_name_is_that_of_the_resources_loop() {
    check(
        r#"{ "$schema": "x", "resources": [ { "type": "Microsoft.Insights/dataCollectionRules", "name": "[concat('dcr-', copyIndex(5))]",
  "copy": { "name": "rules", "count": 2 }, "properties": { "streamDeclarations": { "Custom-A": {
    "copy": [ { "name": "columns", "count": 3, "input": { "name": "[format('Of{0}At{1}', copyIndex(), copyIndex('columns'))]", "type": "int" } } ] } } } } ] }"#,
        &expect![[r#"
            name dcr-5
            stream Custom-A: Of0At0 int, Of0At1 int, Of0At2 int
            name dcr-6
            stream Custom-A: Of1At0 int, Of1At1 int, Of1At2 int
        "#]],
    );
}

#[test]
fn numbers_of_copies_that_cannot_be() {
    for (columns, expected) in [
        (
            "[variables('many')]",
            expect![[r#"
                name dcr
                error: `columns` of stream `Custom-A` can't be worked out: a copy makes 801 elements, and can make up to 800 [AZL0040]
                  --> main.json:8:32
                  = note: its value is needed here: main.json:10:50
            "#]],
        ),
        (
            "[variables('few')]",
            expect![[r#"
                name dcr
                error: `columns` of stream `Custom-A` can't be worked out: a copy makes -1 elements, and can make up to 800 [AZL0040]
                  --> main.json:8:77
                  = note: its value is needed here: main.json:10:50
            "#]],
        ),
        (
            "[variables('none')]",
            expect![[r#"
                name dcr
                stream Custom-A: 
                warning: stream `Custom-A` has no columns: every property posted to it is dropped [AZL0022]
                  --> main.json:10:50
                  = help: declare the columns that rows have
            "#]],
        ),
    ] {
        check(
            &rule(&format!(
                r#""streamDeclarations": {{ "Custom-A": {{ "columns": "{columns}" }} }}"#
            )),
            &expected,
        );
    }
    let copy = r#""streamDeclarations": { "Custom-A": { "copy": [ { "name": "columns", "count": "[parameters('count')]", "input": {} } ] } }"#;
    check(
        &rule(copy),
        &expect![[r#"
            name dcr
            error: `columns` of stream `Custom-A` is the expression `[parameters('count')]`, and parameter `count` has no value [AZL0011]
              --> main.json:10:49
              = note: it is declared here: main.json:1:19
              = help: give it one: `--param count=…`, or a `defaultValue`
        "#]],
    );
}

#[test]
fn a_member_called_copy_that_is_no_loop_is_a_member() {
    let text = template("", "\"copy\"", COLUMNS);
    let document = Document::parse("main.json", text.as_bytes());
    assert_eq!(document.rules()[0].streams[0].name, "copy");
}
