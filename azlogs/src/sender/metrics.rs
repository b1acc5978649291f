//! A sender's numbers as metrics, for whatever recorder the application has installed.

#[cfg(feature = "metrics")]
pub(super) use recorded::{Levels, Metrics};
#[cfg(not(feature = "metrics"))]
pub(super) use silent::{Levels, Metrics};

#[cfg(feature = "metrics")]
mod recorded {
    use std::fmt;
    use std::sync::{Mutex, PoisonError};
    use std::time::Duration;

    use metrics::{Counter, Gauge, Histogram, counter, gauge, histogram};

    use crate::send::Route;

    use super::super::account::Tally;
    use super::super::queue::Queue;

    /// What is told of a sender at one moment.
    #[derive(Clone, Debug, Default)]
    pub(in super::super) struct Levels {
        total: Tally,
        rows_queued: u64,
        bytes_queued: u64,
        rows_spooled: u64,
        failing: u64,
    }

    impl Levels {
        pub(in super::super) fn of(queue: &Queue) -> Self {
            let total = queue.account.total.clone();
            Self {
                rows_queued: queue.rows() as u64 - total.rows(),
                bytes_queued: queue.bytes() as u64,
                rows_spooled: queue.disk.spool.as_ref().map_or(0, |spool| spool.rows()),
                failing: u64::from(queue.breaker_open),
                total,
            }
        }
    }

    /// The handles of one sender's metrics.
    pub(in super::super) struct Metrics {
        accepted: Counter,
        rejected: Counter,
        dropped: Counter,
        not_attempted: Counter,
        spooled: Counter,
        requests: Counter,
        retries: Counter,
        wire_bytes: Counter,
        rows_queued: Gauge,
        bytes_queued: Gauge,
        rows_spooled: Gauge,
        failing: Gauge,
        latency: Histogram,
        told: Mutex<Levels>,
    }

    impl Metrics {
        pub(in super::super) fn new(route: &Route) -> Self {
            let rule = || route.rule.as_str().to_owned();
            let stream = || route.stream.clone();
            let rows = |outcome: &'static str| counter!("azlogs_sender_rows_total", "rule" => rule(), "stream" => stream(), "outcome" => outcome);
            Self {
                accepted: rows("accepted"),
                rejected: rows("rejected"),
                dropped: rows("dropped"),
                not_attempted: rows("not_attempted"),
                spooled: rows("spooled"),
                requests: counter!("azlogs_sender_requests_total", "rule" => rule(), "stream" => stream()),
                retries: counter!("azlogs_sender_retries_total", "rule" => rule(), "stream" => stream()),
                wire_bytes: counter!("azlogs_sender_wire_bytes_total", "rule" => rule(), "stream" => stream()),
                rows_queued: gauge!("azlogs_sender_queued_rows", "rule" => rule(), "stream" => stream()),
                bytes_queued: gauge!("azlogs_sender_queued_bytes", "rule" => rule(), "stream" => stream()),
                rows_spooled: gauge!("azlogs_sender_spooled_rows", "rule" => rule(), "stream" => stream()),
                failing: gauge!("azlogs_sender_endpoint_failing", "rule" => rule(), "stream" => stream()),
                latency: histogram!("azlogs_sender_request_seconds", "rule" => rule(), "stream" => stream()),
                told: Mutex::default(),
            }
        }

        /// Tells what has changed. Several senders of one stream add up.
        pub(in super::super) fn publish(&self, now: &Levels) {
            let mut before = self.told.lock().unwrap_or_else(PoisonError::into_inner);
            let (new, old) = (&now.total, &before.total);
            for (counter, new, old) in [
                (&self.accepted, new.accepted, old.accepted),
                (&self.rejected, new.rejected, old.rejected),
                (&self.dropped, new.dropped, old.dropped),
                (&self.not_attempted, new.not_attempted, old.not_attempted),
                (&self.spooled, new.spooled, old.spooled),
                (&self.requests, new.requests, old.requests),
                (&self.retries, new.retries, old.retries),
                (&self.wire_bytes, new.wire_bytes, old.wire_bytes),
            ] {
                if new > old {
                    counter.increment(new - old);
                }
            }
            for (gauge, new, old) in [
                (&self.rows_queued, now.rows_queued, before.rows_queued),
                (&self.bytes_queued, now.bytes_queued, before.bytes_queued),
                (&self.rows_spooled, now.rows_spooled, before.rows_spooled),
                (&self.failing, now.failing, before.failing),
            ] {
                if new > old {
                    gauge.increment(lossy(new - old));
                } else if new < old {
                    gauge.decrement(lossy(old - new));
                }
            }
            *before = now.clone();
        }

        /// The service answered a request with rows.
        pub(in super::super) fn answered(&self, latency: Duration) {
            self.latency.record(latency.as_secs_f64());
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "metrics are floats")]
    fn lossy(count: u64) -> f64 {
        count as f64
    }

    impl fmt::Debug for Metrics {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.debug_struct("Metrics").finish_non_exhaustive()
        }
    }
}

#[cfg(not(feature = "metrics"))]
mod silent {
    use std::time::Duration;

    use crate::send::Route;

    use super::super::queue::Queue;

    /// Nothing, without feature `metrics`.
    #[derive(Debug)]
    pub(in super::super) struct Levels;

    impl Levels {
        pub(in super::super) fn of(_: &Queue) -> Self {
            Self
        }
    }

    /// Nothing, without feature `metrics`.
    #[derive(Debug)]
    pub(in super::super) struct Metrics;

    #[allow(clippy::unused_self, reason = "it stands in for one that tells")]
    impl Metrics {
        pub(in super::super) fn new(_: &Route) -> Self {
            Self
        }

        pub(in super::super) fn publish(&self, _: &Levels) {}

        pub(in super::super) fn answered(&self, _: Duration) {}
    }
}
