//! Templates in templates.

use azlogs_dcr::{Document, Inputs};
use expect_test::{Expect, expect};

use super::{COLUMNS, read};

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&read(text, &Inputs::new()));
}

fn rule(name: &str) -> String {
    format!(
        r#"{{ "type": "Microsoft.Insights/dataCollectionRules", "name": "[parameters('name')]", "properties": {{
  "streamDeclarations": {{ "{name}": {{ "columns": {COLUMNS} }} }} }} }}"#
    )
}

/// A template with a deployment of these properties beside its template.
fn deployment(properties: &str, inner: &str) -> String {
    format!(
        r#"{{ "$schema": "x", "parameters": {{ "name": {{ "defaultValue": "outer" }}, "table": {{ "type": "string" }} }}, "variables": {{ "n": "outer" }}, "resources": [ {{
  "type": "Microsoft.Resources/deployments", "name": "d", "properties": {{ {properties} "template": {inner} }} }} ] }}"#
    )
}

fn inner(declarations: &str, name: &str) -> String {
    format!(
        r#"{{ "$schema": "x", {declarations} "resources": [ {} ] }}"#,
        rule(name)
    )
}

const INNER: &str = r#""expressionEvaluationOptions": { "scope": "Inner" },"#;

#[test]
fn an_inner_template_has_the_parameters_that_the_deployment_gives() {
    let declarations = r#""parameters": { "name": {}, "stream": { "defaultValue": "none" }, "other": { "defaultValue": "[concat('x', variables('n'))]" } }, "variables": { "n": "inner" },"#;
    let given = r#""parameters": { "NAME": { "value": "[concat(variables('n'), 1)]" }, "stream": { "value": "Custom-Given" } },"#;
    let text = deployment(
        &format!("{INNER} {given}"),
        &inner(
            declarations,
            "[concat(parameters('stream'), parameters('other'))]",
        ),
    );
    check(
        &text,
        &expect![[r#"
            name outer1
            stream Custom-Givenxinner: Xx int
        "#]],
    );
}

#[test]
fn parameters_that_nobody_gives_are_named_where_they_are_to_be_given() {
    let declarations =
        r#""parameters": { "name": { "defaultValue": "n" }, "stream": { "type": "string" } },"#;
    let body = inner(declarations, "[parameters('stream')]");
    let given =
        r#""parameters": { "stream": { "value": "[concat('Custom-', parameters('table'))]" } },"#;
    check(
        &deployment(&format!("{INNER} {given}"), &body),
        &expect![[r#"
            name n
            error: a stream's name is the expression `[parameters('stream')]`, and parameter `table` has no value [AZL0011]
              --> main.json:3:27
              = note: it is declared here: main.json:1:72
              = help: give it one: `--param table=…`, or a `defaultValue`
        "#]],
    );
    check(
        &deployment(INNER, &body),
        &expect![[r#"
            name n
            error: a stream's name is the expression `[parameters('stream')]`, and parameter `stream` has no value [AZL0011]
              --> main.json:3:27
              = note: it is declared here: main.json:2:207
              = help: give it one: `--param stream=…`, or a `defaultValue`
        "#]],
    );
}

#[test]
fn an_outer_scope_means_the_outer_parameters() {
    let declarations = r#""variables": { "n": "inner" },"#;
    let expected = expect![[r#"
        name outer
        stream Custom-outer: Xx int
    "#]];
    let body = inner(declarations, "[concat('Custom-', variables('n'))]");
    check(&deployment("", &body), &expected);
    let outer = r#""expressionEvaluationOptions": { "scope": "outer" },"#;
    check(&deployment(outer, &body), &expected);
}

#[test]
fn a_deployment_in_no_template_has_its_own_parameters() {
    let body = inner(
        r#""parameters": { "name": { "defaultValue": "own" } },"#,
        "Custom-A",
    );
    let policy = format!(
        r#"{{ "properties": {{ "policyRule": {{ "then": {{ "details": {{ "type": "x", "deployment": {{ "properties": {{ "template": {body} }} }} }} }} }} }} }}"#
    );
    check(
        &policy,
        &expect![[r#"
            name own
            stream Custom-A: Xx int
        "#]],
    );
}

#[test]
fn a_deployment_loops() {
    let text = format!(
        r#"{{ "$schema": "x", "variables": {{ "tables": [ "One", "Two" ] }}, "resources": [ {{
  "type": "Microsoft.Resources/deployments", "copy": {{ "name": "loop", "count": "[length(variables('tables'))]" }}, "name": "[format('d-{{0}}', copyIndex())]",
  "properties": {{ {INNER} "parameters": {{ "name": {{ "value": "[concat('dcr-', copyIndex())]" }}, "table": {{ "value": "[variables('tables')[copyIndex('loop')]]" }} }},
    "template": {} }} }} ] }}"#,
        inner(
            r#""parameters": { "name": {}, "table": {} },"#,
            "[concat('Custom-', parameters('table'))]"
        )
    );
    check(
        &text,
        &expect![[r#"
            name dcr-0
            stream Custom-One: Xx int
            name dcr-1
            stream Custom-Two: Xx int
        "#]],
    );
}

/// A template with two deployments, one of which uses what the other puts out.
fn two_deployments(resources: impl Fn(&str, &str) -> String, reference: &str) -> String {
    let tables = format!(
        r#"{{ "type": "Microsoft.Resources/deployments", "name": "[format('{{0}}-tables', resourceGroup().name)]", "properties": {{ {INNER}
  "parameters": {{ "table": {{ "value": "App" }} }},
  "template": {{ "$schema": "x", "parameters": {{ "table": {{}} }}, "resources": [],
    "outputs": {{ "stream": {{ "type": "string", "value": "[concat('Custom-', parameters('table'))]" }}, "id": {{ "value": "[resourceGroup().id]" }} }} }} }} }}"#
    );
    let rules = format!(
        r#"{{ "type": "Microsoft.Resources/deployments", "name": "rules", "properties": {{ {INNER}
  "parameters": {{ "stream": {{ "value": "[{reference}.outputs.stream.value]" }}, "name": {{ "value": "[{reference}.outputs.id.value]" }} }},
  "template": {} }} }}"#,
        inner(
            r#""parameters": { "name": {}, "stream": {} },"#,
            "[parameters('stream')]"
        )
    );
    format!(
        r#"{{ "$schema": "x", "resources": {} }}"#,
        resources(&tables, &rules)
    )
}

#[test]
fn what_a_deployment_puts_out_is_known() {
    let expected = expect![[r#"
        stream Custom-App: Xx int
    "#]];
    let array = |tables: &str, rules: &str| format!("[ {tables}, {rules} ]");
    for id in [
        "resourceId('Microsoft.Resources/deployments', format('{0}-tables', resourceGroup().name))",
        "extensionResourceId(resourceGroup().id, 'Microsoft.Resources/deployments', format('{0}-tables', resourceGroup().name))",
    ] {
        let reference = format!("reference({id}, '2025-04-01')");
        check(&two_deployments(array, &reference), &expected);
    }
    let object =
        |tables: &str, rules: &str| format!(r#"{{ "tables": {tables}, "rules": {rules} }}"#);
    check(&two_deployments(object, "reference('tables')"), &expected);
}

#[test]
fn outputs_that_need_themselves_are_a_mistake() {
    let body = r#"{ "$schema": "x", "resources": [], "outputs": { "o": { "value": "[reference('d').outputs.o.value]" } } }"#;
    let text = format!(
        r#"{{ "$schema": "x", "resources": {{ "d": {{ "type": "Microsoft.Resources/deployments", "properties": {{ "template": {body} }} }},
"r": {{ "type": "Microsoft.Insights/dataCollectionRules", "name": "r", "properties": {{ "streamDeclarations": "[reference('d').outputs.o.value]" }} }} }} }}"#
    );
    let document = Document::parse("main.json", text.as_bytes());
    let messages: Vec<_> = document
        .diagnostics()
        .iter()
        .map(|f| f.message.as_str())
        .collect();
    let [message] = messages.as_slice() else {
        panic!("one finding: {messages:?}");
    };
    assert!(message.contains("needs its own value"), "{message}");
}

#[test]
fn a_content_template_is_worked_out_twice() {
    let text = r#"{ "$schema": "x", "parameters": { "workspace": { "defaultValue": "outer" } }, "variables": { "table": "App", "kind": "Direct" }, "resources": [ {
  "type": "Microsoft.OperationalInsights/workspaces/providers/contentTemplates", "name": "[concat(parameters('workspace'), uniqueString('x'))]",
  "properties": { "mainTemplate": { "$schema": "x",
    "parameters": { "innerWorkspace": { "defaultValue": "[parameters('workspace')]" }, "guid": { "defaultValue": "[[newGuid()]" }, "table": { "defaultValue": "[variables('table')]" } },
    "variables": { "stream": "[[concat('Custom-', parameters('table'), '_CL')]" },
    "resources": [ { "type": "Microsoft.Insights/dataCollectionRules", "name": "[[concat(parameters('innerWorkspace'), '-dcr')]", "kind": "[variables('kind')]",
      "properties": { "streamDeclarations": { "[[variables('stream')]": { "columns": [ { "name": "Xx", "type": "int" } ] } } } } ] } } } ] }"#;
    check(
        text,
        &expect![[r#"
            name outer-dcr
            kind Direct
            stream Custom-App_CL: Xx int
        "#]],
    );
}

#[test]
fn what_may_hide_rules_is_said() {
    let text = r#"{ "$schema": "x", "parameters": { "t": {} }, "resources": [
  { "type": "Microsoft.Resources/deployments", "name": "a", "properties": { "template": "[parameters('t')]" } },
  { "type": "Microsoft.Resources/deployments", "name": "b", "properties": { "templateLink": { "uri": "https://x.test/t.json" } } },
  { "type": "Microsoft.Resources/deployments", "name": "c", "properties": { "template": { "resources": "[parameters('t')]" } } }
] }"#;
    check(
        text,
        &expect![[r#"
            error: a deployment's template is the expression `[parameters('t')]`, and parameter `t` has no value [AZL0011]
              --> main.json:2:89
              = note: it is declared here: main.json:1:35
              = help: give it one: `--param t=…`, or a `defaultValue`
            note: the template that is deployed here isn't read: it lies at `https://x.test/t.json` [AZL0044]
              --> main.json:3:93
              = help: give it by itself, if there are rules in it
            error: `resources` is the expression `[parameters('t')]`, and parameter `t` has no value [AZL0011]
              --> main.json:4:104
              = note: it is declared here: main.json:1:35
              = help: give it one: `--param t=…`, or a `defaultValue`
        "#]],
    );
}

#[test]
fn a_resource_without_a_name_has_its_symbol() {
    let text = format!(
        r#"{{ "$schema": "x", "resources": {{ "appRule": {{ "type": "Microsoft.Insights/dataCollectionRules", "name": "[resourceGroup().name]",
  "properties": {{ "streamDeclarations": {{ "Custom-A": {{ "columns": {COLUMNS} }} }} }} }} }} }}"#
    );
    check(
        &text,
        &expect![[r#"
            name appRule
            stream Custom-A: Xx int
        "#]],
    );
}
