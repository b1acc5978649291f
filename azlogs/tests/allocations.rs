//! What rows and requests cost in allocations: rows nothing, requests a small constant.
//!
//! Without a test harness, as the allocator counts what the whole process does.

#![expect(
    clippy::unwrap_used,
    reason = "a test, though clippy can't see it without a harness"
)]

use std::alloc::System;
use std::sync::Arc;

use azlogs::credential::StaticToken;
use azlogs::transport::{ResponseFuture, Transport};
use azlogs::{
    Compression, ImmutableId, LogRecord, LogsClient, Packing, RowWriter, StreamClient,
    StreamSchema, column, write_row,
};
use bytes::Bytes;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const CHUNK: usize = 64 * 1024;
const FEW: usize = 20_000;
const MORE: usize = 200_000;
/// The least bytes of a row's JSON.
const JSON: usize = 130;

struct Row {
    at: std::time::SystemTime,
    number: i64,
    share: f64,
    text: &'static str,
}

impl LogRecord for Row {
    const SCHEMA: StreamSchema = StreamSchema::new("Custom-Rows", &[]);

    fn write_row(&self, row: &mut RowWriter<'_>) {
        row.column::<column::DateTime, _>("TimeGenerated", &self.at);
        row.column::<column::Long, _>("Number", &self.number);
        row.column::<column::Real, _>("Share", &self.share);
        row.column::<column::String, _>("Text", self.text);
    }
}

/// Rows that differ, so that they don't all fit into one request.
fn row(number: i64) -> Row {
    Row {
        at: std::time::UNIX_EPOCH,
        number: number.wrapping_mul(0x9E37_79B9_7F4A_7C15_u64.cast_signed()),
        share: 0.125,
        text: "says \"this\"\n, and then something that is clean",
    }
}

/// Accepts everything.
#[derive(Debug)]
struct Nowhere;

impl Transport for Nowhere {
    fn send(&self, _request: http::Request<Bytes>) -> ResponseFuture<'_> {
        let mut accepted = http::Response::new(Bytes::new());
        *accepted.status_mut() = http::StatusCode::NO_CONTENT;
        Box::pin(std::future::ready(Ok(accepted)))
    }
}

fn stream() -> StreamClient<Row> {
    let rule: ImmutableId = "dcr-0123456789abcdef0123456789abcdef".parse().unwrap();
    let client = LogsClient::builder("http://127.0.0.1:9")
        .credential(Arc::new(StaticToken::new("any")))
        .transport(Arc::new(Nowhere))
        .build()
        .unwrap();
    client.stream(rule)
}

/// The requests that an upload of so many rows makes, and the allocations.
fn upload(stream: &StreamClient<Row>, rows: usize) -> (usize, usize) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let region = Region::new(ALLOCATOR);
        let report = stream.upload((0_i64..).map(row).take(rows)).await;
        let change = region.change();
        assert_eq!(report.accepted(), rows);
        let requests = usize::try_from(report.requests()).unwrap();
        (requests, change.allocations + change.reallocations)
    })
}

fn main() {
    a_row_allocates_nothing();
    a_request_allocates_a_small_constant();
}

fn a_row_allocates_nothing() {
    let mut out = Vec::with_capacity(1 << 20);
    let region = Region::new(ALLOCATOR);
    for number in 0..5_000 {
        write_row(&row(number), &mut out).unwrap();
    }
    let change = region.change();
    assert_eq!((change.allocations, change.reallocations), (0, 0));
}

fn a_request_allocates_a_small_constant() {
    for compression in [Compression::none(), Compression::default()] {
        let stream = stream().chunk_limit(CHUNK).compression(compression);
        let (requests, each) = each_request(&stream);
        assert!(requests > 10, "{requests} requests");
        assert!(
            each < 60,
            "{each} allocations a request with {compression:?}"
        );
    }
    let stream = stream().chunk_limit(CHUNK).packing(Packing::Wire);
    let (requests, each) = each_request(&stream);
    let portions = MORE * JSON / (CHUNK / 4) / requests;
    assert!(requests > 10, "{requests} requests");
    assert!(
        each < 60 + 8 * portions,
        "{each} allocations a request of {portions} portions"
    );
}

/// How many requests many rows take, and how many allocations each of these.
fn each_request(stream: &StreamClient<Row>) -> (usize, usize) {
    upload(stream, FEW);
    let (fewer_requests, fewer) = upload(stream, FEW);
    let (more_requests, more) = upload(stream, FEW + MORE);
    let requests = more_requests - fewer_requests;
    (requests, more.saturating_sub(fewer) / requests)
}
