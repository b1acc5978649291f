//! Operators on text: `has`, `contains`, `startswith`, `endswith`, `=~`, in both kinds.

use std::borrow::Cow;

use crate::syntax::ast::TextTest;
use crate::value::Value;
use crate::value::convert::to_text;

/// An operator on text.
#[derive(Clone, Copy, Debug)]
pub(super) struct TextOperator {
    pub(super) test: TextTest,
    pub(super) case_sensitive: bool,
    pub(super) negated: bool,
}

impl TextOperator {
    pub(super) fn apply(self, left: &Value, right: &Value) -> Value {
        let (left, right) = (to_text(left), to_text(right));
        let found = if self.case_sensitive {
            holds(self.test, &left, &right)
        } else {
            holds(self.test, &fold(&left), &fold(&right))
        };
        Value::Bool(found != self.negated)
    }

    /// What the right side is compared as, once for all rows.
    pub(super) fn prepared(self, right: &Value) -> String {
        let right = to_text(right);
        if self.case_sensitive {
            right.into_owned()
        } else {
            fold(&right).into_owned()
        }
    }

    pub(super) fn apply_prepared(self, left: &Value, right: &str) -> Value {
        let left = to_text(left);
        let found = if self.case_sensitive {
            holds(self.test, &left, right)
        } else {
            self.holds_folded(&left, right)
        };
        Value::Bool(found != self.negated)
    }

    /// As `holds`, without a copy where the case doesn't matter for ASCII text.
    fn holds_folded(self, left: &str, right: &str) -> bool {
        if left.is_ascii() && right.is_ascii() {
            let (left, right) = (left.as_bytes(), right.as_bytes());
            match self.test {
                TextTest::Equal => return left.eq_ignore_ascii_case(right),
                TextTest::StartsWith => {
                    return left
                        .get(..right.len())
                        .is_some_and(|start| start.eq_ignore_ascii_case(right));
                }
                TextTest::EndsWith => {
                    let end = left.len().checked_sub(right.len()).map(|at| &left[at..]);
                    return end.is_some_and(|end| end.eq_ignore_ascii_case(right));
                }
                TextTest::Contains | TextTest::Has => {}
            }
        }
        holds(self.test, &fold(left), right)
    }
}

/// Text without regard to case.
fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        let has_capitals = text.bytes().any(|byte| byte.is_ascii_uppercase());
        return if has_capitals {
            Cow::Owned(text.to_ascii_lowercase())
        } else {
            Cow::Borrowed(text)
        };
    }
    // Letter by letter: `str::to_lowercase` takes a sigma otherwise at the end of a word, which the searched text may go on behind.
    let letters = text.chars().flat_map(char::to_lowercase);
    Cow::Owned(
        letters
            .map(|letter| if letter == 'ς' { 'σ' } else { letter })
            .collect(),
    )
}

fn holds(test: TextTest, left: &str, right: &str) -> bool {
    match test {
        TextTest::Equal => left == right,
        TextTest::Contains => left.contains(right),
        TextTest::Has => has(left, right),
        TextTest::StartsWith => left.starts_with(right),
        TextTest::EndsWith => left.ends_with(right),
    }
}

/// Whether a text is in another as whole terms: letters and digits beside it would make it a part of a longer term.
///
/// Source: "What is a term?" in "String operators": terms are the longest runs of alphanumeric characters.
fn has(left: &str, right: &str) -> bool {
    let Some(first) = right.chars().next() else {
        return true;
    };
    let starts_in_term = first.is_alphanumeric();
    let ends_in_term = right.chars().next_back().is_some_and(char::is_alphanumeric);
    let mut from = 0;
    while let Some(at) = left[from..].find(right) {
        let (start, end) = (from + at, from + at + right.len());
        let before = left[..start]
            .chars()
            .next_back()
            .is_some_and(char::is_alphanumeric);
        let after = left[end..]
            .chars()
            .next()
            .is_some_and(char::is_alphanumeric);
        let within_longer_term = (starts_in_term && before) || (ends_in_term && after);
        if !within_longer_term {
            return true;
        }
        from = start + first.len_utf8();
    }
    false
}
