//! From rows to chunks, without keeping the async thread for long.

use std::borrow::Borrow;
use std::fmt;
use std::marker::PhantomData;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use tokio::task::yield_now;
use tokio::time::{Sleep, sleep};

use crate::chunk::{Chunk, Chunker};
use crate::record::LogRecord;
use crate::unsendable::UnsendableRow;

/// How many bytes of rows are written before other tasks get their turn: some tens of microseconds' worth.
const BYTES_PER_TURN: usize = 64 * 1024;

/// What a row counts for at least, so that rows that are tiny, or can't be written, take turns too.
const ROW_WEIGHT: usize = 32;

/// Takes rows as they come and fills chunks with them.
pub(crate) struct Filler<T, S> {
    rows: Pin<Box<S>>,
    chunker: Chunker,
    ended: bool,
    /// The bytes that may be written before the next turn.
    turn: usize,
    /// How long rows may wait for others.
    patience: Option<Duration>,
    /// Runs while rows wait for others.
    timer: Option<Pin<Box<Sleep>>>,
    row: PhantomData<fn(&T)>,
}

/// What came of the rows.
#[derive(Debug)]
pub(crate) enum Filled {
    /// A chunk is full.
    Full(Chunk),
    /// A chunk isn't full, and has waited long enough.
    Overdue(Chunk),
    /// A row can't be sent; its JSON, where there is any and it's kept.
    Unsendable(usize, UnsendableRow, Option<Vec<u8>>),
    /// There are no more rows, and this is the last chunk: nothing when no row came after the chunk before, which was
    /// overdue then, or none came at all.
    End(Option<Chunk>),
}

impl<T: LogRecord, S: Stream<Item: Borrow<T>>> Filler<T, S> {
    pub(crate) fn new(rows: Pin<Box<S>>, chunker: Chunker, patience: Option<Duration>) -> Self {
        Self {
            rows,
            chunker,
            ended: false,
            turn: BYTES_PER_TURN,
            patience,
            timer: None,
            row: PhantomData,
        }
    }

    /// Fills on until there is something to tell. Nothing more comes after the end.
    pub(crate) fn poll_fill(&mut self, cx: &mut Context<'_>) -> Poll<Filled> {
        if self.ended {
            return Poll::Pending;
        }
        while self.turn > 0 {
            let row = match self.rows.as_mut().poll_next(cx) {
                Poll::Pending => return self.poll_overdue(cx).map(Filled::Overdue),
                Poll::Ready(None) => {
                    self.ended = true;
                    return Poll::Ready(Filled::End(self.chunker.finish()));
                }
                Poll::Ready(Some(row)) => row,
            };
            let number = self.chunker.rows();
            let before = self.chunker.filled();
            let pushed = self.chunker.push(row.borrow());
            let after = self.chunker.filled();
            // The row may have begun another chunk.
            let written = after.checked_sub(before).unwrap_or(after);
            self.turn = self.turn.saturating_sub(written.max(ROW_WEIGHT));
            match pushed {
                Ok(None) => {}
                Ok(Some(chunk)) => {
                    self.timer = None;
                    return Poll::Ready(Filled::Full(chunk));
                }
                Err(unsendable) => {
                    // It may have been written at length before it was refused.
                    self.turn = 0;
                    let json = self.chunker.take_refused();
                    return Poll::Ready(Filled::Unsendable(number, unsendable, json));
                }
            }
        }
        self.turn = BYTES_PER_TURN;
        // Polled once, and it wakes this task after the others had their turn.
        let _ = pin!(yield_now()).poll(cx);
        Poll::Pending
    }

    /// The rows that have waited long enough for others.
    fn poll_overdue(&mut self, cx: &mut Context<'_>) -> Poll<Chunk> {
        let Some(patience) = self.patience.filter(|_| self.chunker.filled() > 0) else {
            return Poll::Pending;
        };
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep(patience)));
        ready!(timer.as_mut().poll(cx));
        self.timer = None;
        self.chunker.finish().map_or(Poll::Pending, Poll::Ready)
    }

    /// Gives a chunk's buffer back, to be filled again.
    pub(crate) fn recycle(&mut self, buffer: Vec<u8>) {
        self.chunker.recycle(buffer);
    }

    /// Whether there are no more rows.
    pub(crate) fn has_ended(&self) -> bool {
        self.ended
    }

    /// The number of rows taken so far.
    pub(crate) fn taken(&self) -> usize {
        self.chunker.rows()
    }

    /// The number of all rows, where it's known.
    pub(crate) fn total(&self) -> Option<usize> {
        if self.ended {
            return Some(self.taken());
        }
        match self.rows.size_hint() {
            (least, Some(most)) if least == most => self.taken().checked_add(most),
            _ => None,
        }
    }
}

impl<T, S> fmt::Debug for Filler<T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Filler")
            .field("taken", &self.chunker.rows())
            .field("ended", &self.ended)
            .finish_non_exhaustive()
    }
}
