//! The operators between two `|`.

use super::{Parsed, Parser, Reported, refused};
use crate::problem::{Kind, Problem};
use crate::syntax::Span;
use crate::syntax::ast::{ColumnPattern, Name, NamedExpression, Operator, OperatorKind, Rename};
use crate::syntax::keyword::{self, Use};
use crate::syntax::token::{Sign, TokenKind};

impl Parser<'_> {
    /// One operator. Where it can't be read, what was wrong is reported.
    pub(super) fn operator(&mut self, pipe: Span) -> Operator {
        let start = self.token().span;
        let read = self
            .operator_name(pipe)
            .map(|keyword| (self.operator_kind(keyword), keyword));
        let (kind, keyword) = read.unwrap_or((Err(Reported), start));
        let kind = kind.unwrap_or_else(|Reported| {
            self.skip_to_pipe();
            OperatorKind::Unreadable
        });
        Operator {
            kind,
            keyword,
            span: self.since(start),
        }
    }

    /// The operator's name. Words with `-` between them are one, where nothing else stands between them.
    fn operator_name(&mut self, pipe: Span) -> Parsed<Span> {
        if self.word().is_none() {
            if matches!(
                self.token().kind,
                TokenKind::End | TokenKind::Sign(Sign::Pipe | Sign::Semicolon)
            ) {
                let problem = Problem::error(Kind::Syntax, pipe, "expected an operator after `|`");
                return Err(self.report(
                    problem.help("Such as `where`, `extend` or `project`; or take the `|` away."),
                ));
            }
            return Err(self.expected("an operator, such as `where`, `extend` or `project`"));
        }
        let mut name = self.advance();
        while self.is(Sign::Minus)
            && self.token().span.start == name.end
            && self.word_ahead(1).is_some()
            && self.ahead(1).span.start == name.end + 1
        {
            self.advance();
            name = name.to(self.advance());
        }
        Ok(name)
    }

    fn operator_kind(&mut self, keyword: Span) -> Parsed<OperatorKind> {
        let name = &self.text[keyword.start..keyword.end];
        Ok(match name {
            "where" | "filter" => OperatorKind::Where(self.expression()?),
            "extend" => OperatorKind::Extend(self.list(Self::new_column)),
            "project" => OperatorKind::Project(self.list_or_nothing(Self::new_column)),
            "project-away" => OperatorKind::ProjectAway(self.list_or_nothing(Self::column_pattern)),
            "project-rename" => OperatorKind::ProjectRename(self.list_or_nothing(Self::rename)),
            "parse" => OperatorKind::Parse(self.parse_operator()?),
            _ => return Err(self.report(refused::operator(name).at(keyword))),
        })
    }

    fn list_or_nothing<T>(&mut self, item: impl FnMut(&mut Self) -> Parsed<T>) -> Vec<T> {
        if matches!(
            self.token().kind,
            TokenKind::End | TokenKind::Sign(Sign::Pipe | Sign::Semicolon | Sign::CloseParenthesis)
        ) {
            return Vec::new();
        }
        self.list(item)
    }

    fn new_column(&mut self) -> Parsed<NamedExpression> {
        if self.is(Sign::OpenParenthesis)
            && self.is_ahead(2, Sign::Comma)
            && self.word_ahead(1).is_some()
        {
            let problem = Problem::error(
                Kind::Syntax,
                self.token().span,
                "an expression gives one value, for one column",
            );
            return Err(self.report(
                problem.help("Give each column its own expression: `a = x[0], b = x[1]`."),
            ));
        }
        self.named_expression()
    }

    fn rename(&mut self) -> Parsed<Rename> {
        let to = self.declared_name("a new name")?;
        if self.eat(Sign::Equal).is_none() {
            return Err(self.expected_with(
                "`=`",
                Some("Write the new name first: `project-rename New = Old`.".to_owned()),
            ));
        }
        let from = self.referred_name("a column's name")?;
        Ok(Rename { to, from })
    }

    /// A column's name, in which `*` stands for any text.
    fn column_pattern(&mut self) -> Parsed<ColumnPattern> {
        if let Some(name) = self.bracketed_name() {
            return Ok(ColumnPattern {
                name,
                wildcard: false,
            });
        }
        let start = self.token().span;
        let mut end = start.start;
        let mut wildcard = false;
        while self.token().span.start == end {
            match self.token().kind {
                TokenKind::Word | TokenKind::Literal(_) => {}
                TokenKind::Sign(Sign::Star) => wildcard = true,
                _ => break,
            }
            end = self.advance().end;
        }
        let text = &self.text[start.start..end];
        let can_be_named = wildcard || matches!(keyword::use_of(text), Use::Name);
        if text.is_empty() || !can_be_named {
            let help =
                (!text.is_empty()).then(|| format!("As a column's name it's written ['{text}']."));
            return Err(self.expected_with("a column's name", help));
        }
        Ok(ColumnPattern {
            name: Name {
                text: text.to_owned(),
                span: Span::new(start.start, end),
            },
            wildcard,
        })
    }
}
