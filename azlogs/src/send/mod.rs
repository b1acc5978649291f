//! Delivering one request: authorise, send, try again, and say what became of it.

mod backoff;
mod gate;
mod guid;
mod response;
mod retry_after;
mod retry_policy;
mod route;
#[cfg(test)]
mod tests;
mod trace;
mod tries;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use tokio::time::timeout;

pub(crate) use gate::Gate;
pub use retry_policy::RetryPolicy;
pub(crate) use route::Route;

use crate::error::{Error, ErrorKind, Failure};
use crate::token::TokenCache;
use crate::transport::Transport;
use guid::guid;
use tries::Tries;

/// One request: where it goes, and what it carries. Each try sends the same bytes under the same id.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) route: Arc<Route>,
    /// A JSON array, as text or gzip'd.
    pub(crate) body: Bytes,
    pub(crate) gzip: bool,
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
    pub(crate) fn new(route: Arc<Route>, body: Bytes, gzip: bool) -> Self {
        Self {
            route,
            body,
            gzip,
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
        let request = Request::new(route, Bytes::from_static(b"[]"), false);
        self.deliver(&request).await.result
    }

    /// Sends the request until it is accepted, refused for good, or not worth another try.
    ///
    /// Dropping the future stops it; a try under way is aborted, and the service may have accepted it.
    pub(crate) async fn deliver(&self, request: &Request) -> Delivery {
        trace::in_span(request, self.deliver_quietly(request)).await
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
            let in_time = timeout(deadline, tries.run()).await;
            in_time.unwrap_or_else(|_| Err(tries.cut_off(deadline)))
        } else {
            tries.run().await
        };
        Delivery {
            result,
            requests: tries.made(),
            wire_bytes: tries.wire_bytes(),
        }
    }
}
