//! Why a value isn't known.

use std::rc::Rc;

use crate::value::Span;

/// Why an expression has no value here.
#[derive(Clone, Debug)]
pub(crate) enum Why {
    /// Nobody gave a value for it.
    NoValue {
        /// What wants one.
        what: Input,
        name: Rc<str>,
        /// Where the document declares it.
        declared: Option<Span>,
    },
    /// Only Azure knows what a function returns, and only as it deploys.
    AtDeployment(Rc<str>),
    /// Nobody can evaluate the expression.
    Wrong(Wrong),
}

/// What a user can give a value to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Input {
    Parameter,
    Variable,
}

impl Input {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Parameter => "parameter",
            Self::Variable => "variable",
        }
    }
}

/// A mistake in an expression.
#[derive(Clone, Debug)]
pub(crate) struct Wrong {
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    /// Where it is in the document.
    pub(crate) span: Span,
}

impl Wrong {
    pub(crate) fn new(span: Span, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: None,
            span,
        }
    }

    pub(crate) fn help(mut self, help: Option<String>) -> Self {
        self.help = help;
        self
    }
}

impl From<Wrong> for Rc<Why> {
    fn from(wrong: Wrong) -> Self {
        Self::new(Why::Wrong(wrong))
    }
}
