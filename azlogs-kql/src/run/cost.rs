//! How much work a transformation's functions make: since one can call another twice, and that one a third twice, it could have no end.

use crate::check::typed::{Argument, Binding, Expression, ExpressionKind, Output, Program, Step};
use crate::problem::{Kind, Problem};

/// How many expressions may be worked out for a row.
const MAX_COST: u64 = 1_000_000;

/// Refuses a transformation that would work out more than a million expressions for a row.
pub(super) fn check(program: &Program) -> Result<(), Problem> {
    // A function calls only those before it.
    let mut functions = Vec::with_capacity(program.functions.len());
    for function in &program.functions {
        let cost = bindings(&function.bindings, &functions)
            .saturating_add(expression(&function.body, &functions));
        within(cost, &function.body)?;
        functions.push(cost);
    }
    let mut total = 0_u64;
    for step in &program.steps {
        for part in parts(step) {
            total = total.saturating_add(expression(part, &functions));
            within(total, part)?;
        }
    }
    Ok(())
}

fn within(cost: u64, place: &Expression) -> Result<(), Problem> {
    if cost <= MAX_COST {
        return Ok(());
    }
    let message = "working this out takes more than a million steps a row, with all the functions that it calls";
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

fn bindings(bindings: &[Binding], functions: &[u64]) -> u64 {
    bindings
        .iter()
        .map(|binding| expression(&binding.value, functions))
        .fold(0, u64::saturating_add)
}

fn expression(of: &Expression, functions: &[u64]) -> u64 {
    let all = |expressions: &[Expression]| sum(expressions.iter(), functions);
    let inside = match &of.kind {
        ExpressionKind::Literal(_) | ExpressionKind::Column(_) | ExpressionKind::Slot(_) => 0,
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
        } => all(arguments).saturating_add(functions.get(*function).copied().unwrap_or(u64::MAX)),
        ExpressionKind::Between {
            value, low, high, ..
        } => sum([&**value, &**low, &**high], functions),
        ExpressionKind::Sign { operand, .. } => expression(operand, functions),
        ExpressionKind::Binary { left, right, .. } => sum([&**left, &**right], functions),
        ExpressionKind::And(list) | ExpressionKind::Or(list) => all(list),
        ExpressionKind::In { value, list, .. } => {
            all(list).saturating_add(expression(value, functions))
        }
    };
    inside.saturating_add(1)
}

fn sum<'a>(expressions: impl IntoIterator<Item = &'a Expression>, functions: &[u64]) -> u64 {
    expressions
        .into_iter()
        .map(|part| expression(part, functions))
        .fold(0, u64::saturating_add)
}
