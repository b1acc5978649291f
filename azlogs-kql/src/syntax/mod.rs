//! From text to a tree: tokens, the tree, and the parser between them.

pub(crate) mod ast;
mod keyword;
mod lexer;
mod number;
mod parser;
mod span;
mod string;
mod token;
mod typed_literal;

pub(crate) use parser::parse;
pub use span::Span;
