//! Parameters, variables, a template's own functions, and the places of what they come to.

use azlogs_dcr::{Document, Inputs};
use expect_test::expect;

use super::{COLUMNS, read, template};

fn check(text: &str, expected: &expect_test::Expect) {
    expected.assert_eq(&read(text, &Inputs::new()));
}

#[test]
fn names_and_columns_come_from_variables_and_default_values() {
    let text = r#"{ "parameters": {
  "Table": { "type": "string", "defaultValue": "[concat(parameters('app'), '_CL')]" }, "app": { "type": "string", "defaultValue": "Shop" },
  "location": { "type": "string", "defaultValue": "[resourceGroup().location]" }, "kind": { "type": "string", "nullable": true }
}, "variables": {
  "stream": "[concat('Custom-', parameters('table'))]",
  "columns": [ { "name": "TimeGenerated", "type": "datetime" }, { "name": "[variables('name')]", "type": "string" } ],
  "name": "Amount"
}, "resources": [ {
  "type": "Microsoft.Insights/dataCollectionRules", "name": "[format('dcr-{0}', toLower(parameters('app')))]",
  "location": "[parameters('location')]", "kind": "[parameters('kind')]",
  "properties": {
    "dataCollectionEndpointId": "[resourceId('Microsoft.Insights/dataCollectionEndpoints', 'dce')]",
    "streamDeclarations": { "[variables('stream')]": { "columns": "[variables('columns')]" } },
    "dataFlows": [ { "streams": [ "[variables('stream')]" ], "destinations": [ "ws" ], "transformKql": "[concat('source', '')]", "outputStream": "[variables('stream')]" } ]
  } } ] }"#;
    check(
        text,
        &expect![[r#"
            name dcr-shop
            dce [resourceId('Microsoft.Insights/dataCollectionEndpoints', 'dce')]
            stream Custom-Shop_CL: TimeGenerated datetime, Amount string
            flow Custom-Shop_CL | source > Shop_CL ws
        "#]],
    );
}

#[test]
fn columns_stand_where_they_are_written_and_streams_where_they_are_declared() {
    let declarations = r#""variables": { "columns": [
  { "name": "Aa", "type": "int" }
] },"#;
    let text = template(
        declarations,
        "\"[concat('Custom-', 'A')]\"",
        "\"[variables('columns')]\"",
    );
    let document = Document::parse("main.json", text.as_bytes());
    let stream = &document.rules()[0].streams[0];
    let column = &stream.columns[0];
    assert_eq!(
        (
            column.place.line,
            column.place.column,
            column.place.path.as_str()
        ),
        (3, 13, "$.variables.columns[0].name")
    );
    assert_eq!(column.type_place.path, "$.variables.columns[0].type");
    assert_eq!(stream.place.line, 6);
    assert!(document.text()[stream.place.span.clone()].starts_with("\"[concat("));
}

#[test]
fn what_an_expression_itself_says_stands_within_it() {
    let columns = r#""[createArray(createObject('name', 'Aa', 'type', 'int'), createObject('name', 'Bb', 'type', 'guid'))]""#;
    let text = template("", "\"Custom-A\"", columns);
    check(
        &text,
        &expect![[r#"
            name dcr
            stream Custom-A: Aa int
            error: column `Bb` has type `guid`, which streams don't have [AZL0007]
              --> main.json:4:144
              = help: use `string`, and `toguid()` in the transform where the table's column is a guid
        "#]],
    );
    let document = Document::parse("main.json", text.as_bytes());
    let column = &document.rules()[0].streams[0].columns[0];
    assert_eq!(&text[column.place.span.clone()], "'Aa'");
}

#[test]
fn a_parameter_without_a_value_is_named() {
    let declarations = r#""parameters": { "workspaceName": { "type": "string" } },
"variables": { "stream": "[concat('Custom-', parameters('workspacename'))]" },"#;
    check(
        &template(declarations, "\"[variables('stream')]\"", COLUMNS),
        &expect![[r#"
            name dcr
            error: a stream's name is the expression `[variables('stream')]`, and parameter `workspaceName` has no value [AZL0011]
              --> main.json:5:27
              = note: it is declared here: main.json:2:17
              = help: give it one: `--param workspaceName=…`, or a `defaultValue`
        "#]],
    );
}

#[test]
fn a_value_that_does_not_matter_need_not_be_known() {
    let declarations = r#""parameters": { "secret": { "type": "string" } }, "variables": { "cycle": "[variables('cycle')]" },"#;
    let columns = r#"[ { "name": "Xx", "type": "int", "isHidden": "[parameters('secret')]", "tags": "[variables('cycle')]" } ]"#;
    check(
        &template(declarations, "\"Custom-A\"", columns),
        &expect![[r#"
            name dcr
            stream Custom-A: Xx int
        "#]],
    );
}

#[test]
fn what_is_known_is_kept_beside_what_is_not() {
    let declarations = r#""parameters": { "type": { "type": "string" } },"#;
    let columns = r#""[concat(createArray(createObject('name', 'Aa', 'type', 'int')), createArray(createObject('name', 'Bb', 'type', parameters('type'))))]""#;
    check(
        &template(declarations, "\"Custom-A\"", columns),
        &expect![[r#"
            name dcr
            stream Custom-A: Aa int
            error: the `type` of column `Bb` is the expression `[concat(createArray(createObject('name', 'Aa', 'type', 'int')), createArray(crea…`, and parameter `type` has no value [AZL0011]
              --> main.json:4:164
              = note: it is declared here: main.json:2:17
              = help: give it one: `--param type=…`, or a `defaultValue`
        "#]],
    );
}

#[test]
fn names_that_the_template_does_not_have() {
    let declarations =
        r#""parameters": { "tableName": {} }, "variables": { "stream": "Custom-A" },"#;
    for (name, expected) in [
        (
            "\"[variables('steam')]\"",
            expect![[r#"
                name dcr
                error: a stream's name can't be worked out: the template has no variable `steam` [AZL0040]
                  --> main.json:4:29
                  = help: did you mean `stream`?
            "#]],
        ),
        (
            "\"[concat('Custom-', parameters('tablename2'))]\"",
            expect![[r#"
                name dcr
                error: a stream's name can't be worked out: the template has no parameter `tablename2` [AZL0040]
                  --> main.json:4:47
                  = help: did you mean `tableName`?
            "#]],
        ),
        (
            "\"[stream]\"",
            expect![[r#"
                name dcr
                error: a stream's name can't be worked out: `stream` stands for nothing in a template [AZL0040]
                  --> main.json:4:29
                  = help: write `parameters('stream')` or `variables('stream')`
            "#]],
        ),
    ] {
        check(&template(declarations, name, COLUMNS), &expected);
    }
}

#[test]
fn values_that_need_themselves() {
    let declarations = r#""parameters": { "p": { "defaultValue": "[variables('a')]" } }, "variables": { "a": "[variables('b')]", "b": "[parameters('p')]" },"#;
    check(
        &template(declarations, "\"[variables('a')]\"", COLUMNS),
        &expect![[r#"
            name dcr
            error: a stream's name can't be worked out: variable `a` needs its own value [AZL0040]
              --> main.json:2:42
              = note: its value is needed here: main.json:4:27
        "#]],
    );
}

#[test]
fn a_mistake_in_a_variable_is_shown_there_and_where_it_is_needed() {
    let declarations = "\"variables\": {\n  \"stream\": \"[concat('Custom-', 'A'\\u005d\"\n},";
    check(
        &template(declarations, "\"[variables('stream')]\"", COLUMNS),
        &expect![[r#"
            name dcr
            error: a stream's name can't be worked out: `,` or `)` is missing here [AZL0040]
              --> main.json:3:36
              = note: its value is needed here: main.json:6:27
        "#]],
    );
}

#[test]
fn a_template_has_functions_of_its_own() {
    let declarations = r#""variables": { "prefix": "Custom" }, "functions": [ { "namespace": "__bicep", "members": {
  "stream": { "parameters": [ { "type": "string", "name": "table" }, { "type": "string", "name": "suffix" } ],
    "output": { "type": "string", "value": "[format('Custom-{0}{1}', parameters('table'), __bicep.lower(parameters('suffix')))]" } },
  "lower": { "parameters": [ { "type": "string", "name": "text" } ], "output": { "type": "string", "value": "[toUpper(parameters('text'))]" } },
  "turn": { "output": { "value": "[__bicep.turn()]" } }
} } ],"#;
    let of = |call: &str| template(declarations, &format!("\"[{call}]\""), COLUMNS);
    check(
        &of("__bicep.stream('App', '_cl')"),
        &expect![[r#"
            name dcr
            stream Custom-App_CL: Xx int
        "#]],
    );
    check(
        &of("__bicep.stream('App')"),
        &expect![[r#"
            name dcr
            error: a stream's name can't be worked out: the function takes 2 arguments, and is given 1 [AZL0040]
              --> main.json:9:29
        "#]],
    );
    check(
        &of("__bicep.turn()"),
        &expect![[r#"
            name dcr
            error: a stream's name can't be worked out: expressions lead to each other more than 200 levels deep [AZL0040]
              --> main.json:6:36
              = note: its value is needed here: main.json:9:27
        "#]],
    );
}

#[test]
fn a_doubled_bracket_begins_text() {
    let columns = r#"[ { "name": "[[a]", "type": "int" }, { "name": "[[b", "type": "int" }, { "name": "[c", "type": "int" } ]"#;
    let text = template("", "\"Custom-A\"", columns);
    let document = Document::parse("main.json", text.as_bytes());
    let names = document.rules()[0].streams[0].columns.iter();
    assert_eq!(
        names.map(|column| column.name.as_str()).collect::<Vec<_>>(),
        ["[a]", "[[b", "[c"]
    );
}
