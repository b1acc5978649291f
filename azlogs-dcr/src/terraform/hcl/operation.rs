//! Operators: arithmetic, comparison, logic.

use std::rc::Rc;

use hcl_edit::expr::{BinaryOp, BinaryOperator, Expression, UnaryOp, UnaryOperator};

use super::evaluate::Module;
use super::scope::Env;
use crate::evaluation::Outcome;
use crate::value::{Data, Span, Value};
use crate::why::{Why, Wrong};

impl Module<'_> {
    pub(super) fn unary(&self, operation: &UnaryOp, at: Span, env: &Env) -> Outcome {
        let data = match operation.operator.value() {
            UnaryOperator::Not => Data::Boolean(!self.truth(&operation.expr, env)?),
            UnaryOperator::Neg => match self.known(&operation.expr, env)?.data {
                Data::Integer(integer) => Data::Integer(integer.saturating_neg()),
                _ => return Err(Wrong::new(at, "`-` takes an integer here").into()),
            },
        };
        Ok(Value::new(at, data))
    }

    pub(super) fn binary(&self, operation: &BinaryOp, at: Span, env: &Env) -> Outcome {
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
pub(super) fn is_same(left: &Value, right: &Value) -> bool {
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
