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
    /// Somebody else does, as the rule is deployed: what a message says of that.
    Elsewhere(String),
    /// Nobody can evaluate the expression.
    Wrong(Wrong),
}

/// What a user can give a value to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Input {
    /// A template's parameter.
    Parameter,
    /// A template's parameter whose value a parameters file leaves to a key vault.
    Secret,
    /// A variable of the template that a part was cut out of.
    Variable,
    /// A variable of a Terraform module.
    #[cfg(feature = "terraform")]
    ModuleVariable,
    /// What another file of a Terraform module declares.
    #[cfg(feature = "terraform")]
    OtherFile,
}

impl Input {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Parameter | Self::Secret => "parameter",
            Self::Variable => "variable",
            #[cfg(feature = "terraform")]
            Self::ModuleVariable | Self::OtherFile => "variable",
        }
    }

    /// What to say of the value that it doesn't have.
    pub(crate) const fn lack(self) -> &'static str {
        match self {
            Self::Secret => "is in a key vault",
            _ => "has no value",
        }
    }

    /// What else than `--param` gives it a value.
    pub(crate) const fn otherwise(self) -> &'static str {
        match self {
            Self::Parameter => "a `defaultValue`",
            Self::Secret => "write it into the parameters file",
            Self::Variable => "give the whole template",
            #[cfg(feature = "terraform")]
            Self::ModuleVariable => "a `default`",
            #[cfg(feature = "terraform")]
            Self::OtherFile => "give all of the module's files as one, such as by `cat *.tf`",
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
