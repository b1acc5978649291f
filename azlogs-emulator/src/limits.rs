//! The service's limits and quotas, as settings.

use std::time::Duration;

use azlogs_dcr::values::ValueLimits;

/// What one request, one value and one connection may be.
///
/// The defaults are the service's, where it is known to have the limit.
///
/// ```
/// use azlogs_emulator::Limits;
///
/// // One report says that fields are cut at 256 KB, not at the 64 KB that are documented.
/// let limits = Limits { value_bytes: 256 * 1024, ..Limits::default() };
/// assert_eq!(limits.wire_bytes, 1_048_576);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The longest body as it is sent, gzip'd or not: 1,048,576 bytes. One more and the answer is 413
    /// `ContentLengthLimitExceeded` (the text of that error names the number).
    pub wire_bytes: usize,
    /// The longest body after gunzip: 50 MiB. Source: open-telemetry/otel-arrow#2535; not documented.
    pub decompressed_bytes: usize,
    /// From here a value is cut, in bytes of UTF-8: 64 KiB ("Azure Monitor service limits", Logs Ingestion API:
    /// "Maximum size for field values"). One report says 256 KB (BerriAI/litellm#26450).
    pub value_bytes: usize,
    /// A `TimeGenerated` older than this is replaced with the time of receipt: 2 days ("Standard columns in Azure
    /// Monitor Logs"). An older page said that such rows are dropped. `None` keeps every time.
    pub oldest_time: Option<Duration>,
    /// A `TimeGenerated` further ahead than this is replaced with the time of receipt: 1 day (the same source).
    pub newest_time: Option<Duration>,
    /// How long a client may take over a TLS handshake, and from there or from the last answer to the end of the next
    /// request's head: 30 s (ours).
    pub head_timeout: Duration,
    /// How long a client may take over a body before it is cut off with 408: 60 s (ours).
    pub body_timeout: Duration,
    /// The connections that are served at a time; the others wait to be accepted: 16,384 (ours). An idle one costs a few KB;
    /// where the system has no more files to give, it's as if the limit were reached.
    pub connections: usize,
}

impl Limits {
    /// Those of a row's values.
    pub(crate) fn values(&self) -> ValueLimits {
        ValueLimits {
            value_bytes: self.value_bytes,
            oldest_time: self.oldest_time,
            newest_time: self.newest_time,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        let values = ValueLimits::default();
        Self {
            wire_bytes: 1_048_576,
            decompressed_bytes: 50 * 1024 * 1024,
            value_bytes: values.value_bytes,
            oldest_time: values.oldest_time,
            newest_time: values.newest_time,
            head_timeout: Duration::from_secs(30),
            body_timeout: Duration::from_secs(60),
            connections: 16_384,
        }
    }
}

/// How much may be sent to one rule in a while, before the answer is 429 with `Retry-After`.
///
/// The service calls these soft limits and may let some more through; the emulator doesn't. Source: "Azure Monitor
/// service limits", Logs Ingestion API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotas {
    /// Requests in a window: 12,000.
    pub requests: u64,
    /// Bytes of JSON (after gunzip) in a window: 2 GB.
    pub bytes: u64,
    /// The window, which begins with the first request: a minute.
    pub window: Duration,
}

impl Default for Quotas {
    fn default() -> Self {
        Self {
            requests: 12_000,
            bytes: 2 * 1024 * 1024 * 1024,
            window: Duration::from_secs(60),
        }
    }
}

/// How much the emulator keeps, so that its memory is bounded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keep {
    /// Rows a table; the oldest make room, and are counted: 1,000,000.
    pub rows: usize,
    /// Bytes of JSON a table; the oldest rows make room, and are counted: 256 MiB.
    pub row_bytes: usize,
    /// Requests, the oldest make room: 10,000.
    pub requests: usize,
    /// Whether a request's body is kept with it, as it was on the wire.
    pub bodies: bool,
}

impl Default for Keep {
    fn default() -> Self {
        Self {
            rows: 1_000_000,
            row_bytes: 256 * 1024 * 1024,
            requests: 10_000,
            bodies: false,
        }
    }
}
