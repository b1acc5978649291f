//! From rows to chunks, without keeping the async thread for long.

use std::borrow::Borrow;
use std::fmt;
use std::marker::PhantomData;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use tokio::task::yield_now;

use crate::chunk::{Chunk, Chunker, UnsendableRow};
use crate::record::LogRecord;

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
    row: PhantomData<fn(&T)>,
}

/// What came of the rows.
#[derive(Debug)]
pub(crate) enum Filled {
    /// A chunk is full.
    Chunk(Chunk),
    /// A row can't be sent.
    Unsendable(usize, UnsendableRow),
    /// There are no more rows, and this is the last chunk: nothing when no row went into a chunk at all.
    End(Option<Chunk>),
}

impl<T: LogRecord, S: Stream<Item: Borrow<T>>> Filler<T, S> {
    pub(crate) fn new(rows: Pin<Box<S>>, chunker: Chunker) -> Self {
        Self {
            rows,
            chunker,
            ended: false,
            turn: BYTES_PER_TURN,
            row: PhantomData,
        }
    }

    /// Fills on until there is something to tell. Nothing more comes after the end.
    pub(crate) fn poll_fill(&mut self, cx: &mut Context<'_>) -> Poll<Filled> {
        if self.ended {
            return Poll::Pending;
        }
        while self.turn > 0 {
            let Some(row) = ready!(self.rows.as_mut().poll_next(cx)) else {
                self.ended = true;
                return Poll::Ready(Filled::End(self.chunker.finish()));
            };
            let number = self.chunker.rows();
            let before = self.chunker.filled();
            let pushed = self.chunker.push(row.borrow());
            let written = self.chunker.filled().saturating_sub(before);
            self.turn = self.turn.saturating_sub(written.max(ROW_WEIGHT));
            match pushed {
                Ok(None) => {}
                Ok(Some(chunk)) => return Poll::Ready(Filled::Chunk(chunk)),
                Err(unsendable) => {
                    // It may have been written at length before it was refused.
                    self.turn = 0;
                    return Poll::Ready(Filled::Unsendable(number, unsendable));
                }
            }
        }
        self.turn = BYTES_PER_TURN;
        // Polled once, and it wakes this task after the others had their turn.
        let _ = pin!(yield_now()).poll(cx);
        Poll::Pending
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
