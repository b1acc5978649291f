//! What an upload tells `tracing`: counts and sizes, never contents.

use crate::send::Route;

use super::report::UploadReport;

/// The span of an upload; the spans of its requests are within it.
#[cfg(feature = "tracing")]
#[derive(Clone, Debug)]
pub(crate) struct UploadSpan(tracing::Span);

#[cfg(feature = "tracing")]
impl UploadSpan {
    pub(crate) fn new(route: &Route) -> Self {
        use tracing::field::Empty;
        Self(tracing::info_span!(
            "azlogs.upload",
            rule = route.rule.as_str(),
            stream = route.stream.as_str(),
            accepted = Empty,
            rejected = Empty,
            not_attempted = Empty,
            requests = Empty,
            retries = Empty,
            json_bytes = Empty,
            wire_bytes = Empty,
            nulled_values = Empty,
        ))
    }

    /// Does some of the upload within the span.
    pub(crate) fn within<R>(&self, work: impl FnOnce() -> R) -> R {
        self.0.in_scope(work)
    }

    /// Does all of an upload within the span.
    pub(crate) fn around<F: Future>(self, upload: F) -> impl Future<Output = F::Output> + use<F> {
        tracing::Instrument::instrument(upload, self.0)
    }

    /// Notes what the upload came to.
    pub(crate) fn record(&self, report: &UploadReport) {
        self.0.record("accepted", report.accepted());
        self.0.record("rejected", report.rejected());
        self.0.record("not_attempted", report.not_attempted());
        self.0.record("requests", report.requests());
        self.0.record("retries", report.retries());
        self.0.record("json_bytes", report.json_bytes());
        self.0.record("wire_bytes", report.wire_bytes());
        self.0.record("nulled_values", report.nulled_values());
    }
}

/// Nothing, without feature `tracing`.
#[cfg(not(feature = "tracing"))]
#[derive(Clone, Debug)]
pub(crate) struct UploadSpan;

#[cfg(not(feature = "tracing"))]
#[allow(clippy::unused_self, reason = "it stands in for a span")]
impl UploadSpan {
    pub(crate) fn new(_: &Route) -> Self {
        Self
    }

    pub(crate) fn within<R>(&self, work: impl FnOnce() -> R) -> R {
        work()
    }

    pub(crate) fn around<F: Future>(self, upload: F) -> F {
        upload
    }

    pub(crate) fn record(&self, _: &UploadReport) {}
}
