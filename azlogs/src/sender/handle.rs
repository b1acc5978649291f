//! `Sender`: where an application hands over rows.

use std::borrow::Borrow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime;
use tokio::time::Instant;

use crate::record::LogRecord;

use super::error::SendError;
use super::park::block_on;
use super::report::SenderReport;
use super::sending::Sending;
use super::shared::Shared;
use super::stats::SenderStats;

/// Takes rows of type `T` one by one, for as long as a service runs, and sends them in batches.
///
/// A row is written as JSON when it's handed over; a request is made when it's full, or when its first row has waited for
/// [`linger`](crate::SenderBuilder::linger). What is in memory is bounded by
/// [`queue_bytes`](crate::SenderBuilder::queue_bytes); what happens beyond it says [`Overflow`](crate::Overflow).
/// With the defaults, whose queue is 64 MiB, 10,000,000 rows of 85 bytes to a slow endpoint took 9 MB, or 70 MB where a busy machine let the queue
/// fill, and a run that takes more than 128 MB counts as failed (`BENCHMARKS.md`).
///
/// Cloning is cheap; clones share the queue. They may be used from async code, of any runtime, and from plain threads.
///
/// ```no_run
/// # use std::time::Duration;
/// # use azlogs::{LogRecord, NoRuntime, SendError, StreamClient};
/// # async fn run<T: LogRecord>(stream: StreamClient<T>, rows: Vec<T>) -> Result<(), Box<dyn std::error::Error>> {
/// let sender = stream.sender().start()?;
/// for row in &rows {
///     sender.send(row).await?;
/// }
/// let report = sender.close(Duration::from_secs(10)).await;
/// println!("{report}");
/// # Ok(())
/// # }
/// ```
///
/// # The runtime
///
/// Requests are made by a task on the tokio runtime that the sender was started on. When that is shut down, rows that weren't
/// in a request are *not attempted*, those in one are rejected as perhaps delivered, and from then on handing over
/// a row gives [`SendError::Closed`]; nothing panics or hangs.
///
/// # When requests fail
///
/// A request that can't succeed for the rows' fault is rejected at once; [`Blame`](crate::Blame) says which those are. All others are
/// tried again, the waits between as the client's [`RetryPolicy`](crate::RetryPolicy) has them but without its limits of tries and
/// time, until they're accepted, older than [`max_age`](crate::SenderBuilder::max_age), or the sender is closed. After
/// five failures in a row, or one that concerns all requests, such as 403, the endpoint is sent nothing but a probe, an empty array, now and
/// then. The client's [`deadline`](crate::LogsClientBuilder::deadline) holds for each try by itself. [`probe_every`](crate::SenderBuilder::probe_every) is the most that lies between two of them, and so how long it takes to
/// notice that the endpoint is well again. Meanwhile rows wait in the queue.
///
/// # Dropping
///
/// When the last handle is dropped, what is in the queue is sent still, as [`close`](Self::close) would within
/// [`close_on_drop`](crate::SenderBuilder::close_on_drop). If the runtime lives that long: after `main`'s future is done, it doesn't. What
/// wasn't accepted is told as a `tracing` warning, with feature `tracing`. Prefer `close`, which gives a report.
pub struct Sender<T> {
    handle: Arc<Handle>,
    row: PhantomData<fn(&T)>,
}

/// What is dropped with the last clone.
struct Handle {
    shared: Arc<Shared>,
    close_on_drop: Duration,
}

impl<T> Sender<T> {
    pub(super) fn new(shared: Arc<Shared>, close_on_drop: Duration) -> Self {
        Self {
            handle: Arc::new(Handle {
                shared,
                close_on_drop,
            }),
            row: PhantomData,
        }
    }

    pub(super) fn shared(&self) -> &Arc<Shared> {
        &self.handle.shared
    }

    /// Hands over a row, and waits for room where the queue is full and [`Overflow::Block`](crate::Overflow::Block) is set.
    ///
    /// The row is written at once, before the future is polled, which therefore is `Send` whatever `T` is. Those
    /// that wait are served in the order in which they began to. Until then each keeps its row itself, beside the queue.
    ///
    /// With a [spool](crate::SenderBuilder::spool) of everything it also waits until the row is on disk, synced: for up to
    /// [`linger`](crate::SenderBuilder::linger), and as long as two syncs take.
    ///
    /// Gives the row's number, by which [`SenderReport`] tells of it. A row that was dropped for want of room has one, too.
    ///
    /// # Errors
    ///
    /// [`SendError::Closed`], and [`SendError::Unsendable`] where the row can't be sent at all.
    pub fn send(&self, row: impl Borrow<T>) -> Sending<'_>
    where
        T: LogRecord,
    {
        Sending::new(self.shared(), row.borrow())
    }

    /// Hands over a row if there is room for it. It doesn't wait for a spool's disk either, so that the row isn't there yet.
    ///
    /// # Errors
    ///
    /// [`SendError::Full`] where there isn't and [`Overflow::Block`](crate::Overflow::Block) is set; else as [`send`](Self::send).
    pub fn try_send(&self, row: impl Borrow<T>) -> Result<usize, SendError>
    where
        T: LogRecord,
    {
        self.send(row).now()
    }

    /// Hands over a row from a thread outside of any runtime, which is blocked while the queue is full.
    ///
    /// On a thread that is within a tokio runtime's context, that of `spawn_blocking` among them, it doesn't wait but is the same as
    /// [`try_send`](Self::try_send): it could be the very thread on which the sender makes room. There, use
    /// `Handle::block_on(sender.send(row))`, or `send`.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), and within a runtime's context as [`try_send`](Self::try_send).
    pub fn blocking_send(&self, row: impl Borrow<T>) -> Result<usize, SendError>
    where
        T: LogRecord,
    {
        match runtime::Handle::try_current() {
            Ok(_) => self.try_send(row),
            Err(_) => block_on(self.send(row)),
        }
    }

    /// Has all rows sent that were handed over before, without waiting for their requests to be full, and waits until they're
    /// settled, for so long at most, whatever hangs. Rows may be handed over meanwhile.
    ///
    /// The report is about all rows settled since the report before, whichever call gave that. Rows that aren't by then
    /// are [waiting](SenderReport::waiting); they stay in the sender, and are in the next report.
    ///
    /// # Cancel safety
    ///
    /// Dropped, it takes no report: the next has those rows.
    pub async fn flush(&self, within: Duration) -> SenderReport {
        let shared = self.shared();
        let started = Instant::now();
        let rows = {
            let mut queue = shared.lock();
            queue.seal();
            queue.rows()
        };
        shared.work.notify_one();
        shared.settled_to(rows, within).await;
        SenderReport::take(&mut shared.lock(), started.elapsed())
    }

    /// Takes no more rows from any clone, sends those it has, and ends; after so long at the latest. Requests under way are cut off then.
    ///
    /// Then every row is settled: those in no request are *not attempted*; those whose requests failed or were cut off are
    /// rejected, and [`RejectReason::delivery`](crate::RejectReason::delivery) says whether they may have been accepted. The report
    /// is about all rows settled since the report before. Closing again gives a report of what is left, and may bring
    /// the end nearer, not put it off.
    ///
    /// With a [spool](crate::SenderBuilder::spool) or a [dead letter](crate::StreamClient::dead_letter), the last fifth of the time, 5 s at most, is the
    /// disk's: requests are cut off that much earlier, and rows that nobody accepted are written. Given no time at all
    /// ([`Duration::ZERO`]), nothing more is sent, and the disk has 5 s. A disk that hangs is left to itself when the time is up, and what isn't
    /// known to be on it isn't reported to be; the chunk that it was just writing may be there all the same, and is sent by the next process.
    /// (The thread that waits for it stays, and with it the lock on the directory. A runtime that is dropped waits for such threads;
    /// `shutdown_timeout` doesn't.)
    ///
    /// # Cancel safety
    ///
    /// Dropped, the sender closes nevertheless, and the report is lost.
    pub async fn close(&self, within: Duration) -> SenderReport {
        let shared = self.shared();
        let started = Instant::now();
        shared.close(within);
        shared.over().await;
        SenderReport::take(&mut shared.lock(), started.elapsed())
    }

    /// How the sender is doing.
    pub fn stats(&self) -> SenderStats {
        SenderStats::of(&self.shared().lock())
    }

    /// Whether it takes no more rows.
    pub fn is_closed(&self) -> bool {
        self.shared().lock().phase != super::queue::Phase::Open
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.shared.lock().abandoned = true;
        self.shared.close(self.close_on_drop);
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        Self {
            handle: Arc::clone(&self.handle),
            row: PhantomData,
        }
    }
}

impl<T> fmt::Debug for Sender<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sender")
            .field("stats", &self.stats())
            .finish_non_exhaustive()
    }
}
