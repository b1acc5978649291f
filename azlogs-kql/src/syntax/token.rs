//! What a text is made of: names, literals and signs.

use super::Span;
use super::ast::Literal;
use crate::types::ScalarType;

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum TokenKind {
    /// A name or a keyword, also an operator such as `contains`, `!has_cs`, `in~`.
    Word,
    /// A number, a length of time such as `1d`, `true` or `false`, or a form such as `datetime(2020-01-01)`.
    Literal(Literal),
    /// The text of a string literal, its escapes resolved.
    String(String),
    Sign(Sign),
    /// What has been reported already: it stands for a value.
    Unreadable,
    /// The end of the text.
    End,
}

/// Tells the enumeration's names from their spelling, once.
macro_rules! signs {
    ($($name:ident $text:literal)*) => {
        /// A sign of punctuation, or an operator made of such.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Sign {
            $($name),*
        }

        impl Sign {
            /// All of them; those of two characters come before those that they begin with.
            const ALL: &[Self] = &[$(Self::$name),*];

            pub(crate) fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text),*
                }
            }
        }
    };
}

signs! {
    DoubleEqual "=="
    EqualTilde "=~"
    Arrow "=>"
    NotEqual "!="
    NotTilde "!~"
    AngleBrackets "<>"
    LessOrEqual "<="
    GreaterOrEqual ">="
    DoubleDot ".."
    Equal "="
    Less "<"
    Greater ">"
    Plus "+"
    Minus "-"
    Star "*"
    Slash "/"
    Percent "%"
    Dot "."
    Comma ","
    Colon ":"
    Semicolon ";"
    Pipe "|"
    OpenParenthesis "("
    CloseParenthesis ")"
    OpenBracket "["
    CloseBracket "]"
    OpenBrace "{"
    CloseBrace "}"
    Question "?"
}

impl Sign {
    /// The sign that this text starts with.
    pub(super) fn at_start_of(text: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|sign| text.starts_with(sign.as_str()))
    }
}

/// The type whose literals are written `keyword(…)`.
pub(super) fn type_of_form(keyword: &str) -> Option<ScalarType> {
    match keyword {
        "bool" | "int" | "long" | "real" | "double" | "datetime" | "date" | "time" | "timespan"
        | "guid" => ScalarType::from_name(keyword),
        _ => None,
    }
}
