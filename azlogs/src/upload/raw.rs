//! Uploading bytes that are already the body of a request.

use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use tokio::time::Instant;

use crate::dead_letter::Remains;
use crate::send::Request;

use super::blocking::Work;
use super::content_encoding::ContentEncoding;
use super::failure::{OnFailure, RejectReason};
use super::ledger::{Ledger, Observer};
use super::raw_check::{RawBodyError, check};
use super::report::UploadReport;
use super::settings::Settings;
use super::target::Target;
use super::trace::UploadSpan;

/// The body of a request about to be uploaded as it is: await it for the [`UploadReport`].
///
/// The bytes are checked first, because the service answers 204 to anything and drops what it can't use: they have to
/// be a JSON array of objects, and keep the limits. The elements of the array are the report's rows. An
/// empty array is sent, too.
///
/// One request is made, and retried as every request is; one that the service finds too large (413) isn't halved.
///
/// ```no_run
/// # use azlogs::{LogRecord, StreamClient};
/// # async fn upload<T: LogRecord>(stream: StreamClient<T>) -> Result<(), Box<dyn std::error::Error>> {
/// let report = stream.upload_raw(std::fs::read("rows.json.gz")?).await?;
/// println!("{report}");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// [`RawBodyError`], before anything is sent. That the request failed is told by the report, as for any other upload.
#[must_use = "an upload does nothing unless it's awaited"]
#[derive(Debug)]
pub struct RawUpload {
    target: Target,
    limit: Option<usize>,
    encoding: Option<ContentEncoding>,
    body: Bytes,
}

impl RawUpload {
    pub(crate) fn new(target: Target, settings: Settings, body: Bytes) -> Self {
        Self {
            target,
            limit: Some(settings.chunk_limit),
            encoding: None,
            body,
        }
    }

    /// Sends a body over the limit, too, and leaves it to the service to refuse it.
    pub fn over_limit(mut self) -> Self {
        self.limit = None;
        self
    }

    /// Says how the bytes are encoded, and has others refused: [`RawBodyError::OtherEncoding`]. Without this, how they
    /// begin decides.
    pub fn content_encoding(mut self, encoding: ContentEncoding) -> Self {
        self.encoding = Some(encoding);
        self
    }

    async fn run(self, span: UploadSpan) -> Result<UploadReport, RawBodyError> {
        let started = Instant::now();
        let Self {
            target,
            limit,
            encoding,
            body,
        } = self;
        let Some(body) = Work::start(move || check(body, limit, encoding)).await else {
            return Err(RawBodyError::Shutdown);
        };
        let body = body?;
        let rows = body.rows.count();
        let mut ledger = Ledger::new(Observer::Always(OnFailure::Continue));
        let mut outbox = target.outbox();
        let route = Arc::clone(&target.route);
        let request = Request::new(route, body.bytes.clone(), body.gzip, body.json_len);
        let delivery = target.deliverer.deliver(&request).await;
        ledger.count(&body, &delivery);
        match delivery.result {
            Ok(()) => ledger.accept(&body.rows),
            Err(error) => {
                let reason = RejectReason::Request(error);
                ledger.reject(&body.rows, &reason, None);
                if let Some(outbox) = &mut outbox {
                    outbox.push(Remains::Body(body), reason);
                }
            }
        }
        let mut report = ledger.close(rows, Some(rows), started.elapsed());
        if let Some(outbox) = outbox {
            report.kept = outbox.finish().await;
        }
        span.record(&report);
        Ok(report)
    }
}

impl IntoFuture for RawUpload {
    type Output = Result<UploadReport, RawBodyError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        let span = UploadSpan::new(&self.target.route);
        Box::pin(span.clone().around(self.run(span)))
    }
}
