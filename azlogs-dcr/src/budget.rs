//! How much work the expressions of one document may make, so that none can keep the reader busy for ever.

use std::cell::Cell;

use crate::value::{Span, Value};
use crate::why::Wrong;

/// Evaluated parts of expressions, and the values and bytes of text that they make.
const WORK: u64 = 4_000_000;

/// How deeply evaluations may stand in each other: an expression in a variable in a parameter of a nested deployment …
const DEPTH: usize = 200;

/// How deeply a value may be nested that an expression makes.
const NESTING: usize = 600;

pub(crate) struct Budget {
    work: Cell<u64>,
    depth: Cell<usize>,
}

/// One level of evaluation, which ends when this is dropped.
pub(crate) struct Level<'a>(&'a Cell<usize>);

impl Drop for Level<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

impl Budget {
    pub(crate) const fn new() -> Self {
        Self {
            work: Cell::new(WORK),
            depth: Cell::new(0),
        }
    }

    /// Takes this much work.
    pub(crate) fn spend(&self, work: u64, span: Span) -> Result<(), Wrong> {
        let left = self.work.get().checked_sub(work);
        self.work.set(left.unwrap_or_default());
        match left {
            Some(_) => Ok(()),
            None => Err(Wrong::new(
                span,
                "the document's expressions make more work than is done here",
            )),
        }
    }

    /// Whether there is nothing left of it.
    pub(crate) const fn is_spent(&self) -> bool {
        self.work.get() == 0
    }

    /// Goes one level deeper.
    pub(crate) fn deeper(&self, span: Span) -> Result<Level<'_>, Wrong> {
        let depth = self.depth.get();
        if depth >= DEPTH {
            let message = format!("expressions lead to each other more than {DEPTH} levels deep");
            return Err(Wrong::new(span, message));
        }
        self.depth.set(depth + 1);
        Ok(Level(&self.depth))
    }

    /// Takes the work of looking for a member.
    pub(crate) fn looked_through(&self, value: &Value, span: Span) -> Result<(), Wrong> {
        let members = value.members().map_or(0, <[_]>::len);
        self.spend(members as u64 / 8, span)
    }

    /// Takes the work of making a value, of which the parts were there already.
    pub(crate) fn made(&self, value: Value) -> Result<Value, Wrong> {
        let parts = match (value.items(), value.members(), value.as_text()) {
            (Some(items), ..) => items.len(),
            (_, Some(members), _) => members.len(),
            (.., Some(text)) => text.len(),
            _ => 0,
        };
        self.spend(parts as u64, value.span)?;
        if value.depth() > NESTING {
            let message = format!("a value is nested more than {NESTING} levels deep");
            return Err(Wrong::new(value.span, message));
        }
        Ok(value)
    }
}
