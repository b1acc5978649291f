//! What a sender and a rule's limiter tell `tracing`.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use azlogs::{LogsClient, RetryPolicy, SendError, Sender, StreamClient};
use tokio::runtime;

use crate::row::{Row, row};
use crate::service::Service;

const MINUTE: Duration = Duration::from_secs(60);

fn stream(status: u16) -> StreamClient<Row> {
    Service::new(move |_| (Duration::from_millis(100), status))
        .stream()
        .chunk_limit(1_000)
}

/// What is logged meanwhile.
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

/// A log that asks a sender about itself at each line, and hands it a row once it's over, as one that goes to the service may.
#[derive(Clone, Default)]
struct Asking {
    sender: Arc<Mutex<Option<Sender<Row>>>>,
    refused: Arc<Mutex<Vec<SendError>>>,
}

impl Write for Asking {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        if let Some(sender) = &*self.sender.lock().unwrap()
            && sender.stats().rows_not_attempted > 0
        {
            let refused = sender.try_send(row(9, 100)).unwrap_err();
            self.refused.lock().unwrap().push(refused);
        }
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn who_listens_may_ask_the_sender_though_it_is_just_ending() {
    let asking = Asking::default();
    let (done, over) = mpsc::channel();
    let log = asking.clone();
    thread::spawn(move || {
        let subscriber = tracing_subscriber::fmt()
            .with_writer({
                let log = log.clone();
                move || log.clone()
            })
            .finish();
        let _guard = tracing::subscriber::set_default(subscriber);
        let runtime = runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let sender = stream(204).sender().start().unwrap();
            sender.send(row(0, 100)).await.unwrap();
            *log.sender.lock().unwrap() = Some(sender);
        });
        // The row is lost with the runtime.
        drop(runtime);
        done.send(()).unwrap();
    });
    over.recv_timeout(MINUTE).expect("it hangs");
    let refused = std::mem::take(&mut *asking.refused.lock().unwrap());
    assert!(matches!(refused[..], [SendError::Closed]), "{refused:?}");
}

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
