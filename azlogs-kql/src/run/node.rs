//! Expressions, ready to be worked out for a row: columns by number, functions by pointer, constants done.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use super::arithmetic::Arithmetic;
use super::text::TextOperator;
use crate::functions::pattern::Pattern;
use crate::functions::{Context, Evaluate};
use crate::types::ScalarType;
use crate::value::Value;

/// An expression that can be worked out.
pub(super) enum Node {
    Constant(Value),
    Column(usize),
    /// A column of strings, which has no null.
    TextColumn(usize),
    /// What a `let` or a parameter stands for, as the type that it's declared with.
    Slot(usize, ScalarType),
    Property {
        of: Box<Node>,
        name: Arc<str>,
    },
    Element {
        of: Box<Node>,
        index: i64,
    },
    Index {
        of: Box<Node>,
        index: Box<Node>,
    },
    Plain {
        function: fn(&[Value], &Context) -> Value,
        arguments: Box<[Node]>,
    },
    Real {
        function: fn(f64) -> Option<f64>,
        argument: Box<Node>,
    },
    Prepared {
        evaluate: Evaluate,
        arguments: Box<[Node]>,
    },
    /// The value of the first arm whose condition is `true`.
    Case {
        arms: Box<[(Node, Node)]>,
        otherwise: Box<Node>,
    },
    Convert {
        value: Box<Node>,
        to: ScalarType,
    },
    UserCall {
        function: usize,
        arguments: Box<[Node]>,
    },
    Sign {
        negative: bool,
        operand: Box<Node>,
        result: ScalarType,
    },
    Arithmetic {
        operator: Arithmetic,
        left: Box<Node>,
        right: Box<Node>,
        result: ScalarType,
    },
    Equal {
        left: Box<Node>,
        right: Box<Node>,
        negated: bool,
    },
    Order {
        left: Box<Node>,
        right: Box<Node>,
        holds: fn(Ordering) -> bool,
    },
    Text {
        operator: TextOperator,
        left: Box<Node>,
        right: Box<Node>,
    },
    TextConstant {
        operator: TextOperator,
        left: Box<Node>,
        right: String,
    },
    Matches {
        left: Box<Node>,
        right: Box<Node>,
        pattern: Pattern,
    },
    Between {
        value: Box<Node>,
        low: Box<Node>,
        high: Box<Node>,
        negated: bool,
        /// The upper end is so long after the lower one.
        high_is_length: bool,
    },
    And(Box<[Node]>),
    Or(Box<[Node]>),
    In {
        value: Box<Node>,
        list: Box<[Node]>,
        negated: bool,
    },
    InTexts {
        value: Box<Node>,
        texts: HashSet<Arc<str>>,
        negated: bool,
    },
}

/// A function of a `let`.
#[derive(Debug)]
pub(super) struct UserFunction {
    pub(super) parameters: Vec<usize>,
    pub(super) bindings: Vec<(usize, Node)>,
    pub(super) body: Node,
}

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Node")
    }
}
