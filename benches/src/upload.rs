//! Uploads that don't reach a network.

use std::sync::Arc;
use std::time::Duration;

use azlogs::credential::StaticToken;
use azlogs::{BuildError, ImmutableId, LogRecord, LogsClient, StreamClient};

use crate::Nowhere;

const RULE: ImmutableId = ImmutableId::from_static("dcr-0123456789abcdef0123456789abcdef");

/// The stream of `T`, whose requests are accepted and dropped.
///
/// # Errors
///
/// Never, as the endpoint is a good one.
pub fn stream_to_nowhere<T: LogRecord>() -> Result<StreamClient<T>, BuildError> {
    distant_stream_to_nowhere(Duration::ZERO)
}

/// The stream of `T`, whose requests are accepted and dropped after some time.
///
/// # Errors
///
/// Never, as the endpoint is a good one.
pub fn distant_stream_to_nowhere<T: LogRecord>(
    latency: Duration,
) -> Result<StreamClient<T>, BuildError> {
    let client = LogsClient::builder("http://127.0.0.1:9")
        .credential(Arc::new(StaticToken::new("any")))
        .transport(Arc::new(Nowhere { latency }))
        .build()?;
    Ok(client.stream(RULE))
}
