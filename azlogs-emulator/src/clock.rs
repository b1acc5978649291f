//! The emulator's own clock, which a test can put forward.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use time::OffsetDateTime;

/// Quotas, faults with a duration and `TimeGenerated` go by this clock.
#[derive(Debug)]
pub(crate) struct Clock {
    started: Instant,
    ahead: Mutex<Duration>,
}

impl Clock {
    pub(crate) fn start() -> Self {
        Self {
            started: Instant::now(),
            ahead: Mutex::new(Duration::ZERO),
        }
    }

    /// The time since the start.
    pub(crate) fn elapsed(&self) -> Duration {
        self.started.elapsed().saturating_add(self.ahead())
    }

    /// The time of day.
    pub(crate) fn utc(&self) -> OffsetDateTime {
        let now = OffsetDateTime::now_utc();
        let ahead = time::Duration::try_from(self.ahead()).unwrap_or(time::Duration::MAX);
        now.checked_add(ahead).unwrap_or(now)
    }

    /// Puts the clock forward.
    pub(crate) fn advance(&self, by: Duration) {
        let mut ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        *ahead = ahead.saturating_add(by);
    }

    fn ahead(&self) -> Duration {
        *self.ahead.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
