//! A sender over real sockets.

use std::thread;

use azlogs::{Overflow, Sender, SenderBuilder};

use super::*;

const PATIENCE: Duration = Duration::from_secs(60);

/// A sender whose waits are short, and whose requests are small.
fn sender(emulator: &Emulator) -> SenderBuilder<Row> {
    let stream = stream(emulator, RetryPolicy::default()).chunk_limit(4_000);
    stream.sender().probe_every(Duration::from_millis(20))
}

async fn send(sender: &Sender<Row>, rows: std::ops::Range<u32>) {
    for n in rows {
        sender.send(row(n)).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_from_tasks_and_threads_arrive_once_though_requests_fail() {
    let emulator = builder()
        .fault(Fault::new(
            When::Every(5),
            What::Answer(FaultAnswer::status(503)),
        ))
        .fault(Fault::new(
            When::Every(11),
            What::Answer(FaultAnswer::status(429)),
        ))
        .fault(Fault::new(When::Nth(3), What::Reset(Moment::BeforeBody)))
        .start()
        .await
        .unwrap();
    let sender = sender(&emulator).queue_bytes(20_000).start().unwrap();
    let thread = {
        let sender = sender.clone();
        thread::spawn(move || {
            for n in 0..5_000 {
                sender.blocking_send(row(n)).unwrap();
            }
        })
    };
    let tasks: Vec<_> = (1..4)
        .map(|task| {
            let sender = sender.clone();
            tokio::spawn(async move { send(&sender, task * 5_000..(task + 1) * 5_000).await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    tokio::task::spawn_blocking(|| thread.join().unwrap())
        .await
        .unwrap();

    let report = sender.close(PATIENCE).await;
    assert_eq!(
        (report.rows(), report.accepted()),
        (20_000, 20_000),
        "{report}"
    );
    assert!(report.retries() > 0, "{report}");
    assert_eq!(held(&emulator), (0..20_000).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_is_revoked_and_given_back_loses_no_rows() {
    let emulator = builder().start().await.unwrap();
    let sender = sender(&emulator).start().unwrap();
    send(&sender, 0..1_000).await;
    assert!(sender.flush(PATIENCE).await.is_complete());

    let refused = What::Answer(FaultAnswer::status(403));
    emulator
        .set_faults([Fault::new(When::Every(1), refused)])
        .unwrap();
    send(&sender, 1_000..2_000).await;
    let report = sender.flush(Duration::from_millis(300)).await;
    assert_eq!(
        (report.accepted(), report.waiting()),
        (0, 1_000),
        "{report}"
    );
    let stats = sender.stats();
    assert!(stats.is_endpoint_failing);
    assert_eq!(stats.last_error.unwrap().status(), Some(403));
    assert!(stats.requests <= 30, "{} requests", stats.requests);

    emulator.set_faults([]).unwrap();
    let report = sender.flush(PATIENCE).await;
    assert_eq!(
        (report.accepted(), report.waiting()),
        (1_000, 0),
        "{report}"
    );
    assert_eq!(held(&emulator), (0..2_000).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_that_is_gone_drops_only_what_the_queue_cannot_hold() {
    let emulator = builder().start().await.unwrap();
    let sender = sender(&emulator)
        .queue_bytes(16_000)
        .overflow(Overflow::DropOldest)
        .start()
        .unwrap();
    send(&sender, 0..100).await;
    assert!(sender.flush(PATIENCE).await.is_complete());
    drop(emulator);

    send(&sender, 100..5_000).await;
    let stats = sender.stats();
    assert!(stats.bytes_queued <= 16_000, "{} bytes", stats.bytes_queued);
    let report = sender.close(Duration::from_millis(200)).await;
    assert_eq!(report.rows(), 4_900);
    assert_eq!((report.accepted(), report.waiting()), (0, 0));
    assert!(report.dropped() > 0, "{report}");
    // Which of them were tried, and have an error to show, depends on the machine.
    assert!(report.rejected() + report.not_attempted() > 0, "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn dropping_the_last_handle_sends_what_is_in_the_queue() {
    let emulator = builder().start().await.unwrap();
    let sender = sender(&emulator).start().unwrap();
    send(&sender, 0..500).await;
    drop(sender);
    let arrived = async {
        while emulator.rows("Rows_CL").len() < 500 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, arrived).await.unwrap();
    assert_eq!(held(&emulator), (0..500).collect::<Vec<_>>());
}
