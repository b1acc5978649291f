//! Work that takes long, off the async threads.

use std::future::Future;
use std::panic::resume_unwind;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::runtime::Handle;
use tokio::task::JoinHandle;

/// Work under way on a thread that may be blocked. Gives nothing when the runtime shuts down before it's done.
#[derive(Debug)]
pub(crate) enum Work<R> {
    /// On a thread of the runtime's.
    Away(JoinHandle<R>),
    /// Done at once, since there is no runtime.
    Done(Option<R>),
}

impl<R: Send + Unpin + 'static> Work<R> {
    pub(crate) fn start(work: impl FnOnce() -> R + Send + 'static) -> Self {
        match Handle::try_current() {
            Ok(runtime) => Self::Away(runtime.spawn_blocking(work)),
            Err(_) => Self::Done(Some(work())),
        }
    }
}

impl<R: Unpin> Future for Work<R> {
    type Output = Option<R>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<R>> {
        match self.get_mut() {
            Self::Done(result) => Poll::Ready(result.take()),
            Self::Away(handle) => Pin::new(handle).poll(cx).map(|result| match result {
                Ok(result) => Some(result),
                Err(error) => error
                    .try_into_panic()
                    .map_or(None, |panic| resume_unwind(panic)),
            }),
        }
    }
}
