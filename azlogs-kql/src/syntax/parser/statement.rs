//! Statements: `let`, and the pipeline that is the transformation's result.

use super::refused;
use super::{Parsed, Parser, Reported};
use crate::problem::{Kind, Problem};
use crate::syntax::Span;
use crate::syntax::ast::{
    Datatable, Expression, ExpressionKind, Function, Let, LetValue, NamedExpression, Operator,
    OperatorKind, Parameter, Pipeline, Source, Transform, TypedName,
};
use crate::syntax::token::{Sign, TokenKind};

impl Parser<'_> {
    pub(super) fn transform(mut self) -> Transform {
        let mut lets = Vec::new();
        let mut pipeline = None;
        while self.token().kind != TokenKind::End {
            if self.is_let() {
                lets.extend(self.let_statement());
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
        let pipeline = self.nested(Self::pipeline);
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

    fn is_let(&self) -> bool {
        self.word() == Some("let")
            && matches!(
                self.ahead(1).kind,
                TokenKind::Word | TokenKind::Sign(Sign::OpenBracket)
            )
    }

    /// `let NAME = VALUE`. None where it couldn't be read; then all up to the `;` is skipped.
    fn let_statement(&mut self) -> Option<Let> {
        let start = self.advance();
        let read = |parser: &mut Self| {
            let name = parser.declared_name("a name")?;
            parser.expect(Sign::Equal)?;
            let value = parser.nested(Self::let_value)?;
            Ok(Let {
                name,
                value,
                span: parser.since(start),
            })
        };
        let statement: Parsed<Let> = read(self);
        if statement.is_err() {
            while !matches!(
                self.token().kind,
                TokenKind::End | TokenKind::Sign(Sign::Semicolon | Sign::CloseBrace)
            ) {
                self.advance();
            }
        }
        statement.ok()
    }

    fn let_value(&mut self) -> Parsed<LetValue> {
        if self.is_function() {
            return self.function().map(LetValue::Function);
        }
        if self.is_pipeline() {
            return Ok(LetValue::Tabular(Box::new(self.pipeline()?)));
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

    fn function(&mut self) -> Parsed<Function> {
        let start = self.expect(Sign::OpenParenthesis)?;
        let parameters = if self.is(Sign::CloseParenthesis) {
            Vec::new()
        } else {
            self.list(Self::parameter)
        };
        self.expect(Sign::CloseParenthesis)?;
        self.expect(Sign::OpenBrace)?;
        let mut lets = Vec::new();
        while self.is_let() {
            lets.extend(self.nested(|parser| Ok(parser.let_statement()))?);
            self.expect(Sign::Semicolon)?;
        }
        let body = Box::new(self.nested(Self::let_value)?);
        self.eat(Sign::Semicolon);
        self.expect(Sign::CloseBrace)?;
        Ok(Function {
            parameters,
            lets,
            body,
            span: self.since(start),
        })
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

    pub(super) fn pipeline(&mut self) -> Parsed<Pipeline> {
        let start = self.token().span;
        let source = match self.source() {
            Ok(source) => source,
            Err(Reported) => {
                self.skip_to_pipe();
                Source::Unreadable
            }
        };
        let operators = self.operators();
        Ok(Pipeline {
            source,
            operators,
            span: self.since(start),
        })
    }

    fn source(&mut self) -> Parsed<Source> {
        if self.eat(Sign::OpenParenthesis).is_some() {
            let pipeline = self.nested(Self::pipeline)?;
            self.expect(Sign::CloseParenthesis)?;
            return Ok(Source::Pipeline(Box::new(pipeline)));
        }
        match self.word() {
            Some("print") => {
                self.advance();
                let values = self.list(Self::named_expression);
                Ok(Source::Print(values))
            }
            Some("datatable") if self.is_ahead(1, Sign::OpenParenthesis) => {
                self.datatable().map(Source::Datatable)
            }
            Some(word) => {
                if let Some(problem) = refused::source(word)
                    && !self.is_end_of_source(1)
                {
                    let span = self.advance();
                    return Err(self.report(problem.at(span)));
                }
                if refused::is_operator(word)
                    && !self.is_ahead(1, Sign::OpenParenthesis)
                    && !self.is_end_of_source(1)
                {
                    let what = "`source`";
                    return Err(
                        self.expected_with(what, Some(format!("Write `source | {word} …`.")))
                    );
                }
                self.named_source()
            }
            None if self.is(Sign::OpenBracket) => self.named_source(),
            None => Err(self.expected("`source`, `print` or the name of a `let`")),
        }
    }

    fn is_end_of_source(&self, ahead: usize) -> bool {
        matches!(
            self.ahead(ahead).kind,
            TokenKind::End
                | TokenKind::Sign(
                    Sign::Pipe | Sign::Semicolon | Sign::CloseParenthesis | Sign::CloseBrace
                )
        )
    }

    fn named_source(&mut self) -> Parsed<Source> {
        let name = self.referred_name("`source`, `print` or the name of a `let`")?;
        if self.is(Sign::OpenParenthesis) {
            Ok(Source::Call(self.call(name)?))
        } else {
            Ok(Source::Name(name))
        }
    }

    fn datatable(&mut self) -> Parsed<Datatable> {
        let start = self.advance();
        self.expect(Sign::OpenParenthesis)?;
        let columns = self.list(|parser| {
            let name = parser.declared_name("a column's name")?;
            parser.expect(Sign::Colon)?;
            Ok(TypedName {
                name,
                r#type: parser.r#type()?,
            })
        });
        self.expect(Sign::CloseParenthesis)?;
        self.expect(Sign::OpenBracket)?;
        let mut values = Vec::new();
        while !self.is(Sign::CloseBracket) {
            values.push(self.literal()?);
            if self.eat(Sign::Comma).is_none() {
                break;
            }
        }
        self.expect(Sign::CloseBracket)?;
        Ok(Datatable {
            columns,
            values,
            span: self.since(start),
        })
    }

    /// A literal, with a sign perhaps.
    fn literal(&mut self) -> Parsed<Expression> {
        let signed = usize::from(self.is(Sign::Minus) || self.is(Sign::Plus));
        match self.ahead(signed).kind {
            TokenKind::Literal(_) | TokenKind::String(_) | TokenKind::Unreadable => self.signed(),
            _ => Err(self.expected("a literal")),
        }
    }

    /// `| OPERATOR`, as often as it comes.
    pub(super) fn operators(&mut self) -> Vec<Operator> {
        let mut operators = Vec::new();
        while let Some(pipe) = self.eat(Sign::Pipe) {
            let operator = self.operator(pipe);
            operators.push(operator);
            if !self.is_end_of_source(0) {
                let what = match operators.last().map(|operator| &operator.kind) {
                    Some(OperatorKind::Unreadable) => None,
                    Some(OperatorKind::Where(_) | OperatorKind::Parse(_)) | None => {
                        Some("an operator such as `and`, or `|`")
                    }
                    Some(_) => Some("`,`, `|` or the end"),
                };
                if let Some(what) = what {
                    self.unexpected_word(what);
                }
                self.skip_to_pipe();
            }
        }
        operators
    }

    /// Values with their names, where they have one. Of a list's items those that could be read.
    pub(super) fn named_expression(&mut self) -> Parsed<NamedExpression> {
        let brackets = if self.is(Sign::OpenBracket) { 3 } else { 1 };
        let name = if self.is_ahead(brackets, Sign::Equal) {
            Some(self.declared_name("a name")?)
        } else {
            None
        };
        if name.is_some() {
            self.advance();
        }
        Ok(NamedExpression {
            name,
            value: self.expression()?,
        })
    }
}
