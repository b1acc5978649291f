//! What is known of a function's arguments before any row comes, and what can be wrong with them.

use crate::syntax::ast::Literal;
use crate::types::ScalarType;

/// An argument, as far as it's known when the transformation is checked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Argument<'a> {
    pub(crate) r#type: ArgumentType,
    /// Its value, if it's a literal or a `let` of one.
    pub(crate) value: Option<&'a Literal>,
    /// It's written as a literal, right here.
    pub(crate) is_literal: bool,
    /// It doesn't depend on the row: a literal, a `let`, or operators and functions of such.
    pub(crate) is_constant: bool,
}

/// What an argument is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ArgumentType {
    /// A value of this type.
    Value(ScalarType),
    /// `typeof(long)`.
    TypeOf(ScalarType),
}

/// What is wrong with a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Complaint {
    /// The argument it's about; `None`: the call as a whole.
    pub(crate) argument: Option<usize>,
    pub(crate) kind: ComplaintKind,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ComplaintKind {
    /// The number of arguments.
    Count,
    /// An argument's type.
    Type,
    /// An argument's value.
    Value,
}
