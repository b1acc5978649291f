//! Works out the value of an expression for a row.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::LazyLock;

use super::arithmetic::{Arithmetic, signed};
use super::limits::TooLarge;
use super::node::Node;
use super::scope::Scope;
use crate::functions::Context;
use crate::types::ScalarType;
use crate::value::convert::{to, to_bool, to_long, to_real, to_text};
use crate::value::{Dynamic, Value, equal, order};

static EMPTY_TEXT: LazyLock<Value> = LazyLock::new(|| Value::text(""));

type Found<'a> = Result<Cow<'a, Value>, TooLarge>;

impl Node {
    /// The value for a row, without a copy where it's there already.
    pub(super) fn get<'a>(&'a self, row: &'a [Value], scope: &mut Scope<'_>) -> Found<'a> {
        Ok(match self {
            Self::Constant(value) => Cow::Borrowed(value),
            Self::Column(at) => row.get(*at).map_or(Cow::Owned(Value::Null), Cow::Borrowed),
            Self::TextColumn(at) => match row.get(*at) {
                Some(value) if !value.is_null() => Cow::Borrowed(value),
                _ => Cow::Borrowed(&EMPTY_TEXT),
            },
            other => Cow::Owned(other.eval(row, scope)?),
        })
    }

    /// The value for a row.
    pub(super) fn eval(&self, row: &[Value], scope: &mut Scope<'_>) -> Result<Value, TooLarge> {
        Ok(match self {
            Self::Constant(_) | Self::Column(_) | Self::TextColumn(_) => {
                self.get(row, scope)?.into_owned()
            }
            Self::Slot(slot, r#type) => match scope.slots.get(*slot) {
                Some(value) => to(value, *r#type),
                None => Value::missing(*r#type),
            },
            Self::Property { of, name } => {
                inside(&*of.get(row, scope)?, |value| value.property(name))
            }
            Self::Element { of, index } => {
                inside(&*of.get(row, scope)?, |value| value.element(*index))
            }
            Self::Index { of, index } => {
                let index = index.eval(row, scope)?;
                inside(&*of.get(row, scope)?, |value| at_index(value, &index))
            }
            Self::Plain {
                function,
                arguments,
            } => call(arguments, row, scope, function)?,
            Self::Prepared {
                evaluate,
                arguments,
            } => call(arguments, row, scope, evaluate)?,
            Self::Real { function, argument } => to_real(&*argument.get(row, scope)?)
                .and_then(function)
                .into(),
            Self::Case { arms, otherwise } => {
                for (condition, value) in arms {
                    if is_true(&*condition.get(row, scope)?) {
                        return value.eval(row, scope);
                    }
                }
                otherwise.eval(row, scope)?
            }
            Self::Convert { value, to: r#type } => to(&*value.get(row, scope)?, *r#type),
            Self::UserCall {
                function,
                arguments,
            } => user_call(*function, arguments, row, scope)?,
            operator => return operator.operate(row, scope),
        })
    }

    /// The value of an operator's expression.
    fn operate(&self, row: &[Value], scope: &mut Scope<'_>) -> Result<Value, TooLarge> {
        Ok(match self {
            Self::Sign {
                negative,
                operand,
                result,
            } => signed(&*operand.get(row, scope)?, *negative, *result),
            Self::Arithmetic {
                operator,
                left,
                right,
                result,
            } => {
                let left = left.get(row, scope)?;
                operator.apply(&left, &*right.get(row, scope)?, *result)
            }
            Self::Equal {
                left,
                right,
                negated,
            } => {
                let left = left.get(row, scope)?;
                equal(&left, &*right.get(row, scope)?)
                    .map(|equal| equal != *negated)
                    .into()
            }
            Self::Order { left, right, holds } => {
                let left = left.get(row, scope)?;
                compare(&left, &*right.get(row, scope)?, *holds)
            }
            Self::Between {
                value,
                low,
                high,
                high_is_length,
                negated,
            } => {
                let value = value.get(row, scope)?;
                let low = low.get(row, scope)?;
                let mut high = high.get(row, scope)?;
                if *high_is_length {
                    let end = Arithmetic::Add.apply(&low, &high, ScalarType::DateTime);
                    high = Cow::Owned(end);
                }
                let from = compare(&value, &low, Ordering::is_ge);
                let to = compare(&value, &high, Ordering::is_le);
                both(&from, &to).map(|within| within != *negated).into()
            }
            Self::Text {
                operator,
                left,
                right,
            } => {
                let left = left.get(row, scope)?;
                operator.apply(&left, &*right.get(row, scope)?)
            }
            Self::TextConstant {
                operator,
                left,
                right,
            } => operator.apply_prepared(&*left.get(row, scope)?, right),
            Self::Matches {
                left,
                right,
                pattern,
            } => {
                let left = left.get(row, scope)?;
                let right = right.get(row, scope)?;
                Value::Bool(
                    pattern
                        .with(&right, |regex| regex.is_match(&to_text(&left)))
                        .unwrap_or(false),
                )
            }
            Self::And(all) => logical(all, row, scope, false)?,
            Self::Or(any) => logical(any, row, scope, true)?,
            Self::In {
                value,
                list,
                negated,
            } => {
                let value = value.get(row, scope)?;
                is_in(&value, list, row, scope)?
                    .map(|found| found != *negated)
                    .into()
            }
            Self::InTexts {
                value,
                texts,
                negated,
            } => {
                let value = value.get(row, scope)?;
                Value::Bool(texts.contains(&*to_text(&value)) != *negated)
            }
            other => other.get(row, scope)?.into_owned(),
        })
    }
}

pub(super) fn is_true(value: &Value) -> bool {
    to_bool(value) == Some(true)
}

/// What is inside of a dynamic value; null inside of any other.
fn inside(value: &Value, find: impl FnOnce(&Dynamic) -> Dynamic) -> Value {
    match value {
        Value::Dynamic(value) => find(value).into(),
        _ => Value::Null,
    }
}

/// A property by its name, or an element by its number.
fn at_index(value: &Dynamic, index: &Value) -> Dynamic {
    match (value, index) {
        (_, Value::Null) => Dynamic::Null,
        (Dynamic::Bag(_), name) => value.property(&to_text(name)),
        (_, Value::String(_)) => Dynamic::Null,
        (_, index) => to_long(index).map_or(Dynamic::Null, |index| value.element(index)),
    }
}

/// Works out the arguments, counting what they take, and calls.
fn call(
    arguments: &[Node],
    row: &[Value],
    scope: &mut Scope<'_>,
    work: impl Fn(&[Value], &Context) -> Value,
) -> Result<Value, TooLarge> {
    match arguments {
        [] => Ok(work(&[], &scope.context)),
        [one] => Ok(work(&[one.eval(row, scope)?], &scope.context)),
        [one, two] => {
            let one = one.eval(row, scope)?;
            let two = two.eval(row, scope)?;
            Ok(work(&[one, two], &scope.context))
        }
        many => {
            let mut held = 0;
            let mut values = Vec::with_capacity(many.len());
            for argument in many {
                let value = argument.eval(row, scope)?;
                held += value.size();
                scope.hold(value.size())?;
                values.push(value);
            }
            scope.release(held);
            Ok(work(&values, &scope.context))
        }
    }
}

fn user_call(
    function: usize,
    arguments: &[Node],
    row: &[Value],
    scope: &mut Scope<'_>,
) -> Result<Value, TooLarge> {
    let functions = scope.functions;
    let Some(function) = functions.get(function) else {
        return Ok(Value::Null);
    };
    let mut values = Vec::with_capacity(arguments.len());
    for argument in arguments {
        values.push(argument.eval(row, scope)?);
    }
    for (slot, value) in function.parameters.iter().zip(values) {
        set(scope, *slot, value);
    }
    for (slot, value) in &function.bindings {
        let value = value.eval(row, scope)?;
        set(scope, *slot, value);
    }
    function.body.eval(row, scope)
}

pub(super) fn set(scope: &mut Scope<'_>, slot: usize, value: Value) {
    if let Some(place) = scope.slots.get_mut(slot) {
        *place = value;
    }
}

/// A comparison: null, if one side is; `false` of what has no order, such as `nan`.
fn compare(left: &Value, right: &Value, holds: fn(Ordering) -> bool) -> Value {
    if left.is_null() || right.is_null() {
        return Value::Null;
    }
    Value::Bool(order(left, right).is_some_and(holds))
}

/// Two conditions with `and` between them.
fn both(left: &Value, right: &Value) -> Option<bool> {
    match (to_bool(left), to_bool(right)) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// `and` until something is `false`, `or` until something is `true`; a null decides where nothing else does.
fn logical(
    nodes: &[Node],
    row: &[Value],
    scope: &mut Scope<'_>,
    decides: bool,
) -> Result<Value, TooLarge> {
    let mut result = Some(!decides);
    for node in nodes {
        match to_bool(&*node.get(row, scope)?) {
            Some(value) if value == decides => return Ok(Value::Bool(decides)),
            Some(_) => {}
            None => result = None,
        }
    }
    Ok(result.into())
}

/// As an `or` of `==`. The elements of a dynamic array are compared one by one.
fn is_in(
    value: &Value,
    list: &[Node],
    row: &[Value],
    scope: &mut Scope<'_>,
) -> Result<Option<bool>, TooLarge> {
    let mut result = Some(false);
    for item in list {
        match one_of(value, &*item.get(row, scope)?) {
            Some(true) => return Ok(Some(true)),
            Some(false) => {}
            None => result = None,
        }
    }
    Ok(result)
}

fn one_of(value: &Value, item: &Value) -> Option<bool> {
    match item {
        Value::Dynamic(Dynamic::Array(array)) => Some(
            array
                .items()
                .iter()
                .any(|item| equal(value, &item.clone().into()) == Some(true)),
        ),
        item => equal(value, item),
    }
}
