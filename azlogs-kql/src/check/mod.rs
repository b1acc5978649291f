//! From a tree to a typed tree: which columns there are after each operator, and which type each expression has.

pub(crate) mod typed;
