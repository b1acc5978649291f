//! Azure Resource Manager's template language: expressions, parameters, variables, copies.
//!
//! Values are worked out as far as the document and the user's inputs allow. What only Azure knows, or nobody, stays in the
//! tree as an unresolved value with its reason, so that it is reported only where it matters.
//!
//! Source: "Template functions in ARM templates", "Property iteration in ARM templates".

mod copy;
mod deployment;
mod evaluate;
pub(crate) mod functions;
mod lambda;
mod lexer;
mod locate;
mod lookup;
mod parser;
mod resolve;
mod scope;

pub(crate) use deployment::Inner;
pub(crate) use evaluate::Evaluator;
pub(crate) use locate::Located;
pub(crate) use scope::{Env, Scope};
