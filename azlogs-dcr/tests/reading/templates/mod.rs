//! Templates: what their expressions come to, and what is said where they come to nothing.

mod bounds;
mod copies;
mod expressions;
mod functions;
mod inputs;
mod nested;
mod placeholders;

use azlogs_dcr::{Document, Inputs};

use crate::summary;

/// A template with a rule of one stream, whose name and columns are as given.
fn template(declarations: &str, name: &str, columns: &str) -> String {
    format!(
        r#"{{ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
{declarations}
"resources": [ {{ "type": "Microsoft.Insights/dataCollectionRules", "apiVersion": "2023-03-11", "name": "dcr", "properties": {{
  "streamDeclarations": {{ {name}: {{ "columns": {columns} }} }}
}} }} ] }}"#
    )
}

const COLUMNS: &str = r#"[ { "name": "Xx", "type": "int" } ]"#;

/// The rules and the findings of a document, in a few lines.
fn read(text: &str, inputs: &Inputs) -> String {
    let document = Document::parse_with("main.json", text.as_bytes(), inputs);
    crate::hostile::check(&document);
    let rules = document.rules().iter().map(summary);
    let findings = document
        .diagnostics()
        .iter()
        .map(|finding| format!("{}: {}\n", finding.severity.as_str(), finding.to_plain()));
    rules.chain(findings).collect()
}
