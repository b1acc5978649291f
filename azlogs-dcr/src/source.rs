//! A document's text, and lines and columns in it.

use crate::Place;
use crate::outline::Outline;
use crate::value::Span;

/// Characters are counted up to each block's begin, so that a place in a long line costs one block.
const BLOCK: usize = 1024;

pub(crate) struct Source {
    pub(crate) file: String,
    pub(crate) text: String,
    line_starts: Vec<usize>,
    chars_before_block: Vec<usize>,
    outline: Option<Outline>,
}

impl Source {
    pub(crate) fn new(file: String, text: String) -> Self {
        let line_starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        let chars_before_block = text
            .as_bytes()
            .chunks(BLOCK)
            .scan(0, |before, block| {
                let here = *before;
                *before += count_chars(block);
                Some(here)
            })
            .collect();
        Self {
            file,
            text,
            line_starts,
            chars_before_block,
            outline: None,
        }
    }

    /// Lets places have paths.
    pub(crate) fn outlined_by(&mut self, outline: Outline) {
        self.outline = Some(outline);
    }

    /// The place of these bytes.
    pub(crate) fn place(&self, span: Span) -> Place {
        let start = span.start.min(self.text.len());
        let line = self.line_starts.partition_point(|&begin| begin <= start);
        let line_start = self.line_starts[line.saturating_sub(1)];
        let column = self.chars_between(line_start, start) + 1;
        Place {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
            span: start..span.end.clamp(start, self.text.len()),
            path: match &self.outline {
                Some(outline) => outline.path_at(start),
                None => "$".to_owned(),
            },
        }
    }

    fn chars_between(&self, from: usize, to: usize) -> usize {
        if to - from <= BLOCK {
            return count_chars(&self.text.as_bytes()[from..to]);
        }
        self.chars_before(to) - self.chars_before(from)
    }

    fn chars_before(&self, at: usize) -> usize {
        let block = at / BLOCK;
        match self.chars_before_block.get(block) {
            Some(before) => before + count_chars(&self.text.as_bytes()[block * BLOCK..at]),
            // Only the end of a text whose length is a multiple of the block's.
            None => self.text.chars().count(),
        }
    }
}

/// How many characters begin in these bytes of UTF-8.
fn count_chars(bytes: &[u8]) -> usize {
    if bytes.is_ascii() {
        return bytes.len();
    }
    bytes
        .iter()
        .filter(|&&byte| byte & 0b1100_0000 != 0b1000_0000)
        .count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Source, Span};

    fn place(text: &str, at: usize) -> (u32, u32) {
        let span = Span { start: at, end: at };
        let place = Source::new(String::new(), text.to_owned()).place(span);
        (place.line, place.column)
    }

    #[test]
    fn lines_and_columns_begin_at_one() {
        assert_eq!(place("", 0), (1, 1));
        assert_eq!(place("ab", 1), (1, 2));
        assert_eq!(place("a\nb", 1), (1, 2));
        assert_eq!(place("a\nb", 2), (2, 1));
        assert_eq!(place("a\n", 2), (2, 1));
    }

    #[test]
    fn a_column_counts_characters() {
        let text = "{\"Größe\": \"😀\", x";
        assert_eq!(place(text, text.find('x').unwrap()), (1, 16));
    }

    #[test]
    fn a_carriage_return_belongs_to_its_line() {
        assert_eq!(place("ä\r\nß x", "ä\r\nß ".len()), (2, 3));
    }

    proptest! {
        #[test]
        fn places_agree_with_counting_from_the_front(text in "(?s)[aä😀\r\n]{0,3000}", at: prop::sample::Index) {
            let starts: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
            let at = starts[at.index(starts.len())];
            let before = &text[..at];
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
            prop_assert_eq!(place(&text, at), (u32::try_from(line).unwrap(), u32::try_from(column).unwrap()));
        }
    }
}
