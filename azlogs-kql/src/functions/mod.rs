//! The functions of the subset: their names, what they take and give, and what they do.
//!
//! A file a family, each with a table. [`find`] gives a function by its name; [`refused`] says why a function of Kusto's can't be used.

mod bitwise;
mod calendar;
mod cef;
mod conditional;
mod conversion;
mod dynamic;
mod math;
mod moments;
pub(crate) mod pattern;
mod refused;
mod shapes;
mod signature;
mod strings;
mod types;
mod xml;

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

pub(crate) use pattern::compile as compile_regex;
pub(crate) use refused::refused;
pub(crate) use shapes::shape;
pub(crate) use signature::{Argument, ArgumentType, Complaint, ComplaintKind};
use signature::{Parameter, Returns};

use crate::types::ScalarType;
use crate::value::Value;

/// A function that is built in.
#[derive(Debug)]
pub(crate) struct Function {
    /// Its names. The first is the one that Microsoft's list of the subset has.
    pub(crate) names: &'static [&'static str],
    /// How many arguments it takes.
    pub(crate) count: RangeInclusive<usize>,
    /// What the arguments must be. The last stands for all that follow.
    parameters: &'static [Parameter],
    returns: Returns,
    /// How a column that has no other name is named after it.
    pub(crate) naming: Naming,
    pub(crate) body: Body,
}

/// What a function does.
#[derive(Debug)]
pub(crate) enum Body {
    /// Values in, value out.
    Plain(fn(&[Value], &Context) -> Value),
    /// One number in, one number out. A null gives null.
    Real(fn(f64) -> Option<f64>),
    /// Something is worked out of the constant arguments first, once a plan: a regular expression, a part of a date.
    Prepared(fn(&Site<'_>) -> Evaluate),
    /// `case`, `iff`: only the chosen argument is worked out.
    Case,
}

/// A function that is ready to be called with its arguments' values.
pub(crate) type Evaluate = Box<dyn Fn(&[Value], &Context) -> Value + Send + Sync>;

/// What a call can know beyond its arguments.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context {
    /// The moment that `now()` gives, in ticks.
    pub(crate) now: i64,
}

/// A call in a transformation.
#[derive(Debug)]
pub(crate) struct Site<'a> {
    /// Each argument's value, where it's the same for all rows.
    pub(crate) constants: &'a [Option<Value>],
    /// What the checker found the call to give.
    pub(crate) result: ScalarType,
}

impl Site<'_> {
    /// The value of an argument that is the same for all rows.
    fn constant(&self, at: usize) -> Option<&Value> {
        self.constants.get(at).and_then(Option::as_ref)
    }

    /// The text of an argument that is the same for all rows.
    fn constant_text(&self, at: usize) -> Option<&str> {
        match self.constant(at) {
            Some(Value::String(text)) => Some(text),
            _ => None,
        }
    }
}

impl Function {
    /// Whether it always gives the same for the same arguments: all do but those that ask the clock.
    pub(crate) fn is_pure(&self) -> bool {
        !matches!(self.names[0], "now" | "ago")
    }
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
}

/// The functions, family by family.
const FAMILIES: &[&[Function]] = &[
    bitwise::FUNCTIONS,
    calendar::FUNCTIONS,
    cef::FUNCTIONS,
    conditional::FUNCTIONS,
    conversion::FUNCTIONS,
    dynamic::FUNCTIONS,
    math::FUNCTIONS,
    moments::FUNCTIONS,
    pattern::FUNCTIONS,
    strings::FUNCTIONS,
    types::FUNCTIONS,
    xml::FUNCTIONS,
];

static BY_NAME: LazyLock<HashMap<&'static str, &'static Function>> = LazyLock::new(|| {
    let all = FAMILIES.iter().copied().flatten();
    all.flat_map(|function| function.names.iter().map(move |name| (*name, function)))
        .collect()
});

/// The function of this name. Names of functions tell capitals from small letters.
pub(crate) fn find(name: &str) -> Option<&'static Function> {
    BY_NAME.get(name).copied()
}

/// All names that functions have, for suggestions.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    FAMILIES
        .iter()
        .copied()
        .flatten()
        .flat_map(|function| function.names.iter().copied())
}
