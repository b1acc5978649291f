//! What happens when there is no room.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use super::*;

/// A service that takes nearly a minute, and a sender with a queue of 4,000 bytes.
fn full_queue(overflow: Overflow) -> (Arc<Service>, Sender<Row>) {
    let service = Service::new(|_| Answer::status(204).after(seconds(50)));
    let sender = stream(&service)
        .concurrency(1)
        .sender()
        .queue_bytes(4_000)
        .overflow(overflow)
        .start()
        .unwrap();
    (service, sender)
}

#[tokio::test(start_paused = true)]
async fn send_waits_until_there_is_room() {
    let service = Service::new(|_| Answer::status(204).after(seconds(60)));
    let sender = stream(&service)
        .concurrency(1)
        .sender()
        .queue_bytes(4_000)
        .start()
        .unwrap();
    let start = tokio::time::Instant::now();
    // Each is a request of its own; four are 3,608 bytes.
    for n in 0..4 {
        sender.send(row(n, 900)).await.unwrap();
    }
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert_eq!(sender.try_send(row(99, 900)), Err(SendError::Full));
    for n in 4..7 {
        sender.send(row(n, 900)).await.unwrap();
        assert_eq!(start.elapsed(), seconds(60 * (u64::from(n) - 3)));
        assert!(sender.stats().bytes_queued <= 4_000);
    }
    let report = sender.close(seconds(1_000)).await;
    assert_eq!((report.accepted(), report.rows()), (7, 7));
    assert_eq!(service.accepted(), (0..7).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn those_who_wait_are_served_in_their_order() {
    let service = Service::new(|_| Answer::status(204).after(seconds(60)));
    let sender = stream(&service)
        .concurrency(1)
        .sender()
        .queue_bytes(4_000)
        .start()
        .unwrap();
    for n in 0..4 {
        sender.send(row(n, 900)).await.unwrap();
    }
    let waiting: Vec<_> = (4..20)
        .map(|n| {
            let sender = sender.clone();
            // One that is smaller doesn't overtake.
            tokio::spawn(async move { sender.send(row(n, 900 - 20 * n as usize)).await.unwrap() })
        })
        .collect();
    for (at, waiting) in waiting.into_iter().enumerate() {
        assert_eq!(waiting.await.unwrap(), 4 + at);
    }
    assert!(sender.close(seconds(10_000)).await.is_complete());
}

#[tokio::test(start_paused = true)]
async fn who_gives_up_waiting_leaves_nothing_behind_and_lets_the_next_go() {
    let (_service, sender) = full_queue(Overflow::Block);
    for n in 0..4 {
        sender.send(row(n, 900)).await.unwrap();
    }
    let mut first = Box::pin(sender.send(row(4, 900)));
    let mut second = pin!(sender.send(row(5, 300)));
    let mut context = Context::from_waker(Waker::noop());
    assert!(first.as_mut().poll(&mut context).is_pending());
    assert!(
        second.as_mut().poll(&mut context).is_pending(),
        "there is room, but not its turn"
    );
    drop(first);
    assert_eq!(second.as_mut().poll(&mut context), Poll::Ready(Ok(4)));
    let report = sender.close(seconds(1)).await;
    assert_eq!(report.rows(), 5);
}

#[tokio::test(start_paused = true)]
async fn the_newest_rows_are_dropped_and_counted() {
    let (_service, sender) = full_queue(Overflow::DropNewest);
    for n in 0..4 {
        sender.send(row(n, 900)).await.unwrap();
    }
    for n in 4..20 {
        assert_eq!(sender.send(row(n, 900)).await, Ok(n as usize));
        assert_eq!(sender.stats().rows_dropped, u64::from(n) - 3);
    }
    // A smaller one fits.
    sender.try_send(row(20, 300)).unwrap();
    let report = sender.close(seconds(10_000)).await;
    assert_eq!((report.rows(), report.dropped()), (21, 16));
    assert_eq!(report.accepted(), 5);
}

#[tokio::test(start_paused = true)]
async fn the_oldest_rows_that_are_in_no_request_are_dropped_and_counted() {
    let service = Service::new(|got| {
        Answer::status(204).after(seconds(if got.number == 0 { 60 } else { 0 }))
    });
    let sender = stream(&service)
        .concurrency(1)
        .sender()
        .queue_bytes(4_000)
        .overflow(Overflow::DropOldest)
        .start()
        .unwrap();
    for n in 0..2 {
        sender.send(row(n, 900)).await.unwrap();
    }
    // Row 0 is being sent from here on.
    settle().await;
    for n in 2..10 {
        sender.send(row(n, 900)).await.unwrap();
        settle().await;
        assert!(sender.stats().bytes_queued <= 4_000);
    }
    assert_eq!(sender.stats().rows_dropped, 6);
    let report = sender.close(seconds(100)).await;
    assert_eq!(
        (report.rows(), report.accepted(), report.dropped()),
        (10, 4, 6)
    );
    assert_eq!(service.accepted(), [0, 7, 8, 9]);
}

#[tokio::test(start_paused = true)]
async fn before_the_driver_has_its_turn_the_oldest_are_dropped_too() {
    let service = Service::willing();
    let sender = builder(&service)
        .queue_bytes(4_000)
        .overflow(Overflow::DropOldest)
        .start()
        .unwrap();
    for n in 0..1_000 {
        sender.try_send(row(n, 100)).unwrap();
        assert!(sender.stats().bytes_queued <= 4_000);
    }
    let dropped = sender.stats().rows_dropped;
    let report = sender.close(seconds(100)).await;
    assert_eq!((report.rows(), report.dropped()), (1_000, dropped));
    let kept = u32::try_from(report.accepted()).unwrap();
    assert!((25..40).contains(&kept), "{kept}");
    assert_eq!(
        service.accepted(),
        (1_000 - kept..1_000).collect::<Vec<_>>()
    );
}

#[tokio::test(start_paused = true)]
async fn where_all_is_being_sent_the_new_row_is_dropped() {
    let service = Service::new(|_| Answer::status(204).after(seconds(60)));
    let sender = stream(&service)
        .sender()
        .queue_bytes(4_000)
        .overflow(Overflow::DropOldest)
        .start()
        .unwrap();
    for n in 0..4 {
        sender.send(row(n, 900)).await.unwrap();
    }
    let _ = sender.flush(seconds(1)).await;
    sender.send(row(4, 900)).await.unwrap();
    assert_eq!(sender.stats().rows_dropped, 1);
    let report = sender.close(seconds(100)).await;
    assert_eq!((report.accepted(), report.dropped()), (4, 1));
}

#[tokio::test(start_paused = true)]
async fn a_flush_does_not_wait_for_rows_that_are_dropped_meanwhile() {
    let service = Service::new(|got| {
        Answer::status(204).after(seconds(if got.number == 0 { 40 } else { 50 }))
    });
    let sender = stream(&service)
        .concurrency(1)
        .sender()
        .queue_bytes(4_000)
        .overflow(Overflow::DropOldest)
        .start()
        .unwrap();
    for n in 0..3 {
        sender.send(row(n, 900)).await.unwrap();
    }
    settle().await;
    let start = tokio::time::Instant::now();
    let flush = sender.flush(seconds(1_000));
    let drop_them = async {
        for n in 3..9 {
            tokio::time::sleep(seconds(1)).await;
            sender.send(row(n, 900)).await.unwrap();
        }
    };
    let (report, ()) = tokio::join!(flush, drop_them);
    assert!(start.elapsed() <= seconds(41), "{:?}", start.elapsed());
    assert_eq!((report.accepted(), report.dropped()), (1, 5), "{report}");
}
