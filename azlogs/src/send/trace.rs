//! What a request tells `tracing`: counts and sizes, never contents.

#[cfg(feature = "tracing")]
pub(super) use with_tracing::{in_span, near_limit, retry};
#[cfg(not(feature = "tracing"))]
pub(super) use without::{in_span, near_limit, retry};

#[cfg(feature = "tracing")]
mod with_tracing {
    use std::time::Duration;

    use tracing::field::Empty;
    use tracing::{Instrument, debug, info_span, warn};

    use azlogs_dcr::ImmutableId;

    use super::super::window::Usage;
    use super::super::{Delivery, Request};
    use crate::error::Failure;

    /// Delivers within a span of its own, which gets to know how it ended.
    pub(in super::super) async fn in_span(
        request: &Request,
        delivering: impl Future<Output = Delivery>,
    ) -> Delivery {
        let span = info_span!(
            "azlogs.request",
            rule = request.route.rule.as_str(),
            stream = request.route.stream,
            client_request_id = request.client_request_id,
            body_bytes = request.body.len(),
            gzip = request.gzip,
            requests = Empty,
            wire_bytes = Empty,
            status = Empty,
        );
        let delivery = delivering.instrument(span.clone()).await;
        span.record("requests", delivery.requests);
        span.record("wire_bytes", delivery.wire_bytes);
        let _entered = span.enter();
        match &delivery.result {
            Ok(()) => debug!("accepted"),
            Err(error) => {
                span.record("status", error.status());
                warn!(code = error.code(), kind = ?error.kind(), "not accepted");
            }
        }
        delivery
    }

    /// A rule is sent nearly as much as the service takes.
    pub(in super::super) fn near_limit(rule: &ImmutableId, usage: Usage) {
        warn!(
            rule = rule.as_str(),
            requests = usage.requests,
            json_bytes = usage.bytes,
            "near the rule's limit for a minute; requests beyond it wait",
        );
    }

    /// A try has failed, and another will follow.
    pub(in super::super) fn retry(tries: u32, failure: &Failure, wait: Duration) {
        warn!(
            tries,
            status = failure.status,
            code = failure.code.as_deref(),
            kind = ?failure.kind,
            wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
            "will be tried again",
        );
    }
}

#[cfg(not(feature = "tracing"))]
mod without {
    use std::time::Duration;

    use azlogs_dcr::ImmutableId;

    use super::super::window::Usage;
    use super::super::{Delivery, Request};
    use crate::error::Failure;

    pub(in super::super) async fn in_span(
        _request: &Request,
        delivering: impl Future<Output = Delivery>,
    ) -> Delivery {
        delivering.await
    }

    pub(in super::super) fn near_limit(_rule: &ImmutableId, _usage: Usage) {}

    pub(in super::super) fn retry(_tries: u32, _failure: &Failure, _wait: Duration) {}
}
