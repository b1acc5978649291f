//! The waits between the tries of one request.

use std::time::Duration;

use tokio::time::Instant;

use super::RetryPolicy;

/// Counts a request's tries, and says how long to wait before the next.
#[derive(Debug)]
pub(super) struct Backoff<'p> {
    policy: &'p RetryPolicy,
    random: fastrand::Rng,
    failures: u32,
    first: Instant,
}

impl<'p> Backoff<'p> {
    /// The first try begins, and with it the budget.
    pub(super) fn begin(policy: &'p RetryPolicy, random: fastrand::Rng) -> Self {
        Self {
            policy,
            random,
            failures: 0,
            first: Instant::now(),
        }
    }

    /// The first try was kept waiting that long; the budget begins after that.
    pub(super) fn excuse(&mut self, waited: Duration) {
        self.first += waited;
    }

    /// A try has failed: the wait before the next.
    ///
    /// # Errors
    ///
    /// Where there is to be no other, and why.
    pub(super) fn wait(&mut self, asked: Option<Duration>) -> Result<Duration, String> {
        self.failures += 1;
        if self.failures >= self.policy.tries {
            return Err(format!("gave up after {}", self.tries()));
        }
        let left = self.left();
        let wait = match asked {
            Some(asked) if asked > left => {
                return Err(format!(
                    "gave up, since the service asks to wait {} and the retry budget has {} left",
                    seconds(asked),
                    seconds(left),
                ));
            }
            Some(asked) => asked.min(self.policy.max_delay),
            None => delay(self.policy, self.failures, self.random.f64()),
        };
        self.affords(wait)?;
        Ok(wait)
    }

    /// Whether a try may begin after that wait.
    ///
    /// # Errors
    ///
    /// Where the budget is used up by then.
    pub(super) fn affords(&self, wait: Duration) -> Result<(), String> {
        if self.first.elapsed().saturating_add(wait) <= self.policy.budget {
            return Ok(());
        }
        let budget = seconds(self.policy.budget);
        Err(format!(
            "gave up after {}, since the retry budget of {budget} is used up",
            self.tries()
        ))
    }

    fn tries(&self) -> String {
        match self.failures {
            1 => "1 try".to_owned(),
            tries => format!("{tries} tries"),
        }
    }

    fn left(&self) -> Duration {
        self.policy.budget.saturating_sub(self.first.elapsed())
    }
}

/// The wait after so many failures: exponential, with the lower half of it certain and the upper half left to `chance`.
pub(super) fn delay(policy: &RetryPolicy, failures: u32, chance: f64) -> Duration {
    let doublings = failures.saturating_sub(1).min(31);
    let full = policy
        .base_delay
        .saturating_mul(1 << doublings)
        .min(policy.max_delay);
    full / 2 + (full / 2).mul_f64(chance)
}

/// A time for an error message.
pub(super) fn seconds(time: Duration) -> String {
    if time.subsec_millis() == 0 {
        format!("{} s", time.as_secs())
    } else {
        format!("{:.1} s", time.as_secs_f64())
    }
}
