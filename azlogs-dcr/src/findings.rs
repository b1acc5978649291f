//! What a reading has found wrong so far.

use crate::json::{Node, same_key};
use crate::source::Source;
use crate::{Code, Diagnostic, Located, Place, Quoted, Severity, is_unresolved};

/// Collects findings about one document.
pub(crate) struct Findings<'s> {
    source: &'s Source,
    list: Vec<Diagnostic>,
}

impl<'s> Findings<'s> {
    pub(crate) fn new(source: &'s Source) -> Self {
        Self {
            source,
            list: Vec::new(),
        }
    }

    pub(crate) fn report(&mut self, place: Place, diagnostic: Diagnostic) {
        self.list.push(diagnostic.at(&self.source.file, place));
    }

    /// Something that has to be there is missing.
    pub(crate) fn missing(&mut self, place: Place, message: String, help: &str) {
        let diagnostic = Diagnostic::new(Code::Missing, Severity::Error, message).help(help);
        self.report(place, diagnostic);
    }

    /// The value isn't of the JSON type that it has to be. Where it is an expression, that is what is wrong with it.
    pub(crate) fn wrong_type(&mut self, node: &Node<'_>, what: &str, wanted: &str) {
        if let Some(text) = node.as_str().filter(|text| is_unresolved(text)) {
            self.unresolved(node.place(), text, what, Severity::Error);
            return;
        }
        let message = format!("{what} is {}, but has to be {wanted}", node.kind());
        let diagnostic = Diagnostic::new(Code::WrongJsonType, Severity::Error, message);
        self.report(node.place(), diagnostic);
    }

    /// A value is still to be filled in by something else.
    pub(crate) fn unresolved(&mut self, place: Place, text: &str, what: &str, severity: Severity) {
        let kind = if text.starts_with('[') {
            "template expression"
        } else {
            "placeholder"
        };
        let what = format!("{what} is the {kind} {}", Quoted(text));
        self.not_resolved(place, &what, severity);
    }

    pub(crate) fn not_resolved(&mut self, place: Place, what: &str, severity: Severity) {
        let message = format!("{what}, which isn't resolved here");
        let help = "write the value in its place, or give the rule as it was deployed: \
                    `az monitor data-collection rule show`";
        let diagnostic = Diagnostic::new(Code::Unresolved, severity, message).help(help);
        self.report(place, diagnostic);
    }

    /// One of the object's keys that are read stands twice in it; which one counts depends on who reads.
    pub(crate) fn duplicate_keys(&mut self, object: &Node<'_>, keys: &[&str]) {
        let members = object.members().unwrap_or_default();
        for key in keys {
            let mut same = members.iter().filter(|member| same_key(member.key, key));
            let Some(first) = same.next() else { continue };
            for again in same {
                self.duplicate_key(again.key, again.key_place.clone(), first.key_place.clone());
            }
        }
    }

    pub(crate) fn duplicate_key(&mut self, key: &str, place: Place, first: Place) {
        let message = format!("{} stands twice in one object", Quoted(key));
        let diagnostic = Diagnostic::new(Code::DuplicateKey, Severity::Error, message)
            .related(first, "the first is here")
            .help("remove one of them: which one counts depends on who reads the document");
        self.report(place, diagnostic);
    }

    /// The value as text; reported where it isn't text.
    pub(crate) fn text(&mut self, node: &Node<'_>, what: &str) -> Option<Located<String>> {
        if let Some(text) = node.as_str() {
            return Some(Located {
                value: text.to_owned(),
                place: node.place(),
            });
        }
        self.wrong_type(node, what, "a string");
        None
    }

    /// The findings, in the order of the document.
    pub(crate) fn finish(mut self) -> Vec<Diagnostic> {
        self.list
            .sort_by_key(|finding| finding.place.as_ref().map(|place| place.span.start));
        self.list
    }
}
