//! What is at hand while a row's values are worked out, beside the row.

use super::limits::{MAX_ROW_SIZE, TooLarge};
use super::node::UserFunction;
use crate::functions::Context;
use crate::value::Value;

/// The values of `let`s and parameters, the clock, and how much memory is in use.
pub(super) struct Scope<'p> {
    pub(super) context: Context,
    pub(super) functions: &'p [UserFunction],
    pub(super) slots: Vec<Value>,
    held: usize,
}

impl<'p> Scope<'p> {
    pub(super) fn new(now: i64, functions: &'p [UserFunction], slots: usize) -> Self {
        Self {
            context: Context { now },
            functions,
            slots: vec![Value::Null; slots],
            held: 0,
        }
    }

    /// Counts a value that is kept while others are worked out.
    pub(super) fn hold(&mut self, size: usize) -> Result<(), TooLarge> {
        self.held += size;
        if self.held > MAX_ROW_SIZE {
            Err(TooLarge)
        } else {
            Ok(())
        }
    }

    pub(super) fn release(&mut self, size: usize) {
        self.held = self.held.saturating_sub(size);
    }
}
