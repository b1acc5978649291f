//! Values: literals, names, calls, paths, and what stands in parentheses.

use super::binary::Level;
use super::{MAX_DEPTH, Parsed, Parser, refused};
use crate::problem::{Kind, Problem};
use crate::syntax::Span;
use crate::syntax::ast::{Call, Expression, ExpressionKind, Literal, Name};
use crate::syntax::keyword::{self, Use};
use crate::syntax::token::{Sign, TokenKind};

const A_VALUE: &str = "a value";

impl Parser<'_> {
    pub(super) fn expression(&mut self) -> Parsed<Expression> {
        self.nested(|parser| parser.climb(Level::Or))
    }

    /// A value with a sign before it, perhaps. There can be one only.
    pub(super) fn signed(&mut self) -> Parsed<Expression> {
        let negative = self.is(Sign::Minus);
        if !negative && !self.is(Sign::Plus) {
            return self.path();
        }
        let operator = self.advance();
        if self.is(Sign::Minus) || self.is(Sign::Plus) {
            return Err(self.expected_with(
                A_VALUE,
                Some("Put parentheses around it: `-(-x)`.".to_owned()),
            ));
        }
        let operand = self.path()?;
        let span = operator.to(operand.span);
        Ok(Expression::new(
            ExpressionKind::Sign {
                negative,
                operand: Box::new(operand),
                operator,
            },
            span,
        ))
    }

    /// A value and what is picked from it: `a.b['c'][0]`.
    fn path(&mut self) -> Parsed<Expression> {
        let mut value = self.value()?;
        loop {
            let kind = if self.eat(Sign::Dot).is_some() {
                let name = self.member_name()?;
                ExpressionKind::Member {
                    of: Box::new(value),
                    name,
                }
            } else if self.eat(Sign::OpenBracket).is_some() {
                let index = self.expression()?;
                self.expect(Sign::CloseBracket)?;
                ExpressionKind::Index {
                    of: Box::new(value),
                    index: Box::new(index),
                }
            } else {
                return Ok(value);
            };
            let start = match &kind {
                ExpressionKind::Member { of, .. } | ExpressionKind::Index { of, .. } => of.span,
                _ => Span::default(),
            };
            value = Expression::new(kind, self.since(start));
            if value.height > MAX_DEPTH {
                return Err(self.too_deep(value.span));
            }
        }
    }

    fn member_name(&mut self) -> Parsed<Name> {
        let name = self.referred_name("a property's name")?;
        if self.is(Sign::OpenParenthesis) {
            let problem = Problem::error(
                Kind::Syntax,
                name.span,
                format!("`{}` can't be called here", name.text),
            );
            return Err(self.report(problem.help(format!(
                "A function stands before its arguments: `{}(…)`.",
                name.text
            ))));
        }
        Ok(name)
    }

    fn value(&mut self) -> Parsed<Expression> {
        let span = self.token().span;
        match self.token().kind.clone() {
            TokenKind::Literal(literal) => {
                self.advance();
                let kind = match literal {
                    Literal::DateTime(None) if self.is_blank_form(span) => now(span),
                    literal => ExpressionKind::Literal(literal),
                };
                Ok(Expression::new(kind, span))
            }
            TokenKind::String(text) => Ok(self.strings(text)),
            TokenKind::Unreadable => {
                self.advance();
                Ok(Expression::new(ExpressionKind::Unreadable, span))
            }
            TokenKind::Sign(Sign::OpenParenthesis) => self.parenthesized(),
            TokenKind::Sign(Sign::OpenBracket) => {
                if let Some(name) = self.bracketed_name() {
                    return Ok(Expression::new(ExpressionKind::Name(name.text), name.span));
                }
                self.advance();
                Err(self.expected("a quoted name, as in ['name']"))
            }
            TokenKind::Word => self.named_value(),
            TokenKind::Sign(Sign::Star) => {
                let help = "A transformation can't look into all columns at once: name each.";
                Err(self.expected_with(A_VALUE, Some(help.to_owned())))
            }
            TokenKind::Sign(_) | TokenKind::End => Err(self.expected(A_VALUE)),
        }
    }

    /// Whether nothing stands between the parentheses of `datetime()`.
    fn is_blank_form(&self, span: Span) -> bool {
        let form = self.text[span.start..span.end].split_once('(');
        form.is_some_and(|(_, inner)| inner.trim_end_matches(')').trim().is_empty())
    }

    /// A string, and those that follow it at once: they are one.
    fn strings(&mut self, mut text: String) -> Expression {
        let start = self.advance();
        while let TokenKind::String(more) = &self.token().kind {
            text.push_str(more);
            self.advance();
        }
        Expression::new(
            ExpressionKind::Literal(Literal::String(text)),
            self.since(start),
        )
    }

    fn parenthesized(&mut self) -> Parsed<Expression> {
        let start = self.advance();
        let mut value = self.expression()?;
        if self.is(Sign::Comma) {
            return Err(self.expected_with("`)`", Some("An expression gives one value; `extend` and `project` take several, each with its name.".to_owned())));
        }
        self.expect(Sign::CloseParenthesis)?;
        value.span = self.since(start);
        value.in_parentheses = true;
        Ok(value)
    }

    fn named_value(&mut self) -> Parsed<Expression> {
        let Some(word) = self.word() else {
            return Err(self.expected(A_VALUE));
        };
        if word == "typeof" && self.is_ahead(1, Sign::OpenParenthesis) {
            return self.type_of();
        }
        if self.is_ahead(1, Sign::OpenParenthesis) && !word.contains(['!', '~']) {
            if let Some(problem) = refused::subquery(word) {
                let span = self.advance();
                self.report(problem.at(span));
                self.skip_parenthesized();
                return Ok(Expression::new(
                    ExpressionKind::Unreadable,
                    self.since(span),
                ));
            }
            let name = Name {
                text: word.to_owned(),
                span: self.advance(),
            };
            let call = self.call(name)?;
            let span = call.span;
            return Ok(Expression::new(ExpressionKind::Call(call), span));
        }
        if matches!(keyword::use_of(word), Use::Name | Use::Reference) && !word.contains(['!', '~'])
        {
            let span = self.advance();
            return Ok(Expression::new(ExpressionKind::Name(word.to_owned()), span));
        }
        let help = (!word.contains(['!', '~']))
            .then(|| format!("As a column's name it's written ['{word}']."));
        Err(self.expected_with(A_VALUE, help))
    }

    pub(super) fn skip_parenthesized(&mut self) {
        let mut open = 0_usize;
        loop {
            match self.token().kind {
                TokenKind::End | TokenKind::Sign(Sign::Semicolon) => return,
                TokenKind::Sign(Sign::OpenParenthesis) => open += 1,
                TokenKind::Sign(Sign::CloseParenthesis) => open -= 1,
                _ => {}
            }
            self.advance();
            if open == 0 {
                return;
            }
        }
    }

    /// `(a, b)` behind a function's name.
    pub(super) fn call(&mut self, function: Name) -> Parsed<Call> {
        self.expect(Sign::OpenParenthesis)?;
        let arguments = if self.is(Sign::CloseParenthesis) {
            Vec::new()
        } else {
            self.list(Self::named_expression)
        };
        if self.is(Sign::Pipe) {
            let span = self.token().span;
            let problem = Problem::error(
                Kind::Refused,
                span,
                "a transformation sees one row: a function can't be given a table",
            );
            return Err(self.report(problem));
        }
        self.expect(Sign::CloseParenthesis)?;
        let span = self.since(function.span);
        Ok(Call {
            function,
            arguments,
            span,
        })
    }

    /// `typeof(long)`.
    fn type_of(&mut self) -> Parsed<Expression> {
        let start = self.advance();
        self.expect(Sign::OpenParenthesis)?;
        let r#type = self.r#type()?;
        self.expect(Sign::CloseParenthesis)?;
        Ok(Expression::new(
            ExpressionKind::TypeOf(r#type),
            self.since(start),
        ))
    }
}

/// What `datetime()` says: the page of the type has it for the current time.
fn now(span: Span) -> ExpressionKind {
    ExpressionKind::Call(Call {
        function: Name {
            text: "now".to_owned(),
            span,
        },
        arguments: Vec::new(),
        span,
    })
}
