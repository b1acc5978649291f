//! How types and operators are spoken of, and what to do where they don't go together.

use crate::syntax::ast::{self, BinaryOperator};
use crate::types::ScalarType;

/// The type's name behind its article.
pub(super) fn with_article(r#type: ScalarType) -> String {
    match r#type {
        ScalarType::Int => "an int".to_owned(),
        ScalarType::Dynamic => "a dynamic value".to_owned(),
        _ => format!("a {type}"),
    }
}

/// The operator as it's written.
pub(super) fn spelling(operator: BinaryOperator) -> String {
    let text = match operator {
        BinaryOperator::Add => "+",
        BinaryOperator::Subtract => "-",
        BinaryOperator::Multiply => "*",
        BinaryOperator::Divide => "/",
        BinaryOperator::Modulo => "%",
        BinaryOperator::Equal => "==",
        BinaryOperator::NotEqual => "!=",
        BinaryOperator::Less => "<",
        BinaryOperator::LessOrEqual => "<=",
        BinaryOperator::Greater => ">",
        BinaryOperator::GreaterOrEqual => ">=",
        BinaryOperator::MatchesRegex => "matches regex",
        BinaryOperator::Text {
            test,
            case_sensitive,
            negated,
        } => return text_spelling(test, case_sensitive, negated),
    };
    text.to_owned()
}

fn text_spelling(test: ast::TextTest, case_sensitive: bool, negated: bool) -> String {
    let word = match test {
        ast::TextTest::Equal => return if negated { "!~" } else { "=~" }.to_owned(),
        ast::TextTest::Contains => "contains",
        ast::TextTest::Has => "has",
        ast::TextTest::StartsWith => "startswith",
        ast::TextTest::EndsWith => "endswith",
    };
    format!(
        "{}{word}{}",
        if negated { "!" } else { "" },
        if case_sensitive { "_cs" } else { "" }
    )
}

/// What to do where the operator doesn't take such operands.
pub(super) fn help_for_operands(
    operator: BinaryOperator,
    left: ScalarType,
    right: ScalarType,
) -> Option<&'static str> {
    use ScalarType::{Bool, DateTime, String, Timespan};
    match operator {
        BinaryOperator::Add if left == String || right == String => Some(
            "Put strings together with `strcat(a, b)`; convert text to a number with `tolong(…)` or `toreal(…)`.",
        ),
        BinaryOperator::Add | BinaryOperator::Subtract if left == DateTime || right == DateTime => {
            Some("A length of time is a timespan, such as 1d, 5m or `totimespan(…)`.")
        }
        BinaryOperator::Add | BinaryOperator::Subtract if left == Timespan || right == Timespan => {
            Some("Lengths of time are written 1d, 5m or 10s.")
        }
        BinaryOperator::Less
        | BinaryOperator::LessOrEqual
        | BinaryOperator::Greater
        | BinaryOperator::GreaterOrEqual
            if left == String || right == String =>
        {
            Some(
                "Convert text to what it means: `tolong(…)`, `todatetime(…)`. For the order of strings there is no operator.",
            )
        }
        BinaryOperator::Less
        | BinaryOperator::LessOrEqual
        | BinaryOperator::Greater
        | BinaryOperator::GreaterOrEqual
            if left == ScalarType::Dynamic || right == ScalarType::Dynamic =>
        {
            Some("Convert the dynamic value: `todatetime(…)`, `tolong(…)`.")
        }
        BinaryOperator::Text { .. } | BinaryOperator::MatchesRegex => {
            Some("Convert it with `tostring(…)`.")
        }
        _ if left == String || right == String => {
            Some("Convert text to a number with `tolong(…)` or `toreal(…)`.")
        }
        _ if left == Bool || right == Bool => Some("A bool becomes a number with `toint(…)`."),
        _ => None,
    }
}
