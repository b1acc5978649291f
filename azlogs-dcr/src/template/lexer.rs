//! The words of a template expression.

use std::ops::Range;

/// A word, and where in the expression's text it is.
#[derive(Debug, PartialEq)]
pub(super) struct Token<'a> {
    pub(super) kind: TokenKind<'a>,
    pub(super) range: Range<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum TokenKind<'a> {
    Name(&'a str),
    /// What stands between single quotes, where a doubled quote is one.
    Text(String),
    Integer(i64),
    Open,
    Close,
    OpenIndex,
    CloseIndex,
    Dot,
    Comma,
    End,
}

/// What can't be a word, and where.
#[derive(Debug, PartialEq)]
pub(super) struct Unreadable {
    pub(super) message: String,
    pub(super) range: Range<usize>,
}

pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
    end: usize,
}

impl<'a> Lexer<'a> {
    /// Reads the bytes of `range`.
    pub(super) const fn new(text: &'a str, range: Range<usize>) -> Self {
        Self {
            text,
            at: range.start,
            end: range.end,
        }
    }

    /// The next word. At the end it is [`TokenKind::End`], again and again.
    pub(super) fn next(&mut self) -> Result<Token<'a>, Unreadable> {
        let rest = self.rest().trim_start();
        let start = self.end - rest.len();
        self.at = start;
        let Some(first) = rest.chars().next() else {
            return Ok(self.token(start, TokenKind::End));
        };
        let single = match first {
            '(' => Some(TokenKind::Open),
            ')' => Some(TokenKind::Close),
            '[' => Some(TokenKind::OpenIndex),
            ']' => Some(TokenKind::CloseIndex),
            '.' => Some(TokenKind::Dot),
            ',' => Some(TokenKind::Comma),
            _ => None,
        };
        if let Some(kind) = single {
            self.at += 1;
            return Ok(self.token(start, kind));
        }
        match first {
            '\'' => self.text(start),
            '-' | '0'..='9' => self.integer(start),
            c if is_name(c) => {
                self.at = start + rest.find(|c| !is_name(c)).unwrap_or(rest.len());
                let name = &self.text[start..self.at];
                Ok(self.token(start, TokenKind::Name(name)))
            }
            '"' => Err(self.unreadable(start, "text stands in single quotes".to_owned())),
            other => {
                let message = format!(
                    "an expression has no {}",
                    crate::Quoted(other.encode_utf8(&mut [0; 4]))
                );
                self.at += other.len_utf8();
                Err(self.unreadable(start, message))
            }
        }
    }

    /// The end of the word that was read last.
    pub(super) const fn at(&self) -> usize {
        self.at
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..self.end]
    }

    fn token(&self, start: usize, kind: TokenKind<'a>) -> Token<'a> {
        Token {
            kind,
            range: start..self.at,
        }
    }

    fn unreadable(&self, start: usize, message: String) -> Unreadable {
        Unreadable {
            message,
            range: start..self.at.max(start),
        }
    }

    fn text(&mut self, start: usize) -> Result<Token<'a>, Unreadable> {
        let mut text = String::new();
        self.at += 1;
        while let Some(quote) = self.rest().find('\'') {
            text.push_str(&self.rest()[..quote]);
            self.at += quote + 1;
            if !self.rest().starts_with('\'') {
                return Ok(self.token(start, TokenKind::Text(text)));
            }
            text.push('\'');
            self.at += 1;
        }
        self.at = self.end;
        Err(self.unreadable(start, "the text isn't closed by a single quote".to_owned()))
    }

    fn integer(&mut self, start: usize) -> Result<Token<'a>, Unreadable> {
        let digits = |text: &str| {
            text.find(|c: char| !c.is_ascii_digit())
                .unwrap_or(text.len())
        };
        let sign = usize::from(self.rest().starts_with('-'));
        self.at += sign + digits(&self.rest()[sign..]);
        let text = &self.text[start..self.at];
        if let Ok(integer) = text.parse() {
            return Ok(self.token(start, TokenKind::Integer(integer)));
        }
        let message = format!("{} is no 64-bit integer", crate::Quoted(text));
        Err(self.unreadable(start, message))
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Lexer, TokenKind};

    fn kinds(text: &str) -> Result<Vec<TokenKind<'_>>, String> {
        let mut lexer = Lexer::new(text, 0..text.len());
        let mut kinds = Vec::new();
        loop {
            match lexer.next().map_err(|error| error.message)?.kind {
                TokenKind::End => return Ok(kinds),
                kind => kinds.push(kind),
            }
        }
    }

    #[test]
    fn words_are_told_apart() {
        let text = |text: &str| TokenKind::Text(text.to_owned());
        assert_eq!(
            kinds(" a.b_1$('it''s', -12)\n[0]"),
            Ok(vec![
                TokenKind::Name("a"),
                TokenKind::Dot,
                TokenKind::Name("b_1$"),
                TokenKind::Open,
                text("it's"),
                TokenKind::Comma,
                TokenKind::Integer(-12),
                TokenKind::Close,
                TokenKind::OpenIndex,
                TokenKind::Integer(0),
                TokenKind::CloseIndex,
            ])
        );
        assert_eq!(kinds("'''{0}'''"), Ok(vec![text("'{0}'")]));
    }

    #[test]
    fn what_is_no_word_is_said() {
        for (text, message) in [
            ("'a", "the text isn't closed by a single quote"),
            ("'a''", "the text isn't closed by a single quote"),
            ("\"a\"", "text stands in single quotes"),
            (
                "99999999999999999999",
                "`99999999999999999999` is no 64-bit integer",
            ),
            ("-", "`-` is no 64-bit integer"),
            ("a + b", "an expression has no `+`"),
        ] {
            assert_eq!(kinds(text), Err(message.to_owned()), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_ends_and_words_lie_in_it(text in "[a'(),.0-9\\-\\[\\]ä \"+]{0,40}") {
            let mut lexer = Lexer::new(&text, 0..text.len());
            for _ in 0..=text.len() + 1 {
                let range = match lexer.next() {
                    Ok(token) if token.kind == TokenKind::End => return Ok(()),
                    Ok(token) => token.range,
                    Err(error) => {
                        prop_assert!(text.get(error.range).is_some());
                        return Ok(());
                    }
                };
                prop_assert!(text.get(range).is_some_and(|word| !word.is_empty()));
            }
            prop_assert!(false, "it never ends");
        }
    }
}
