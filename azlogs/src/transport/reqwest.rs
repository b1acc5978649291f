//! The default transport: reqwest.

use std::error::Error as StdError;
use std::time::Duration;
use std::{fmt, io};

use bytes::{Bytes, BytesMut};
use tokio::time::timeout;

use super::{ResponseFuture, Transport, TransportError, TransportErrorKind};

/// Of an answer's body, no more is read.
const BODY_MAX: usize = 64 * 1024;
/// For an answer's body, no longer is waited; its status is known by then.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// The default [`Transport`]: HTTP/1.1 by a [`reqwest::Client`].
///
/// [`LogsClientBuilder`](crate::LogsClientBuilder) makes one by itself; this is for a client of one's own:
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let _ = rustls::crypto::ring::default_provider().install_default();
/// use std::sync::Arc;
/// use azlogs::LogsClient;
/// use azlogs::credential::StaticToken;
/// use azlogs::transport::ReqwestTransport;
///
/// let http = reqwest::Client::builder()
///     .redirect(reqwest::redirect::Policy::none()) // or the token travels along
///     .build()?;
/// let client = LogsClient::builder("http://127.0.0.1:8080")
///     .credential(Arc::new(StaticToken::new("for the emulator")))
///     .transport(Arc::new(ReqwestTransport::new(http)))
///     .build()?;
/// # let _ = client;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct ReqwestTransport {
    client: reqwest::Client,
}

impl ReqwestTransport {
    /// A transport over that client, which should follow no redirects.
    pub fn new(client: reqwest::Client) -> Self {
        Self { client }
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Bytes>) -> ResponseFuture<'_> {
        Box::pin(async move {
            let request = reqwest::Request::try_from(request).map_err(|error| {
                TransportError::new(TransportErrorKind::Unsendable, error.without_url())
            })?;
            let response = self.client.execute(request).await.map_err(told)?;
            Ok(read(response).await)
        })
    }
}

impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without the client, which may show a proxy's password.
        f.debug_struct("ReqwestTransport").finish_non_exhaustive()
    }
}

/// The answer, with as much of its body as comes in time.
async fn read(mut response: reqwest::Response) -> http::Response<Bytes> {
    let mut body = BytesMut::new();
    let reading = async {
        while body.len() < BODY_MAX
            && let Ok(Some(chunk)) = response.chunk().await
        {
            body.extend_from_slice(&chunk[..chunk.len().min(BODY_MAX - body.len())]);
        }
    };
    // The status says what became of the rows; a body that breaks off or doesn't end changes nothing about that.
    let _ = timeout(BODY_TIMEOUT, reading).await;
    let mut answer = http::Response::new(body.freeze());
    *answer.status_mut() = response.status();
    *answer.headers_mut() = std::mem::take(response.headers_mut());
    answer
}

/// reqwest's error, told by what it means for the request.
fn told(error: reqwest::Error) -> TransportError {
    let kind = if error.is_builder() {
        TransportErrorKind::Unsendable
    } else if error.is_dns() {
        TransportErrorKind::Dns
    } else if error.is_connect() && is_tls(&error) {
        TransportErrorKind::Tls
    } else if error.is_connect() {
        TransportErrorKind::Connect
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else {
        TransportErrorKind::Interrupted
    };
    TransportError::new(kind, Cause(error.without_url()))
}

fn is_tls(error: &reqwest::Error) -> bool {
    causes(error).any(<dyn StdError>::is::<rustls::Error>)
}

/// An error's causes; those within an [`io::Error`], too, which its `source` leaves out.
fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    std::iter::successors(error.source(), |&cause| {
        match cause
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
        {
            Some(within) => Some(within),
            None => cause.source(),
        }
    })
}

/// reqwest's error, which says in which layer something happened before it says what.
#[derive(Debug)]
struct Cause(reqwest::Error);

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut said: Vec<String> = Vec::new();
        for text in causes(&self.0).map(ToString::to_string) {
            let is_layer = text.starts_with("client error (");
            if !is_layer && !said.iter().any(|earlier| earlier.contains(&text)) {
                said.push(text);
            }
        }
        match said.as_slice() {
            [] => fmt::Display::fmt(&self.0, f),
            said => f.write_str(&said.join(": ")),
        }
    }
}

impl StdError for Cause {}
