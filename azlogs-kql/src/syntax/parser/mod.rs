//! From tokens to a tree.
//!
//! What can't be read is reported where it is, and reading goes on behind it: at the next `,` of a list, else at the next `|` or `;`.
//! No text nests deeper than [`MAX_DEPTH`], so that no tree is too high for those who walk through it.

mod binary;
mod expression;
mod operator;
mod pattern;
mod refused;
mod source;
mod statement;
#[cfg(test)]
mod tests;

use super::Span;
use super::ast::{Name, Transform};
use super::keyword::{self, Use};
use super::lexer;
use super::token::{Sign, Token, TokenKind};
use crate::problem::{Kind, Problem};
use crate::types::ScalarType;

/// How deep expressions, pipelines and functions can be nested in each other.
pub(crate) const MAX_DEPTH: usize = 200;

/// How many bytes of text are read. Azure takes 15,360 characters.
const MAX_LENGTH: usize = 1 << 16;

/// Reads a transformation. The tree lacks what was reported as an error.
pub(crate) fn parse(text: &str, problems: &mut Vec<Problem>) -> Transform {
    if text.len() > MAX_LENGTH {
        let message = format!("{} bytes: more than {MAX_LENGTH} aren't read", text.len());
        problems.push(
            Problem::error(Kind::TooComplex, Span::default(), message)
                .help("Azure takes at most 15,360 characters."),
        );
        return Transform {
            lets: Vec::new(),
            pipeline: None,
        };
    }
    let tokens = lexer::tokens(text, problems);
    Parser {
        text,
        tokens,
        at: 0,
        depth: 0,
        enclosed: 0,
        problems,
    }
    .transform()
}

/// The reading of something failed, and that is among the problems.
struct Reported;

type Parsed<T> = Result<T, Reported>;

struct Parser<'a> {
    text: &'a str,
    /// The last one is the end of the text.
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    /// How many parentheses and braces stand around the pipeline that is being read.
    enclosed: usize,
    problems: &'a mut Vec<Problem>,
}

impl<'a> Parser<'a> {
    fn token(&self) -> &Token {
        self.ahead(0)
    }

    fn ahead(&self, count: usize) -> &Token {
        &self.tokens[(self.at + count).min(self.tokens.len() - 1)]
    }

    fn advance(&mut self) -> Span {
        let span = self.token().span;
        if self.at + 1 < self.tokens.len() {
            self.at += 1;
        }
        span
    }

    fn text_of(&self, token: &Token) -> &'a str {
        &self.text[token.span.start..token.span.end]
    }

    /// The name or operator that stands here.
    fn word(&self) -> Option<&'a str> {
        self.word_ahead(0)
    }

    fn word_ahead(&self, count: usize) -> Option<&'a str> {
        let token = self.ahead(count);
        (token.kind == TokenKind::Word).then(|| self.text_of(token))
    }

    fn is(&self, sign: Sign) -> bool {
        self.is_ahead(0, sign)
    }

    fn is_ahead(&self, count: usize, sign: Sign) -> bool {
        self.ahead(count).kind == TokenKind::Sign(sign)
    }

    fn eat(&mut self, sign: Sign) -> Option<Span> {
        self.is(sign).then(|| self.advance())
    }

    fn eat_word(&mut self, word: &str) -> Option<Span> {
        (self.word() == Some(word)).then(|| self.advance())
    }

    fn expect(&mut self, sign: Sign) -> Parsed<Span> {
        match self.eat(sign) {
            Some(span) => Ok(span),
            None => Err(self.expected(&format!("`{}`", sign.as_str()))),
        }
    }

    /// Where the last token ended.
    fn end_of_last(&self) -> usize {
        self.tokens[..self.at]
            .last()
            .map_or(0, |token| token.span.end)
    }

    /// From there to the end of the last token.
    fn since(&self, start: Span) -> Span {
        Span::new(start.start, self.end_of_last().max(start.end))
    }

    fn report(&mut self, problem: Problem) -> Reported {
        self.problems.push(problem);
        Reported
    }

    /// Reports that something else should stand here.
    fn expected(&mut self, what: &str) -> Reported {
        self.expected_with(what, None)
    }

    fn expected_with(&mut self, what: &str, help: Option<String>) -> Reported {
        let token = self.token();
        let (span, found) = match &token.kind {
            TokenKind::Unreadable => return Reported,
            TokenKind::End => (
                Span::new(self.end_of_last(), self.end_of_last()),
                "the end".to_owned(),
            ),
            _ => (token.span, format!("`{}`", shortened(self.text_of(token)))),
        };
        let mut problem = Problem::error(
            Kind::Syntax,
            span,
            format!("expected {what}, found {found}"),
        );
        problem.help = help;
        self.report(problem)
    }

    /// Does what goes one level deeper, unless that is too deep.
    fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth == MAX_DEPTH {
            return Err(self.too_deep(self.token().span));
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    fn too_deep(&mut self, span: Span) -> Reported {
        let message = format!("nested more than {MAX_DEPTH} deep");
        let reported = self.report(Problem::error(Kind::TooComplex, span, message).help(
            "Name parts of it with `let`, or set columns with `extend` and go on from these.",
        ));
        // Whatever follows is within it.
        self.at = self.tokens.len() - 1;
        reported
    }

    /// Goes on to where the next operator or statement begins, or to where what encloses the pipeline ends.
    fn skip_to_pipe(&mut self) {
        let mut parentheses = 0_usize;
        let mut braces = 0_usize;
        loop {
            match self.token().kind {
                TokenKind::End => return,
                TokenKind::Sign(Sign::Pipe | Sign::Semicolon) if braces == 0 => return,
                TokenKind::Sign(Sign::OpenParenthesis) => parentheses += 1,
                TokenKind::Sign(Sign::OpenBrace) => braces += 1,
                TokenKind::Sign(Sign::CloseParenthesis | Sign::CloseBrace)
                    if parentheses + braces == 0 && self.enclosed > 0 =>
                {
                    return;
                }
                TokenKind::Sign(Sign::CloseParenthesis) => {
                    parentheses = parentheses.saturating_sub(1);
                }
                TokenKind::Sign(Sign::CloseBrace) => braces = braces.saturating_sub(1),
                _ => {}
            }
            self.advance();
        }
    }

    /// Reads what stands between parentheses or braces.
    fn enclosed<T>(&mut self, read: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        self.enclosed += 1;
        let result = self.nested(read);
        self.enclosed -= 1;
        result
    }

    /// Goes on to the next `,` of the list in which this stands, or to where the list can only be at its end.
    fn skip_to_comma(&mut self) {
        let mut open = 0_usize;
        loop {
            match self.token().kind {
                TokenKind::End | TokenKind::Sign(Sign::Pipe | Sign::Semicolon) => return,
                TokenKind::Sign(Sign::Comma) if open == 0 => return,
                TokenKind::Sign(Sign::OpenParenthesis | Sign::OpenBracket | Sign::OpenBrace) => {
                    open += 1;
                }
                TokenKind::Sign(Sign::CloseParenthesis | Sign::CloseBracket | Sign::CloseBrace) => {
                    if open == 0 {
                        return;
                    }
                    open -= 1;
                }
                _ => {}
            }
            self.advance();
        }
    }

    /// Items between commas, as far as they could be read. At least one.
    fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Parsed<T>) -> Vec<T> {
        let mut items = Vec::new();
        loop {
            match item(self) {
                Ok(item) => items.push(item),
                Err(Reported) => self.skip_to_comma(),
            }
            if self.eat(Sign::Comma).is_none() {
                return items;
            }
        }
    }

    /// The name of something new.
    fn declared_name(&mut self, what: &str) -> Parsed<Name> {
        self.name(what, &[Use::Name, Use::Declaration])
    }

    /// The name of a `let`: one that can be used for anything.
    fn let_name(&mut self) -> Parsed<Name> {
        self.name("a name", &[Use::Name])
    }

    /// The name of a column that's there.
    fn referred_name(&mut self, what: &str) -> Parsed<Name> {
        self.name(what, &[Use::Name, Use::Reference])
    }

    fn name(&mut self, what: &str, uses: &[Use]) -> Parsed<Name> {
        if let Some(name) = self.bracketed_name() {
            return Ok(name);
        }
        match self.word() {
            Some(word) if uses.contains(&keyword::use_of(word)) && !word.contains(['!', '~']) => {
                let span = self.advance();
                Ok(Name {
                    text: word.to_owned(),
                    span,
                })
            }
            Some(word) if !word.contains(['!', '~']) => {
                Err(self.expected_with(what, Some(format!("As a name it's written ['{word}']."))))
            }
            _ => Err(self.expected(what)),
        }
    }

    /// `['a name']`.
    fn bracketed_name(&mut self) -> Option<Name> {
        if !self.is(Sign::OpenBracket) || !self.is_ahead(2, Sign::CloseBracket) {
            return None;
        }
        let TokenKind::String(text) = &self.ahead(1).kind else {
            return None;
        };
        let text = text.clone();
        let start = self.advance();
        self.advance();
        let end = self.advance();
        Some(Name {
            text,
            span: start.to(end),
        })
    }

    /// The name of a type.
    fn r#type(&mut self) -> Parsed<ScalarType> {
        const TYPES: &str = "a type";
        let help =
            "The types are bool, int, long, real, string, datetime, timespan, guid and dynamic.";
        match self.word() {
            Some("decimal") => {
                let span = self.advance();
                let problem = Problem::error(
                    Kind::Refused,
                    span,
                    "a transformation has no use for `decimal`: no table has columns of that type",
                );
                Err(self.report(problem.help("Use real or long.")))
            }
            Some(word) => match ScalarType::from_name(word) {
                Some(r#type) => {
                    self.advance();
                    Ok(r#type)
                }
                None => Err(self.expected_with(TYPES, Some(help.to_owned()))),
            },
            None => Err(self.expected_with(TYPES, Some(help.to_owned()))),
        }
    }
}

/// At most forty characters, on one line.
fn shortened(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let mut shown: String = line.chars().take(40).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}
