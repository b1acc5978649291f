//! A connection that can be reset from above, or turn to garbage.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// The hold that a request has on its connection.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line(Arc<AtomicU8>);

/// What became of a connection: it was reset, or whatever is written to it is garbage.
const RESET: u8 = 1;
const GARBLED: u8 = 2;

/// The connection ends without an answer.
#[derive(Debug, thiserror::Error)]
#[error("the connection ends without an answer")]
pub(crate) struct Cut;

impl Line {
    /// Has the connection end with a reset instead of a proper end.
    pub(crate) fn reset(&self) -> Cut {
        self.0.store(RESET, Ordering::Relaxed);
        Cut
    }

    /// Has everything that is written from now on be no HTTP, and no text either.
    pub(crate) fn garble(&self) {
        self.0.store(GARBLED, Ordering::Relaxed);
    }

    fn is_reset(&self) -> bool {
        self.0.load(Ordering::Relaxed) == RESET
    }

    fn is_garbled(&self) -> bool {
        self.0.load(Ordering::Relaxed) == GARBLED
    }
}

/// A TCP connection that a [`Line`] leads to.
#[derive(Debug)]
pub(crate) struct Socket {
    stream: TcpStream,
    line: Line,
}

impl Socket {
    pub(crate) fn new(stream: TcpStream, line: Line) -> Self {
        Self { stream, line }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        if self.line.is_reset() {
            // Closing without lingering is what sends a reset. If it can't be had, the connection still ends.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        data: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.line.is_garbled() {
            let garbage: Vec<u8> = data.iter().map(|byte| byte | 0x80).collect();
            return Pin::new(&mut self.stream).poll_write(cx, &garbage);
        }
        Pin::new(&mut self.stream).poll_write(cx, data)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        data: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if self.line.is_garbled() {
            let first = data.iter().find(|slice| !slice.is_empty());
            return self.poll_write(cx, first.map_or(&[], |slice| slice));
        }
        Pin::new(&mut self.stream).poll_write_vectored(cx, data)
    }

    fn is_write_vectored(&self) -> bool {
        !self.line.is_garbled() && self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.line.is_reset() {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
