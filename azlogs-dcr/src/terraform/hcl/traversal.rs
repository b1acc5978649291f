//! Accesses to parts of values: attributes, indexes, splats.

use hcl_edit::Decorated;
use hcl_edit::expr::{Traversal, TraversalOperator};

use super::evaluate::Module;
use super::parse::span;
use super::scope::Env;
use crate::evaluation::{Outcome, element, known, property};
use crate::value::{Data, Span, Value};

impl Module<'_> {
    pub(super) fn traversal(&self, traversal: &Traversal, env: &Env) -> Outcome {
        let (value, rest) = self.root(traversal, env)?;
        self.walk(known(value)?, rest, span(traversal), env)
    }

    /// Follows accesses and indexes from a value.
    pub(super) fn walk(
        &self,
        mut value: Value,
        operators: &[Decorated<TraversalOperator>],
        at: Span,
        env: &Env,
    ) -> Outcome {
        let mut rest = operators;
        while let Some((operator, after)) = rest.split_first() {
            self.budget.spend(1, at)?;
            self.budget.looked_through(&value, at)?;
            rest = after;
            value = match operator.value() {
                TraversalOperator::GetAttr(name) => property(&value, name.as_str(), at)?,
                TraversalOperator::Index(index) => {
                    let index = self.known(index, env)?;
                    element(&value, &index, at)?
                }
                TraversalOperator::LegacyIndex(index) => {
                    let index = i64::try_from(*index.value()).unwrap_or(i64::MAX);
                    element(&value, &Value::new(at, Data::Integer(index)), at)?
                }
                TraversalOperator::AttrSplat(_) => {
                    let is_attribute = |operator: &&Decorated<TraversalOperator>| {
                        matches!(operator.value(), TraversalOperator::GetAttr(_))
                    };
                    let each = rest.iter().take_while(is_attribute).count();
                    let (each, after) = rest.split_at(each);
                    rest = after;
                    self.splat(&value, each, at, env)?
                }
                TraversalOperator::FullSplat(_) => {
                    let each = rest;
                    rest = &[];
                    self.splat(&value, each, at, env)?
                }
            };
            value = known(value)?;
        }
        Ok(value)
    }

    /// Follows accesses from each element; a single value is its own only element, and null has none.
    fn splat(
        &self,
        value: &Value,
        operators: &[Decorated<TraversalOperator>],
        at: Span,
        env: &Env,
    ) -> Outcome {
        let items = match &value.data {
            Data::Null => &[],
            Data::Array(array) => array.items.as_slice(),
            _ => std::slice::from_ref(value),
        };
        let values: Result<Vec<Value>, _> = items
            .iter()
            .map(|item| self.walk(known(item.clone())?, operators, at, env))
            .collect();
        Ok(self.budget.made(Value::array(at, values?))?)
    }
}
