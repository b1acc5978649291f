//! How requests travel: HTTP, exchangeable.
//!
//! `ReqwestTransport` (feature `reqwest`) is the default. An application with an HTTP client of its own implements
//! [`Transport`] and gives it to [`LogsClientBuilder::transport`](crate::LogsClientBuilder::transport); the client does the rest
//! (tokens, retries, timeouts).

mod error;
#[cfg(feature = "reqwest")]
mod http_client;
#[cfg(feature = "reqwest")]
mod reqwest;

#[cfg(test)]
pub(crate) mod script;

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use bytes::Bytes;

pub use self::error::{TransportError, TransportErrorKind};
#[cfg(feature = "reqwest")]
pub use self::reqwest::ReqwestTransport;
#[cfg(feature = "reqwest")]
pub(crate) use http_client::{HttpOptions, Reach, http_client};

/// The future of an answer.
pub type ResponseFuture<'a> =
    Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send + 'a>>;

/// Sends a request, once, and gives the answer.
///
/// It has to send the request as it is (method, URI, headers, body), must not follow redirects, since the request
/// carries a token, and must not log the header `Authorization`. It needs no timeouts nor retries: dropping the future
/// has to abort the request. Of an answer's body, the first 64 KiB are enough.
///
/// ```
/// use azlogs::transport::{ResponseFuture, Transport};
/// use bytes::Bytes;
///
/// /// Accepts everything and sends it nowhere.
/// #[derive(Debug)]
/// struct Nowhere;
///
/// impl Transport for Nowhere {
///     fn send(&self, _request: http::Request<Bytes>) -> ResponseFuture<'_> {
///         let mut accepted = http::Response::new(Bytes::new());
///         *accepted.status_mut() = http::StatusCode::NO_CONTENT;
///         Box::pin(std::future::ready(Ok(accepted)))
///     }
/// }
/// ```
pub trait Transport: fmt::Debug + Send + Sync {
    /// Sends the request.
    ///
    /// # Errors
    ///
    /// Where no answer came; the error says whether the request may have been sent.
    fn send(&self, request: http::Request<Bytes>) -> ResponseFuture<'_>;
}
