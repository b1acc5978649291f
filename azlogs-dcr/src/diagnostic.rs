//! A finding: what is wrong, where, and what to do.

use std::sync::Arc;

use crate::{Code, Located, Place};

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

impl Severity {
    /// The word for it: `note`, `warning`, `error`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
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
    /// The document, as the user named it; empty where the finding is about no document.
    pub file: String,
    /// Where in the document.
    pub place: Option<Place>,
    /// What is wrong: one line, lower case, no full stop.
    pub message: String,
    /// Another place in the document that has to do with it, and what is there.
    pub related: Option<Located<String>>,
    /// What to do.
    pub help: Option<String>,
    /// The stream that it is about, where it is about just one.
    pub stream: Option<Arc<str>>,
    /// The rule that it is about, as its index in [`Document::rules`](crate::Document::rules).
    pub rule: Option<usize>,
}

impl Diagnostic {
    /// A finding about no place yet.
    pub fn new(code: Code, severity: Severity, message: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            file: String::new(),
            place: None,
            message: message.into(),
            related: None,
            help: None,
            stream: None,
            rule: None,
        }
    }

    /// Says where: at this place in this document.
    #[must_use]
    pub fn at(mut self, file: impl Into<String>, place: Place) -> Self {
        self.file = file.into();
        self.place = Some(place);
        self
    }

    /// Says in which document, without a place in it.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.file = file.into();
        self
    }

    /// Points to another place in the document, saying what is there.
    #[must_use]
    pub fn related(mut self, place: Place, what: impl Into<String>) -> Self {
        self.related = Some(Located {
            value: what.into(),
            place,
        });
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
