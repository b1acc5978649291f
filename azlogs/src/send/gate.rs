//! The pause that a rule's requests make together when the service throttles one of them.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// Shut for a while when a request to the rule is throttled; the rule's other requests wait before it.
#[derive(Debug, Default)]
pub(super) struct Gate {
    opens: Mutex<Option<Instant>>,
}

impl Gate {
    /// Shuts the gate for that long; a longer pause that is under way stays.
    pub(super) fn shut(&self, pause: Duration) {
        // A pause beyond what the clock can tell is as good as a year.
        let now = Instant::now();
        let until = now
            .checked_add(pause)
            .unwrap_or(now + Duration::from_secs(365 * 86_400));
        let mut opens = self.lock();
        *opens = Some(opens.map_or(until, |opens| opens.max(until)));
    }

    /// How long the gate will be shut still, as far as is known.
    pub(super) fn shut_for(&self) -> Duration {
        self.lock().map_or(Duration::ZERO, |opens| {
            opens.saturating_duration_since(Instant::now())
        })
    }

    /// Waits until the gate is open.
    pub(super) async fn pass(&self) {
        loop {
            let opens = *self.lock();
            match opens {
                Some(opens) if opens > Instant::now() => sleep_until(opens).await,
                _ => return,
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<Instant>> {
        self.opens.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_longest_pause_counts_and_one_that_is_over_does_not() {
        let gate = Gate::default();
        let start = Instant::now();
        gate.pass().await;
        assert_eq!(start.elapsed(), Duration::ZERO);

        gate.shut(Duration::from_secs(5));
        gate.shut(Duration::from_secs(2));
        assert_eq!(gate.shut_for(), Duration::from_secs(5));
        gate.pass().await;
        assert_eq!(start.elapsed(), Duration::from_secs(5));
        assert_eq!(gate.shut_for(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_that_grows_while_one_waits_is_waited_out() {
        let gate = Gate::default();
        gate.shut(Duration::from_secs(1));
        let start = Instant::now();
        let lengthen = async {
            tokio::time::sleep(Duration::from_millis(500)).await;
            gate.shut(Duration::from_secs(3));
        };
        tokio::join!(gate.pass(), lengthen);
        assert_eq!(start.elapsed(), Duration::from_millis(3500));
    }
}
