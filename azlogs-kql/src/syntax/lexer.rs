//! From text to tokens.

use super::Span;
use super::ast::Literal;
use super::token::{Sign, Token, TokenKind, type_of_form};
use super::{number, string, typed_literal};
use crate::problem::{Kind, Problem};

/// The tokens of a text, `End` last. What can't be read is reported, and left out or `Unreadable`.
pub(super) fn tokens(text: &str, problems: &mut Vec<Problem>) -> Vec<Token> {
    let mut lexer = Lexer {
        text,
        at: 0,
        problems,
    };
    let mut tokens = Vec::new();
    loop {
        lexer.skip_blanks();
        let start = lexer.at;
        let kind = lexer.token();
        let span = Span::new(start, lexer.at);
        match kind {
            Some(TokenKind::End) => {
                tokens.push(Token {
                    kind: TokenKind::End,
                    span,
                });
                return tokens;
            }
            Some(kind) => tokens.push(Token { kind, span }),
            None => {}
        }
    }
}

/// Behind a `-`, it's the least number there is. Without, it's too large; negated it's itself.
const LEAST_LONG: &str = "9223372036854775808";

/// Whether a name can contain the character. It may even start with a digit.
pub(crate) fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    problems: &'a mut Vec<Problem>,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn skip_blanks(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
            let comment = if trimmed.starts_with("//") {
                trimmed.find('\n').unwrap_or(trimmed.len())
            } else {
                0
            };
            self.at += rest.len() - trimmed.len() + comment;
            if comment == 0 {
                return;
            }
        }
    }

    fn token(&mut self) -> Option<TokenKind> {
        let Some(c) = self.rest().chars().next() else {
            return Some(TokenKind::End);
        };
        if let Some(scanned) = string::scan(self.text, self.at) {
            return Some(self.string(scanned));
        }
        if c.is_ascii_digit()
            && let Some((literal, length)) = number::scan(self.rest())
        {
            return Some(self.number(literal, length));
        }
        if is_word(c) || c == '$' {
            return Some(self.word());
        }
        if c == '!' && self.rest()[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Some(self.negated_word());
        }
        if self.rest().starts_with("/*") {
            self.foreign_comment();
            return None;
        }
        if let Some(foreign) = self.foreign_operator() {
            return Some(foreign);
        }
        if let Some(sign) = Sign::at_start_of(self.rest()) {
            self.at += sign.as_str().len();
            return Some(TokenKind::Sign(sign));
        }
        self.stray(c)
    }

    fn string(&mut self, scanned: string::Scanned) -> TokenKind {
        self.at = scanned.end;
        match scanned.text {
            Ok(text) => TokenKind::String(text),
            Err(problem) => {
                self.problems.push(problem);
                TokenKind::Unreadable
            }
        }
    }

    fn number(&mut self, literal: Literal, length: usize) -> TokenKind {
        let span = Span::new(self.at, self.at + length);
        self.at += length;
        if self.text[span.start..span.end] == *LEAST_LONG && self.text[..span.start].ends_with('-')
        {
            return TokenKind::Literal(Literal::Long(Some(i64::MIN)));
        }
        if literal == Literal::Long(None) {
            self.problems.push(
                Problem::warning(
                    Kind::Value,
                    span,
                    format!(
                        "`{}` is no number of 64 bits: it is null",
                        &self.text[span.start..span.end]
                    ),
                )
                .help("Use `real(…)` for large numbers."),
            );
        }
        TokenKind::Literal(literal)
    }

    fn word(&mut self) -> TokenKind {
        let start = self.at;
        let rest = self.rest();
        let dollar = usize::from(rest.starts_with('$'));
        let length = dollar
            + rest[dollar..]
                .find(|c| !is_word(c))
                .unwrap_or(rest.len() - dollar);
        let word = &rest[..length];
        match word {
            "true" | "True" | "TRUE" => {
                self.at += length;
                return TokenKind::Literal(Literal::Bool(Some(true)));
            }
            "false" | "False" | "FALSE" => {
                self.at += length;
                return TokenKind::Literal(Literal::Bool(Some(false)));
            }
            "in" | "has_any" | "has_all" if rest[length..].starts_with('~') => {
                self.at += length + 1;
            }
            _ => self.at += length,
        }
        let word = &self.text[start..start + length];
        if !self.rest().starts_with('(') {
            return TokenKind::Word;
        }
        if let Some(r#type) = type_of_form(word) {
            return self.form(r#type, start);
        }
        if let Some(refused) = typed_literal::refused(word) {
            let end = typed_literal::end(self.text, self.at);
            self.at = end;
            self.problems.push(refused.at(Span::new(start, end)));
            return TokenKind::Unreadable;
        }
        TokenKind::Word
    }

    /// `datetime(…)` and its like, from the parenthesis on.
    fn form(&mut self, r#type: crate::types::ScalarType, start: usize) -> TokenKind {
        let open = self.at;
        self.at = typed_literal::end(self.text, open);
        let closed = self.text[open..self.at].ends_with(')');
        if !closed {
            let span = Span::new(start, self.at);
            self.problems.push(Problem::error(
                Kind::Syntax,
                span.after(),
                format!("expected `)` after the {type}"),
            ));
            return TokenKind::Unreadable;
        }
        let inner = Span::new(open + 1, self.at - 1);
        let content = self.text[inner.start..inner.end].trim();
        let literal = typed_literal::read(r#type, content);
        if let Some(literal) = literal {
            return TokenKind::Literal(literal);
        }
        let problem = Problem::warning(
            Kind::Value,
            Span::new(start, self.at),
            format!("`{content}` is no {type}: the value is null"),
        );
        self.problems
            .push(problem.help(typed_literal::forms(r#type)));
        TokenKind::Literal(typed_literal::null(r#type))
    }

    /// `!contains`, `!in~`.
    fn negated_word(&mut self) -> TokenKind {
        let rest = &self.rest()[1..];
        let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let tilde = rest[length..].starts_with('~') && &rest[..length] == "in";
        self.at += 1 + length + usize::from(tilde);
        TokenKind::Word
    }

    /// A comment of other languages', which is skipped.
    fn foreign_comment(&mut self) {
        let rest = self.rest();
        let end = rest.find("*/").map_or(rest.len(), |end| end + 2);
        self.report_foreign(
            "/*",
            "A comment begins with //, and goes to its line's end.",
        );
        self.at += end;
    }

    /// What other languages write for a word of KQL's.
    fn foreign_operator(&mut self) -> Option<TokenKind> {
        let known = [("&&", "Write `and`."), ("||", "Write `or`.")];
        let (found, help) = known
            .into_iter()
            .find(|(foreign, _)| self.rest().starts_with(foreign))?;
        self.report_foreign(found, help);
        self.at += found.len();
        Some(TokenKind::Unreadable)
    }

    fn report_foreign(&mut self, found: &str, help: &str) {
        let span = Span::new(self.at, self.at + found.len());
        let problem = Problem::error(Kind::Syntax, span, format!("`{found}` means nothing here"));
        self.problems.push(problem.help(help));
    }

    /// A character that means nothing. Those that follow it and mean nothing either are reported with it.
    fn stray(&mut self, first: char) -> Option<TokenKind> {
        let start = self.at;
        let is_letter = first.is_alphabetic();
        self.at += first.len_utf8();
        if is_letter {
            let rest = self.rest();
            self.at += rest
                .find(|c: char| !c.is_alphanumeric() && c != '_')
                .unwrap_or(rest.len());
        }
        let span = Span::new(start, self.at);
        let found = &self.text[start..self.at];
        let mut problem = Problem::error(
            Kind::Syntax,
            span,
            format!("`{}` means nothing here", found.escape_debug()),
        );
        if is_letter {
            problem = problem.help(format!(
                "Write a name with other characters than a-z, A-Z, 0-9 and _ as ['{found}']."
            ));
        } else if matches!(first, '‘' | '’' | '“' | '”') {
            problem = problem.help("Put text between straight quotes, ' or \".");
        } else if first == '!' {
            problem = problem.help("Write `not(…)`.");
        }
        self.problems.push(problem);
        is_letter.then_some(TokenKind::Unreadable)
    }
}
