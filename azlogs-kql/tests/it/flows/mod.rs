//! The data flows of rules, followed to their tables.

#![allow(
    clippy::needless_raw_string_hashes,
    reason = "expect-test writes them so"
)]

mod corpus;
mod findings;
mod hostile;
