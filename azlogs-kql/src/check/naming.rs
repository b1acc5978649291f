//! How a column is named that isn't given a name: `project y.a` gives `y_a`, `project toint(s)` gives `s`.

use crate::functions::{self, Naming};
use crate::syntax::ast::{Call, Expression, ExpressionKind, Literal};

/// The name that the expression suggests, if it does.
pub(super) fn suggested(expression: &Expression) -> Option<String> {
    match &expression.kind {
        ExpressionKind::Name(name) => Some(name.clone()),
        ExpressionKind::Member { of, name } => Some(joined(of, &name.text)),
        ExpressionKind::Index { of, index } => match index_text(index) {
            Some(text) => Some(joined(of, &text)),
            None => suggested(of).map(|of| format!("{of}_")),
        },
        ExpressionKind::Call(call) => of_call(call),
        _ => None,
    }
}

fn joined(of: &Expression, picked: &str) -> String {
    match suggested(of) {
        Some(of) if !of.trim().is_empty() => format!("{of}_{picked}"),
        _ => picked.to_owned(),
    }
}

fn index_text(index: &Expression) -> Option<String> {
    match &index.kind {
        ExpressionKind::Literal(Literal::String(text)) => Some(text.clone()),
        ExpressionKind::Literal(Literal::Long(Some(number))) => Some(number.to_string()),
        ExpressionKind::Literal(Literal::Int(Some(number))) => Some(number.to_string()),
        _ => None,
    }
}

fn of_call(call: &Call) -> Option<String> {
    let first = || {
        call.arguments
            .first()
            .and_then(|argument| suggested(&argument.value))
    };
    match functions::find(&call.function.text)?.naming {
        Naming::FirstArgument => first(),
        Naming::OnlyArgument if call.arguments.len() == 1 => first(),
        Naming::Prefixed(prefix) => Some(format!("{prefix}_{}", first().unwrap_or_default())),
        _ => None,
    }
}
