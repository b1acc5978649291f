//! Rules that Terraform manages.

#[cfg(feature = "terraform")]
mod bounds;
#[cfg(feature = "terraform")]
mod console;
#[cfg(feature = "terraform")]
mod dynamic;
#[cfg(feature = "terraform")]
mod expressions;
#[cfg(feature = "terraform")]
mod hcl;
mod show;

use azlogs_dcr::{Document, Inputs};

use crate::summary;

/// The rules and the findings of a document, in a few lines.
fn read(file: &str, text: &str, inputs: &Inputs) -> String {
    let document = Document::parse_with(file, text.as_bytes(), inputs);
    crate::hostile::check(&document);
    let rules = document.rules().iter().map(summary);
    let findings = document
        .diagnostics()
        .iter()
        .map(|finding| format!("{}: {}\n", finding.severity.as_str(), finding.to_plain()));
    rules.chain(findings).collect()
}
