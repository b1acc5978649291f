//! Values that the user gives.

use azlogs_dcr::{Document, Inputs};
use expect_test::{Expect, expect};

use super::{COLUMNS, read, template};

const DECLARATIONS: &str = r#""parameters": {
  "table": { "type": "string", "defaultValue": "Default" }, "columns": { "type": "array", "defaultValue": [ { "name": "Xx", "type": "int" } ] },
  "number": { "type": "int", "defaultValue": 1 }, "flag": { "type": "bool", "defaultValue": false }, "object": { "type": "object", "defaultValue": {} }
},"#;

fn text() -> String {
    let name = "\"[concat('Custom-', parameters('table'), parameters('number'), if(parameters('flag'), 'f', ''))]\"";
    template(DECLARATIONS, name, "\"[parameters('columns')]\"")
}

fn check(inputs: &Inputs, expected: &Expect) {
    expected.assert_eq(&read(&text(), inputs));
}

#[test]
fn values_by_name_are_of_the_parameters_types() {
    let inputs = Inputs::new()
        .param("TABLE", "1")
        .param("number", "-5")
        .param("flag", "True")
        .param("columns", r#"[{"name": "Aa", "type": "long"}]"#);
    check(
        &inputs,
        &expect![[r#"
            name dcr
            stream Custom-1-5f: Aa long
        "#]],
    );
}

#[test]
fn a_parameters_file_gives_values_and_values_by_name_count_before_it() {
    let file = br#"{ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#", "contentVersion": "1.0.0.0",
        "parameters": { "Table": { "value": "File" }, "number": { "value": 2 }, "flag": { "reference": { "keyVault": {} } } } }"#;
    let inputs = Inputs::new().parameters("main.parameters.json", file);
    check(
        &inputs,
        &expect![[r#"
            name dcr
            stream Custom-File2: Xx int
        "#]],
    );
    let later = br#"{ "number": 3, "table": { "value": "Later" } }"#;
    check(
        &inputs
            .parameters("later.json", later)
            .param("table", "Name"),
        &expect![[r#"
            name dcr
            stream Custom-Name3: Xx int
        "#]],
    );
}

#[test]
fn what_was_given_stands_where_the_parameter_is_declared() {
    let inputs = Inputs::new().param("columns", r#"[{"name": "Aa", "type": "guid"}]"#);
    check(
        &inputs,
        &expect![[r#"
            name dcr
            stream Custom-Default1: 
            error: column `Aa` has type `guid`, which streams don't have [AZL0007]
              --> main.json:3:61
              = help: use `string`, and `toguid()` in the transform where the table's column is a guid
        "#]],
    );
}

#[test]
fn values_of_another_type_than_the_parameters() {
    for (name, value) in [
        ("number", "one"),
        ("flag", "yes"),
        ("columns", "{}"),
        ("columns", "["),
    ] {
        let read = read(&text(), &Inputs::new().param(name, value));
        let wanted = match name {
            "number" => "an integer",
            "flag" => "`true` or `false`",
            _ => "a JSON array",
        };
        let expected = format!("parameter `{name}` is given `{value}`, and takes {wanted}");
        assert!(read.contains(&expected), "{read}");
    }
}

#[test]
fn a_value_for_a_parameter_that_there_is_not() {
    check(
        &Inputs::new().param("tabel", "x").param("object", "{}"),
        &expect![[r#"
            name dcr
            stream Custom-Default1: Xx int
            warning: the document has no parameter `tabel` [AZL0042]
              --> main.json:1:1
              = help: did you mean `table`?
        "#]],
    );
}

#[test]
fn parameters_files_that_are_none() {
    for (bytes, message) in [
        (&b""[..], "the parameters file is empty"),
        (
            b"{ \"a\": 1,\n  b }",
            "the parameters file isn't JSON: a key stands in double quotes",
        ),
        (
            b"[]",
            "the parameters file is an array, and has to be an object",
        ),
        (
            b"using './main.bicep'\nparam a = 1",
            "the parameters file is Bicep, not JSON",
        ),
    ] {
        let inputs = Inputs::new().parameters("p.json", bytes);
        let document = Document::parse_with("main.json", text().as_bytes(), &inputs);
        let finding = &document.diagnostics()[0];
        assert_eq!(
            (finding.message.as_str(), finding.file.as_str()),
            (message, "p.json")
        );
        assert_eq!(document.rules().len(), 1);
    }
    let error = Inputs::new()
        .parameters_file("/nowhere/p.json")
        .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("cannot read /nowhere/p.json: "),
        "{error}"
    );
}

#[test]
fn parts_cut_out_of_a_template_are_given_their_variables() {
    let text = format!(
        r#"[ {{ "type": "Microsoft.Insights/dataCollectionRules", "name": "dcr", "properties": {{
  "streamDeclarations": {{ "[format('{{0}}', variables('stream'))]": {{ "columns": {COLUMNS} }} }} }} }} ]"#
    );
    expect![[r#"
        name dcr
        error: a stream's name is the expression `[format('{0}', variables('stream'))]`, and variable `stream` has no value [AZL0011]
          --> main.json:2:27
          = help: give it one: `--param stream=…`, or give the whole template
    "#]]
    .assert_eq(&read(&text, &Inputs::new()));
    expect![[r#"
        name dcr
        stream Custom-Given: Xx int
    "#]]
    .assert_eq(&read(&text, &Inputs::new().param("stream", "Custom-Given")));
}
