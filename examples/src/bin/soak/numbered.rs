//! Rows that can be told from each other.

use azlogs::LogRecord;
use serde::Deserialize;

/// A row with its number, of some 100 bytes.
#[derive(Clone, Debug, LogRecord)]
#[log_record(
    dcr = "src/bin/soak/rule.json",
    stream = "Custom-Numbered",
    rename_all = "PascalCase"
)]
pub(crate) struct Numbered {
    number: u32,
    text: String,
}

/// What is read of a row that arrived.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Arrived {
    pub(crate) number: u32,
}

impl Numbered {
    /// The row with that number. Its text is no other's, so that compression doesn't make it vanish.
    pub(crate) fn new(number: u32) -> Self {
        let one = number.wrapping_mul(2_654_435_761);
        let other = one.rotate_left(13).wrapping_mul(2_246_822_519);
        Self {
            number,
            text: format!("the row with number {number} says {one:08x} and then {other:08x}"),
        }
    }
}
