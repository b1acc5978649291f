//! What is written from rows: that it says what they say, and that what Azure would refuse is refused.

#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]
#![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

mod bicep;
mod hostile;
mod properties;
mod refusals;
mod round_trip;
mod terraform;
