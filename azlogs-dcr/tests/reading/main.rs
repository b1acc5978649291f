//! What is read from documents, what is found wrong in them, and how that is shown.

#![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]
#![allow(clippy::unwrap_used, reason = "what isn't there fails the test")]

#[cfg(feature = "catalog")]
mod catalog;
mod corpus;
#[cfg(feature = "catalog")]
mod corpus_outcomes;
#[cfg(all(feature = "catalog", feature = "terraform"))]
mod documents;
mod findings;
mod forms;
mod hostile;
mod places;
mod renderings;
mod templates;
mod terraform;

use azlogs_dcr::{Document, Rule};

/// A document of that text, named `dcr.json`.
fn document(text: &str) -> Document {
    Document::parse("dcr.json", text.as_bytes())
}

/// A rule's parts on a few lines, to compare rules by.
fn summary(rule: &Rule) -> String {
    let mut out = String::new();
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    if let Some(name) = &rule.name {
        line(format!("name {}", name.value));
    }
    if let Some(kind) = &rule.kind {
        line(format!("kind {}", kind.value));
    }
    if let Some(id) = &rule.immutable_id {
        line(format!("id {}", id.value));
    }
    if let Some(endpoint) = &rule.logs_ingestion_endpoint {
        line(format!("endpoint {}", endpoint.value));
    }
    if let Some(id) = &rule.data_collection_endpoint_id {
        line(format!("dce {}", id.value));
    }
    for stream in &rule.streams {
        let columns: Vec<_> = stream
            .columns
            .iter()
            .map(|column| format!("{} {}", column.name, column.column_type))
            .collect();
        line(format!("stream {}: {}", stream.name, columns.join(", ")));
    }
    for flow in &rule.data_flows {
        let streams: Vec<_> = flow.streams.iter().map(|s| s.value.as_str()).collect();
        let destinations: Vec<_> = flow.destinations.iter().map(|d| d.value.as_str()).collect();
        line(format!(
            "flow {} | {} > {} {}",
            streams.join(", "),
            flow.transform_kql.as_ref().map_or("-", |kql| &kql.value),
            flow.table().unwrap_or("-"),
            destinations.join(", "),
        ));
    }
    out
}
