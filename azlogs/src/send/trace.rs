//! What a request tells `tracing`: counts and sizes, never contents.

use std::time::Duration;

use crate::error::Failure;

/// A try has failed, and another will follow.
#[cfg(feature = "tracing")]
pub(super) fn retry(tries: u32, failure: &Failure, wait: Duration) {
    tracing::warn!(
        tries,
        status = failure.status,
        code = failure.code.as_deref(),
        wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
        "will try again: {}",
        failure.message,
    );
}

#[cfg(not(feature = "tracing"))]
pub(super) fn retry(_tries: u32, _failure: &Failure, _wait: Duration) {}
