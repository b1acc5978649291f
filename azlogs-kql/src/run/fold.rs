//! Works out, once a plan, what is the same for all rows.

use super::node::Node;
use super::scope::Scope;
use crate::value::Value;

/// The value of a node that has it already.
pub(super) fn constant(node: &Node) -> Option<Value> {
    match node {
        Node::Constant(value) => Some(value.clone()),
        _ => None,
    }
}

/// The node's value, if everything in it is constant.
pub(super) fn folded(node: Node) -> Node {
    let constant = |node: &Node| matches!(node, Node::Constant(_));
    let all_constant = match &node {
        Node::Property { of, .. } | Node::Element { of, .. } => constant(of),
        Node::Index {
            of: left,
            index: right,
        }
        | Node::Arithmetic { left, right, .. }
        | Node::Equal { left, right, .. }
        | Node::Order { left, right, .. }
        | Node::Text { left, right, .. }
        | Node::Matches { left, right, .. } => constant(left) && constant(right),
        Node::Plain { arguments, .. } | Node::Prepared { arguments, .. } => {
            arguments.iter().all(constant)
        }
        Node::Real { argument: one, .. }
        | Node::Convert { value: one, .. }
        | Node::Sign { operand: one, .. }
        | Node::TextConstant { left: one, .. }
        | Node::InTexts { value: one, .. } => constant(one),
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().all(constant),
        Node::Between {
            value, low, high, ..
        } => constant(value) && constant(low) && constant(high),
        Node::In { value, list, .. } => constant(value) && list.iter().all(constant),
        _ => false,
    };
    if !all_constant {
        return simplified(node);
    }
    match node.eval(&[], &mut Scope::new(0, &[], 0)) {
        Ok(value) => Node::Constant(value),
        Err(_) => node,
    }
}

/// An element whose place is known needs no look at the place's type.
fn simplified(node: Node) -> Node {
    match node {
        Node::Index { of, index } => match *index {
            Node::Constant(Value::Int(index)) => Node::Element {
                of,
                index: i64::from(index),
            },
            Node::Constant(Value::Long(index)) => Node::Element { of, index },
            index => Node::Index {
                of,
                index: Box::new(index),
            },
        },
        other => other,
    }
}
