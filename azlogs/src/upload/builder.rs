//! `Upload`: what is set before an upload begins.

use std::borrow::Borrow;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::time::Duration;

use futures_core::Stream;

use crate::record::LogRecord;

use super::failure::{OnFailure, UploadFailure};
use super::ledger::Observer;
use super::pipeline::{Options, Uploading};
use super::settings::Settings;
use super::target::Target;

/// Rows about to be uploaded: await it for the [`UploadReport`](crate::UploadReport).
///
/// ```no_run
/// # use azlogs::{LogRecord, OnFailure, StreamClient};
/// # async fn upload<T: LogRecord>(stream: StreamClient<T>, rows: Vec<T>) -> Result<(), azlogs::UploadError> {
/// let report = stream.upload(&rows).on_failure(OnFailure::Stop).await;
/// println!("{report}");
/// report.into_result()?;
/// # Ok(())
/// # }
/// ```
///
/// # Panics
///
/// As tokio does, where there is no runtime of tokio's, or one without timers: build it with `enable_all`, as `#[tokio::main]`
/// does.
///
/// # Cancel safety
///
/// Nothing is sent before it's awaited. Dropping it while it's awaited, as a `timeout` or `select!` around it does,
/// aborts the requests in flight: their rows may or may not have been accepted, and no report says which. To end
/// an upload early and know, use [`cancel_on`](Self::cancel_on).
#[must_use = "an upload does nothing unless it's awaited"]
pub struct Upload<'a, T, S> {
    target: Target,
    settings: Settings,
    rows: Pin<Box<S>>,
    options: Options<'a>,
    row: PhantomData<fn(&T)>,
}

impl<'a, T, S> Upload<'a, T, S> {
    pub(crate) fn new(target: Target, settings: Settings, rows: S) -> Self {
        Self {
            target,
            settings,
            rows: Box::pin(rows),
            options: Options {
                observer: Observer::Always(OnFailure::default()),
                cancel: None,
                send_after: None,
            },
            row: PhantomData,
        }
    }

    /// What to do when rows are rejected: [`OnFailure::Continue`], unless it's set.
    ///
    /// A chunk that the service finds too large (413) is halved and sent again; that is no failure until a single row is
    /// too large.
    pub fn on_failure(mut self, on_failure: OnFailure) -> Self {
        self.options.observer = Observer::Always(on_failure);
        self
    }

    /// Has a function called each time rows are rejected, which says whether to go on. It takes the place of
    /// [`on_failure`](Self::on_failure).
    ///
    /// The function is called within the upload's future: it should be quick. When it panics, the upload does.
    ///
    /// ```no_run
    /// # use azlogs::{LogRecord, OnFailure, StreamClient};
    /// # async fn upload<T: LogRecord>(stream: StreamClient<T>, rows: Vec<T>) {
    /// let mut failures = 0;
    /// let report = stream
    ///     .upload(&rows)
    ///     .on_failure_with(|failure| {
    ///         eprintln!("rows {:?}: {}", failure.rows(), failure.reason());
    ///         failures += 1;
    ///         if failures < 3 { OnFailure::Continue } else { OnFailure::Stop }
    ///     })
    ///     .await;
    /// # }
    /// ```
    pub fn on_failure_with(
        mut self,
        observer: impl FnMut(&UploadFailure<'_>) -> OnFailure + Send + 'a,
    ) -> Self {
        self.options.observer = Observer::Ask(Box::new(observer));
        self
    }

    /// Ends the upload early, once that future is ready: no more requests are started, and those in flight are waited for, their
    /// retries included. The report then says what became of every row; those in no request are *not attempted*.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # use azlogs::{LogRecord, StreamClient};
    /// # async fn upload<T: LogRecord>(stream: StreamClient<T>, rows: Vec<T>) {
    /// let report = stream.upload(&rows).cancel_on(tokio::time::sleep(Duration::from_secs(30))).await;
    /// println!("{} rows are left", report.not_attempted());
    /// # }
    /// ```
    pub fn cancel_on(mut self, cancel: impl Future<Output = ()> + Send + 'a) -> Self {
        self.options.cancel = Some(Box::pin(cancel));
        self
    }

    /// Sends a chunk that isn't full when its rows have waited that long for others, for a stream of rows that
    /// never ends or pauses for long. Unless it's set, they wait until the chunk is full or the stream ends.
    ///
    /// An iterator never makes rows wait.
    pub fn send_after(mut self, wait: Duration) -> Self {
        self.options.send_after = Some(wait);
        self
    }
}

impl<'a, T: LogRecord, S: Stream<Item: Borrow<T>>> IntoFuture for Upload<'a, T, S> {
    type Output = crate::UploadReport;
    type IntoFuture = Uploading<'a, T, S>;

    fn into_future(self) -> Uploading<'a, T, S> {
        Uploading::new(self.target, self.settings, self.rows, self.options)
    }
}

impl<T, S> fmt::Debug for Upload<'_, T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("settings", &self.settings)
            .field("on_failure", &self.options.observer)
            .field("cancel_on", &self.options.cancel.is_some())
            .field("send_after", &self.options.send_after)
            .finish_non_exhaustive()
    }
}
