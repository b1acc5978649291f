//! Rows of the streams in `dcr/cases.json`.

use azlogs::LogRecord;
use serde::Serialize;

/// A row whose JSON has an exact number of bytes.
#[derive(Clone, Debug, LogRecord)]
#[log_record(dcr = "dcr/cases.json", stream = "Custom-Sized")]
pub(crate) struct SizedRow {
    #[log_record(column = "A")]
    text: Option<String>,
}

impl SizedRow {
    /// `{"A":""}`.
    const WITHOUT_TEXT: usize = 8;

    /// A row of `size` bytes: 2, or at least 8.
    pub(crate) fn of(size: usize) -> Self {
        if size == 2 {
            return Self { text: None };
        }
        Self::with_text("x".repeat(size - Self::WITHOUT_TEXT))
    }

    /// A row of so many bytes of which compression saves little.
    pub(crate) fn noisy(size: usize, random: &mut fastrand::Rng) -> Self {
        Self::with_text(noise(size - Self::WITHOUT_TEXT, random))
    }

    pub(crate) fn with_text(text: String) -> Self {
        Self { text: Some(text) }
    }
}

/// The row of the Python client's tests.
#[derive(Clone, Debug, LogRecord, Serialize)]
#[log_record(dcr = "dcr/cases.json", stream = "Custom-Foo")]
pub(crate) struct FooRow {
    pub(crate) foo: &'static str,
}

/// The row of the .NET client's tests.
#[derive(Clone, Debug, LogRecord, Serialize)]
#[log_record(
    dcr = "dcr/cases.json",
    stream = "Custom-Computers",
    rename_all = "PascalCase"
)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ComputerRow {
    time: String,
    computer: String,
    additional_context: String,
}

impl ComputerRow {
    pub(crate) fn number(number: i32) -> Self {
        Self {
            time: format!("{number}2021"),
            computer: format!("Computer{number}"),
            additional_context: number.to_string(),
        }
    }
}

/// The row of the Java client's tests.
#[derive(Clone, Debug, LogRecord, Serialize)]
#[log_record(
    dcr = "dcr/cases.json",
    stream = "Custom-Extended",
    rename_all = "PascalCase"
)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ExtendedRow {
    time: &'static str,
    extended_column: String,
    additional_context: &'static str,
}

impl ExtendedRow {
    pub(crate) fn number(number: usize) -> Self {
        Self {
            time: "2021-12-31T17:00:00Z",
            extended_column: format!("test{number}"),
            additional_context: "additional logs context",
        }
    }
}

/// A row that can be told from the others.
#[derive(Clone, Debug, LogRecord, Serialize)]
#[log_record(
    dcr = "dcr/cases.json",
    stream = "Custom-Numbered",
    rename_all = "PascalCase"
)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct NumberedRow {
    pub(crate) number: i64,
    pub(crate) text: String,
}

impl NumberedRow {
    /// The rows from 0 to `count`, of some 60 bytes each.
    pub(crate) fn up_to(count: i64) -> Vec<Self> {
        let text = |number| format!("the text of the row with number {number}");
        (0..count)
            .map(|number| Self {
                number,
                text: text(number),
            })
            .collect()
    }
}

/// A row with numbers that come and go.
#[derive(Clone, Debug, LogRecord, Serialize)]
#[log_record(
    dcr = "dcr/cases.json",
    stream = "Custom-Measured",
    rename_all = "PascalCase"
)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct MeasuredRow {
    pub(crate) whole: i64,
    pub(crate) fraction: f64,
    pub(crate) text: &'static str,
}

/// Text that JSON doesn't escape, six random bits a byte.
pub(crate) fn noise(length: usize, random: &mut fastrand::Rng) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let character = |_| char::from(ALPHABET[random.usize(..64)]);
    (0..length).map(character).collect()
}
