//! A finding: what is wrong, where, and what to do.

use std::ops::Range;

/// A place in a document.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Place {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// The bytes of the document that are meant.
    pub span: Range<usize>,
    /// The JSON path, such as `$.resources[0].properties.streamDeclarations['Custom-X'].columns[2].type`.
    pub path: String,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Severity {
    /// Worth knowing; nothing needs doing.
    Note,
    /// Accepted, but likely to lose data or to surprise.
    Warning,
    /// Can't work.
    Error,
}

/// The stable code of a kind of finding, such as `AZL0007`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Code {
    /// The text isn't JSON (with comments and trailing commas).
    NotJson,
}

impl Code {
    /// The code as text, `AZL0001`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotJson => "AZL0001",
        }
    }
}

/// One finding about a document, or about code that is checked against one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// The kind of finding.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// The document, as the user named it.
    pub file: String,
    /// Where in the document.
    pub place: Option<Place>,
    /// What is wrong: one line, lower case, no full stop.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}
