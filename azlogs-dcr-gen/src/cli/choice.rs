//! Finds the stream to which rows are posted.

use azlogs_dcr::values::RowSchema;
use azlogs_dcr::{ColumnType, Diagnostic, Document, Quoted, Rule, Severity, Stream, nearest};

use super::output;

/// A stream, and the rule that declares it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Choice<'a> {
    /// The place of the rule in the document.
    index: usize,
    pub(super) rule: &'a Rule,
    pub(super) stream: &'a Stream,
}

impl<'a> Choice<'a> {
    /// The stream that is meant: the one that is named, or the only one. The error says what to name.
    pub(super) fn make(
        document: &'a Document,
        rule: Option<&str>,
        stream: Option<&str>,
    ) -> Result<Self, String> {
        let file = Quoted(document.file());
        let is_named = |found: &Rule| match (rule, &found.name) {
            (None, _) => true,
            (Some(wanted), Some(name)) => name.value == wanted,
            (Some(_), None) => false,
        };
        let rules = document.rules().iter().enumerate();
        let rules: Vec<_> = rules.filter(|(_, rule)| is_named(rule)).collect();
        if let (Some(wanted), true) = (rule, rules.is_empty()) {
            let names = document
                .rules()
                .iter()
                .filter_map(|rule| rule.name.as_ref());
            let names = names.map(|name| name.value.as_str());
            return Err(not_there(&file, "rule", wanted, names));
        }
        let all = rules.iter().flat_map(|&(index, rule)| {
            let streams = rule.streams.iter();
            streams.map(move |stream| Self {
                index,
                rule,
                stream,
            })
        });
        let all: Vec<Self> = all.collect();
        let found: Vec<Self> = all
            .iter()
            .copied()
            .filter(|choice| stream.is_none_or(|wanted| choice.stream.name == wanted))
            .collect();
        let names = || all.iter().map(|choice| choice.stream.name.as_str());
        match (found.as_slice(), stream) {
            ([only], _) => Ok(*only),
            ([], Some(wanted)) => Err(not_there(&file, "stream", wanted, names())),
            ([], None) => Err(format!("{file} declares no stream")),
            (_, Some(wanted)) => Err(format!(
                "several rules of {file} declare stream {}: say which with --rule",
                Quoted(wanted)
            )),
            (_, None) => Err(format!(
                "{file} declares {} streams: say which with --stream: {}",
                all.len(),
                listed(names())
            )),
        }
    }

    /// Whether a finding is about this stream, its rule, or the whole document.
    pub(super) fn is_meant(&self, finding: &Diagnostic) -> bool {
        let stream = finding.stream.as_deref();
        finding.rule.is_none_or(|rule| rule == self.index)
            && stream.is_none_or(|stream| stream == self.stream.name)
    }

    /// Whether the rows get to some table as they are.
    fn passes_through(self) -> bool {
        let mut flows = self.rule.flows_of(&self.stream.name).peekable();
        flows.peek().is_none() || flows.any(azlogs_dcr::DataFlow::is_pass_through)
    }

    /// Whether a transform comes before some table.
    pub(super) fn is_transformed(self) -> bool {
        let mut flows = self.rule.flows_of(&self.stream.name);
        flows.any(|flow| !flow.is_pass_through())
    }

    /// The stream's columns, for which `TimeGenerated` is judged where rows get to a table as they are.
    pub(super) fn schema(self) -> RowSchema {
        RowSchema::new(self.columns(), self.passes_through())
    }

    /// The names and types of the stream's columns.
    pub(super) fn columns(self) -> impl Iterator<Item = (&'a str, ColumnType)> {
        let columns = self.stream.columns.iter();
        columns.map(|column| (column.name.as_str(), column.column_type))
    }
}

/// Tells of errors in what the choice is about, or in all of the document: a column that can't be read isn't declared as far as
/// rows go, so the user has to know of it. Says whether there are none.
pub(super) fn tell_errors(document: &Document, choice: Option<&Choice<'_>>) -> bool {
    let is_told = |finding: &&Diagnostic| {
        finding.severity == Severity::Error && choice.is_none_or(|choice| choice.is_meant(finding))
    };
    let errors = document.diagnostics().iter().filter(is_told);
    let errors: Vec<Diagnostic> = errors.cloned().collect();
    output::tell(&output::findings(std::slice::from_ref(document), &errors));
    errors.is_empty()
}

fn not_there<'n>(
    file: &Quoted<'_>,
    what: &str,
    wanted: &str,
    names: impl Iterator<Item = &'n str> + Clone,
) -> String {
    let message = format!("{file} has no {what} {}", Quoted(wanted));
    match nearest(wanted, names.clone()) {
        Some(near) => format!("{message}; did you mean {}?", Quoted(near)),
        None => format!("{message}: it has {}", listed(names)),
    }
}

fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    const LISTED: usize = 20;
    let mut names = names.map(|name| Quoted(name).to_string());
    let mut listed: Vec<String> = names.by_ref().take(LISTED).collect();
    let more = names.count();
    if listed.is_empty() {
        return "none".to_owned();
    }
    if more > 0 {
        listed.push(format!("and {more} more"));
    }
    listed.join(", ")
}
