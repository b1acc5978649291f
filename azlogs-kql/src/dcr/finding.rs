//! Findings about flows, at their places in the document.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use azlogs_dcr::{Code, Diagnostic, Document, Located, Place, Severity};

use crate::{Kind, Problem};

/// How sure it is that the service says the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sureness {
    /// The service refuses it, or loses data by it.
    Sure,
    /// It may be that the service knows more than we do, or it's only worth knowing.
    Doubtful,
}

/// Collects findings about one document.
pub(super) struct Findings<'d> {
    pub(super) document: &'d Document,
    rule: Option<usize>,
    list: Vec<(Sureness, Diagnostic)>,
}

impl<'d> Findings<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        Self {
            document,
            rule: None,
            list: Vec::new(),
        }
    }

    /// What is found from now on is about the rule with this index.
    pub(super) fn turn_to_rule(&mut self, index: usize) {
        self.rule = Some(index);
    }

    pub(super) fn report(
        &mut self,
        sureness: Sureness,
        place: &Place,
        stream: &str,
        diagnostic: Diagnostic,
    ) {
        let mut diagnostic = diagnostic.at(self.document.file(), place.clone());
        diagnostic.rule = self.rule;
        diagnostic.stream = Some(Arc::from(stream));
        self.list.push((sureness, diagnostic));
    }

    /// What is wrong with a transform. `is_sure` says whether no other columns can come in than those it was checked with.
    pub(super) fn problem(
        &mut self,
        kql: &Located<String>,
        stream: &str,
        is_sure: bool,
        problem: &Problem,
    ) {
        let code = code(problem, is_sure);
        let (sureness, severity) = match code {
            Code::TransformDoubt => (Sureness::Doubtful, Severity::Warning),
            _ => (Sureness::Sure, Severity::Error),
        };
        let span = problem.span.start..problem.span.end;
        let diagnostic = Diagnostic::new(code, severity, problem.message.clone());
        let diagnostic = match &problem.help {
            Some(help) => diagnostic.help(lower(help)),
            None => diagnostic,
        };
        self.in_kql(sureness, kql, &span, stream, diagnostic);
    }

    /// Something at a part of the transform. Where an expression makes the transform, its value's place has to do, and the message
    /// says the place in the KQL.
    pub(super) fn in_kql(
        &mut self,
        sureness: Sureness,
        kql: &Located<String>,
        part: &Range<usize>,
        stream: &str,
        mut diagnostic: Diagnostic,
    ) {
        let place = self.document.place_within(kql, part.clone());
        if place.is_none() {
            let (line, column) = line_and_column(&kql.value, part.start);
            diagnostic.message = format!(
                "line {line}, column {column} of the transform: {}",
                diagnostic.message
            );
        }
        self.report(
            sureness,
            place.as_ref().unwrap_or(&kql.place),
            stream,
            diagnostic,
        );
    }

    /// Those that are sure, and all of them.
    pub(super) fn finish(self) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
        let mut list = self.list;
        let start = |finding: &Diagnostic| finding.place.as_ref().map(|place| place.span.start);
        list.sort_by_key(|(_, finding)| start(finding));
        let mut seen = HashSet::new();
        list.retain(|(_, finding)| {
            seen.insert((
                start(finding),
                finding.code,
                finding.message.clone(),
                finding.stream.clone(),
            ))
        });
        let sure = list
            .iter()
            .filter(|(sureness, _)| *sureness == Sureness::Sure);
        let sure = sure.map(|(_, finding)| finding.clone()).collect();
        (sure, list.into_iter().map(|(_, finding)| finding).collect())
    }
}

/// The code of a problem. What the documentation of a table of Azure's own lacks, the service may have.
fn code(problem: &Problem, is_sure: bool) -> Code {
    if !problem.is_error() {
        return Code::TransformDoubt;
    }
    match problem.kind {
        Kind::Syntax => Code::TransformSyntax,
        Kind::Refused => Code::TransformOperator,
        Kind::UnknownFunction => Code::TransformName,
        Kind::UnknownName | Kind::DuplicateName if is_sure => Code::TransformName,
        Kind::Type | Kind::ArgumentCount | Kind::Value if is_sure => Code::TransformValue,
        _ => Code::TransformDoubt,
    }
}

/// A help of the transform's check in the form of a finding's: lower case, no full stop.
fn lower(help: &str) -> String {
    let mut chars = help.chars();
    let first = chars.next().into_iter().flat_map(char::to_lowercase);
    let text: String = first.chain(chars).collect();
    match text.strip_suffix('.') {
        Some(text) => text.to_owned(),
        None => text,
    }
}

fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let last = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, last.chars().count() + 1)
}
