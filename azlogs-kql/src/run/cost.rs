//! How much work a transformation's functions make: since one can call another twice, and that one a third twice, it could have no end.

use crate::check::typed::{Argument, Expression, ExpressionKind, Output, Program, Step};
use crate::problem::{Kind, Problem};

/// How many expressions may be worked out for a row.
const MAX_COST: u64 = 1_000_000;

/// How deep expressions can be within each other, with those of the functions that they call.
const MAX_DEPTH: u64 = 400;

/// What working out an expression takes.
#[derive(Clone, Copy, Default)]
struct Cost {
    steps: u64,
    depth: u64,
}

impl Cost {
    /// Both, one after the other.
    fn and(self, other: Self) -> Self {
        Self {
            steps: self.steps.saturating_add(other.steps),
            depth: self.depth.max(other.depth),
        }
    }

    /// As a part of something.
    fn within(self) -> Self {
        Self {
            steps: self.steps.saturating_add(1),
            depth: self.depth + 1,
        }
    }
}

/// Refuses a transformation that would work out more than a million expressions for a row, or go too deep.
pub(super) fn check(program: &Program) -> Result<(), Problem> {
    // A function calls only those before it.
    let mut functions = Vec::with_capacity(program.functions.len());
    for function in &program.functions {
        let bound = sum(
            function.bindings.iter().map(|binding| &binding.value),
            &functions,
        );
        let cost = bound.and(expression(&function.body, &functions));
        limit(cost, &function.body)?;
        functions.push(cost);
    }
    let mut total = Cost::default();
    for part in program.steps.iter().flat_map(parts) {
        total = total.and(expression(part, &functions));
        limit(total, part)?;
    }
    Ok(())
}

fn limit(cost: Cost, place: &Expression) -> Result<(), Problem> {
    let message = if cost.steps > MAX_COST {
        "working this out takes more than a million steps a row, with all the functions that it calls"
    } else if cost.depth > MAX_DEPTH {
        "this is nested more than 400 deep, with all the functions that it calls"
    } else {
        return Ok(());
    };
    Err(Problem::error(Kind::TooComplex, place.span, message))
}

fn parts(step: &Step) -> Vec<&Expression> {
    match step {
        Step::Bind(bindings) => bindings.iter().map(|binding| &binding.value).collect(),
        Step::Where(condition) => vec![condition],
        Step::Extend(extend) => extend.set.iter().map(|(_, value)| value).collect(),
        Step::Project(outputs) => outputs
            .iter()
            .filter_map(|output| match output {
                Output::Column(_) => None,
                Output::Expression(expression) => Some(expression),
            })
            .collect(),
        Step::Parse(parse) => vec![&parse.subject],
    }
}

fn expression(of: &Expression, functions: &[Cost]) -> Cost {
    let inside = match &of.kind {
        ExpressionKind::Literal(_) | ExpressionKind::Column(_) | ExpressionKind::Slot(_) => {
            Cost::default()
        }
        ExpressionKind::Index { of, index } => sum([&**of, &**index], functions),
        ExpressionKind::Call { arguments, .. } => {
            let values = arguments.iter().filter_map(|argument| match argument {
                Argument::Value(expression) => Some(expression),
                Argument::Type => None,
            });
            sum(values, functions)
        }
        ExpressionKind::UserCall {
            function,
            arguments,
        } => {
            let called = functions.get(*function).copied().unwrap_or(Cost {
                steps: u64::MAX,
                depth: 0,
            });
            sum(arguments, functions).and(called)
        }
        ExpressionKind::Sign { operand, .. } => expression(operand, functions),
        ExpressionKind::Binary { left, right, .. } => sum([&**left, &**right], functions),
        ExpressionKind::Between {
            value, low, high, ..
        } => sum([&**value, &**low, &**high], functions),
        ExpressionKind::And(list) | ExpressionKind::Or(list) => sum(list, functions),
        ExpressionKind::In { value, list, .. } => {
            sum(list, functions).and(expression(value, functions))
        }
    };
    inside.within()
}

fn sum<'a>(parts: impl IntoIterator<Item = &'a Expression>, functions: &[Cost]) -> Cost {
    parts
        .into_iter()
        .map(|part| expression(part, functions))
        .fold(Cost::default(), Cost::and)
}
