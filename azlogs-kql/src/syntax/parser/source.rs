//! Pipelines: where their rows come from, and the operators behind it.

use super::{Parsed, Parser, Reported, refused};
use crate::syntax::ast::{
    Datatable, Expression, ExpressionKind, NamedExpression, Operator, OperatorKind, Pipeline,
    Source, TypedName,
};
use crate::syntax::token::{Sign, TokenKind};

impl Parser<'_> {
    /// The pipeline, unreadable where it is wrong.
    pub(super) fn pipeline(&mut self) -> Pipeline {
        let start = self.token().span;
        let source = self.source().unwrap_or_else(|Reported| {
            self.skip_to_pipe();
            Source::Unreadable
        });
        let operators = self.operators();
        Pipeline {
            source,
            operators,
            span: self.since(start),
        }
    }

    fn source(&mut self) -> Parsed<Source> {
        if self.eat(Sign::OpenParenthesis).is_some() {
            let pipeline = self.enclosed(|parser| Ok(parser.pipeline()))?;
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
                if let Some(problem) = refused::subquery(word)
                    && self.is_ahead(1, Sign::OpenParenthesis)
                {
                    let span = self.advance();
                    let reported = self.report(problem.at(span));
                    self.skip_parenthesized();
                    return Err(reported);
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
                    self.no_operator(what);
                }
                self.skip_to_pipe();
            }
        }
        operators
    }

    /// A value with its name, where it has one. A value that can't be read is unreadable, so that its name is known all the same.
    pub(super) fn named_expression(&mut self) -> Parsed<NamedExpression> {
        let brackets = if self.is(Sign::OpenBracket) { 3 } else { 1 };
        let is_named = self.is_ahead(brackets, Sign::Equal);
        let name = if is_named {
            Some(self.declared_name("a name")?)
        } else {
            None
        };
        if is_named {
            self.advance();
        }
        let start = self.token().span;
        let value = self.expression().unwrap_or_else(|Reported| {
            self.skip_to_comma();
            Expression::new(ExpressionKind::Unreadable, start)
        });
        Ok(NamedExpression { name, value })
    }
}
