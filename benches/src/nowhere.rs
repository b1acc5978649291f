//! A transport that accepts every request and sends it nowhere: an upload without the network.

use std::time::Duration;

use azlogs::transport::{ResponseFuture, Transport};
use bytes::Bytes;

/// Accepts everything.
#[derive(Debug, Default)]
pub struct Nowhere {
    /// How long an answer takes.
    pub latency: Duration,
}

impl Transport for Nowhere {
    fn send(&self, _request: http::Request<Bytes>) -> ResponseFuture<'_> {
        let mut accepted = http::Response::new(Bytes::new());
        *accepted.status_mut() = http::StatusCode::NO_CONTENT;
        let latency = self.latency;
        Box::pin(async move {
            if !latency.is_zero() {
                tokio::time::sleep(latency).await;
            }
            Ok(accepted)
        })
    }
}
