//! The functions of the subset: names, what they take and give, and what they do.
//!
//! A file a family. `find` gives a function by its name, `refused` says why a function of Kusto's can't be used here.

mod signature;

use std::ops::RangeInclusive;

pub(crate) use signature::{Argument, ArgumentType, Complaint, ComplaintKind};

use crate::types::ScalarType;

/// A function that is built in.
#[derive(Debug)]
pub(crate) struct Function {
    /// Its names. The first is the one that Microsoft's list of the subset has.
    pub(crate) names: &'static [&'static str],
    /// How many arguments it takes.
    pub(crate) count: RangeInclusive<usize>,
    /// How a column that has no other name is named after it.
    pub(crate) naming: Naming,
    /// The type that it gives for arguments of these types, or what's wrong with them.
    pub(crate) check: fn(&[Argument<'_>]) -> Result<ScalarType, Complaint>,
}

/// How `project f(x)` names its column, in Kusto.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Naming {
    /// `Column1`.
    Default,
    /// As the first argument would be.
    FirstArgument,
    /// As the argument would be, if there's only one.
    OnlyArgument,
    /// The prefix, `_`, and the name that the first argument would have.
    Prefixed(&'static str),
    /// The column that the first argument, a constant, names: `columnifexists`.
    NamedColumn,
}

/// The function of this name. Names of functions tell capitals from small letters.
pub(crate) fn find(name: &str) -> Option<&'static Function> {
    let _ = name;
    None
}
