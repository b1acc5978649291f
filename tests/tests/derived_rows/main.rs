//! The JSON of derived rows against what `serde_json` writes of the same structs.

#![allow(
    clippy::unwrap_used,
    reason = "a test that unwraps fails where it should"
)]

mod instants;
mod structs;
