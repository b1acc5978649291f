//! Closing, dropping, and losing the runtime.

use tokio::time::Instant;

use super::service::What;
use super::*;
use crate::error::Delivered;

/// A service that never answers, and a sender with rows in a request, in a batch and in the making.
async fn stuck() -> Sender<Row> {
    let service = Service::new(|_| What::Hang.into());
    let sender = stream(&service).concurrency(1).sender().start().unwrap();
    for n in 0..3 {
        sender.send(row(n, 900)).await.unwrap();
    }
    settle().await;
    sender
}

#[tokio::test(start_paused = true)]
async fn a_closed_sender_takes_nothing_more() {
    let service = Service::willing();
    let sender = builder(&service).start().unwrap();
    let other = sender.clone();
    sender.send(row(0, 100)).await.unwrap();
    assert!(!other.is_closed());
    let report = sender.close(seconds(10)).await;
    assert!(report.is_complete());
    assert_eq!(report.accepted(), 1);
    assert!(other.is_closed());
    assert_eq!(other.send(row(1, 100)).await, Err(SendError::Closed));
    assert_eq!(other.try_send(row(1, 100)), Err(SendError::Closed));
    assert_eq!(other.try_send(row(1, 10_000)), Err(SendError::Closed));
    assert_eq!(other.close(seconds(10)).await.rows(), 0);
    assert_eq!(other.flush(seconds(10)).await.rows(), 0);
}

#[tokio::test(start_paused = true)]
async fn at_its_deadline_a_close_cuts_off_and_tells_what_became_of_each_row() {
    let sender = stuck().await;
    let start = Instant::now();
    let report = sender.close(seconds(7)).await;
    assert_eq!(start.elapsed(), seconds(7));
    assert_eq!(report.waiting(), 0);
    assert_eq!((report.rejected(), report.not_attempted()), (1, 2));
    let rejected = &report.rejected_rows()[0];
    assert_eq!(rejected.rows, 0..1);
    assert_eq!(rejected.reason.delivery(), Delivered::Maybe);
    assert!(
        rejected.reason.to_string().contains("cut off"),
        "{}",
        rejected.reason
    );
    assert_eq!(report.not_attempted_rows().first(), Some(&(1..3)));
}

#[tokio::test(start_paused = true)]
async fn a_second_close_may_bring_the_end_nearer_but_not_put_it_off() {
    let sender = stuck().await;
    let start = Instant::now();
    let (first, second, third) = tokio::join!(
        sender.close(Duration::MAX),
        async {
            tokio::time::sleep(seconds(5)).await;
            sender.close(seconds(3)).await
        },
        async {
            tokio::time::sleep(seconds(6)).await;
            sender.close(seconds(100)).await
        },
    );
    assert_eq!(start.elapsed(), seconds(8));
    assert_eq!(first.rows() + second.rows() + third.rows(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_close_that_is_dropped_closes_nevertheless() {
    let sender = stuck().await;
    let gone = tokio::time::timeout(seconds(1), sender.close(seconds(4))).await;
    assert!(gone.is_err());
    tokio::time::sleep(seconds(4)).await;
    let stats = sender.stats();
    assert_eq!(
        (
            stats.rows_rejected,
            stats.rows_not_attempted,
            stats.rows_queued
        ),
        (1, 2, 0)
    );
}

#[tokio::test(start_paused = true)]
async fn those_who_wait_for_room_are_told_that_there_will_be_none() {
    let service = Service::new(|_| What::Hang.into());
    let sender = builder(&service).queue_bytes(4_000).start().unwrap();
    for n in 0..4 {
        sender.send(row(n, 900)).await.unwrap();
    }
    let waiting: Vec<_> = (4..7)
        .map(|n| {
            let sender = sender.clone();
            tokio::spawn(async move { sender.send(row(n, 900)).await })
        })
        .collect();
    settle().await;
    let report = sender.close(seconds(1)).await;
    for waiting in waiting {
        assert_eq!(waiting.await.unwrap(), Err(SendError::Closed));
    }
    assert_eq!(report.rows(), 4);
}

#[tokio::test(start_paused = true)]
async fn dropping_the_last_handle_sends_what_there_is() {
    let service = Service::new(|_| Answer::status(204).after(seconds(1)));
    let sender = builder(&service).start().unwrap();
    for n in 0..20 {
        sender.send(row(n, 100)).await.unwrap();
    }
    let clone = sender.clone();
    drop(sender);
    settle().await;
    assert_eq!(service.requests().len(), 2, "the clone lives");
    drop(clone);
    tokio::time::sleep(seconds(3)).await;
    assert_eq!(service.accepted(), (0..20).collect::<Vec<_>>());
}

#[test]
fn when_the_runtime_is_shut_down_nothing_panics_or_hangs_and_all_is_told() {
    for threads in [1, 2] {
        let runtime = if threads == 1 {
            tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
        } else {
            tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()
        };
        let runtime = runtime.unwrap();
        let (asked, wait) = std::sync::mpsc::channel();
        let service = Service::new(move |_| {
            asked.send(()).unwrap();
            What::Hang.into()
        });
        let sender = stream(&service)
            .concurrency(1)
            .sender()
            .start_on(runtime.handle());
        for n in 0..3 {
            sender.blocking_send(row(n, 900)).unwrap();
        }
        // The first request is under way.
        while wait.try_recv().is_err() {
            runtime.block_on(tokio::task::yield_now());
        }
        drop(runtime);
        assert_eq!(sender.blocking_send(row(3, 900)), Err(SendError::Closed));
        assert_eq!(sender.try_send(row(3, 900)), Err(SendError::Closed));
        let other = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let flushed = other.block_on(sender.flush(seconds(3_600)));
        let closed = other.block_on(sender.close(seconds(3_600)));
        assert_eq!(
            (
                flushed.rejected(),
                flushed.not_attempted(),
                flushed.waiting()
            ),
            (1, 2, 0)
        );
        assert_eq!(
            flushed.rejected_rows()[0].reason.delivery(),
            Delivered::Maybe
        );
        assert_eq!(closed.rows(), 0);
    }
}

#[test]
fn without_a_runtime_it_does_not_start() {
    let service = Service::willing();
    let error = builder(&service).start().unwrap_err();
    assert!(error.to_string().contains("start_on"), "{error}");
}

#[test]
fn a_runtime_without_timers_ends_the_sender_and_not_the_program() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let service = Service::willing();
    let sender = builder(&service).start_on(runtime.handle());
    sender.blocking_send(row(0, 100)).unwrap();
    let report = runtime.block_on(sender.close(seconds(5)));
    assert_eq!((report.rows(), report.waiting()), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn halves_of_what_may_have_been_accepted_are_not_told_as_never_sent() {
    let service = Service::new(|got| match got.number {
        0 => Answer::from(What::AcceptAndFail),
        1 => Answer::status(413),
        _ => Answer::from(What::Hang),
    });
    let stream = stream(&service).concurrency(1);
    let sender = stream.sender().start().unwrap();
    for n in 0..4 {
        sender.send(row(n, 100)).await.unwrap();
    }
    let report = sender.close(seconds(30)).await;
    assert_eq!(
        (report.rejected(), report.not_attempted()),
        (4, 0),
        "{report}"
    );
    let mut rejected = report.rejected_rows().iter();
    assert!(rejected.all(|rows| rows.reason.delivery() == Delivered::Maybe));
}
