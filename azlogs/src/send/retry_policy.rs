//! How often a request is tried, and how long it waits in between.

use std::time::Duration;

/// How often a request is tried, and how long it waits in between.
///
/// What is tried again: the statuses 408, 429, 500, 502, 503 and 504, connections that fail or break, and timeouts.
/// Everything else is final.
///
/// ```
/// use std::time::Duration;
/// use azlogs::RetryPolicy;
///
/// let patient = RetryPolicy::default().tries(20).budget(Duration::from_secs(1800));
/// let never = RetryPolicy::never();
/// # let _ = (patient, never);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    pub(super) tries: u32,
    pub(super) base_delay: Duration,
    pub(super) max_delay: Duration,
    pub(super) budget: Duration,
}

impl Default for RetryPolicy {
    /// 8 tries, waits of 0.5 s doubling up to 60 s, all within 180 s.
    fn default() -> Self {
        Self {
            tries: 8,
            base_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(60),
            budget: Duration::from_secs(180),
        }
    }
}

impl RetryPolicy {
    /// One try only.
    pub fn never() -> Self {
        Self::default().tries(1)
    }

    /// How many tries a request has at most, the first included; 0 is taken for 1.
    #[must_use]
    pub fn tries(mut self, tries: u32) -> Self {
        self.tries = tries.max(1);
        self
    }

    /// The wait before the second try. It doubles from try to try, and of each wait a random part of up to a half
    /// is taken off, so that many clients don't come back at once.
    #[must_use]
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// The longest wait before a try, whether the service asks for it (`Retry-After`) or not.
    #[must_use]
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// How long after its first try a request may begin another. Where the service asks to wait for longer than what
    /// is left of it, the request fails at once, and the error has the time: [`Error::retry_after`](crate::Error::retry_after).
    #[must_use]
    pub fn budget(mut self, budget: Duration) -> Self {
        self.budget = budget;
        self
    }
}
