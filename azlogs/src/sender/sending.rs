//! A row on its way into the queue.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use crate::dead_letter::Remains;
use crate::record::LogRecord;
use crate::row::write_row;
use crate::unsendable::UnsendableRow;

use super::error::SendError;
use super::queue::{Phase, Row};
use super::shared::Shared;

/// What a row's buffer has room for at first.
const ROW_BYTES: usize = 256;

/// The future of [`Sender::send`](crate::Sender::send): ready when the row is in the queue; with a spool of
/// [everything](crate::SenderBuilder::spool), when it's on disk.
///
/// # Cancel safety
///
/// Dropped before it's ready, the row isn't handed over, and no report has it. Where it waits to be on disk, though, it is in the queue
/// already, and stays there.
#[must_use = "a row isn't handed over unless this is awaited"]
pub struct Sending<'s> {
    shared: &'s Shared,
    row: Result<Row, UnsendableRow>,
    ticket: Option<u64>,
    /// The row's number, when it's in the queue and waits to be on disk.
    queued: Option<usize>,
}

impl<'s> Sending<'s> {
    /// Writes the row, which is all that is needed of it.
    pub(super) fn new<T: LogRecord>(shared: &'s Shared, row: &T) -> Self {
        let mut json = Vec::with_capacity(ROW_BYTES);
        let row = match write_row(row, &mut json) {
            Ok(stats) => Ok(Row { json, stats }),
            Err(error) => Err(UnsendableRow::Unwritable(error)),
        };
        Self {
            shared,
            row,
            ticket: None,
            queued: None,
        }
    }

    /// Takes the row now, or says why not.
    pub(super) fn now(mut self) -> Result<usize, SendError> {
        self.push(None)
    }

    /// Takes the row, or has it wait where there's somebody to wake.
    fn push(&mut self, waker: Option<&Waker>) -> Result<usize, SendError> {
        let mut queue = self.shared.lock();
        let before = (queue.begun, queue.account.total.rows());
        let pushed = match &self.row {
            Err(_) if queue.phase != Phase::Open => Err(SendError::Closed),
            Err(unsendable) => Err(queue.reject(unsendable.clone(), Remains::Unwritable)),
            Ok(row) => queue.push(row, self.ticket),
        };
        let next = match (&pushed, waker) {
            (Err(SendError::Full), Some(waker)) => {
                self.ticket = Some(queue.wait(self.ticket, waker));
                return pushed;
            }
            _ => self.ticket.take().map(|ticket| {
                queue.stop_waiting(ticket);
                queue.to_wake()
            }),
        };
        // A chunk was begun, and perhaps another filled; or rows were settled here, for which a flush may wait.
        let concerns_driver = before != (queue.begun, queue.account.total.rows());
        drop(queue);
        if concerns_driver {
            self.shared.work.notify_one();
        }
        next.into_iter().flatten().for_each(Waker::wake);
        pushed
    }
}

impl Future for Sending<'_> {
    type Output = Result<usize, SendError>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        let row = match this.queued {
            Some(row) => row,
            None => match this.push(Some(cx.waker())) {
                Err(SendError::Full) => return Poll::Pending,
                Err(error) => return Poll::Ready(Err(error)),
                Ok(row) => row,
            },
        };
        let mut queue = this.shared.lock();
        this.queued = None;
        if queue.acks.has(row) {
            return Poll::Ready(Ok(row));
        }
        if queue.phase == Phase::Over {
            return Poll::Ready(Err(SendError::Closed));
        }
        queue.acks.wait(row, cx.waker());
        this.queued = Some(row);
        Poll::Pending
    }
}

impl Drop for Sending<'_> {
    /// Whoever has waited for longest after this one may go.
    fn drop(&mut self) {
        if let Some(row) = self.queued.take() {
            self.shared.lock().acks.stop_waiting(row);
        }
        if let Some(ticket) = self.ticket.take() {
            let mut queue = self.shared.lock();
            queue.stop_waiting(ticket);
            let next = queue.to_wake();
            drop(queue);
            next.into_iter().for_each(Waker::wake);
        }
    }
}

impl fmt::Debug for Sending<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sending")
            .field("waits", &self.ticket.is_some())
            .finish_non_exhaustive()
    }
}
