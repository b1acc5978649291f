//! Where in the document the parts of a string literal's text are.

use std::ops::Range;

use crate::value::Span;

/// The places of a text that a JSON string literal in the document holds.
pub(crate) struct Located {
    literal: Span,
    /// For each byte of the text that begins a character, and for its end, the byte of the document; empty where the literal
    /// doesn't say just this text.
    starts: Vec<usize>,
}

impl Located {
    pub(crate) fn new(document: &str, literal: Span, text: &str) -> Self {
        let raw = document.get(literal.start + 1..literal.end.saturating_sub(1));
        let is_quoted = document
            .get(literal.start..)
            .is_some_and(|rest| rest.starts_with('"'));
        let starts = raw
            .filter(|_| is_quoted)
            .and_then(|raw| starts(raw, literal.start + 1, text));
        Self {
            literal,
            starts: starts.unwrap_or_default(),
        }
    }

    /// Where a part of the text is; the whole literal where that isn't known.
    pub(crate) fn span(&self, part: Range<usize>) -> Span {
        self.known_span(part).unwrap_or(self.literal)
    }

    /// Where a part of the text is, where that is known.
    pub(crate) fn known_span(&self, part: Range<usize>) -> Option<Span> {
        let (start, end) = (self.starts.get(part.start)?, self.starts.get(part.end)?);
        Some(Span {
            start: *start,
            end: *end,
        })
    }
}

fn starts(raw: &str, begin: usize, text: &str) -> Option<Vec<usize>> {
    let mut starts = Vec::with_capacity(text.len() + 1);
    let mut rest = raw;
    for c in text.chars() {
        let at = begin + raw.len() - rest.len();
        starts.extend(std::iter::repeat_n(at, c.len_utf8()));
        rest = after(rest, c)?;
    }
    starts.push(begin + raw.len() - rest.len());
    rest.is_empty().then_some(starts)
}

/// What follows a character in a JSON string, however it is written there.
fn after(raw: &str, c: char) -> Option<&str> {
    let Some(escape) = raw.strip_prefix('\\') else {
        return raw.strip_prefix(c);
    };
    let simple = match c {
        '"' | '\\' | '/' => escape.strip_prefix(c),
        '\n' => escape.strip_prefix('n'),
        '\r' => escape.strip_prefix('r'),
        '\t' => escape.strip_prefix('t'),
        '\u{8}' => escape.strip_prefix('b'),
        '\u{c}' => escape.strip_prefix('f'),
        _ => None,
    };
    if simple.is_some() {
        return simple;
    }
    let mut rest = raw;
    for unit in c.encode_utf16(&mut [0; 2]) {
        let digits = rest.strip_prefix("\\u")?;
        let (hex, after) = digits.split_at_checked(4)?;
        (u16::from_str_radix(hex, 16) == Ok(*unit)).then_some(())?;
        rest = after;
    }
    Some(rest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Located;
    use crate::value::Span;

    /// The part of a literal's text, as the document has it.
    fn part(literal: &str, text: &str, part: &str) -> String {
        let document = format!("[{literal}]");
        let span = Span {
            start: 1,
            end: document.len() - 1,
        };
        let start = text.find(part).unwrap();
        let found = Located::new(&document, span, text).span(start..start + part.len());
        document[found.start..found.end].to_owned()
    }

    #[test]
    fn parts_are_found_behind_escapes() {
        assert_eq!(part(r#""[a('b')]""#, "[a('b')]", "'b'"), "'b'");
        assert_eq!(part(r#""\t\u00e4\ud83d\ude00 x""#, "\tä😀 x", "x"), "x");
        assert_eq!(part(r#""a\\\"b\/c""#, "a\\\"b/c", "\"b/"), r#"\"b\/"#);
    }

    #[test]
    fn a_literal_that_says_something_else_is_meant_as_a_whole() {
        assert_eq!(part(r#""[[a()]""#, "[a()]", "a"), r#""[[a()]""#);
        assert_eq!(part("12", "ab", "b"), "12");
    }

    proptest! {
        #[test]
        fn every_part_is_found(text in ".{0,30}", from: prop::sample::Index) {
            let literal = serde_json::to_string(&text).unwrap();
            let document = format!("ä{literal}ä");
            let span = Span { start: 2, end: 2 + literal.len() };
            let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let at = starts[from.index(starts.len())];
            let found = Located::new(&document, span, &text).span(at..text.len());
            let raw = format!("\"{}\"", &document[found.start..found.end]);
            prop_assert_eq!(serde_json::from_str::<String>(&raw).unwrap(), &text[at..]);
        }
    }
}
