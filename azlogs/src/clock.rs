//! The wall clock, which people and NTP set, forward and back: this is where the crate reads it.
//!
//! It's read for what others are to read (a row's id, the time in a dead letter, the date of a chunk), and to understand what others say in
//! its terms (when a token expires, until when to wait). From there on time is counted by tokio's clock, which nobody sets: no wait gets
//! longer, no token and no chunk older, because the wall clock was set.

#[cfg(test)]
use std::cell::Cell;
#[cfg(test)]
use std::time::Duration;
use std::time::SystemTime;

#[cfg(test)]
thread_local! {
    /// By how many seconds a test has set this thread's clock ahead, or back.
    static AHEAD: Cell<i64> = const { Cell::new(0) };
}

/// What the wall clock says.
#[cfg(not(test))]
pub(crate) fn now() -> SystemTime {
    SystemTime::now()
}

#[cfg(test)]
pub(crate) fn now() -> SystemTime {
    let (now, ahead) = (SystemTime::now(), AHEAD.get());
    let by = Duration::from_secs(ahead.unsigned_abs());
    if ahead < 0 { now - by } else { now + by }
}

/// Sets this thread's clock ahead by so many seconds, or back, until what this gives is dropped.
#[cfg(test)]
pub(crate) fn set_ahead(seconds: i64) -> SetAhead {
    AHEAD.set(seconds);
    SetAhead
}

#[cfg(test)]
#[must_use = "the clock is right again when this is dropped"]
pub(crate) struct SetAhead;

#[cfg(test)]
impl Drop for SetAhead {
    fn drop(&mut self) {
        AHEAD.set(0);
    }
}
