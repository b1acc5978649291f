//! What a request tells `tracing`.
#![cfg(feature = "tracing")]

use std::io;
use std::sync::{Arc, Mutex};

use azlogs::RetryPolicy;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;

use super::server::{Server, answer};
use super::{builder, is_child, send};

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn a_request_is_a_span_with_counts_and_sizes_and_no_contents() {
    // Alone in its process, since what other tests trace at the same time decides which spans are made at all.
    if !is_child(
        "tracing::a_request_is_a_span_with_counts_and_sizes_and_no_contents",
        &[],
    ) {
        return;
    }
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_span_events(FmtSpan::CLOSE)
        .with_ansi(false)
        .with_writer(log.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let echo = answer(
        503,
        &["retry-after: 0"],
        "your token is hush-hush and your rows are s3cret",
    );
    let server = Server::in_turn([echo, answer(403, &[], "")]).await;
    let client = builder(&server.url())
        .retry(RetryPolicy::default())
        .build()
        .unwrap();
    send(&client).await.unwrap_err();
    drop(guard);

    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let id = server.seen()[0]
        .header("x-ms-client-request-id")
        .unwrap()
        .to_owned();
    for said in [
        "azlogs.request{rule=\"dcr-000a00a000a00000a000000aa000a0aa\" stream=\"Custom-X\"",
        &format!("client_request_id=\"{id}\" body_bytes=2 gzip=false"),
        "will be tried again tries=1 status=503",
        "wait_ms=0",
        "requests=2 wire_bytes=4 status=403",
        "not accepted",
    ] {
        assert!(text.contains(said), "{said} isn't in:\n{text}");
    }
    assert!(
        !text.contains("hush-hush") && !text.contains("s3cret"),
        "{text}"
    );
}
