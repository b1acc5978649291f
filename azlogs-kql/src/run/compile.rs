//! Makes nodes of the typed tree. What is the same for all rows is worked out here.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::arithmetic::Arithmetic;
use super::fold::{constant, folded};
use super::node::{Node, UserFunction};
use super::text::TextOperator;
use crate::check::typed::{Argument, Expression, ExpressionKind};
use crate::functions::pattern::Pattern;
use crate::functions::{Body, Function, Site};
use crate::syntax::ast::BinaryOperator;
use crate::types::ScalarType;
use crate::value::Value;
use crate::value::convert::to;

/// How large a list of `in` must be for a table of its texts to pay.
const TABLE_FROM: usize = 4;

/// Compiles expressions.
#[derive(Debug, Default)]
pub(super) struct Compiler {
    /// The `let`s that are the same for all rows.
    known_slots: HashMap<usize, Value>,
}

impl Compiler {
    /// Compiles the value of a `let`, and keeps it if it's the same for all rows.
    pub(super) fn binding(&mut self, slot: usize, value: &Expression) -> (usize, Node) {
        let node = self.expression(value);
        if let Node::Constant(value) = &node {
            self.known_slots.insert(slot, value.clone());
        }
        (slot, node)
    }

    pub(super) fn function(
        &mut self,
        function: &crate::check::typed::UserFunction,
    ) -> UserFunction {
        let bindings = function
            .bindings
            .iter()
            .map(|binding| self.binding(binding.slot, &binding.value))
            .collect();
        UserFunction {
            parameters: function.parameters.clone(),
            bindings,
            body: self.expression(&function.body),
        }
    }

    pub(super) fn expression(&self, expression: &Expression) -> Node {
        let result = expression.r#type;
        let node = match &expression.kind {
            ExpressionKind::Literal(literal) => return Node::Constant(Value::from(literal)),
            ExpressionKind::Column(at) if result == ScalarType::String => {
                return Node::TextColumn(*at);
            }
            ExpressionKind::Column(at) => return Node::Column(*at),
            ExpressionKind::Slot(slot) => {
                return match self.known_slots.get(slot) {
                    Some(value) => Node::Constant(to(value, result)),
                    None => Node::Slot(*slot, result),
                };
            }
            ExpressionKind::Index { of, index } => self.index(of, index),
            ExpressionKind::Call {
                function,
                arguments,
            } => return self.call(function, arguments, result),
            ExpressionKind::UserCall {
                function,
                arguments,
            } => {
                return Node::UserCall {
                    function: *function,
                    arguments: self.expressions(arguments),
                };
            }
            ExpressionKind::Sign { negative, operand } => Node::Sign {
                negative: *negative,
                operand: self.boxed(operand),
                result,
            },
            ExpressionKind::Binary {
                operator,
                left,
                right,
            } => self.binary(*operator, left, right, result),
            ExpressionKind::And(all) => Node::And(self.expressions(all)),
            ExpressionKind::Or(any) => Node::Or(self.expressions(any)),
            ExpressionKind::Between {
                value,
                low,
                high,
                negated,
            } => Node::Between {
                value: self.boxed(value),
                low: self.boxed(low),
                high: self.boxed(high),
                high_is_length: high.r#type == ScalarType::Timespan
                    && value.r#type == ScalarType::DateTime,
                negated: *negated,
            },
            ExpressionKind::In {
                value,
                list,
                negated,
            } => self.list(value, list, *negated),
        };
        folded(node)
    }

    fn boxed(&self, expression: &Expression) -> Box<Node> {
        Box::new(self.expression(expression))
    }

    fn expressions(&self, expressions: &[Expression]) -> Box<[Node]> {
        expressions
            .iter()
            .map(|expression| self.expression(expression))
            .collect()
    }

    fn index(&self, of: &Expression, index: &Expression) -> Node {
        let of = self.boxed(of);
        match self.expression(index) {
            Node::Constant(Value::String(name)) => Node::Property { of, name },
            index => Node::Index {
                of,
                index: Box::new(index),
            },
        }
    }

    fn call(
        &self,
        function: &'static Function,
        arguments: &[Argument],
        result: ScalarType,
    ) -> Node {
        let compiled = arguments.iter().map(|argument| match argument {
            Argument::Value(expression) => self.expression(expression),
            Argument::Type => Node::Constant(Value::Null),
        });
        let mut compiled: Box<[Node]> = compiled.collect();
        match &function.body {
            Body::Plain(work) => {
                let node = Node::Plain {
                    function: *work,
                    arguments: compiled,
                };
                if function.is_pure() {
                    folded(node)
                } else {
                    node
                }
            }
            Body::Real(work) => match compiled.into_iter().next() {
                Some(argument) => folded(Node::Real {
                    function: *work,
                    argument: Box::new(argument),
                }),
                None => Node::Constant(Value::Null),
            },
            Body::Prepared(prepare) => {
                let constants: Vec<_> = compiled.iter().map(constant).collect();
                let evaluate = prepare(&Site {
                    constants: &constants,
                    result,
                });
                folded(Node::Prepared {
                    evaluate,
                    arguments: compiled,
                })
            }
            Body::Case => {
                // Values of another type than the result's are converted; conditions aren't.
                let last = compiled.len().saturating_sub(1);
                for (at, (node, argument)) in compiled.iter_mut().zip(arguments).enumerate() {
                    let Argument::Value(expression) = argument else {
                        continue;
                    };
                    if (at % 2 == 1 || at == last) && expression.r#type != result {
                        let value = std::mem::replace(node, Node::Constant(Value::Null));
                        *node = folded(Node::Convert {
                            value: Box::new(value),
                            to: result,
                        });
                    }
                }
                case(compiled)
            }
        }
    }

    fn binary(
        &self,
        operator: BinaryOperator,
        left: &Expression,
        right: &Expression,
        result: ScalarType,
    ) -> Node {
        let (left, right) = (self.boxed(left), self.boxed(right));
        if let Some(operator) = Arithmetic::new(operator) {
            return Node::Arithmetic {
                operator,
                left,
                right,
                result,
            };
        }
        let holds: fn(Ordering) -> bool = match operator {
            BinaryOperator::Equal => {
                return Node::Equal {
                    left,
                    right,
                    negated: false,
                };
            }
            BinaryOperator::NotEqual => {
                return Node::Equal {
                    left,
                    right,
                    negated: true,
                };
            }
            BinaryOperator::Text {
                test,
                case_sensitive,
                negated,
            } => {
                let operator = TextOperator {
                    test,
                    case_sensitive,
                    negated,
                };
                return match *right {
                    Node::Constant(right) => Node::TextConstant {
                        operator,
                        left,
                        right: operator.prepared(&right),
                    },
                    right => Node::Text {
                        operator,
                        left,
                        right: Box::new(right),
                    },
                };
            }
            BinaryOperator::MatchesRegex => {
                let pattern = Pattern::new(constant(&right).as_ref());
                return Node::Matches {
                    left,
                    right,
                    pattern,
                };
            }
            BinaryOperator::Less => Ordering::is_lt,
            BinaryOperator::LessOrEqual => Ordering::is_le,
            BinaryOperator::Greater => Ordering::is_gt,
            // The others are done above.
            _ => Ordering::is_ge,
        };
        Node::Order { left, right, holds }
    }

    fn list(&self, value: &Expression, list: &[Expression], negated: bool) -> Node {
        let is_text = value.r#type == ScalarType::String;
        let (value, list) = (self.boxed(value), self.expressions(list));
        if is_text && list.len() >= TABLE_FROM {
            let texts: Option<HashSet<Arc<str>>> = list.iter().map(text_constant).collect();
            if let Some(texts) = texts {
                return Node::InTexts {
                    value,
                    texts,
                    negated,
                };
            }
        }
        Node::In {
            value,
            list,
            negated,
        }
    }
}

fn case(nodes: Box<[Node]>) -> Node {
    let mut nodes = Vec::from(nodes);
    let otherwise = Box::new(nodes.pop().unwrap_or(Node::Constant(Value::Null)));
    let mut arms = Vec::with_capacity(nodes.len() / 2);
    let mut nodes = nodes.into_iter();
    while let (Some(condition), Some(value)) = (nodes.next(), nodes.next()) {
        arms.push((condition, value));
    }
    Node::Case {
        arms: arms.into(),
        otherwise,
    }
}

fn text_constant(node: &Node) -> Option<Arc<str>> {
    match node {
        Node::Constant(Value::String(text)) => Some(Arc::clone(text)),
        _ => None,
    }
}
