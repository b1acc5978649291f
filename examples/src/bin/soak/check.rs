//! What has to hold, printed as it's checked.

use std::fmt::Debug;

/// Whether all held so far.
#[derive(Debug, Default)]
pub(crate) struct Check {
    broken: bool,
}

impl Check {
    /// Two figures that have to be the same.
    pub(crate) fn same<T: PartialEq + Debug>(&mut self, what: &str, found: &T, expected: &T) {
        self.holds(
            found == expected,
            &format!("{what}: {found:?}, of {expected:?}"),
        );
    }

    /// Something that has to be so.
    pub(crate) fn holds(&mut self, holds: bool, what: &str) {
        println!("   {} {what}", if holds { "ok   " } else { "WRONG" });
        self.broken |= !holds;
    }

    pub(crate) fn is_good(&self) -> bool {
        !self.broken
    }
}
