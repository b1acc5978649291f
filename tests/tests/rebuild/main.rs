//! Packages that Cargo builds for the test: what it shows of a bad rule, what it builds of a good one, and that a change of
//! the rule alone builds it anew.

#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

mod build_script;
mod derive;
mod package;
