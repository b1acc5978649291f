//! What is wrong with a transformation, and where.

use crate::syntax::Span;

/// Something that is wrong with a transformation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// Which kind of problem it is: stable, for programs.
    pub kind: Kind,
    /// Where it is, in bytes of the transformation's text.
    pub span: Span,
    /// What is wrong, on one line. Of what it quotes, characters that would disturb a terminal are escaped.
    pub message: String,
    /// What to do, where that is known.
    pub help: Option<String>,
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The service takes the transformation, but it hardly does what was meant.
    Warning,
    /// The service refuses the transformation.
    Error,
}

/// Which kind of problem it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// The text isn't KQL.
    Syntax,
    /// An operator, function or literal form of Kusto that transformations may not use.
    Refused,
    /// A name that nothing has.
    UnknownName,
    /// A function that doesn't exist.
    UnknownFunction,
    /// A name that is there twice.
    DuplicateName,
    /// Too many arguments, or too few.
    ArgumentCount,
    /// A value of a type that can't stand here.
    Type,
    /// A value that can't stand here, such as an unknown part of a date.
    Value,
    /// Nested deeper, or longer, than is read.
    TooComplex,
}

impl Kind {
    /// The kind's name, such as `unknown-name`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Refused => "refused",
            Self::UnknownName => "unknown-name",
            Self::UnknownFunction => "unknown-function",
            Self::DuplicateName => "duplicate-name",
            Self::ArgumentCount => "argument-count",
            Self::Type => "type",
            Self::Value => "value",
            Self::TooComplex => "too-complex",
        }
    }
}

impl Problem {
    /// Whether the service refuses the transformation for it.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    pub(crate) fn error(kind: Kind, span: Span, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            kind,
            span,
            message: undisruptive(message.into()),
            help: None,
        }
    }

    pub(crate) fn warning(kind: Kind, span: Span, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(kind, span, message)
        }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(undisruptive(help.into()));
        self
    }
}

/// The text with all escaped that would change more than its own place in a line.
fn undisruptive(text: String) -> String {
    if !text.contains(is_disruptive) {
        return text;
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_disruptive(c) {
            escaped.extend(c.escape_default());
        } else {
            escaped.push(c);
        }
    }
    escaped
}

/// Whether the character is a control character, or says which way to write.
fn is_disruptive(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
