//! Statements: `let`, and the pipeline that is the transformation's result.

use super::refused;
use super::{Parsed, Parser, Reported};
use crate::problem::{Kind, Problem};
use crate::syntax::Span;
use crate::syntax::ast::{
    Expression, ExpressionKind, Function, Let, LetValue, Parameter, Pipeline, Source, Transform,
};
use crate::syntax::token::{Sign, TokenKind};

impl Parser<'_> {
    pub(super) fn transform(mut self) -> Transform {
        let mut lets = Vec::new();
        let mut pipeline = None;
        while self.token().kind != TokenKind::End {
            if self.is_let() {
                self.no_let_behind(pipeline.as_ref());
                lets.extend(self.let_statement());
            } else if let Some(problem) = self.refused_statement() {
                let span = self.advance();
                self.report(problem.at(span));
                self.skip_statement();
            } else {
                self.result(&mut pipeline);
            }
            self.end_of_statement();
        }
        if pipeline.is_none() && !self.problems.iter().any(Problem::is_error) {
            let end = self.end_of_last();
            self.report(
                Problem::error(
                    Kind::Syntax,
                    Span::new(end, end),
                    "the transformation has no result",
                )
                .help("End it with a pipeline, such as `source | extend TimeGenerated = now()`."),
            );
        }
        Transform { lets, pipeline }
    }

    fn result(&mut self, result: &mut Option<Pipeline>) {
        let start = self.token().span;
        let pipeline = self.nested(|parser| Ok(parser.pipeline()));
        if result.is_some() {
            self.report(
                Problem::error(Kind::Refused, start, "a transformation has one result, and this would be another")
                    .help("Name pipelines with `let`, and end the transformation with the one that gives its rows."),
            );
        }
        match pipeline {
            Ok(pipeline) => *result = Some(pipeline),
            Err(Reported) => self.skip_to_pipe(),
        }
    }

    /// What ends a transformation is its result.
    fn no_let_behind(&mut self, result: Option<&Pipeline>) {
        if result.is_some() {
            let problem = Problem::error(
                Kind::Syntax,
                self.token().span,
                "a `let` behind the transformation's result",
            );
            self.report(problem.help("Put it before the pipeline, which comes last."));
        }
    }

    /// A `;`, or the end of the text.
    fn end_of_statement(&mut self) {
        if self.token().kind != TokenKind::End && self.eat(Sign::Semicolon).is_none() {
            self.expected("`;` or the end");
            while !matches!(
                self.token().kind,
                TokenKind::End | TokenKind::Sign(Sign::Semicolon)
            ) {
                self.advance();
            }
            self.eat(Sign::Semicolon);
        }
    }

    /// What is wrong with `set x = 1` and its like.
    fn refused_statement(&self) -> Option<refused::Refusal> {
        let is_followed_by_name = self.ahead(1).kind == TokenKind::Word;
        refused::statement(self.word()?).filter(|_| is_followed_by_name)
    }

    fn is_let(&self) -> bool {
        self.word() == Some("let")
            && matches!(
                self.ahead(1).kind,
                TokenKind::Word | TokenKind::Sign(Sign::OpenBracket)
            )
    }

    /// `let NAME = VALUE`. None where not even the name could be read.
    fn let_statement(&mut self) -> Option<Let> {
        let start = self.advance();
        let Ok(name) = self.let_name() else {
            self.skip_statement();
            return None;
        };
        let value = self
            .expect(Sign::Equal)
            .and_then(|_| self.nested(Self::let_value));
        let value = value.unwrap_or_else(|Reported| {
            self.skip_statement();
            LetValue::Unreadable
        });
        Some(Let {
            name,
            value,
            span: self.since(start),
        })
    }

    /// Goes on to the `;` that ends the statement, or to the end of the function that it is part of.
    fn skip_statement(&mut self) {
        loop {
            self.skip_to_pipe();
            if self.eat(Sign::Pipe).is_none() {
                return;
            }
        }
    }

    fn let_value(&mut self) -> Parsed<LetValue> {
        if self.is_function() {
            return self.function();
        }
        if self.is_pipeline() {
            return Ok(LetValue::Tabular(Box::new(self.pipeline())));
        }
        let start = self.token().span;
        let value = self.expression()?;
        if !self.is(Sign::Pipe) {
            return Ok(LetValue::Scalar(Box::new(value)));
        }
        let source = match value {
            Expression {
                kind: ExpressionKind::Name(text),
                span,
                ..
            } => Source::Name(crate::syntax::ast::Name { text, span }),
            Expression {
                kind: ExpressionKind::Call(call),
                ..
            } => Source::Call(call),
            _ => return Err(self.expected("`;`")),
        };
        let operators = self.operators();
        Ok(LetValue::Tabular(Box::new(Pipeline {
            source,
            operators,
            span: self.since(start),
        })))
    }

    /// Whether a function begins here, and not an expression in parentheses.
    fn is_function(&self) -> bool {
        self.is(Sign::OpenParenthesis)
            && if self.is_ahead(1, Sign::CloseParenthesis) {
                self.is_ahead(2, Sign::OpenBrace)
            } else {
                let colon = if self.is_ahead(1, Sign::OpenBracket) {
                    4
                } else {
                    2
                };
                self.is_ahead(colon, Sign::Colon)
            }
    }

    /// Whether a pipeline begins here that can't be an expression.
    fn is_pipeline(&self) -> bool {
        match self.word() {
            Some("print") => true,
            Some("datatable") => self.is_ahead(1, Sign::OpenParenthesis),
            Some(word) => {
                refused::source(word).is_some()
                    && matches!(
                        self.ahead(1).kind,
                        TokenKind::Word | TokenKind::Sign(Sign::Star)
                    )
            }
            None => self.is(Sign::OpenParenthesis) && self.has_pipe_within(),
        }
    }

    /// Whether there is a `|` between the parenthesis here and the one that closes it.
    fn has_pipe_within(&self) -> bool {
        let mut open = 0_usize;
        for token in &self.tokens[self.at..] {
            match token.kind {
                TokenKind::Sign(Sign::OpenParenthesis) => open += 1,
                TokenKind::Sign(Sign::CloseParenthesis) if open == 1 => return false,
                TokenKind::Sign(Sign::CloseParenthesis) => open -= 1,
                TokenKind::Sign(Sign::Pipe) => return true,
                TokenKind::Sign(Sign::Semicolon) => return false,
                _ => {}
            }
        }
        false
    }

    /// A function's value; unreadable where a parameter is.
    fn function(&mut self) -> Parsed<LetValue> {
        let start = self.expect(Sign::OpenParenthesis)?;
        let before = self.problems.len();
        let parameters = if self.is(Sign::CloseParenthesis) {
            Vec::new()
        } else {
            self.list(Self::parameter)
        };
        let is_readable = self.problems.len() == before;
        self.expect(Sign::CloseParenthesis)?;
        self.expect(Sign::OpenBrace)?;
        let (lets, body) = self.enclosed(Self::body)?;
        self.expect(Sign::CloseBrace)?;
        let function = Function {
            parameters,
            lets,
            body: Box::new(body),
            span: self.since(start),
        };
        Ok(if is_readable {
            LetValue::Function(function)
        } else {
            LetValue::Unreadable
        })
    }

    fn body(&mut self) -> Parsed<(Vec<Let>, LetValue)> {
        let mut lets = Vec::new();
        while self.is_let() {
            lets.extend(self.let_statement());
            self.expect(Sign::Semicolon)?;
        }
        let value = self.let_value()?;
        self.eat(Sign::Semicolon);
        Ok((lets, value))
    }

    fn parameter(&mut self) -> Parsed<Parameter> {
        let start = self.token().span;
        let name = self.declared_name("a parameter's name")?;
        self.expect(Sign::Colon)?;
        if self.is(Sign::OpenParenthesis) {
            let problem = Problem::error(
                Kind::Refused,
                name.span,
                "a function of a transformation can't take a table",
            );
            return Err(self.report(problem.help("Give it scalar values.")));
        }
        let r#type = self.r#type()?;
        let default = if self.eat(Sign::Equal).is_some() {
            Some(self.expression()?)
        } else {
            None
        };
        Ok(Parameter {
            name,
            r#type,
            default,
            span: self.since(start),
        })
    }
}
