//! Whether two transforms are the same.

use std::iter::Peekable;
use std::str::Chars;

use azlogs_dcr::DataFlow;

/// How like two flows' transforms are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    Same,
    /// Only white space differs, and not within a string.
    LaidOutOtherwise,
    Another,
}

pub(super) fn likeness(old: &DataFlow, new: &DataFlow) -> Likeness {
    if old.is_pass_through() && new.is_pass_through() {
        return Likeness::Same;
    }
    let named = |flow: &DataFlow| flow.named_transform.as_ref().map(|name| name.value.clone());
    if named(old) != named(new) {
        return Likeness::Another;
    }
    let kql = |flow: &DataFlow| match &flow.transform_kql {
        Some(kql) => kql.value.trim().to_owned(),
        None => String::new(),
    };
    let (old, new) = (kql(old), kql(new));
    if old == new {
        Likeness::Same
    } else if without_layout(&old) == without_layout(&new) {
        Likeness::LaidOutOtherwise
    } else {
        Likeness::Another
    }
}

/// The text with one space where white space divides words, and none elsewhere. Strings and comments stay as they are.
fn without_layout(kql: &str) -> String {
    let mut out = String::with_capacity(kql.len());
    let mut chars = kql.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '"' || c == '\'' {
            let is_verbatim = out.ends_with('@');
            out.push(c);
            copy_string(&mut out, &mut chars, c, is_verbatim);
        } else if c == '/' && chars.peek() == Some(&'/') {
            out.push(c);
            out.extend(chars.by_ref().take_while(|c| *c != '\n'));
            out.push('\n');
        } else if !c.is_whitespace() {
            out.push(c);
        } else if out.ends_with(is_of_word) && next_is_of_word(&mut chars) {
            out.push(' ');
        }
    }
    out
}

/// Copies the rest of a string. After an `@` its backslashes mean nothing.
fn copy_string(out: &mut String, chars: &mut Peekable<Chars<'_>>, quote: char, is_verbatim: bool) {
    while let Some(c) = chars.next() {
        out.push(c);
        if c == quote {
            return;
        }
        if c == '\\' && !is_verbatim {
            out.extend(chars.next());
        }
    }
}

fn next_is_of_word(chars: &mut Peekable<Chars<'_>>) -> bool {
    while chars.next_if(|c| c.is_whitespace()).is_some() {}
    chars.peek().copied().is_some_and(is_of_word)
}

/// Whether the character and another such would be one word without white space between them.
fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '"' | '\'')
}

#[cfg(test)]
mod tests {
    use super::without_layout;

    #[test]
    fn white_space_counts_only_between_words_and_in_strings() {
        let laid_out = "source\n| extend\n    A = strcat('a  b', \"c 'd\"),\n    B=1\n";
        let plain = "source | extend A=strcat('a  b',\"c 'd\"), B = 1";
        assert_eq!(without_layout(laid_out), without_layout(plain));
        assert_ne!(
            without_layout("where A == 'a  b'"),
            without_layout("where A == 'a b'")
        );
        assert_ne!(
            without_layout("extend AB = 1"),
            without_layout("extend A B = 1")
        );
        assert_ne!(
            without_layout(r"@'\' 'a b'"),
            without_layout(r"@'\' 'a  b'")
        );
        assert_eq!(without_layout(r"'a\' b' | x"), without_layout(r"'a\' b'|x"));
    }

    #[test]
    fn a_comment_ends_where_its_line_does() {
        assert_ne!(
            without_layout("source // all\n| where true"),
            without_layout("source // all | where true")
        );
    }
}
