//! The emulator, serving the rule of `dcr/cases.json`, and a client to it.

use std::sync::Arc;
use std::time::Duration;

use azlogs::credential::StaticToken;
use azlogs::{
    Compression, ImmutableId, LogRecord, LogsClient, LogsClientBuilder, RetryPolicy, StreamClient,
};
use azlogs_emulator::{Emulator, EmulatorBuilder, Fault};

/// The rule's immutable id, as `dcr/cases.json` has it.
pub(crate) const RULE: ImmutableId =
    ImmutableId::from_static("dcr-000a00a000a00000a000000aa000a0aa");

/// An id that no rule has.
pub(crate) const OTHER_RULE: ImmutableId =
    ImmutableId::from_static("dcr-ffffffffffffffffffffffffffffffff");

/// The most bytes that the service takes in a request.
pub(crate) const L: usize = 1_048_576;

/// A running emulator.
pub(crate) struct Service {
    pub(crate) emulator: Emulator,
}

impl Service {
    /// An emulator that does what the service does.
    pub(crate) async fn start() -> Self {
        Self::built(|emulator| emulator).await
    }

    /// An emulator that does something else at times.
    pub(crate) async fn with_faults<const N: usize>(faults: [&str; N]) -> Self {
        let faults = faults.map(|fault| fault.parse::<Fault>().unwrap());
        Self::built(|emulator| emulator.faults(faults)).await
    }

    /// An emulator with settings of its own.
    pub(crate) async fn built(settings: impl FnOnce(EmulatorBuilder) -> EmulatorBuilder) -> Self {
        let rule = concat!(env!("CARGO_MANIFEST_DIR"), "/dcr/cases.json");
        let emulator = Emulator::builder().dcr_file(rule).keep_bodies();
        Self {
            emulator: settings(emulator).start().await.unwrap(),
        }
    }

    /// A client that retries without waiting for long.
    pub(crate) fn client(&self) -> LogsClient {
        client_to(self.emulator.endpoint())
    }

    /// A client that retries in that way.
    pub(crate) fn client_with(&self, policy: RetryPolicy) -> LogsClient {
        builder_to(self.emulator.endpoint())
            .retry(policy)
            .build()
            .unwrap()
    }

    /// The stream of `T`.
    pub(crate) fn stream<T: LogRecord>(&self) -> StreamClient<T> {
        self.client().stream(RULE)
    }

    /// The stream of `T`, one request at a time and uncompressed: bodies arrive in the order of their rows, and are on
    /// the wire what they are as JSON.
    pub(crate) fn plain_stream<T: LogRecord>(&self) -> StreamClient<T> {
        self.stream()
            .concurrency(1)
            .compression(Compression::none())
    }
}

/// The beginning of a client to an endpoint, with a token.
pub(crate) fn builder_to(endpoint: &str) -> LogsClientBuilder {
    LogsClient::builder(endpoint).credential(Arc::new(StaticToken::new("a-token")))
}

/// A client to an endpoint, that retries without waiting for long.
pub(crate) fn client_to(endpoint: &str) -> LogsClient {
    builder_to(endpoint).retry(impatient()).build().unwrap()
}

/// The usual number of tries, a millisecond apart.
pub(crate) fn impatient() -> RetryPolicy {
    RetryPolicy::default().base_delay(Duration::from_millis(1))
}
