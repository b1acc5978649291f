//! `StreamClient`: the uploads of one stream of one rule.

use std::borrow::Borrow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use azlogs_dcr::ImmutableId;
use bytes::Bytes;
use futures_core::Stream;

use crate::client::LogsClient;
use crate::dead_letter::DeadLetter;
use crate::error::Error;
use crate::record::LogRecord;

use super::builder::Upload;
use super::compression::Compression;
use super::packing::Packing;
use super::raw::RawUpload;
use super::row_iter::RowIter;
use super::settings::Settings;
use super::target::Target;

/// Uploads rows of type `T` to the stream of `T`, in one data collection rule.
///
/// Cloning is cheap, and clones share the client's connections and tokens. Uploads may run at the same time; each has
/// its own requests in flight, and all of them pause together when the service throttles the rule.
///
/// Delivery is *at least once*: a request whose answer got lost is sent again, and then its rows are stored twice.
///
/// ```no_run
/// # use azlogs::{ImmutableId, LogRecord, LogsClient, Packing};
/// # async fn upload<T: LogRecord>(client: LogsClient, rule: ImmutableId, rows: Vec<T>) {
/// let stream = client.stream::<T>(rule).packing(Packing::Wire);
/// let report = stream.upload(&rows).await;
/// println!("{report}");
/// # }
/// ```
pub struct StreamClient<T> {
    target: Target,
    settings: Settings,
    row: PhantomData<fn(&T)>,
}

impl LogsClient {
    /// The stream that rows of type `T` belong to, in that data collection rule.
    pub fn stream<T: LogRecord>(&self, rule: impl Borrow<ImmutableId>) -> StreamClient<T> {
        const {
            assert!(
                !T::SCHEMA.stream.is_empty(),
                "the rows' stream is known at run time only: name it with LogsClient::json_stream"
            );
        };
        self.stream_called(rule.borrow(), T::SCHEMA.stream)
    }

    /// The stream of that name.
    pub(super) fn stream_called<T>(&self, rule: &ImmutableId, stream: &str) -> StreamClient<T> {
        StreamClient {
            target: Target {
                deliverer: self.deliverer().clone(),
                route: Arc::new(self.route(rule, stream)),
                dead_letter: None,
            },
            settings: Settings::default(),
            row: PhantomData,
        }
    }
}

impl<T> StreamClient<T> {
    /// The most requests of an upload in flight: 5 unless it's set, and at least 1.
    ///
    /// An upload's memory is bounded by this, too: it's as many chunks as are in flight, one for each processor, and four more, however
    /// many rows there are. With one in flight it's two chunks. With [`Packing::Wire`] it's three requests more than are in flight, and
    /// portions of 256 KiB.
    #[must_use]
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.settings.concurrency = requests.max(1);
        self
    }

    /// What requests are filled up to.
    #[must_use]
    pub fn packing(mut self, packing: Packing) -> Self {
        self.settings.packing = packing;
        self
    }

    /// How requests are compressed.
    #[must_use]
    pub fn compression(mut self, compression: Compression) -> Self {
        self.settings.compression = compression;
        self
    }

    /// The most bytes of a request's body: [`CHUNK_LIMIT`](crate::CHUNK_LIMIT) unless it's set. With
    /// [`Packing::Wire`] that is of the compressed body, else of the JSON.
    #[must_use]
    pub fn chunk_limit(mut self, bytes: usize) -> Self {
        self.settings.chunk_limit = bytes;
        self
    }

    /// Where rejected rows go: those over the limit, those that can't be written, and those that the service refused or that couldn't be
    /// delivered. An upload ends when all of its rejected rows are there; that they are reported stays as it is.
    ///
    /// [`DeadLetterFile`](crate::DeadLetterFile) has an example.
    #[must_use]
    pub fn dead_letter(mut self, to: Arc<dyn DeadLetter>) -> Self {
        self.target.dead_letter = Some(to);
        self
    }

    /// The name of the stream.
    pub fn stream_name(&self) -> &str {
        &self.target.route.stream
    }

    /// The immutable id of the data collection rule.
    pub fn rule(&self) -> &ImmutableId {
        &self.target.route.rule
    }

    /// Uploads rows: a slice, a `Vec`, or any iterator of `T`, `&T`, `Box<T>` or `Arc<T>`.
    ///
    /// Rows are taken as they're needed, and written one after another, so an iterator may make them on the way. They're
    /// in their order within a request, and requests are started in the rows' order. For no rows, no request
    /// is made.
    ///
    /// ```
    /// # use azlogs::StreamClient;
    /// # #[derive(azlogs::LogRecord)]
    /// # #[log_record(stream = "Custom-Orders")]
    /// # struct Order {
    /// #     #[log_record(column = "OrderId")]
    /// #     order_id: String,
    /// # }
    /// async fn send(orders: StreamClient<Order>) {
    ///     orders.upload(&[Order { order_id: "A7".to_owned() }]).await;
    /// }
    /// ```
    ///
    /// What isn't rows doesn't compile, as JSON text
    ///
    /// ```compile_fail,E0277
    /// # use azlogs::StreamClient;
    /// # #[derive(azlogs::LogRecord)]
    /// # #[log_record(stream = "Custom-Orders")]
    /// # struct Order {
    /// #     #[log_record(column = "OrderId")]
    /// #     order_id: String,
    /// # }
    /// async fn send(orders: StreamClient<Order>) {
    ///     orders.upload(r#"[{ "OrderId": "A7" }]"#).await;
    /// }
    /// ```
    ///
    /// and JSON values:
    ///
    /// ```compile_fail,E0277
    /// # use azlogs::StreamClient;
    /// # #[derive(azlogs::LogRecord)]
    /// # #[log_record(stream = "Custom-Orders")]
    /// # struct Order {
    /// #     #[log_record(column = "OrderId")]
    /// #     order_id: String,
    /// # }
    /// async fn send(orders: StreamClient<Order>) {
    ///     orders.upload(&[serde_json::json!({ "OrderId": "A7" })]).await;
    /// }
    /// ```
    pub fn upload<'a, I>(&self, rows: I) -> Upload<'a, T, RowIter<I::IntoIter>>
    where
        T: LogRecord,
        I: IntoIterator<Item: Borrow<T>>,
    {
        Upload::new(
            self.target.clone(),
            self.settings,
            RowIter::new(rows.into_iter()),
        )
    }

    /// Uploads the rows of an async stream, as they come. The stream is polled only while there is room for more
    /// rows, so one that makes them waits for the service.
    ///
    /// Memory is bounded however long the stream is: 10,000,000 rows of 85 bytes to a slow endpoint took 7 MB with the defaults; a run that takes
    /// more than 32 MB counts as failed (`BENCHMARKS.md`). Longer requests and more of them in flight take more.
    ///
    /// A request is made when it's full, and when the stream ends. For one that never does, or pauses for long,
    /// set [`send_after`](Upload::send_after).
    pub fn upload_stream<'a, S>(&self, rows: S) -> Upload<'a, T, S>
    where
        T: LogRecord,
        S: Stream<Item: Borrow<T>>,
    {
        Upload::new(self.target.clone(), self.settings, rows)
    }

    /// Uploads bytes that are the body of a request already: a JSON array of objects, as text or compressed with gzip.
    ///
    /// They're sent as they are, in one request. Whether they are gzip is seen from how they begin, or can be
    /// [said](RawUpload::content_encoding).
    pub fn upload_raw(&self, body: impl Into<Bytes>) -> RawUpload {
        RawUpload::new(self.target.clone(), self.settings, body.into())
    }

    /// Asks the service whether it would accept rows, by sending an empty array: as [`LogsClient::check`].
    ///
    /// # Errors
    ///
    /// As a request with rows would: no connection, no token, no such rule or stream, no permission.
    pub async fn check(&self) -> Result<(), Error> {
        let route = Arc::clone(&self.target.route);
        self.target.deliverer.check(route).await
    }

    pub(crate) fn settings(&self) -> Settings {
        self.settings
    }

    pub(crate) fn target(&self) -> Target {
        self.target.clone()
    }
}

impl<T> Clone for StreamClient<T> {
    fn clone(&self) -> Self {
        Self {
            target: self.target.clone(),
            settings: self.settings,
            row: PhantomData,
        }
    }
}

impl<T> fmt::Debug for StreamClient<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamClient")
            .field("rule", &self.target.route.rule)
            .field("stream", &self.target.route.stream)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
