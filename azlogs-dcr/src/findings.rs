//! What a reading has found wrong so far.

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use crate::node::{Member, Node, same_key};
use crate::source::Source;
use crate::unresolved::placeholder;
use crate::why::{Why, Wrong};
use crate::{Code, Diagnostic, Located, Place, Quoted, Severity};

/// What always helps.
const DEPLOYED: &str = "write the value in its place, or give the rule as it was deployed: \
                        `az monitor data-collection rule show`";

/// Collects findings about one document.
pub(crate) struct Findings<'s> {
    source: &'s Source,
    list: Vec<Diagnostic>,
    /// What those are about that come next.
    rule: Option<usize>,
    stream: Option<Arc<str>>,
    of_deployment: Vec<Diagnostic>,
}

impl<'s> Findings<'s> {
    pub(crate) fn new(source: &'s Source) -> Self {
        Self {
            source,
            list: Vec::new(),
            rule: None,
            stream: None,
            of_deployment: Vec::new(),
        }
    }

    /// What is found from now on is about a rule, the one with this index.
    pub(crate) fn turn_to_rule(&mut self, index: usize) {
        self.rule = Some(index);
        self.stream = None;
    }

    /// What is found from now on is about a stream of the rule, or the rule itself.
    pub(crate) fn turn_to_stream(&mut self, stream: Option<&str>) {
        self.stream = stream.map(Arc::from);
    }

    pub(crate) fn report(&mut self, place: Place, diagnostic: Diagnostic) {
        let diagnostic = self.about(place, diagnostic);
        self.list.push(diagnostic);
    }

    /// What only Azure's control plane says, and what doesn't keep anybody from reading the rule.
    pub(crate) fn deployment(&mut self, place: Place, diagnostic: Diagnostic) {
        let diagnostic = self.about(place, diagnostic);
        self.of_deployment.push(diagnostic);
    }

    fn about(&self, place: Place, diagnostic: Diagnostic) -> Diagnostic {
        let mut diagnostic = diagnostic.at(&self.source.file, place);
        diagnostic.rule = self.rule;
        diagnostic.stream.clone_from(&self.stream);
        diagnostic
    }

    /// Something that has to be there is missing.
    pub(crate) fn missing(&mut self, place: Place, message: String, help: &str) {
        let diagnostic = Diagnostic::new(Code::Missing, Severity::Error, message).help(help);
        self.report(place, diagnostic);
    }

    /// The value isn't of the JSON type that it has to be. Where it is an expression, that is what is wrong with it.
    pub(crate) fn wrong_type(&mut self, node: &Node<'_>, what: &str, wanted: &str) {
        if node.is_unresolved() {
            self.unresolved(node, what, Severity::Error);
            return;
        }
        let message = format!("{what} is {}, but has to be {wanted}", node.kind());
        let diagnostic = Diagnostic::new(Code::WrongJsonType, Severity::Error, message);
        self.report(node.place(), diagnostic);
    }

    /// An expression or placeholder stands where a value is needed.
    pub(crate) fn unresolved(&mut self, node: &Node<'_>, what: &str, severity: Severity) {
        let text = node.as_str().unwrap_or_default();
        self.not_known(node.place(), text, node.why(), what, severity);
    }

    /// What a deployment does with an expression or placeholder isn't known before.
    pub(crate) fn unchecked(&mut self, node: &Node<'_>, what: &str) {
        let before = self.list.len();
        self.unresolved(node, what, Severity::Note);
        let found = self.list.split_off(before);
        self.of_deployment.extend(found);
    }

    /// A key is still an expression or placeholder.
    pub(crate) fn unresolved_key(&mut self, member: &Member<'_>, what: &str, severity: Severity) {
        let why = member.why.map(AsRef::as_ref);
        self.not_known(member.key_place(), member.key, why, what, severity);
    }

    fn not_known(
        &mut self,
        place: Place,
        text: &str,
        why: Option<&Why>,
        what: &str,
        severity: Severity,
    ) {
        let shown = Quoted(text);
        let finding =
            |message: String| Diagnostic::new(Code::Unresolved, severity, message).help(DEPLOYED);
        let finding = match why {
            Some(Why::Wrong(wrong)) => return self.wrong(place, wrong, what, severity),
            Some(Why::NoValue {
                what: input,
                name,
                declared,
            }) => {
                let lacking = format!("{} {} {}", input.word(), Quoted(name), input.lack());
                let finding = finding(format!("{what} is the expression {shown}, and {lacking}"))
                    .help(give(name, input.otherwise()));
                match declared {
                    Some(span) => finding.related(self.source.place(*span), "it is declared here"),
                    None => finding,
                }
            }
            Some(Why::Elsewhere(phrase)) => {
                finding(format!("{what} is the expression {shown}, and {phrase}"))
            }
            None => {
                let finding = finding(format!(
                    "{what} is the placeholder {shown}, which has no value"
                ));
                match placeholder(text) {
                    Some(name) => finding.help(give(name, "write it in its place")),
                    None => finding,
                }
            }
        };
        self.report(place, finding);
    }

    /// A mistake in an expression, where it is, and where the expression's value is needed.
    fn wrong(&mut self, needed: Place, wrong: &Wrong, what: &str, severity: Severity) {
        let message = format!("{what} can't be worked out: {}", wrong.message);
        let mut finding = Diagnostic::new(Code::Expression, severity, message);
        finding.help.clone_from(&wrong.help);
        let place = self.source.place(wrong.span);
        let is_there = needed.span.start <= place.span.start && place.span.end <= needed.span.end;
        if !is_there {
            finding = finding.related(needed, "its value is needed here");
        }
        self.report(place, finding);
    }

    /// One of the object's keys that are read stands twice in it; which one counts depends on who reads.
    pub(crate) fn duplicate_keys(&mut self, object: &Node<'_>, keys: &[&str]) {
        let members = object.members().unwrap_or_default();
        for key in keys {
            let mut same = members.iter().filter(|member| same_key(member.key, key));
            let Some(first) = same.next() else { continue };
            for again in same {
                self.duplicate_key(again.key, again.key_place(), first.key_place());
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
    pub(crate) fn text(
        &mut self,
        node: &Node<'_>,
        what: impl fmt::Display,
    ) -> Option<Located<String>> {
        if let Some(text) = node.as_str() {
            return Some(Located {
                value: text.to_owned(),
                place: node.place(),
            });
        }
        self.wrong_type(node, &what.to_string(), "a string");
        None
    }

    /// The findings of reading, and those of a deployment.
    pub(crate) fn finish(self) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
        (in_order(self.list), in_order(self.of_deployment))
    }
}

/// Findings in the order of the document. What a loop finds in each of its rounds is said once.
pub(crate) fn in_order(mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let start = |finding: &Diagnostic| finding.place.as_ref().map(|place| place.span.start);
    findings.sort_by_key(start);
    let mut seen = HashSet::new();
    findings.retain(|finding| seen.insert((start(finding), finding.code, finding.message.clone())));
    findings
}

/// How to give a value for something.
fn give(name: &str, otherwise: &str) -> String {
    format!(
        "give it one: `--param {}=…`, or {otherwise}",
        Quoted(name).bare()
    )
}
