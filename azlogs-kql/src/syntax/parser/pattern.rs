//! `parse`: which text is taken apart, and by which pattern.

use super::{Parsed, Parser};
use crate::problem::{Kind, Problem};
use crate::syntax::ast::{Name, Parse, ParseKind, ParsePart};
use crate::syntax::token::{Sign, TokenKind};
use crate::types::ScalarType;

impl Parser<'_> {
    /// What stands behind `parse`.
    pub(super) fn parse_operator(&mut self) -> Parsed<Parse> {
        let mut kind = ParseKind::Simple;
        let mut flags = None;
        while self.is_ahead(1, Sign::Equal) {
            match self.word() {
                Some("kind") => kind = self.parse_kind()?,
                Some("flags") => flags = Some(self.parse_flags()?),
                _ => return Err(self.expected("`kind=`, `flags=` or the text to parse")),
            }
        }
        let subject = self.expression()?;
        if self.eat_word("with").is_none() {
            return Err(self.expected("`with`"));
        }
        let pattern = self.pattern();
        Ok(Parse {
            kind,
            flags,
            subject,
            pattern,
        })
    }

    fn parse_kind(&mut self) -> Parsed<ParseKind> {
        self.advance();
        self.advance();
        let kind = match self.word() {
            Some("simple") => ParseKind::Simple,
            Some("regex") => ParseKind::Regex,
            Some("relaxed") => ParseKind::Relaxed,
            _ => return Err(self.expected("`simple`, `regex` or `relaxed`")),
        };
        self.advance();
        Ok(kind)
    }

    fn parse_flags(&mut self) -> Parsed<Name> {
        self.advance();
        self.advance();
        match self.word() {
            Some(word) => Ok(Name {
                text: word.to_owned(),
                span: self.advance(),
            }),
            None => Err(self.expected("flags, such as `Ui`")),
        }
    }

    /// Texts, stars and columns. Which may follow which is checked here.
    fn pattern(&mut self) -> Vec<ParsePart> {
        let mut parts: Vec<ParsePart> = Vec::new();
        while let Some(part) = self.pattern_part() {
            let Ok(part) = part else {
                self.skip_to_pipe();
                break;
            };
            match (parts.last(), &part) {
                (
                    Some(ParsePart::Column { .. } | ParsePart::Star(_)),
                    ParsePart::Column { name, .. },
                ) => {
                    let problem = Problem::error(
                        Kind::Syntax,
                        name.span,
                        format!("nothing says where the column `{}` begins", name.text),
                    );
                    self.report(problem.help("Put a string between the columns of a pattern."));
                }
                (
                    Some(ParsePart::Column {
                        name,
                        r#type: None | Some(ScalarType::String),
                    }),
                    ParsePart::Star(span),
                ) => {
                    let message = format!(
                        "nothing says where the column `{}` ends and the `*` begins",
                        name.text
                    );
                    let problem = Problem::error(Kind::Syntax, *span, message);
                    self.report(problem.help(
                        "Put a string between them, or give the column another type than string.",
                    ));
                }
                (Some(ParsePart::Star(_)), ParsePart::Star(span)) => {
                    self.report(
                        Problem::error(Kind::Syntax, *span, "a `*` after a `*` means nothing")
                            .help("Put a string between them."),
                    );
                }
                _ => {}
            }
            parts.push(part);
        }
        parts
    }

    fn pattern_part(&mut self) -> Option<Parsed<ParsePart>> {
        match &self.token().kind {
            TokenKind::Sign(Sign::Star) => Some(Ok(ParsePart::Star(self.advance()))),
            TokenKind::String(text) => {
                let mut text = text.clone();
                let start = self.advance();
                while let TokenKind::String(more) = &self.token().kind {
                    text.push_str(more);
                    self.advance();
                }
                Some(Ok(ParsePart::Text(text, self.since(start))))
            }
            TokenKind::Word | TokenKind::Sign(Sign::OpenBracket) => Some(self.captured_column()),
            TokenKind::End
            | TokenKind::Sign(
                Sign::Pipe | Sign::Semicolon | Sign::CloseParenthesis | Sign::CloseBrace,
            ) => None,
            _ => Some(Err(self.expected("a string, a column or `*`"))),
        }
    }

    fn captured_column(&mut self) -> Parsed<ParsePart> {
        let name = self.declared_name("a column's name")?;
        let r#type = if self.eat(Sign::Colon).is_some() {
            Some(self.r#type()?)
        } else {
            None
        };
        Ok(ParsePart::Column { name, r#type })
    }
}
