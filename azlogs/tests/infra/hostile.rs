//! Documentation that looks like code, in each language.

use azlogs::infra::{Deployment, Flow, Language};
use azlogs::{ColumnSchema, ColumnType, SchemaEntry, StreamSchema};
use expect_test::{Expect, expect};

use crate::{bicep, properties, terraform as tf};

const COLUMNS: &[SchemaEntry] = &[
    column("Arm", "[parameters('secret')]"),
    column("Bicep", "' // ${secret} ''' \\' \\"),
    column("Terraform", "\" # ${secret} $${secret} %{ if true } \\\""),
    column("Lines", "\u{2028}one\u{202e}\u{7}\ttwo\r\n\r\nthree"),
    column("Sentinel", "{{secret}} \u{1F600}"),
];

const fn column(name: &'static str, docs: &'static str) -> SchemaEntry {
    SchemaEntry::Column(ColumnSchema::new(name, ColumnType::String).docs(docs))
}

fn deployment() -> Deployment {
    let schema = StreamSchema::new("Custom-Hostile", COLUMNS).docs("[resourceGroup().id]");
    Deployment::new("hostile")
        .description("[resourceGroup().id]")
        .flow(Flow::of_schema(schema))
}

fn check(language: Language, expected: &Expect) {
    let deployment = deployment();
    let files = [deployment.tables(language), deployment.rule(language)];
    let described: Vec<String> = files
        .into_iter()
        .flat_map(|file| {
            let file = file.unwrap();
            let lines = file.lines().map(|line| line.trim().to_owned());
            lines
                .filter(|line| {
                    line.contains("secret") || line.contains(".id]") || line.contains("one")
                })
                .collect::<Vec<_>>()
        })
        .collect();
    expected.assert_eq(&(described.join("\n") + "\n"));
}

#[test]
fn in_a_template_it_is_text() {
    check(
        Language::Arm,
        &expect![[r#"
        "description": "[[resourceGroup().id]",
        { "name": "Arm", "type": "string", "description": "[[parameters('secret')]" },
        { "name": "Bicep", "type": "string", "description": "' // ${secret} ''' \\' \\" },
        "description": "\" # ${secret} $${secret} %{ if true } \\\""
        { "name": "Lines", "type": "string", "description": "one\u202e\u0007 two" },
        { "name": "Sentinel", "type": "string", "description": "{{secret}} 😀" }
        "description": "[[resourceGroup().id]",
    "#]],
    );
}

#[test]
fn in_bicep_it_is_text() {
    check(
        Language::Bicep,
        &expect![[r#"
        description: '[resourceGroup().id]'
        description: '[parameters(\'secret\')]'
        description: '\' // \${secret} \'\'\' \\\' \\'
        description: '" # \${secret} $\${secret} %{ if true } \\"'
        description: 'one\u{202e}\u{7} two'
        description: '{{secret}} 😀'
        description: '[resourceGroup().id]'
    "#]],
    );
}

#[test]
fn in_terraform_it_is_text() {
    check(
        Language::Terraform,
        &expect![[r#"
        description = "[resourceGroup().id]"
        { name = "Arm", type = "string", description = "[parameters('secret')]" },
        { name = "Bicep", type = "string", description = "' // $${secret} ''' \\' \\" },
        { name = "Terraform", type = "string", description = "\" # $${secret} $\u0024{secret} %%{ if true } \\\"" },
        { name = "Lines", type = "string", description = "one\u202e\u0007 two" },
        { name = "Sentinel", type = "string", description = "{{secret}} 😀" },
        description = "[resourceGroup().id]"
    "#]],
    );
}

#[test]
fn every_language_says_the_same() {
    let deployment = deployment();
    let tables = &|language| deployment.tables(language).unwrap();
    let rule = &|language| deployment.rule(language).unwrap();
    let (arm, bicep, terraform) = (Language::Arm, Language::Bicep, Language::Terraform);
    for file in [tables, rule] as [&dyn Fn(Language) -> String; 2] {
        let expected = properties::of_arm(&file(arm));
        assert_eq!(bicep::properties(&file(bicep)), expected);
        assert_eq!(tf::properties(&file(terraform)), expected);
    }
    let table = &properties::of_arm(&tables(arm))[0];
    assert_eq!(
        table["schema"]["columns"][1]["description"],
        "[parameters('secret')]"
    );
}
