//! Delivering one request: authorise, send, try again, and say what became of it.

mod backoff;
mod gate;
mod guid;
mod limiter;
mod parallelism;
mod response;
mod retry_after;
mod retry_policy;
mod route;
#[cfg(test)]
mod tests;
mod trace;
mod tries;
mod window;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use tokio::time::timeout;

pub(crate) use limiter::{Limiter, RuleLimits};
pub use retry_policy::RetryPolicy;
pub(crate) use route::Route;

use crate::error::{Error, ErrorKind, Failure};
use crate::token::TokenCache;
use crate::transport::Transport;
use backoff::seconds;
use guid::guid;
use tries::{Tenacity, Tries};

/// One request: where it goes, and what it carries. Each try sends the same bytes under the same id.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) route: Arc<Route>,
    /// A JSON array, as text or gzip'd.
    pub(crate) body: Bytes,
    pub(crate) gzip: bool,
    /// The bytes of its JSON; those of the body, where that is all one knows.
    pub(crate) json_len: usize,
    /// A GUID; the service logs it.
    pub(crate) client_request_id: String,
}

/// What became of a request.
#[derive(Clone, Debug)]
pub(crate) struct Delivery {
    /// Whether the service accepted it.
    pub(crate) result: Result<(), Error>,
    /// How often it was sent.
    pub(crate) requests: u32,
    /// The bytes of the bodies sent, over all tries.
    pub(crate) wire_bytes: u64,
    /// How long the service took for its last answer, if it gave any.
    pub(crate) latency: Option<Duration>,
}

/// Delivers requests. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Deliverer(Arc<Settings>);

/// How requests are delivered.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) tokens: TokenCache,
    /// What each request says, whatever it carries.
    pub(crate) headers: HeaderMap,
    pub(crate) retry: RetryPolicy,
    pub(crate) try_timeout: Duration,
    pub(crate) deadline: Option<Duration>,
}

impl Request {
    /// A request with an id of its own.
    pub(crate) fn new(route: Arc<Route>, body: Bytes, gzip: bool, json_len: usize) -> Self {
        Self {
            route,
            body,
            gzip,
            json_len,
            client_request_id: guid(fastrand::u128(..)),
        }
    }
}

impl Deliverer {
    pub(crate) fn new(settings: Settings) -> Self {
        Self(Arc::new(settings))
    }

    /// Sends an empty array.
    pub(crate) async fn check(&self, route: Arc<Route>) -> Result<(), Error> {
        let request = Request::new(route, Bytes::from_static(b"[]"), false, 2);
        self.deliver(&request).await.result
    }

    /// Sends the request until it is accepted, refused for good, or not worth another try.
    ///
    /// Dropping the future stops it; a try under way is aborted, and the service may have accepted it.
    pub(crate) async fn deliver(&self, request: &Request) -> Delivery {
        trace::in_span(request, self.deliver_quietly(request)).await
    }

    /// Sends the request once, for a caller who has its own mind on trying again, unless it's `cut_off` before that is done. Where the
    /// service throttles it, the rule's requests pause as they would for one that has failed as often.
    pub(crate) async fn deliver_once(
        &self,
        request: &Request,
        failures: u32,
        cut_off: impl Future<Output = ()>,
    ) -> Delivery {
        let delivering = async {
            let mut tries = Tries::new(&self.0, request);
            let deadline = self.0.deadline.unwrap_or(Duration::MAX);
            let result = tokio::select! {
                biased;
                result = timeout(deadline, tries.run(Tenacity::Once { failures })) => {
                    result.unwrap_or_else(|_| Err(tries.cut_off(deadline_passed(deadline))))
                }
                () = cut_off => Err(tries.cut_off("cut off, since the time was up".to_owned())),
            };
            tries.delivery(result)
        };
        trace::in_span(request, delivering).await
    }

    /// Sends an empty array once, unless it's `cut_off` before that is done.
    pub(crate) async fn probe(
        &self,
        route: Arc<Route>,
        cut_off: impl Future<Output = ()>,
    ) -> Delivery {
        let request = Request::new(route, Bytes::from_static(b"[]"), false, 2);
        self.deliver_once(&request, 0, cut_off).await
    }

    /// How long to wait after a request has failed that often, where the service doesn't say.
    pub(crate) fn delay(&self, failures: u32) -> Duration {
        backoff::delay(&self.0.retry, failures, fastrand::f64())
    }

    async fn deliver_quietly(&self, request: &Request) -> Delivery {
        let mut tries = Tries::new(&self.0, request);
        let result = if tokio::runtime::Handle::try_current().is_err() {
            Err(Failure::new(
                ErrorKind::Transport,
                "requests can be sent within a tokio runtime only",
            )
            .into())
        } else if let Some(deadline) = self.0.deadline {
            let in_time = timeout(deadline, tries.run(Tenacity::Policy)).await;
            in_time.unwrap_or_else(|_| Err(tries.cut_off(deadline_passed(deadline))))
        } else {
            tries.run(Tenacity::Policy).await
        };
        tries.delivery(result)
    }
}

fn deadline_passed(deadline: Duration) -> String {
    format!("the deadline of {} passed", seconds(deadline))
}
