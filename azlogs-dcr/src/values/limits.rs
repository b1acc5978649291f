//! The service's limits on one value.

use std::time::Duration;

use super::Fate;

/// How long a value may be, and how far from now a row's time.
///
/// The defaults are the service's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueLimits {
    /// From here a value is cut, in bytes of UTF-8: 64 KiB ("Azure Monitor service limits", Logs Ingestion API:
    /// "Maximum size for field values"). One report says 256 KB (BerriAI/litellm#26450).
    pub value_bytes: usize,
    /// A `TimeGenerated` older than this is replaced with the time of receipt: 2 days ("Standard columns in Azure
    /// Monitor Logs"). An older page said that such rows are dropped. `None` keeps every time.
    pub oldest_time: Option<Duration>,
    /// A `TimeGenerated` further ahead than this is replaced with the time of receipt: 1 day (the same source).
    pub newest_time: Option<Duration>,
}

impl Default for ValueLimits {
    fn default() -> Self {
        const DAY: Duration = Duration::from_secs(24 * 60 * 60);
        Self {
            value_bytes: 64 * 1024,
            oldest_time: Some(DAY.saturating_mul(2)),
            newest_time: Some(DAY),
        }
    }
}

impl ValueLimits {
    /// As much of a value's text as is kept, whole characters only, and whether that is all of it.
    pub fn cut<'t>(&self, text: &'t str) -> (&'t str, Fate) {
        cut(text, self.value_bytes)
    }
}

pub(super) fn cut(text: &str, limit: usize) -> (&str, Fate) {
    if text.len() <= limit {
        return (text, Fate::Accepted);
    }
    let mut end = limit;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    (&text[..end], Fate::Truncated(limit))
}
