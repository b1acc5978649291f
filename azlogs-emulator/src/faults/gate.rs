//! Where requests wait until there are enough of them.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

/// How long a request waits for company.
const PATIENCE: Duration = Duration::from_secs(10);

/// Opens for all that wait as soon as there are enough.
#[derive(Debug)]
pub(crate) struct Gate {
    crowd: Mutex<Crowd>,
    opened: watch::Sender<u64>,
}

/// Who waits, and how often the gate has opened.
#[derive(Debug, Default)]
struct Crowd {
    waiting: usize,
    opened: u64,
}

impl Gate {
    pub(crate) fn new() -> Self {
        Self {
            crowd: Mutex::default(),
            opened: watch::Sender::new(0),
        }
    }

    /// Waits until `enough` requests do, or until patience ends.
    pub(crate) async fn wait(&self, enough: usize) {
        let mut opened = self.opened.subscribe();
        let _waiter = {
            let mut crowd = self.crowd();
            crowd.waiting += 1;
            if crowd.waiting >= enough {
                crowd.waiting = 0;
                crowd.opened += 1;
                self.opened.send_replace(crowd.opened);
                return;
            }
            Waiter {
                gate: self,
                came_after: crowd.opened,
            }
        };
        // Whether it opened or patience ended, the request goes on.
        let _ = tokio::time::timeout(PATIENCE, opened.changed()).await;
    }

    fn crowd(&self) -> MutexGuard<'_, Crowd> {
        self.crowd.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One that waits, and is counted out when it gives up or its client does.
struct Waiter<'a> {
    gate: &'a Gate,
    came_after: u64,
}

impl Drop for Waiter<'_> {
    fn drop(&mut self) {
        let mut crowd = self.gate.crowd();
        // Once the gate has opened, everybody who waited is counted out already.
        if crowd.opened == self.came_after {
            crowd.waiting = crowd.waiting.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[tokio::test(start_paused = true)]
    async fn nobody_passes_until_there_are_enough() {
        let gate = Arc::new(Gate::new());
        let spawn = || {
            let gate = Arc::clone(&gate);
            tokio::spawn(async move { gate.wait(3).await })
        };
        let begun = tokio::time::Instant::now();
        let first = [spawn(), spawn()];
        tokio::task::yield_now().await;
        assert!(first.iter().all(|waiter| !waiter.is_finished()));
        gate.wait(3).await;
        for waiter in first {
            waiter.await.unwrap();
        }
        assert_eq!(begun.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_gives_up_is_not_counted_any_more() {
        let gate = Gate::new();
        let begun = tokio::time::Instant::now();
        gate.wait(2).await;
        assert_eq!(begun.elapsed(), PATIENCE);
        assert_eq!(gate.crowd().waiting, 0);
    }
}
