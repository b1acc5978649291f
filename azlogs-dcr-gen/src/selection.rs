//! Which streams are generated, and which findings are about them.

use std::collections::HashSet;

use azlogs_dcr::{Code, Diagnostic, Document, Rule, Stream};

use crate::findings;
use crate::ways::Ways;
use azlogs_kql::dcr::Followed;

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

/// The names of what is to be generated. Where there are no names, it is everything.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted<'n> {
    pub(crate) rules: &'n [String],
    pub(crate) streams: &'n [String],
}

/// Selects the rules and streams of these names.
pub(crate) fn select<'a>(
    documents: &'a [Document],
    wanted: Wanted<'_>,
    ways: &Ways<'_>,
    found: &mut Vec<Diagnostic>,
) -> Vec<Selected<'a>> {
    let selected = documents.iter().map(|document| Selected {
        document,
        rules: select_rules(document, wanted),
    });
    let selected: Vec<Selected<'a>> = selected.collect();
    for one in &selected {
        let is_empty = one.rules.is_empty() && !one.document.has_errors();
        if is_empty && wanted.rules.is_empty() && wanted.streams.is_empty() {
            found.push(findings::no_streams(one.document.file()));
        }
        let of_flows = ways.followed(one.document).into_iter();
        let of_flows = of_flows.flat_map(Followed::diagnostics);
        let all = one.document.diagnostics().iter().chain(of_flows);
        let relevant = all.filter(|finding| is_relevant(finding, one.document, documents, wanted));
        found.extend(relevant.cloned());
    }
    // Nothing is known of the streams of a document that couldn't be read.
    if documents
        .iter()
        .all(|document| !document.rules().is_empty())
    {
        found.extend(unknown_rules(documents, wanted.rules));
        found.extend(unknown_streams(documents, wanted.streams));
    }
    selected
}

fn select_rules<'a>(document: &'a Document, wanted: Wanted<'_>) -> Vec<SelectedRule<'a>> {
    let names = wanted.streams;
    let is_selected = |stream: &&Stream| names.is_empty() || names.contains(&stream.name);
    let rules = document.rules().iter();
    let rules = rules.filter(|rule| is_named(rule, wanted.rules));
    let rules = rules.map(|rule| SelectedRule {
        rule,
        streams: rule.streams.iter().filter(is_selected).collect(),
    });
    rules
        .filter(|selected| !selected.streams.is_empty())
        .collect()
}

/// Whether a rule has one of these names, or there are none.
pub(crate) fn is_named(rule: &Rule, names: &[String]) -> bool {
    let own = rule.name.as_ref().map(|name| &name.value);
    // A table without a rule was named by itself.
    names.is_empty() || rule.place.is_nowhere() || own.is_some_and(|own| names.contains(own))
}

fn is_relevant(
    finding: &Diagnostic,
    document: &Document,
    documents: &[Document],
    wanted: Wanted<'_>,
) -> bool {
    let rule = finding.rule.and_then(|index| document.rules().get(index));
    let is_of_streams = match (&finding.stream, rule) {
        _ if wanted.streams.is_empty() => true,
        (Some(stream), _) => wanted.streams.iter().any(|name| **name == **stream),
        (None, Some(rule)) => {
            let mut streams = rule.streams.iter();
            streams.any(|stream| wanted.streams.contains(&stream.name))
        }
        (None, None) => true,
    };
    is_of_streams
        && is_of_rules(finding, document, wanted.rules)
        && !is_of_another_document(finding, documents)
}

/// Whether a finding is about one of these rules, or about no rule by itself.
pub(crate) fn is_of_rules(finding: &Diagnostic, document: &Document, names: &[String]) -> bool {
    let rule = finding.rule.and_then(|index| document.rules().get(index));
    rule.is_none_or(|rule| is_named(rule, names))
}

/// Whether a finding says that a value is for no parameter, and the value is another document's.
pub(crate) fn is_of_another_document(finding: &Diagnostic, documents: &[Document]) -> bool {
    let says_so = |document: &Document| {
        let mut all = document.diagnostics().iter();
        all.any(|other| other.code == finding.code && other.message == finding.message)
    };
    finding.code == Code::UnknownParameter && !documents.iter().all(says_so)
}

/// The names that no rule has.
pub(crate) fn unknown_rules(documents: &[Document], names: &[String]) -> Vec<Diagnostic> {
    let rules = || documents.iter().flat_map(Document::rules);
    let known: Vec<&str> = rules()
        .filter_map(|rule| rule.name.as_ref().map(|name| name.value.as_str()))
        .collect();
    let are_unnamed = rules().next().is_some();
    let unknown = names.iter().filter(|name| !known.contains(&name.as_str()));
    unknown
        .map(|name| findings::no_such_rule(name, &known, are_unnamed))
        .collect()
}

/// The names that no stream has. A stream that couldn't be read isn't there, but it isn't unknown.
fn unknown_streams(documents: &[Document], names: &[String]) -> Vec<Diagnostic> {
    let rules = documents.iter().flat_map(Document::rules);
    let streams: Vec<&Stream> = rules.flat_map(|rule| &rule.streams).collect();
    let all = documents.iter().flat_map(Document::diagnostics);
    let unread: HashSet<&str> = all
        .filter_map(|finding| finding.stream.as_deref())
        .collect();
    let is_known =
        |name: &str| streams.iter().any(|stream| stream.name == name) || unread.contains(name);
    let unknown = names.iter().filter(|name| !is_known(name));
    unknown
        .map(|name| findings::unknown_stream(name, &streams))
        .collect()
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
        let wanted = Wanted {
            rules: &[],
            streams: &names,
        };
        select(&documents, wanted, &Ways::of(&documents, &[]), &mut found);
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
        let wanted = Wanted {
            rules: &[],
            streams: &["Custom-Good".to_owned()],
        };
        select(&documents, wanted, &Ways::of(&documents, &[]), &mut found);
        assert!(
            found
                .iter()
                .all(|finding| finding.severity < Severity::Error),
            "{found:?}"
        );
    }
}
