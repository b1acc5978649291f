//! What a sender tells `tracing` and a recorder of metrics.

use std::time::Duration;

use azlogs::StreamClient;
#[cfg(feature = "tracing")]
use azlogs::{LogsClient, RetryPolicy};

use crate::row::{Row, row};
use crate::service::Service;

const MINUTE: Duration = Duration::from_secs(60);

fn stream(status: u16) -> StreamClient<Row> {
    Service::new(move |_| (Duration::from_millis(100), status))
        .stream()
        .chunk_limit(1_000)
}

/// What is logged meanwhile.
#[cfg(feature = "tracing")]
async fn logged(work: impl Future<Output = ()>) -> String {
    let log = crate::spans::Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_writer(log.clone())
        .with_ansi(false)
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    work.await;
    drop(guard);
    log.text()
}

#[cfg(feature = "tracing")]
#[tokio::test(start_paused = true)]
async fn what_is_lost_when_the_last_handle_is_dropped_is_a_warning() {
    let log = logged(async {
        let sender = stream(503).concurrency(1).sender().start().unwrap();
        for n in 0..3 {
            sender.send(row(n, 900)).await.unwrap();
        }
        drop(sender);
        tokio::time::sleep(MINUTE).await;
    })
    .await;
    let lost = log
        .lines()
        .find(|line| line.contains("ended with rows that were not accepted"))
        .unwrap_or_else(|| panic!("no warning in {log}"));
    assert!(lost.contains("WARN"), "{lost}");
    let count = |name: &str| -> u64 {
        let (_, rest) = lost.split_once(&format!("{name}=")).unwrap();
        rest.split(' ').next().unwrap().parse().unwrap()
    };
    assert_eq!(count("rejected") + count("not_attempted"), 3, "{lost}");
    assert!(lost.contains("stream=\"Custom-Rows\""), "{lost}");
    assert!(!log.contains("xxxx"), "contents in {log}");
}

#[cfg(feature = "tracing")]
#[tokio::test(start_paused = true)]
async fn who_closes_or_loses_nothing_gets_no_warning() {
    let log = logged(async {
        let sender = stream(503).sender().start().unwrap();
        sender.send(row(0, 900)).await.unwrap();
        let report = sender.close(Duration::from_secs(1)).await;
        assert_eq!(report.rejected(), 1);
        drop(sender);
        let sender = stream(204).sender().start().unwrap();
        sender.send(row(0, 900)).await.unwrap();
        drop(sender);
        tokio::time::sleep(MINUTE).await;
    })
    .await;
    assert!(!log.contains("the sender ended"), "{log}");
}

#[cfg(feature = "tracing")]
#[tokio::test(start_paused = true)]
async fn a_failing_endpoint_is_a_warning_once() {
    let log = logged(async {
        let sender = stream(403).sender().start().unwrap();
        for n in 0..10 {
            sender.send(row(n, 900)).await.unwrap();
        }
        tokio::time::sleep(10 * MINUTE).await;
        sender.close(Duration::ZERO).await;
    })
    .await;
    assert_eq!(
        log.matches("the endpoint is probed now and then").count(),
        1,
        "{log}"
    );
}

#[cfg(feature = "tracing")]
#[tokio::test(start_paused = true)]
async fn a_rule_near_its_limit_is_a_warning_once_a_minute() {
    let service = Service::new(|_| (Duration::ZERO, 204));
    let log = logged(async {
        let client: LogsClient = service
            .client_builder(RetryPolicy::never())
            .requests_per_minute(10)
            .build()
            .unwrap();
        let stream = client
            .stream::<Row>(crate::service::RULE)
            .chunk_limit(1_000);
        let rows: Vec<_> = (0..20).map(|n| row(n, 900)).collect();
        let report = stream.upload(&rows).await;
        assert_eq!(report.accepted(), 20);
        assert_eq!(report.elapsed(), MINUTE);
    })
    .await;
    assert_eq!(log.matches("near the rule's limit").count(), 2, "{log}");
}

#[cfg(feature = "metrics")]
mod recorder {
    use std::collections::BTreeMap;
    use std::sync::{Arc, Mutex};

    use metrics::{
        Counter, CounterFn, Gauge, GaugeFn, Histogram, HistogramFn, Key, KeyName, Metadata,
        Recorder, SharedString, Unit,
    };

    use azlogs::Compression;

    use super::*;

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

        let report = sender.flush(MINUTE).await;
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
            ("azlogs_sender_wire_bytes_total", wire_bytes),
        ];
        let expected = expected.map(|(name, value)| (name.to_owned(), value));
        assert_eq!(board.values(), BTreeMap::from(expected));
    }
}
