//! What an expression of the configuration comes to.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use hcl_edit::Decorated;
use hcl_edit::expr::{
    BinaryOp, BinaryOperator, Conditional, Expression, ForExpr, Object, ObjectKey, Traversal,
    TraversalOperator, UnaryOp, UnaryOperator,
};

use super::config::Config;
use super::parse::span;
use super::scope::Env;
use crate::Quoted;
use crate::budget::Budget;
use crate::evaluation::{Outcome, element, known, property, unresolved};
use crate::inputs::Given;
use crate::template::functions::text_of;
use crate::value::{Data, Key, Member, Span, Value};
use crate::why::{Why, Wrong};

/// The module that a file is of.
pub(super) struct Module<'a> {
    pub(super) text: &'a str,
    pub(super) given: &'a Given,
    pub(super) config: Config<'a>,
    pub(super) budget: Budget,
    /// Variables and locals whose values were asked for; none where one is being evaluated.
    pub(super) named: RefCell<HashMap<String, Option<Outcome>>>,
}

impl<'a> Module<'a> {
    pub(super) fn new(text: &'a str, given: &'a Given, config: Config<'a>) -> Self {
        Self {
            text,
            given,
            config,
            budget: Budget::new(),
            named: RefCell::default(),
        }
    }

    /// What an expression comes to. It stands where the expression does, so that a finding leads to the rule; only within loops
    /// a text keeps the place where it is written.
    pub(super) fn value(&self, expression: &Expression, env: &Env) -> Value {
        let at = span(expression);
        match self.evaluate(expression, env).and_then(known) {
            Ok(value) => {
                let is_collection = value.items().is_some() || value.members().is_some();
                if env.is_looped() && !is_collection {
                    value
                } else {
                    value.at(at)
                }
            }
            Err(why) => self.unresolved(at, why),
        }
    }

    /// What stands for an expression without a value: its text, as an interpolation.
    pub(super) fn unresolved(&self, at: Span, why: Rc<Why>) -> Value {
        let text = self.text.get(at.start..at.end).unwrap_or_default();
        let inner = text
            .strip_prefix('"')
            .and_then(|text| text.strip_suffix('"'));
        let text: Rc<str> = match inner.filter(|inner| inner.contains("${")) {
            Some(inner) => inner.into(),
            None => format!("${{{text}}}").into(),
        };
        unresolved(&text, at, why)
    }

    pub(super) fn evaluate(&self, expression: &Expression, env: &Env) -> Outcome {
        let at = span(expression);
        self.budget.spend(1, at)?;
        let _level = self.budget.deeper(at)?;
        match expression {
            Expression::Null(_) => Ok(Value::new(at, Data::Null)),
            Expression::Bool(value) => Ok(Value::new(at, Data::Boolean(*value.value()))),
            Expression::Number(number) => Ok(match number.value().as_i64() {
                Some(integer) => Value::new(at, Data::Integer(integer)),
                None => Value::new(at, Data::Decimal(number.value().to_string().into())),
            }),
            Expression::String(text) => Ok(Value::text(at, text.value().as_str())),
            Expression::Array(array) => {
                let items = array.iter().map(|item| self.value(item, env));
                Ok(self.budget.made(Value::array(at, items.collect()))?)
            }
            Expression::Object(object) => self.object(object, at, env),
            Expression::StringTemplate(template) => self.string(template, at, env),
            Expression::HeredocTemplate(heredoc) => self.string(&heredoc.template, at, env),
            Expression::Parenthesis(inner) => self.evaluate(inner.inner(), env),
            Expression::Variable(name) => match env.get(name.as_str()) {
                Some(value) => Ok(value.clone()),
                None => Err(self.known_elsewhere(at)),
            },
            Expression::Conditional(conditional) => self.conditional(conditional, env),
            Expression::FuncCall(call) => self.call(call, at, env),
            Expression::Traversal(traversal) => self.traversal(traversal, env),
            Expression::UnaryOp(operation) => self.unary(operation, at, env),
            Expression::BinaryOp(operation) => self.binary(operation, at, env),
            Expression::ForExpr(each) => self.for_each(each, at, env),
        }
    }

    /// The expression's value, which has to be known; that of its parts need not.
    pub(super) fn known(&self, expression: &Expression, env: &Env) -> Outcome {
        known(self.evaluate(expression, env)?)
    }

    /// What only Terraform knows, and only as it applies the configuration.
    pub(super) fn known_elsewhere(&self, at: Span) -> Rc<Why> {
        let text = self.text.get(at.start..at.end).unwrap_or_default();
        Rc::new(Why::Elsewhere(format!(
            "only Terraform knows {}",
            Quoted(text)
        )))
    }

    fn object(&self, object: &Object, at: Span, env: &Env) -> Outcome {
        let mut members = Vec::with_capacity(object.len());
        for (key, value) in object {
            members.push(Member {
                key: self.object_key(key, env),
                value: self.value(value.expr(), env),
            });
        }
        Ok(self.budget.made(Value::object(at, members))?)
    }

    fn object_key(&self, key: &ObjectKey, env: &Env) -> Key {
        let (at, value) = match key {
            ObjectKey::Ident(ident) => {
                let at = span(ident);
                (at, Value::text(at, ident.as_str()))
            }
            ObjectKey::Expression(expression) => {
                let value = self.value(expression, env);
                (value.span, value)
            }
        };
        let (text, why) = if let Data::Unresolved(unresolved) = &value.data {
            let why = Rc::clone(&unresolved.why);
            (Rc::clone(&unresolved.text), Some(why))
        } else {
            let text = text_of(&value);
            let why = text.is_none().then(|| {
                let message = format!("a key is a string, and not {}", value.kind());
                Wrong::new(at, message).into()
            });
            (text.unwrap_or_default().into(), why)
        };
        Key {
            text,
            span: at,
            why,
        }
    }

    fn conditional(&self, conditional: &Conditional, env: &Env) -> Outcome {
        if self.truth(&conditional.cond_expr, env)? {
            self.evaluate(&conditional.true_expr, env)
        } else {
            self.evaluate(&conditional.false_expr, env)
        }
    }

    pub(super) fn truth(&self, expression: &Expression, env: &Env) -> Result<bool, Rc<Why>> {
        let value = self.known(expression, env)?;
        match &value.data {
            Data::Boolean(value) => Ok(*value),
            Data::Text(text) if &**text == "true" => Ok(true),
            Data::Text(text) if &**text == "false" => Ok(false),
            _ => {
                let message = format!("a condition is a boolean, and not {}", value.kind());
                Err(Wrong::new(span(expression), message).into())
            }
        }
    }

    fn traversal(&self, traversal: &Traversal, env: &Env) -> Outcome {
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

    fn unary(&self, operation: &UnaryOp, at: Span, env: &Env) -> Outcome {
        let data = match operation.operator.value() {
            UnaryOperator::Not => Data::Boolean(!self.truth(&operation.expr, env)?),
            UnaryOperator::Neg => match self.known(&operation.expr, env)?.data {
                Data::Integer(integer) => Data::Integer(integer.saturating_neg()),
                _ => return Err(Wrong::new(at, "`-` takes an integer here").into()),
            },
        };
        Ok(Value::new(at, data))
    }

    fn binary(&self, operation: &BinaryOp, at: Span, env: &Env) -> Outcome {
        let (left, right) = (&operation.lhs_expr, &operation.rhs_expr);
        let operator = *operation.operator.value();
        let decided = match operator {
            BinaryOperator::And => Some(self.truth(left, env)? && self.truth(right, env)?),
            BinaryOperator::Or => Some(self.truth(left, env)? || self.truth(right, env)?),
            BinaryOperator::Eq => Some(self.is_equal(left, right, at, env)?),
            BinaryOperator::NotEq => Some(!self.is_equal(left, right, at, env)?),
            _ => None,
        };
        if let Some(decided) = decided {
            return Ok(Value::new(at, Data::Boolean(decided)));
        }
        let (Data::Integer(left), Data::Integer(right)) =
            (self.known(left, env)?.data, self.known(right, env)?.data)
        else {
            let message = format!("`{operator}` takes integers here");
            return Err(Wrong::new(at, message).into());
        };
        let compared = match operator {
            BinaryOperator::LessEq => Some(left <= right),
            BinaryOperator::GreaterEq => Some(left >= right),
            BinaryOperator::Less => Some(left < right),
            BinaryOperator::Greater => Some(left > right),
            _ => None,
        };
        let computed = match operator {
            BinaryOperator::Plus => left.checked_add(right),
            BinaryOperator::Minus => left.checked_sub(right),
            BinaryOperator::Mul => left.checked_mul(right),
            // What isn't whole is no integer.
            BinaryOperator::Div => left
                .checked_rem(right)
                .filter(|&rest| rest == 0)
                .and_then(|_| left.checked_div(right)),
            BinaryOperator::Mod => left.checked_rem(right),
            _ => None,
        };
        let compared = compared.map(Data::Boolean);
        match compared.or_else(|| computed.map(Data::Integer)) {
            Some(data) => Ok(Value::new(at, data)),
            None => Err(Wrong::new(at, format!("`{operator}` comes to no integer here")).into()),
        }
    }

    fn for_each(&self, each: &ForExpr, at: Span, env: &Env) -> Outcome {
        let collection = self.known(&each.intro.collection_expr, env)?;
        let at_collection = span(&each.intro.collection_expr);
        let mut members: Vec<Member> = Vec::new();
        let mut items = Vec::new();
        for (key, value) in pairs(&collection, at_collection)? {
            let mut env = env.with(each.intro.value_var.as_str(), value);
            if let Some(name) = &each.intro.key_var {
                env = env.with(name.as_str(), key);
            }
            if let Some(condition) = &each.cond
                && !self.truth(&condition.expr, &env)?
            {
                continue;
            }
            let value = self.value(&each.value_expr, &env);
            let Some(key) = &each.key_expr else {
                items.push(value);
                continue;
            };
            let key = self.object_key(&ObjectKey::Expression(key.clone()), &env);
            self.budget.spend(1 + members.len() as u64 / 16, at)?;
            match members
                .iter_mut()
                .find(|member| member.key.text == key.text)
            {
                Some(member) if each.grouping => {
                    let mut group = member.value.items().unwrap_or_default().to_vec();
                    self.budget.spend(group.len() as u64, at)?;
                    group.push(value);
                    member.value = Value::array(at, group);
                }
                Some(member) => member.value = value,
                None => members.push(Member {
                    key,
                    value: if each.grouping {
                        Value::array(at, vec![value])
                    } else {
                        value
                    },
                }),
            }
        }
        let value = if each.key_expr.is_some() {
            Value::object(at, members)
        } else {
            Value::array(at, items)
        };
        Ok(self.budget.made(value)?)
    }

    fn is_equal(
        &self,
        left: &Expression,
        right: &Expression,
        at: Span,
        env: &Env,
    ) -> Result<bool, Rc<Why>> {
        let (left, right) = (self.known(left, env)?, self.known(right, env)?);
        for value in [&left, &right] {
            if let Some(why) = value.why() {
                return Err(Rc::clone(why));
            }
        }
        self.budget.spend(left.weight().min(right.weight()), at)?;
        Ok(is_same(&left, &right))
    }
}

/// Objects have their members in any order.
fn is_same(left: &Value, right: &Value) -> bool {
    match (&left.data, &right.data) {
        (Data::Null, Data::Null) => true,
        (Data::Boolean(left), Data::Boolean(right)) => left == right,
        (Data::Integer(left), Data::Integer(right)) => left == right,
        (Data::Decimal(left), Data::Decimal(right)) | (Data::Text(left), Data::Text(right)) => {
            left == right
        }
        (Data::Array(left), Data::Array(right)) => {
            let mut pairs = left.items.iter().zip(&right.items);
            left.items.len() == right.items.len() && pairs.all(|(left, right)| is_same(left, right))
        }
        (Data::Object(own), Data::Object(others)) => {
            let mut members = own.members.iter();
            own.members.len() == others.members.len()
                && members.all(|member| {
                    let other = right.get(&member.key.text);
                    other.is_some_and(|other| is_same(&member.value, other))
                })
        }
        _ => false,
    }
}

/// A collection's keys and values, as a loop comes by them. Objects are looped over in the order of their keys.
pub(super) fn pairs(collection: &Value, at: Span) -> Result<Vec<(Value, Value)>, Rc<Why>> {
    if let Some(items) = collection.items() {
        let index = |index: usize| Data::Integer(i64::try_from(index).unwrap_or(i64::MAX));
        let pairs = items.iter().enumerate();
        return Ok(pairs
            .map(|(place, item)| (Value::new(item.span, index(place)), item.clone()))
            .collect());
    }
    let Some(members) = collection.members() else {
        let message = format!("a loop takes a collection, and not {}", collection.kind());
        return Err(Wrong::new(at, message).into());
    };
    let mut members: Vec<&Member> = members.iter().collect();
    members.sort_by(|left, right| left.key.text.cmp(&right.key.text));
    let pairs = members.into_iter().map(|member| {
        let key = match &member.key.why {
            Some(why) => unresolved(&member.key.text, member.key.span, Rc::clone(why)),
            None => Value::new(member.key.span, Data::Text(Rc::clone(&member.key.text))),
        };
        (key, member.value.clone())
    });
    Ok(pairs.collect())
}
