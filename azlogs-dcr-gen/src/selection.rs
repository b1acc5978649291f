//! Which streams are generated, and which findings are about them.

use azlogs_dcr::{Diagnostic, Document, Rule, Severity, Stream};

use crate::findings;

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
    let selected: Vec<Selected<'a>> = documents
        .iter()
        .map(|document| Selected {
            document,
            rules: select_rules(document, names),
        })
        .collect();
    for selected in &selected {
        let relevant = relevant_findings(selected, names);
        let nothing = selected.rules.is_empty() && names.is_empty();
        if nothing
            && !relevant
                .iter()
                .any(|finding| finding.severity == Severity::Error)
        {
            found.push(findings::no_streams(selected.document.file()));
        }
        found.extend(relevant);
    }
    let all: Vec<&Stream> = documents
        .iter()
        .flat_map(Document::rules)
        .flat_map(|rule| &rule.streams)
        .collect();
    let unknown = names
        .iter()
        .filter(|name| all.iter().all(|stream| stream.name != **name));
    found.extend(unknown.map(|name| findings::unknown_stream(name, &all)));
    selected
}

fn select_rules<'a>(document: &'a Document, names: &[String]) -> Vec<SelectedRule<'a>> {
    let is_selected = |stream: &&Stream| names.is_empty() || names.contains(&stream.name);
    document
        .rules()
        .iter()
        .map(|rule| SelectedRule {
            rule,
            streams: rule.streams.iter().filter(is_selected).collect(),
        })
        .filter(|selected| !selected.streams.is_empty())
        .collect()
}

/// The document's findings, without those about streams and rules that somebody who named streams left out.
fn relevant_findings(selected: &Selected<'_>, names: &[String]) -> Vec<Diagnostic> {
    let all = selected.document.diagnostics().iter();
    if names.is_empty() {
        return all.cloned().collect();
    }
    all.filter(|finding| {
        let path = finding.place.as_ref().map(|place| place.path.as_str());
        path.is_none_or(|path| is_relevant(path, selected))
    })
    .cloned()
    .collect()
}

fn is_relevant(path: &str, selected: &Selected<'_>) -> bool {
    let rule = selected
        .document
        .rules()
        .iter()
        .filter(|rule| is_within(path, &rule.place.path))
        .max_by_key(|rule| rule.place.path.len());
    let Some(rule) = rule else { return true };
    let Some(selected) = selected
        .rules
        .iter()
        .find(|selected| std::ptr::eq(selected.rule, rule))
    else {
        return false;
    };
    let mut streams = selected
        .streams
        .iter()
        .map(|stream| stream.place.path.as_str());
    let declarations = streams.clone().next().map(parent);
    let is_about_a_stream =
        declarations.is_some_and(|parent| path != parent && is_within(path, parent));
    !is_about_a_stream || streams.any(|stream| is_within(path, stream))
}

/// Whether a JSON path is another, or leads on from it.
fn is_within(path: &str, outer: &str) -> bool {
    path.strip_prefix(outer)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// A JSON path without its last key. Quotes in a key are escaped, so `['` can only begin one.
fn parent(path: &str) -> &str {
    let end = if path.ends_with("']") {
        path.rfind("['")
    } else {
        path.rfind('.')
    };
    end.map_or(path, |end| &path[..end])
}

#[cfg(test)]
mod tests {
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
    fn a_path_leads_from_another_only_at_a_key() {
        assert!(is_within("$.a['b c'].d", "$.a['b c']"));
        assert!(!is_within("$.ab", "$.a"));
        assert_eq!(parent("$.a['b.c']"), "$.a");
        assert_eq!(parent(r"$.a['b\'['].d"), r"$.a['b\'[']");
    }
}
