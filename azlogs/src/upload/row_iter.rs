//! Rows of an iterator, for what takes a stream of rows.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

/// An iterator as a stream that never waits: what [`StreamClient::upload`](crate::StreamClient::upload) makes of its rows.
#[derive(Clone, Debug)]
pub struct RowIter<I> {
    rows: I,
}

impl<I> RowIter<I> {
    pub(crate) fn new(rows: I) -> Self {
        Self { rows }
    }
}

// Nothing in it is ever pinned.
impl<I> Unpin for RowIter<I> {}

impl<I: Iterator> Stream for RowIter<I> {
    type Item = I::Item;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<I::Item>> {
        Poll::Ready(self.get_mut().rows.next())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.rows.size_hint()
    }
}
