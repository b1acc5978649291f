//! Numbers as a report words them.

use std::fmt;
use std::ops::Range;

/// The end of a noun: none for one of it.
pub(crate) fn plural(count: u64) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// `row 7`, `rows 7 to 1,203`.
pub(crate) struct RowNumbers<'r>(pub(crate) &'r Range<usize>);

impl fmt::Display for RowNumbers<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Range { start, end } = *self.0;
        match end.saturating_sub(start) {
            0 => f.write_str("no rows"),
            1 => write!(f, "row {}", Thousands(start as u64)),
            _ => write!(
                f,
                "rows {} to {}",
                Thousands(start as u64),
                Thousands(end as u64 - 1)
            ),
        }
    }
}

/// `1,048,576`.
pub(crate) struct Thousands(pub(crate) u64);

impl fmt::Display for Thousands {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.to_string();
        for (at, digit) in digits.char_indices() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        Ok(())
    }
}

/// `812 bytes`, `1.5 MB`.
pub(crate) struct Size(pub(crate) u64);

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        #[expect(
            clippy::cast_precision_loss,
            reason = "one digit after the point is shown"
        )]
        let bytes = self.0 as f64;
        match self.0 {
            1 => f.write_str("1 byte"),
            0..1_000 => write!(f, "{} bytes", self.0),
            1_000..1_000_000 => write!(f, "{:.1} kB", bytes / 1e3),
            1_000_000..1_000_000_000 => write!(f, "{:.1} MB", bytes / 1e6),
            _ => write!(f, "{:.1} GB", bytes / 1e9),
        }
    }
}
