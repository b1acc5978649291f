//! A sender against a service in the place of the transport, with time standing still until a test waits.

mod accounting;
mod batching;
mod credential;
mod dead_letters;
#[cfg(feature = "spool")]
mod disk_failures;
#[cfg(all(feature = "spool", feature = "tracing"))]
mod disk_traces;
mod ending;
mod failing;
#[cfg(feature = "spool")]
mod hanging_disk;
mod overflow;
mod service;
#[cfg(feature = "spool")]
mod spooling;
mod stats;
mod threads;

use std::sync::Arc;
use std::time::Duration;

use azure_core::credentials::TokenCredential;

use super::{Overflow, SendError, Sender, SenderBuilder};
use crate::credential::StaticToken;
use crate::row::RowWriter;
use crate::transport::Transport;
use crate::{
    Compression, ImmutableId, LogRecord, LogsClient, LogsClientBuilder, RetryPolicy, StreamClient,
    StreamSchema, column,
};
use service::{Answer, Service};

const RULE: ImmutableId = ImmutableId::from_static("dcr-000a00a000a00000a000000aa000a0aa");

/// A row that has its number in it, and a text.
#[derive(Clone, Debug)]
struct Row {
    n: u32,
    text: String,
}

impl LogRecord for Row {
    const SCHEMA: StreamSchema = StreamSchema::new("Custom-Rows", &[]);

    fn write_row(&self, row: &mut RowWriter<'_>) {
        row.column::<column::Long, _>("N", &self.n);
        row.column::<column::String, _>("Text", &self.text);
    }
}

/// A row of exactly that many bytes of JSON.
fn row(n: u32, bytes: usize) -> Row {
    let bare = format!(r#"{{"N":{n},"Text":""}}"#).len();
    Row {
        n,
        text: "x".repeat(bytes.saturating_sub(bare)),
    }
}

/// What is set up before a sender is started: a stream whose requests have at most 1,000 bytes, uncompressed.
fn stream(service: &Arc<Service>) -> StreamClient<Row> {
    client(service, RetryPolicy::default())
        .stream::<Row>(RULE)
        .compression(Compression::none())
        .chunk_limit(1_000)
}

fn client(service: &Arc<Service>, retry: RetryPolicy) -> LogsClient {
    let credential = Arc::new(StaticToken::new("token"));
    client_of(service, credential).retry(retry).build().unwrap()
}

fn client_of(service: &Arc<Service>, credential: Arc<dyn TokenCredential>) -> LogsClientBuilder {
    LogsClient::builder("https://dce.example")
        .credential(credential)
        .transport(Arc::clone(service) as Arc<dyn Transport>)
}

fn builder(service: &Arc<Service>) -> SenderBuilder<Row> {
    stream(service).sender()
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// Lets the other tasks do all that they can do now.
async fn settle() {
    for _ in 0..50 {
        tokio::task::yield_now().await;
    }
    tokio::time::sleep(Duration::from_millis(1)).await;
}
