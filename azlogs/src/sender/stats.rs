//! How a sender is doing.

use std::io;
use std::sync::Arc;

use crate::error::Error;

use super::latency::RequestLatency;
use super::queue::Queue;

/// How a [`Sender`](crate::Sender) is doing: counts since it was started.
///
/// At any moment, the rows handed over, and those that an earlier process had left in the spool, are those queued, accepted, rejected, dropped and not
/// attempted; when the sender has ended, also those left on disk.
///
/// # Metrics
///
/// With feature `metrics`, the recorder that is installed when the sender is started is told, each time something has changed. All have the
/// labels `rule` and `stream`; several senders of one stream add up.
///
/// | name | kind | |
/// |---|---|---|
/// | `azlogs_sender_rows_total` | counter | rows settled, with the label `outcome`: `accepted`, `rejected`, `dropped`, `not_attempted`, `spooled` (left on disk when the sender ended) |
/// | `azlogs_sender_requests_total` | counter | requests with rows, retries included |
/// | `azlogs_sender_retries_total` | counter | requests that were retries |
/// | `azlogs_sender_wire_bytes_total` | counter | bytes of all bodies as they were sent |
/// | `azlogs_sender_queued_rows` | gauge | rows that aren't settled |
/// | `azlogs_sender_queued_bytes` | gauge | the bytes that they take in memory |
/// | `azlogs_sender_spooled_rows` | gauge | the sender's rows that are on disk, those among them that are in memory too; 0 when it has ended |
/// | `azlogs_sender_endpoint_failing` | gauge | 1 while the endpoint fails, so that it's only probed |
/// | `azlogs_sender_request_seconds` | histogram | how long the service took to answer a request with rows |
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct SenderStats {
    /// Rows that were handed over and aren't settled: in the queue, or being sent.
    pub rows_queued: u64,
    /// The bytes that they take in memory: as JSON, or compressed already.
    pub bytes_queued: u64,
    /// Rows that the service accepted.
    pub rows_accepted: u64,
    /// Rows that were rejected, by the service or before they were sent.
    pub rows_rejected: u64,
    /// Rows for which there was no room.
    pub rows_dropped: u64,
    /// Rows that were in no request when the sender ended.
    pub rows_not_attempted: u64,
    /// Rows of this sender that are on disk, those among them that are in memory too. Nothing but 0 without a spool.
    pub rows_spooled: u64,
    /// What the spool holds, whoever's it is, what it gave up, and what is wrong with it.
    #[cfg(feature = "spool")]
    pub spool: Option<crate::SpoolUsage>,
    /// Rejected rows that are where [`dead_letter`](crate::StreamClient::dead_letter) said.
    pub rows_dead_lettered: u64,
    /// Why rejected rows couldn't be kept there, the last time that it was so.
    pub dead_letter_error: Option<Arc<io::Error>>,
    /// HTTP requests with rows, retries included.
    pub requests: u64,
    /// Requests that were retries.
    pub requests_retried: u64,
    /// The bytes of all bodies as they were sent, retries included.
    pub wire_bytes: u64,
    /// How long the service took to answer requests with rows.
    pub latency: RequestLatency,
    /// Whether the endpoint fails, so that it's sent nothing but a probe now and then.
    pub is_endpoint_failing: bool,
    /// The last error of a request, whatever came of it later.
    pub last_error: Option<Error>,
}

impl SenderStats {
    pub(super) fn of(queue: &Queue) -> Self {
        let total = &queue.account.total;
        let usage = queue.disk.usage();
        Self {
            rows_queued: queue.rows() as u64 - total.rows(),
            bytes_queued: queue.bytes() as u64,
            rows_accepted: total.accepted,
            rows_rejected: total.rejected,
            rows_dropped: total.dropped,
            rows_not_attempted: total.not_attempted,
            rows_spooled: usage.as_ref().map_or(0, |(_, rows)| *rows),
            #[cfg(feature = "spool")]
            spool: usage.map(|(usage, _)| usage),
            rows_dead_lettered: total.kept,
            dead_letter_error: queue.letters.error.clone(),
            requests: total.requests,
            requests_retried: total.retries,
            wire_bytes: total.wire_bytes,
            latency: queue.account.latencies.summary(),
            is_endpoint_failing: queue.breaker_open,
            last_error: queue.account.last_error.clone(),
        }
    }
}
