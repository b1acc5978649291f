//! Counts the requests that are being served.

use std::sync::atomic::{AtomicUsize, Ordering};

/// The number now, and the most there were.
#[derive(Debug, Default)]
pub(crate) struct InFlight {
    now: AtomicUsize,
    most: AtomicUsize,
}

/// One request that is being served, until this is dropped.
#[derive(Debug)]
pub(crate) struct Served<'a>(&'a InFlight);

impl InFlight {
    pub(crate) fn enter(&self) -> Served<'_> {
        let now = self.now.fetch_add(1, Ordering::Relaxed) + 1;
        self.most.fetch_max(now, Ordering::Relaxed);
        Served(self)
    }

    pub(crate) fn now(&self) -> usize {
        self.now.load(Ordering::Relaxed)
    }

    pub(crate) fn most(&self) -> usize {
        self.most.load(Ordering::Relaxed)
    }

    /// Forgets the most there were.
    pub(crate) fn reset(&self) {
        self.most.store(self.now(), Ordering::Relaxed);
    }
}

impl Drop for Served<'_> {
    fn drop(&mut self) {
        self.0.now.fetch_sub(1, Ordering::Relaxed);
    }
}
