//! What a sender tells a recorder of metrics.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use metrics::{
    Counter, CounterFn, Gauge, GaugeFn, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder,
    SharedString, Unit,
};

use azlogs::Compression;

use crate::row::row;
use crate::service::Service;

/// The values of metrics, by name and outcome.
#[derive(Clone, Default)]
struct Board(Arc<Mutex<BTreeMap<String, f64>>>);

struct Cell(Board, String);

impl Board {
    fn cell(&self, key: &Key) -> Arc<Cell> {
        let mut labels: Vec<_> = key
            .labels()
            .map(|label| (label.key(), label.value()))
            .collect();
        labels.retain(|(name, value)| match *name {
            "rule" => value == &crate::service::RULE.as_str(),
            "stream" => value == &"Custom-Rows",
            _ => true,
        });
        assert!(labels.len() >= 2, "rule and stream: {key:?}");
        let outcome = labels.iter().find(|(name, _)| *name == "outcome");
        let outcome = outcome
            .map(|(_, value)| format!(" {value}"))
            .unwrap_or_default();
        let name = format!("{}{outcome}", key.name());
        self.0.lock().unwrap().insert(name.clone(), 0.0);
        Arc::new(Cell(self.clone(), name))
    }

    fn values(&self) -> BTreeMap<String, f64> {
        self.0.lock().unwrap().clone()
    }
}

impl Cell {
    fn change(&self, change: impl Fn(f64) -> f64) {
        let mut board = self.0.0.lock().unwrap();
        let value = board.get_mut(&self.1).unwrap();
        *value = change(*value);
    }
}

#[expect(clippy::cast_precision_loss, reason = "small counts")]
impl CounterFn for Cell {
    fn increment(&self, value: u64) {
        self.change(|before| before + value as f64);
    }

    fn absolute(&self, value: u64) {
        self.change(|_| value as f64);
    }
}

impl GaugeFn for Cell {
    fn increment(&self, value: f64) {
        self.change(|before| before + value);
    }

    fn decrement(&self, value: f64) {
        self.change(|before| before - value);
    }

    fn set(&self, value: f64) {
        self.change(|_| value);
    }
}

impl HistogramFn for Cell {
    fn record(&self, value: f64) {
        self.change(|before| before + value);
    }
}

impl Recorder for Board {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(self.cell(key))
    }

    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::from_arc(self.cell(key))
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::from_arc(self.cell(key))
    }
}

#[expect(clippy::float_cmp, reason = "sums of counts and quarters are exact")]
#[tokio::test(start_paused = true)]
async fn the_recorder_is_told_what_the_documentation_lists() {
    let board = Board::default();
    let service = Service::new(|got| {
        let status = match got.number {
            0 => 503,
            1 => 400,
            _ => 204,
        };
        (Duration::from_millis(250), status)
    });
    let stream = service.stream().compression(Compression::none());
    let builder = stream.concurrency(1).chunk_limit(1_000).sender();
    let sender = metrics::with_local_recorder(&board, || builder.start()).unwrap();
    for n in 0..3 {
        sender.send(row(n, 900)).await.unwrap();
    }
    tokio::time::sleep(Duration::from_millis(1)).await;
    let before = board.values();
    assert_eq!(before["azlogs_sender_queued_rows"], 3.0);
    assert!(before["azlogs_sender_queued_bytes"] > 2_000.0);

    let report = sender.flush(Duration::from_secs(60)).await;
    assert_eq!((report.accepted(), report.rejected()), (2, 1));
    let wire_bytes = f64::from(u32::try_from(report.wire_bytes()).unwrap());
    let expected = [
        ("azlogs_sender_endpoint_failing", 0.0),
        ("azlogs_sender_queued_bytes", 0.0),
        ("azlogs_sender_queued_rows", 0.0),
        ("azlogs_sender_request_seconds", 1.0),
        ("azlogs_sender_requests_total", 4.0),
        ("azlogs_sender_retries_total", 1.0),
        ("azlogs_sender_rows_total accepted", 2.0),
        ("azlogs_sender_rows_total dropped", 0.0),
        ("azlogs_sender_rows_total not_attempted", 0.0),
        ("azlogs_sender_rows_total rejected", 1.0),
        ("azlogs_sender_rows_total spooled", 0.0),
        ("azlogs_sender_spooled_rows", 0.0),
        ("azlogs_sender_wire_bytes_total", wire_bytes),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), value));
    assert_eq!(board.values(), BTreeMap::from(expected));
}

#[cfg(feature = "spool")]
#[expect(clippy::float_cmp, reason = "counts are exact")]
#[tokio::test(start_paused = true)]
async fn rows_on_disk_are_a_gauge_of_those_of_the_sender() {
    let board = Board::default();
    let service = Service::new(|_| (Duration::from_millis(250), 503));
    let home = tempfile::tempdir().unwrap();
    let spool = azlogs::Spool::open(home.path()).unwrap();
    let builder = service.stream().chunk_limit(1_000).sender();
    let builder = builder.spool(spool.clone());
    let sender = metrics::with_local_recorder(&board, || builder.start()).unwrap();
    for n in 0..3 {
        sender.send(row(n, 900)).await.unwrap();
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(board.values()["azlogs_sender_spooled_rows"], 3.0);
    assert_eq!(sender.stats().rows_spooled, 3);
    assert_eq!(sender.close(Duration::from_secs(1)).await.spooled(), 3);
    let after = board.values();
    assert_eq!(after["azlogs_sender_spooled_rows"], 0.0);
    assert_eq!(after["azlogs_sender_rows_total spooled"], 3.0);
    assert_eq!((sender.stats().rows_spooled, spool.usage().rows), (3, 3));
}
