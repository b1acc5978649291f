//! The grammar of template expressions.
//!
//! Source: "Syntax and expressions in Azure Resource Manager templates".

use std::ops::Range;
use std::rc::Rc;

use super::lexer::{Lexer, Token, TokenKind, Unreadable};
use crate::Quoted;
use crate::value::Span;
use crate::why::Wrong;

/// How deeply calls, accesses and indexes may stand in each other.
const NESTING: usize = 64;

#[derive(Debug)]
pub(super) struct Expression {
    /// Where in the document.
    pub(super) span: Span,
    pub(super) kind: Kind,
}

#[derive(Debug)]
pub(super) enum Kind {
    Text(Rc<str>),
    Integer(i64),
    Call {
        /// As it is written; of a user's function with its namespace before a dot.
        function: Rc<str>,
        arguments: Vec<Expression>,
    },
    Property {
        of: Box<Expression>,
        name: Rc<str>,
    },
    Index {
        of: Box<Expression>,
        index: Box<Expression>,
    },
}

impl Expression {
    /// Whether both are written the same, but for white space and the case of functions.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (&self.kind, &other.kind) {
            (Kind::Text(own), Kind::Text(other)) => own == other,
            (Kind::Integer(own), Kind::Integer(other)) => own == other,
            (
                Kind::Call {
                    function,
                    arguments,
                },
                Kind::Call {
                    function: other,
                    arguments: others,
                },
            ) => {
                let mut pairs = arguments.iter().zip(others);
                function.eq_ignore_ascii_case(other)
                    && arguments.len() == others.len()
                    && pairs.all(|(own, other)| own.is_same(other))
            }
            (
                Kind::Property { of, name },
                Kind::Property {
                    of: other,
                    name: other_name,
                },
            ) => name.eq_ignore_ascii_case(other_name) && of.is_same(other),
            (
                Kind::Index { of, index },
                Kind::Index {
                    of: other,
                    index: other_index,
                },
            ) => index.is_same(other_index) && of.is_same(other),
            _ => false,
        }
    }
}

/// Parses a text that begins with `[` and ends with `]`. `locate` says where in the document a part of the text is.
pub(super) fn parse(
    text: &str,
    locate: &dyn Fn(Range<usize>) -> Span,
) -> Result<Expression, Wrong> {
    let inner = 1..text.len().saturating_sub(1).max(1);
    let mut parser = Parser {
        lexer: Lexer::new(text, inner),
        locate,
        peeked: None,
    };
    let expression = parser.expression(0)?;
    let token = parser.next()?;
    match token.kind {
        TokenKind::End => Ok(expression),
        _ => Err(parser.wrong(token.range, "there is more after the expression")),
    }
}

struct Parser<'a> {
    lexer: Lexer<'a>,
    locate: &'a dyn Fn(Range<usize>) -> Span,
    peeked: Option<Token<'a>>,
}

impl<'a> Parser<'a> {
    fn expression(&mut self, depth: usize) -> Result<Expression, Wrong> {
        let first = self.next()?;
        if depth >= NESTING {
            let message = format!("the expression is nested more than {NESTING} levels deep");
            return Err(self.wrong(first.range, &message));
        }
        let start = first.range.start;
        let mut expression = match first.kind {
            TokenKind::Text(text) => self.made(first.range, Kind::Text(text.into())),
            TokenKind::Integer(integer) => self.made(first.range, Kind::Integer(integer)),
            TokenKind::Name(name) => self.call(start, name, depth)?,
            TokenKind::End => return Err(self.wrong(first.range, "an expression is missing here")),
            _ => return Err(self.wrong(first.range, "an expression begins otherwise")),
        };
        for level in depth + 1.. {
            let kind = match self.peek()? {
                TokenKind::Dot => {
                    self.next()?;
                    let name = self.name()?;
                    let of = Box::new(expression);
                    Kind::Property {
                        of,
                        name: name.into(),
                    }
                }
                TokenKind::OpenIndex => {
                    self.next()?;
                    let index = Box::new(self.expression(level)?);
                    self.expect(&TokenKind::CloseIndex, "`]` is missing here")?;
                    let of = Box::new(expression);
                    Kind::Index { of, index }
                }
                _ => break,
            };
            expression = self.made(start..self.lexer_at(), kind);
            if level >= NESTING {
                let message = format!("the expression is nested more than {NESTING} levels deep");
                return Err(Wrong::new(expression.span, message));
            }
        }
        Ok(expression)
    }

    /// A call, whose first name was read.
    fn call(&mut self, start: usize, first: &str, depth: usize) -> Result<Expression, Wrong> {
        let mut function = first.to_owned();
        while *self.peek()? == TokenKind::Dot {
            self.next()?;
            function.push('.');
            function.push_str(self.name()?);
        }
        let name_range = start..self.lexer_at();
        if *self.peek()? != TokenKind::Open {
            let message = format!("{} stands for nothing in a template", Quoted(&function));
            let help = format!(
                "write `parameters('{name}')` or `variables('{name}')`",
                name = Quoted(&function).bare()
            );
            return Err(self.wrong(name_range, &message).help(Some(help)));
        }
        self.next()?;
        let mut arguments = Vec::new();
        if *self.peek()? == TokenKind::Close {
            self.next()?;
        } else {
            loop {
                arguments.push(self.expression(depth + 1)?);
                let token = self.next()?;
                match token.kind {
                    TokenKind::Comma => {}
                    TokenKind::Close => break,
                    _ => return Err(self.wrong(token.range, "`,` or `)` is missing here")),
                }
            }
        }
        let kind = Kind::Call {
            function: function.into(),
            arguments,
        };
        Ok(self.made(start..self.lexer_at(), kind))
    }

    fn name(&mut self) -> Result<&'a str, Wrong> {
        let token = self.next()?;
        match token.kind {
            TokenKind::Name(name) => Ok(name),
            _ => Err(self.wrong(token.range, "a name is missing after the dot")),
        }
    }

    fn expect(&mut self, kind: &TokenKind<'_>, message: &str) -> Result<(), Wrong> {
        let token = self.next()?;
        if token.kind == *kind {
            Ok(())
        } else {
            Err(self.wrong(token.range, message))
        }
    }

    fn next(&mut self) -> Result<Token<'a>, Wrong> {
        match self.peeked.take() {
            Some(token) => Ok(token),
            None => self.read(),
        }
    }

    fn peek(&mut self) -> Result<&TokenKind<'a>, Wrong> {
        let token = match self.peeked.take() {
            Some(token) => token,
            None => self.read()?,
        };
        Ok(&self.peeked.insert(token).kind)
    }

    fn read(&mut self) -> Result<Token<'a>, Wrong> {
        self.lexer
            .next()
            .map_err(|Unreadable { message, range }| self.wrong(range, &message))
    }

    /// The end of what was taken.
    fn lexer_at(&self) -> usize {
        match &self.peeked {
            Some(token) => token.range.start,
            None => self.lexer.at(),
        }
    }

    fn made(&self, range: Range<usize>, kind: Kind) -> Expression {
        Expression {
            span: (self.locate)(range),
            kind,
        }
    }

    fn wrong(&self, range: Range<usize>, message: &str) -> Wrong {
        Wrong::new((self.locate)(range), message)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Expression, Kind, parse};
    use crate::value::Span;

    fn parsed(text: &str) -> Result<Expression, String> {
        let locate = |range: std::ops::Range<usize>| Span {
            start: range.start,
            end: range.end,
        };
        parse(text, &locate).map_err(|wrong| {
            format!(
                "{} at {}..{}",
                wrong.message, wrong.span.start, wrong.span.end
            )
        })
    }

    /// The expression, written so that its structure shows.
    fn shown(expression: &Expression) -> String {
        match &expression.kind {
            Kind::Text(text) => format!("{text:?}"),
            Kind::Integer(integer) => integer.to_string(),
            Kind::Call {
                function,
                arguments,
            } => {
                let arguments: Vec<_> = arguments.iter().map(shown).collect();
                format!("{function}({})", arguments.join(", "))
            }
            Kind::Property { of, name } => format!("({}).{name}", shown(of)),
            Kind::Index { of, index } => format!("({})[{}]", shown(of), shown(index)),
        }
    }

    #[test]
    fn calls_accesses_and_indexes_are_parsed() {
        for (text, expected) in [
            ("['a']", "\"a\""),
            ("[parameters('a')]", "parameters(\"a\")"),
            ("[ concat ( 'a' , 1 ) ]", "concat(\"a\", 1)"),
            ("[a().b.c[0].d]", "(((( a()).b).c)[0]).d"),
            ("[contoso.f(x())]", "contoso.f(x())"),
            ("[a()[b().c]['d']]", "((a())[(b()).c])[\"d\"]"),
        ] {
            assert_eq!(
                parsed(text).map(|e| shown(&e)),
                Ok(expected.replace("( ", "(")),
                "{text}"
            );
        }
    }

    #[test]
    fn mistakes_have_their_place() {
        for (text, expected) in [
            ("[]", "an expression is missing here at 1..1"),
            ("[a('b']", "`,` or `)` is missing here at 6..6"),
            ("[a('b',)]", "an expression begins otherwise at 7..8"),
            ("[a]", "`a` stands for nothing in a template at 1..2"),
            ("[a() b()]", "there is more after the expression at 5..6"),
            ("[a().]", "a name is missing after the dot at 5..5"),
            ("[a()[0]", "`]` is missing here at 6..6"),
            ("[a('b)]", "the text isn't closed by a single quote at 3..6"),
        ] {
            assert_eq!(
                parsed(text).map(|e| shown(&e)),
                Err(expected.to_owned()),
                "{text}"
            );
        }
    }

    #[test]
    fn nesting_is_bounded() {
        for (open, close) in [("a(", ")"), ("a()[", "]")] {
            let nested =
                |depth: usize| format!("[{}a(){}]", open.repeat(depth), close.repeat(depth));
            assert!(parsed(&nested(20)).is_ok());
            let error = parsed(&nested(100_000)).map(|e| shown(&e)).unwrap_err();
            assert!(
                error.starts_with("the expression is nested more than 64"),
                "{error}"
            );
        }
        let chain = format!("[a(){}]", ".b".repeat(100_000));
        let error = parsed(&chain).map(|e| shown(&e)).unwrap_err();
        assert!(
            error.starts_with("the expression is nested more than 64"),
            "{error}"
        );
    }

    proptest! {
        #[test]
        fn any_text_is_an_expression_or_a_mistake(text in "[a'(),.0-9\\[\\]ä ]{0,60}") {
            let text = format!("[{text}]");
            let _ = parsed(&text);
        }
    }
}
