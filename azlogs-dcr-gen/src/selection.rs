//! Which streams are generated, and which findings are about them.

use std::collections::HashSet;

use azlogs_dcr::{Diagnostic, Document, Rule, Stream};

use crate::findings;
use crate::json_path::{is_within, keys};

/// What is generated from one document.
#[derive(Debug)]
pub(crate) struct Selected<'a> {
    pub(crate) document: &'a Document,
    /// The rules that have a stream to generate.
    pub(crate) rules: Vec<SelectedRule<'a>>,
}

/// What is generated from one rule.
#[derive(Debug)]
pub(crate) struct SelectedRule<'a> {
    pub(crate) rule: &'a Rule,
    pub(crate) streams: Vec<&'a Stream>,
}

/// Selects the streams of these names, or all of them where there are no names.
pub(crate) fn select<'a>(
    documents: &'a [Document],
    names: &[String],
    found: &mut Vec<Diagnostic>,
) -> Vec<Selected<'a>> {
    let selected = documents.iter().map(|document| Selected {
        document,
        rules: select_rules(document, names),
    });
    let selected: Vec<Selected<'a>> = selected.collect();
    if names.is_empty() {
        for selected in &selected {
            report_all(selected, found);
        }
    } else {
        report_named(documents, names, found);
    }
    selected
}

fn select_rules<'a>(document: &'a Document, names: &[String]) -> Vec<SelectedRule<'a>> {
    let is_selected = |stream: &&Stream| names.is_empty() || names.contains(&stream.name);
    let rules = document.rules().iter().map(|rule| SelectedRule {
        rule,
        streams: rule.streams.iter().filter(is_selected).collect(),
    });
    rules
        .filter(|selected| !selected.streams.is_empty())
        .collect()
}

/// Everything that was found in a document, and where it holds no stream, that.
fn report_all(selected: &Selected<'_>, found: &mut Vec<Diagnostic>) {
    let document = selected.document;
    if selected.rules.is_empty() && !document.has_errors() {
        found.push(findings::no_streams(document.file()));
    }
    found.extend(document.diagnostics().iter().cloned());
}

/// What was found about the named streams and their rules, and names that no document has.
fn report_named(documents: &[Document], names: &[String], found: &mut Vec<Diagnostic>) {
    // Nothing is known of the streams of a document that couldn't be read.
    if documents.iter().any(|document| document.rules().is_empty()) {
        found.extend(documents.iter().flat_map(Document::diagnostics).cloned());
        return;
    }
    // A stream that couldn't be read isn't there, but it isn't unknown.
    let mut known: HashSet<String> = HashSet::new();
    for document in documents {
        for finding in document.diagnostics() {
            let path = finding
                .place
                .as_ref()
                .map_or("$", |place| place.path.as_str());
            let is_named = |name: &String| names.contains(name);
            let is_relevant = match about(path, document) {
                About::Streams(streams) => {
                    known.extend(streams.iter().filter(|name| is_named(name)).cloned());
                    streams.iter().any(is_named)
                }
                About::Rule(rule) => rule.streams.iter().any(|stream| is_named(&stream.name)),
                About::Document => true,
            };
            if is_relevant {
                found.push(finding.clone());
            }
        }
    }
    let rules = documents.iter().flat_map(Document::rules);
    let streams: Vec<&Stream> = rules.flat_map(|rule| &rule.streams).collect();
    known.extend(streams.iter().map(|stream| stream.name.clone()));
    let unknown = names.iter().filter(|name| !known.contains(*name));
    found.extend(unknown.map(|name| findings::unknown_stream(name, &streams)));
}

/// What a finding is about.
enum About<'a> {
    /// The streams that are declared there: several, where a template copies one.
    Streams(Vec<String>),
    Rule(&'a Rule),
    Document,
}

fn about<'a>(path: &str, document: &'a Document) -> About<'a> {
    let rules = document.rules().iter();
    let around = rules.filter(|rule| is_within(path, &rule.place.path));
    let Some(rule) = around.max_by_key(|rule| rule.place.path.len()) else {
        return About::Document;
    };
    let declared = rule
        .streams
        .iter()
        .filter(|stream| is_within(path, &stream.place.path));
    let names: Vec<String> = declared.map(|stream| stream.name.clone()).collect();
    if !names.is_empty() {
        return About::Streams(names);
    }
    match key_of_stream(path, rule) {
        Some(key) => About::Streams(vec![key]),
        None => About::Rule(rule),
    }
}

/// The key under which a stream is declared that couldn't be read.
fn key_of_stream(path: &str, rule: &Rule) -> Option<String> {
    let mut keys = keys(&path[rule.place.path.len()..]);
    if is_bare(rule) {
        return keys.next();
    }
    let is_declarations = |key: &String| {
        key.replace('_', "")
            .eq_ignore_ascii_case("streamDeclarations")
    };
    keys.skip_while(|key| !is_declarations(key)).nth(1)
}

/// Whether the rule is nothing but its streams.
fn is_bare(rule: &Rule) -> bool {
    let mut streams = rule.streams.iter();
    let below = |stream: &Stream| {
        stream
            .place
            .path
            .strip_prefix(&rule.place.path)
            .map(|path| keys(path).count())
    };
    streams.any(|stream| below(stream) == Some(1))
}

#[cfg(test)]
mod tests {
    use azlogs_dcr::Severity;

    use super::*;

    const TWO_STREAMS: &[u8] = br#"{"properties": {"streamDeclarations": {
        "Custom-Good": {"columns": [{"name": "TimeGenerated", "type": "datetime"}]},
        "Custom-Bad": {"columns": [{"name": "Id", "type": "guid"}]},
        "[parameters('x')]": {"columns": []}
    }}}"#;

    fn found(names: &[&str]) -> Vec<String> {
        let documents = [Document::parse("dcr.json", TWO_STREAMS)];
        let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        let mut found = Vec::new();
        select(&documents, &names, &mut found);
        let errors = found
            .iter()
            .filter(|finding| finding.severity == Severity::Error);
        errors
            .map(|finding| finding.code.as_str().to_owned())
            .collect()
    }

    #[test]
    fn only_what_is_wrong_with_selected_streams_counts() {
        assert_eq!(found(&[]), ["AZL0007", "AZL0011"]);
        assert_eq!(found(&["Custom-Bad"]), ["AZL0007"]);
        assert!(found(&["Custom-Good"]).is_empty());
    }

    #[test]
    fn a_stream_that_is_not_there_is_an_error() {
        assert_eq!(found(&["Custom-God"]), ["AZL0200"]);
    }

    #[test]
    fn a_stream_that_could_not_be_read_is_not_said_to_be_missing() {
        assert_eq!(found(&["[parameters('x')]"]), ["AZL0011"]);
    }

    #[test]
    fn bare_declarations_are_streams_too() {
        let text = br#"{"Custom-Good": {"columns": []}, "Custom-Bad": {"columns": [{"name": "Id", "type": "guid"}]}}"#;
        let documents = [Document::parse("dcr.json", text)];
        let mut found = Vec::new();
        select(&documents, &["Custom-Good".to_owned()], &mut found);
        assert!(
            found
                .iter()
                .all(|finding| finding.severity < Severity::Error),
            "{found:?}"
        );
    }
}
