//! How long requests take: counts in steps of a ninth or less, from 1 ms to over an hour.

use std::time::Duration;

/// Steps to a doubling.
const STEPS: usize = 8;
/// Doublings from 1 ms on: to 2^22 ms, 70 minutes.
const DOUBLINGS: usize = 22;

/// Counts of requests by how long they took.
#[derive(Clone, Debug)]
pub(super) struct Latencies {
    counts: [u64; STEPS * DOUBLINGS + 1],
    sum: Duration,
    min: Duration,
    max: Duration,
}

/// How long the service took to answer requests. All zero where none was answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequestLatency {
    /// How many requests that is of.
    pub count: u64,
    /// The shortest.
    pub min: Duration,
    /// The mean.
    pub mean: Duration,
    /// What half of them took at most, to within an eighth.
    pub p50: Duration,
    /// What nine out of ten took at most, to within an eighth.
    pub p90: Duration,
    /// What ninety-nine out of a hundred took at most, to within an eighth.
    pub p99: Duration,
    /// The longest.
    pub max: Duration,
}

impl Default for Latencies {
    fn default() -> Self {
        Self {
            counts: [0; STEPS * DOUBLINGS + 1],
            sum: Duration::ZERO,
            min: Duration::MAX,
            max: Duration::ZERO,
        }
    }
}

impl Latencies {
    pub(super) fn record(&mut self, latency: Duration) {
        self.counts[step(latency)] += 1;
        self.sum = self.sum.saturating_add(latency);
        self.min = self.min.min(latency);
        self.max = self.max.max(latency);
    }

    pub(super) fn summary(&self) -> RequestLatency {
        let count: u64 = self.counts.iter().sum();
        if count == 0 {
            return RequestLatency::default();
        }
        let mean = self.sum.as_nanos() / u128::from(count);
        RequestLatency {
            count,
            min: self.min,
            mean: Duration::from_nanos(u64::try_from(mean).unwrap_or(u64::MAX)),
            p50: self.percentile(count, 50),
            p90: self.percentile(count, 90),
            p99: self.percentile(count, 99),
            max: self.max,
        }
    }

    /// What so many of a hundred requests took at most.
    fn percentile(&self, count: u64, percent: u64) -> Duration {
        let wanted = (count * percent).div_ceil(100);
        let mut seen = 0;
        let step = self.counts.iter().position(|count| {
            seen += count;
            seen >= wanted
        });
        let step = step.filter(|step| *step < STEPS * DOUBLINGS);
        step.map_or(self.max, upper_end).clamp(self.min, self.max)
    }
}

/// The step that a time belongs to.
fn step(latency: Duration) -> usize {
    let milliseconds = latency.as_secs_f64() * 1e3;
    (0..STEPS * DOUBLINGS)
        .find(|step| milliseconds <= upper_end(*step).as_secs_f64() * 1e3)
        .unwrap_or(STEPS * DOUBLINGS)
}

/// The longest time of a step: those of a doubling are equally wide.
fn upper_end(step: usize) -> Duration {
    let base = 1_000_u64 << (step / STEPS);
    Duration::from_micros(base + base * (step % STEPS) as u64 / STEPS as u64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn without_requests_all_is_zero() {
        assert_eq!(Latencies::default().summary(), RequestLatency::default());
    }

    proptest! {
        #[test]
        fn percentiles_are_within_an_eighth_above_the_exact_ones(
            mut times in prop::collection::vec(1_000_u64..10_000_000_000, 1..200),
        ) {
            let mut latencies = Latencies::default();
            for time in &times {
                latencies.record(Duration::from_micros(*time));
            }
            times.sort_unstable();
            let summary = latencies.summary();
            prop_assert_eq!(summary.count, times.len() as u64);
            prop_assert_eq!(summary.min, Duration::from_micros(times[0]));
            prop_assert_eq!(summary.max, Duration::from_micros(times[times.len() - 1]));
            for (percent, found) in [(50, summary.p50), (90, summary.p90), (99, summary.p99)] {
                let exact = Duration::from_micros(times[(times.len() * percent).div_ceil(100) - 1]);
                prop_assert!(exact <= found, "{percent}: {exact:?} and {found:?}");
                let is_beyond = exact > upper_end(STEPS * DOUBLINGS - 1);
                prop_assert!(found <= exact.mul_f64(1.13) || is_beyond, "{percent}: {exact:?} and {found:?}");
            }
        }
    }
}
