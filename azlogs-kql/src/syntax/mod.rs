//! From text to a tree: tokens, the tree, and the parser between them.

pub(crate) mod ast;
mod span;

pub use span::Span;
