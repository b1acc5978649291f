//! Uploads over real sockets, to the emulator.
#![cfg(feature = "reqwest")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that unwraps fails where it should"
)]
#![allow(
    clippy::single_range_in_vec_init,
    reason = "lists of one range are meant"
)]

mod dead_letters;
#[cfg(all(unix, feature = "spool"))]
mod killed;
mod sender;

use std::sync::Arc;
use std::time::Duration;

use azlogs::credential::StaticToken;
use azlogs::{
    ImmutableId, JsonRow, LogRecord, LogsClient, Packing, RetryPolicy, RowWriter, StreamClient,
    StreamSchema, column,
};
use azlogs_emulator::{Emulator, EmulatorBuilder, Fault, FaultAnswer, Limits, Moment, What, When};

const RULE: ImmutableId = ImmutableId::from_static("dcr-000a00a000a00000a000000aa000a0aa");
const DCR: &str = r#"{
    "immutableId": "dcr-000a00a000a00000a000000aa000a0aa",
    "streamDeclarations": { "Custom-Rows": { "columns": [
        { "name": "N", "type": "long" }, { "name": "Text", "type": "string" } ] } },
    "dataFlows": [ { "streams": ["Custom-Rows"], "destinations": ["w"], "outputStream": "Custom-Rows_CL" } ]
}"#;

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

fn row(n: u32) -> Row {
    Row {
        n,
        text: format!("row {n}, and {}", n.wrapping_mul(2_654_435_761)),
    }
}

fn builder() -> EmulatorBuilder {
    Emulator::builder().dcr("rule.json", DCR).max_rows(200_000)
}

fn stream(emulator: &Emulator, retry: RetryPolicy) -> StreamClient<Row> {
    LogsClient::builder(emulator.endpoint())
        .credential(Arc::new(StaticToken::new("token")))
        .retry(retry.base_delay(Duration::from_millis(1)))
        .build()
        .unwrap()
        .stream(RULE)
}

/// The numbers of the rows that the emulator holds, ascending.
fn held(emulator: &Emulator) -> Vec<u64> {
    let mut numbers: Vec<_> = emulator
        .rows("Rows_CL")
        .iter()
        .map(|row| row["N"].as_u64().unwrap())
        .collect();
    numbers.sort_unstable();
    numbers
}

#[tokio::test]
async fn rows_that_are_json_go_to_a_stream_known_at_run_time() {
    let emulator = builder().start().await.unwrap();
    let client = LogsClient::builder(emulator.endpoint())
        .credential(Arc::new(StaticToken::new("token")))
        .build()
        .unwrap();
    let rows = [
        "{\"N\":1, \"Text\":\"}\"}",
        "{ }",
        "{\"Text\":\"ä\",\"N\":3}",
    ];
    let rows = rows.map(|text| JsonRow::parse(text).unwrap());
    let stream = client.json_stream(RULE, &"Custom-Rows".parse().unwrap());
    let report = stream.upload(&rows).await;
    assert_eq!(report.accepted_rows(), [0..3]);
    let stored = emulator.rows("Rows_CL");
    assert_eq!(
        (&stored[0]["N"], &stored[0]["Text"]),
        (&1.into(), &"}".into())
    );
    assert_eq!(
        (&stored[2]["N"], &stored[2]["Text"]),
        (&3.into(), &"ä".into())
    );

    let elsewhere = client.json_stream(RULE, &"Custom-Other".parse().unwrap());
    let report = elsewhere.upload(&rows).await;
    assert_eq!(report.rejected_rows()[0].rows, 0..3);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_row_arrives_once_whatever_the_packing() {
    for (packing, most_requests) in [(Packing::Documented, 6), (Packing::Wire, 1)] {
        let emulator = builder().strict().start().await.unwrap();
        let stream = stream(&emulator, RetryPolicy::never()).packing(packing);
        let report = stream.upload((0..60_000).map(row)).await;
        assert_eq!(report.accepted_rows(), [0..60_000], "{report}");
        assert_eq!(held(&emulator), (0..60_000).collect::<Vec<_>>());
        assert!(report.requests() <= most_requests, "{report}");
        let stats = &emulator.stats().streams[0];
        assert_eq!(
            (stats.raw_bytes, stats.wire_bytes),
            (report.json_bytes(), report.wire_bytes())
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_takes_less_than_it_says_gets_smaller_requests() {
    let limits = Limits {
        wire_bytes: 20_000,
        ..Limits::default()
    };
    let emulator = builder().limits(limits).start().await.unwrap();
    let report = stream(&emulator, RetryPolicy::never())
        .upload((0..20_000).map(row))
        .await;
    assert_eq!(report.accepted_rows(), [0..20_000], "{report}");
    assert_eq!(held(&emulator), (0..20_000).collect::<Vec<_>>());
    assert!(emulator.stats().statuses[&413] > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_and_the_tables_agree_when_requests_fail_now_and_then() {
    let emulator = builder()
        .fault(Fault::new(
            When::Every(5),
            What::Answer(FaultAnswer::status(503)),
        ))
        .fault(Fault::new(
            When::Every(7),
            What::Answer(FaultAnswer::status(400)),
        ))
        .fault(Fault::new(When::Nth(3), What::Reset(Moment::BeforeBody)))
        .start()
        .await
        .unwrap();
    let stream = stream(&emulator, RetryPolicy::default()).chunk_limit(20_000);
    let report = stream.upload((0..5_000).map(row)).await;
    assert!(report.retries() > 0 && report.rejected() > 0, "{report}");
    let accepted: Vec<_> = report
        .accepted_rows()
        .iter()
        .cloned()
        .flatten()
        .map(|row| row as u64)
        .collect();
    assert_eq!(held(&emulator), accepted);

    let again = report
        .unaccepted_rows()
        .flatten()
        .map(|n| row(u32::try_from(n).unwrap()));
    emulator.set_faults([]).unwrap();
    stream.upload(again).await.into_result().unwrap();
    assert_eq!(held(&emulator), (0..5_000).collect::<Vec<_>>());
}
