//! A document that holds one or more rules.

use std::path::{Path, PathBuf};

use crate::findings::Findings;
use crate::json::{self, Node};
use crate::source::Source;
use crate::{Code, Diagnostic, Rule, Severity, Stream, encoding, form, hint, reader};

/// A document, the rules found in it, and the findings.
///
/// ```
/// use azlogs_dcr::{ColumnType, Document};
///
/// let document = Document::parse(
///     "dcr.json",
///     br#"{ "streamDeclarations": { "Custom-App": { "columns": [ { "name": "Status", "type": "int" } ] } } }"#,
/// );
/// let (_rule, stream) = document.stream("Custom-App").expect("it is declared");
/// assert_eq!(stream.columns[0].column_type, ColumnType::Int);
/// assert!(document.diagnostics().is_empty());
/// ```
#[derive(Clone, Debug)]
pub struct Document {
    file: String,
    text: String,
    rules: Vec<Rule>,
    diagnostics: Vec<Diagnostic>,
}

/// A file couldn't be read at all.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {path}: {source}")]
pub struct ReadError {
    path: PathBuf,
    source: std::io::Error,
}

impl Document {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// Where the file can't be read. What is wrong *in* it is in [`diagnostics`](Self::diagnostics).
    pub fn read_file(path: impl AsRef<Path>) -> Result<Self, ReadError> {
        let path = path.as_ref();
        match std::fs::read(path) {
            Ok(bytes) => Ok(Self::parse(path.display().to_string(), &bytes)),
            Err(source) => Err(ReadError {
                path: path.to_path_buf(),
                source,
            }),
        }
    }

    /// Reads text, calling it `file` in findings. Any bytes will do; what is wrong with them is a finding.
    ///
    /// UTF-8, with or without a byte order mark, and UTF-16 with one, as Windows PowerShell's `>` writes it.
    pub fn parse(file: impl Into<String>, text: &[u8]) -> Self {
        let decoded = encoding::decode(text);
        let source = Source::new(file.into(), decoded.text);
        let mut findings = Findings::new(&source);
        if let Some(at) = decoded.first_error {
            let diagnostic = Diagnostic::new(
                Code::NotUtf8,
                Severity::Error,
                "the bytes here are no UTF-8 text",
            )
            .help("save the file as UTF-8");
            findings.report(source.place(at..at, "$"), diagnostic);
        }
        let rules = read_rules(&source, &mut findings);
        let diagnostics = findings.finish();
        Self {
            file: source.file,
            text: source.text,
            rules,
            diagnostics,
        }
    }

    /// The document's name, as the user gave it.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The text, without a byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The rules, in the order of the document.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The findings, in the order of the document.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Whether some finding is an error.
    pub fn has_errors(&self) -> bool {
        self.diagnostics
            .iter()
            .any(|finding| finding.severity == Severity::Error)
    }

    /// The stream of that name, and its rule: the first, where several rules declare it.
    pub fn stream(&self, name: &str) -> Option<(&Rule, &Stream)> {
        self.rules
            .iter()
            .find_map(|rule| rule.stream(name).map(|stream| (rule, stream)))
    }
}

fn read_rules(source: &Source, findings: &mut Findings<'_>) -> Vec<Rule> {
    let value = match json::parse(&source.text) {
        Ok(value) => value,
        Err(error) => {
            findings.report(
                source.place(error.span, "$"),
                hint::not_json(source, &error.message),
            );
            return Vec::new();
        }
    };
    let Some(value) = value else {
        findings.report(
            source.place(0..0, "$"),
            hint::no_rule("the document is empty"),
        );
        return Vec::new();
    };
    let root = Node::root(source, &value);
    let found = form::find_rules(&root);
    if found.is_empty() {
        findings.report(root.place(), hint::no_rule_in(&root));
    }
    found
        .iter()
        .map(|found| reader::read_rule(found, findings))
        .collect()
}
