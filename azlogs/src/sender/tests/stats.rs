//! What a sender says of itself.

use super::*;
use crate::sender::SenderStats;

#[tokio::test(start_paused = true)]
async fn the_stats_follow_the_rows() {
    let service = Service::new(|got| {
        let status = match got.number {
            1 => 400,
            2 => 503,
            _ => 204,
        };
        Answer::status(status).after(Duration::from_millis(100 * (got.number as u64 + 1)))
    });
    let sender = stream(&service)
        .concurrency(1)
        .sender()
        .queue_bytes(4_000)
        .overflow(Overflow::DropNewest)
        .start()
        .unwrap();
    for n in 0..5 {
        sender.send(row(n, 900)).await.unwrap();
    }
    let SenderStats {
        rows_queued,
        bytes_queued,
        rows_dropped,
        rows_spooled,
        ..
    } = sender.stats();
    // Three of 902 bytes, and a fourth that isn't closed yet.
    assert_eq!((rows_queued, bytes_queued), (4, 3 * 902 + 901));
    assert_eq!((rows_dropped, rows_spooled), (1, 0));
    let report = sender.flush(seconds(10)).await;
    assert_eq!(report.rows(), 5);

    let stats = sender.stats();
    assert_eq!((stats.rows_queued, stats.bytes_queued), (0, 0));
    assert_eq!((stats.rows_accepted, stats.rows_rejected), (3, 1));
    assert_eq!((stats.requests, stats.requests_retried), (5, 1));
    assert_eq!(stats.wire_bytes, 5 * 902);
    assert_eq!(stats.latency.count, 5);
    assert_eq!(stats.latency.min, Duration::from_millis(100));
    assert_eq!(stats.latency.mean, Duration::from_millis(300));
    assert_eq!(stats.latency.max, Duration::from_millis(500));
    assert_eq!(stats.last_error.unwrap().status(), Some(503));
    assert!(!stats.is_endpoint_failing);

    let text = format!("{sender:?}");
    assert!(text.contains("rows_accepted: 3"), "{text}");
    assert!(!text.contains("token"), "{text}");
}
