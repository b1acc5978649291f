//! What is wrong with a rule, as it is said.

#[cfg(feature = "catalog")]
mod built_in;
mod deployment;
mod documents;
mod flows;
mod streams;

use expect_test::Expect;

/// What is found in a document, each with its severity.
#[track_caller]
fn check(text: &str, expected: &Expect) {
    check_file("dcr.json", text, expected);
}

#[track_caller]
fn check_file(file: &str, text: &str, expected: &Expect) {
    let document = azlogs_dcr::Document::parse(file, text.as_bytes());
    let findings = document.check();
    let shown: Vec<_> = findings
        .iter()
        .map(|finding| format!("{}: {}\n", finding.severity.as_str(), finding.to_plain()))
        .collect();
    expected.assert_eq(&shown.concat());
}

/// A rule with these columns in its only stream, whose rows a transform takes to the table.
fn with_columns(columns: &str) -> String {
    format!(
        r#"{{ "streamDeclarations": {{ "Custom-A": {{ "columns": [
{columns}
] }} }},
"dataFlows": [ {{ "streams": [ "Custom-A" ], "outputStream": "Custom-A_CL", "transformKql": "source | extend TimeGenerated = now()" }} ] }}"#
    )
}

fn with_flows(flows: &str) -> String {
    format!(
        r#"{{ "streamDeclarations": {{ "Custom-App": {{ "columns": [ {{ "name": "TimeGenerated", "type": "datetime" }} ] }} }},
"dataFlows": [
{flows}
] }}"#
    )
}
