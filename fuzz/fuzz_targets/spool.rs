//! Opens a directory as a spool in which there is any file, or two, and has a sender drain it.
//!
//! Files are apart by a line `----`. One that begins with `=` is given the first line, the length and the checksums that make it sound: the next line is the
//! JSON of its header, and the rest is its body. Anything else is the file as it is.

#![no_main]

use std::fs;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use azlogs::credential::StaticToken;
use azlogs::transport::{ResponseFuture, Transport};
use azlogs::{ImmutableId, JsonRow, LogsClient, Spool, StreamName};
use bytes::Bytes;
use flate2::Crc;
use http::Response;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

/// Accepts all, and keeps what it was sent.
#[derive(Debug, Default)]
struct Accepts(Mutex<Vec<Bytes>>);

impl Transport for Accepts {
    fn send(&self, request: http::Request<Bytes>) -> ResponseFuture<'_> {
        self.0.lock().expect("nobody panics with it").push(request.into_body());
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = http::StatusCode::NO_CONTENT;
        Box::pin(std::future::ready(Ok(response)))
    }
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// The file that is meant, and its body if it's a sound one.
fn file(text: &[u8]) -> (Vec<u8>, Option<&[u8]>) {
    let Some(text) = text.strip_prefix(b"=") else {
        return (text.to_owned(), None);
    };
    let end = text.iter().position(|byte| *byte == b'\n').unwrap_or(text.len());
    let (header, body) = (&text[..end], text.get(end + 1..).unwrap_or_default());
    let mut header = header.to_owned();
    if let Ok(Value::Object(mut object)) = serde_json::from_slice(&header) {
        object.insert("body_len".to_owned(), body.len().into());
        object.insert("body_crc".to_owned(), crc(body).into());
        header = Value::Object(object).to_string().into_bytes();
    }
    header.push(b'\n');
    let mut file = format!("azlogs-chunk 1 {:08x} {:08x}\n", header.len(), crc(&header)).into_bytes();
    file.extend_from_slice(&header);
    file.extend_from_slice(body);
    (file, Some(body))
}

fn split(input: &[u8]) -> (&[u8], Option<&[u8]>) {
    const BETWEEN: &[u8] = b"\n----\n";
    let at = input.windows(BETWEEN.len()).position(|window| window == BETWEEN);
    at.map_or((input, None), |at| (&input[..at], Some(&input[at + BETWEEN.len()..])))
}

fuzz_target!(|input: &[u8]| {
    let directory = tempfile::tempdir().expect("a directory");
    let (first, second) = split(input);
    let mut bodies = Vec::new();
    for (number, text) in [Some(first), second].into_iter().flatten().enumerate() {
        let (file, body) = file(text);
        fs::write(directory.path().join(format!("{number:020}.chunk")), file).expect("a file");
        bodies.push(body);
    }
    let files = bodies.len();
    let spool = Spool::open(directory.path()).expect("bad files are set aside");
    let found = spool.usage();
    assert!(found.chunks as u64 + found.set_aside.chunks == files as u64, "a file is forgotten: {found:?}");

    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .expect("a runtime");
    let transport = Arc::new(Accepts::default());
    let client = LogsClient::builder("http://127.0.0.1:9")
        .credential(Arc::new(StaticToken::new("token")))
        .transport(Arc::clone(&transport) as _)
        .build()
        .expect("the client is in order");
    let rule: ImmutableId = "dcr-0123456789abcdef0123456789abcdef".parse().expect("an id");
    let stream: StreamName = "Custom-X".parse().expect("a name");
    let report = runtime.block_on(async {
        let sender = client.json_stream(rule, &stream).sender();
        let sender: azlogs::Sender<JsonRow> = sender.spool(spool.clone()).start().expect("a runtime");
        sender.close(Duration::from_secs(60)).await
    });
    let left = spool.usage();
    assert_eq!(report.waiting(), 0);
    assert!(report.accepted() <= found.rows, "{report:?}");
    assert!(left.rows <= found.rows && left.chunks <= found.chunks, "{left:?}");
    for sent in transport.0.lock().expect("nobody panics with it").iter() {
        let is_whole = bodies.iter().any(|body| body.is_none_or(|body| body == sent));
        assert!(is_whole, "what is sent was in no file");
    }
});
