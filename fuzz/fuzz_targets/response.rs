//! Has the client read any answer, twice in a row, to a request with two rows.

#![no_main]

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use azlogs::credential::StaticToken;
use azlogs::transport::{ResponseFuture, Transport};
use azlogs::{ImmutableId, LogRecord, LogsClient};
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, StatusCode};
use libfuzzer_sys::fuzz_target;

#[derive(LogRecord)]
#[log_record(stream = "Custom-X", rename_all = "PascalCase")]
struct Row {
    number: i32,
}

type Answer<'a> = (u16, Vec<(u8, &'a [u8])>, &'a [u8]);

/// The headers that the client reads.
const HEADERS: [&str; 7] = [
    "retry-after",
    "retry-after-ms",
    "x-ms-retry-after-ms",
    "x-ms-error-code",
    "x-ms-request-id",
    "www-authenticate",
    "content-type",
];

/// Gives answers one after the other, and then accepts.
#[derive(Debug)]
struct Answers(Mutex<VecDeque<Response<Bytes>>>);

impl Transport for Answers {
    fn send(&self, _request: http::Request<Bytes>) -> ResponseFuture<'_> {
        let next = self.0.lock().expect("nobody panics with it").pop_front();
        let accepted = || response(&(204, Vec::new(), &[]));
        Box::pin(std::future::ready(Ok(next.unwrap_or_else(accepted))))
    }
}

fn response((status, headers, body): &Answer<'_>) -> Response<Bytes> {
    let mut response = Response::new(Bytes::copy_from_slice(body));
    *response.status_mut() = StatusCode::from_u16(*status).unwrap_or(StatusCode::BAD_REQUEST);
    for (name, value) in headers {
        if let Ok(value) = HeaderValue::from_bytes(value) {
            let name = HeaderName::from_static(HEADERS[usize::from(*name) % HEADERS.len()]);
            response.headers_mut().append(name, value);
        }
    }
    response
}

fuzz_target!(|answers: [Answer<'_>; 2]| {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .expect("a runtime");
    let transport = Answers(Mutex::new(answers.iter().map(response).collect()));
    let client = LogsClient::builder("http://127.0.0.1:9")
        .credential(Arc::new(StaticToken::new("secret-of-the-token")))
        .transport(Arc::new(transport))
        .build()
        .expect("the client is in order");
    let rule: ImmutableId = "dcr-0123456789abcdef0123456789abcdef".parse().expect("an id");
    let rows = [Row { number: 1 }, Row { number: 2 }];
    let report = runtime.block_on(async { client.stream::<Row>(rule).upload(&rows).await });
    assert_eq!(report.accepted() + report.rejected() + report.not_attempted(), report.rows());
    let shown = format!("{report} {report:?}");
    assert!(!shown.contains("secret-of-the-token"));
});
