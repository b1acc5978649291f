//! What the handles of a sender and its driver share.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::{Notify, watch};
use tokio::time::sleep;

use super::metrics::{Levels, Metrics};
use super::queue::{Phase, Queue};

/// More rows than there can be.
const OVER: usize = usize::MAX;

/// The queue, and who is told when something in it changes.
#[derive(Debug)]
pub(super) struct Shared {
    queue: Mutex<Queue>,
    /// There is something for the driver to do.
    pub(super) work: Notify,
    /// All rows before this one are settled; [`OVER`] when nothing will ever happen again.
    settled: watch::Sender<usize>,
    /// The runtime on which the driver runs, and whose timers count.
    runtime: Handle,
    metrics: Metrics,
    /// How often the driver has looked for something to do.
    #[cfg(test)]
    pub(super) rounds: std::sync::atomic::AtomicUsize,
}

impl Shared {
    pub(super) fn new(queue: Queue, runtime: Handle, metrics: Metrics) -> Self {
        Self {
            queue: Mutex::new(queue),
            work: Notify::new(),
            settled: watch::Sender::new(0),
            runtime,
            metrics,
            #[cfg(test)]
            rounds: std::sync::atomic::AtomicUsize::new(0),
        }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells everybody concerned what has changed.
    pub(super) fn publish(&self) {
        #[cfg(test)]
        self.rounds
            .fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let (settled, wakers, levels) = {
            let mut queue = self.lock();
            let settled = match queue.phase {
                Phase::Over => OVER,
                _ => queue.account.settled_to(),
            };
            let mut wakers = queue.to_wake();
            wakers.extend(queue.acks.take_to_wake());
            (settled, wakers, Levels::of(&queue))
        };
        self.metrics.publish(&levels);
        self.settled.send_if_modified(|before| {
            let is_news = *before < settled;
            *before = settled.max(*before);
            is_news
        });
        for waker in wakers {
            waker.wake();
        }
    }

    /// Waits until all rows before that one are settled, for so long at most.
    pub(super) async fn settled_to(&self, row: usize, within: Duration) {
        let mut settled = self.settled.subscribe();
        if *settled.borrow() >= row {
            return;
        }
        // The caller may be on another runtime, or on none.
        let time_is_up = {
            let _runtime = self.runtime.enter();
            sleep(within)
        };
        tokio::select! {
            biased;
            _ = settled.wait_for(|settled| *settled >= row) => {}
            () = time_is_up => {}
        }
    }

    /// The service answered a request with rows.
    pub(super) fn answered(&self, latency: Duration) {
        self.metrics.answered(latency);
    }

    /// Waits until the driver has ended: all rows are settled, and the spool is let go.
    pub(super) async fn over(&self) {
        let mut settled = self.settled.subscribe();
        let _ = settled.wait_for(|settled| *settled == OVER).await;
    }

    /// Takes no more rows; those it has may take that long still.
    pub(super) fn close(&self, within: Duration) {
        let mut queue = self.lock();
        if queue.phase == Phase::Over {
            return;
        }
        queue.phase = Phase::Closing;
        let before = queue.close_within.unwrap_or(within);
        queue.close_within = Some(within.min(before));
        queue.seal();
        let wakers = queue.to_wake();
        drop(queue);
        self.work.notify_one();
        for waker in wakers {
            waker.wake();
        }
    }
}
