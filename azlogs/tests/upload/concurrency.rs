//! How many requests are in flight, and in which order they start.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::available_parallelism;
use std::time::Duration;

use azlogs::{Compression, Packing};
use tokio::time::{Instant, timeout};

use crate::row::{noisy_row, row, rows};
use crate::service::{AT_ONCE, Service};

#[tokio::test(start_paused = true)]
async fn as_many_requests_as_allowed_are_in_flight_and_never_more() {
    for concurrency in [1, 2, 4, 5, 7, 11, 15, 100] {
        let service = Service::new(|_| (Duration::from_secs(1), 204));
        let stream = service.stream().concurrency(concurrency).chunk_limit(500);
        let started = Instant::now();
        let report = stream.upload(rows(11, 300)).await;
        assert_eq!(report.accepted(), 11);
        let seen = service.seen();
        assert_eq!(seen.got.len(), 11);
        assert_eq!(seen.most_in_flight, concurrency.min(11));
        assert_eq!(
            started.elapsed().as_secs(),
            11_u64.div_ceil(concurrency.min(11) as u64)
        );
        assert_eq!(report.elapsed(), started.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn five_are_in_flight_unless_told_otherwise_and_none_counts_as_one() {
    for (stream, most) in [(None, 5), (Some(0), 1), (Some(3), 3)] {
        let service = Service::new(|_| (Duration::from_secs(1), 204));
        let client = service.stream().chunk_limit(500);
        let client = match stream {
            Some(concurrency) => client.concurrency(concurrency),
            None => client,
        };
        client.upload(rows(20, 300)).await;
        assert_eq!(service.seen().most_in_flight, most);
    }
}

#[tokio::test(start_paused = true)]
async fn settings_beyond_all_reason_are_taken_at_their_word() {
    for packing in [Packing::Documented, Packing::Wire] {
        let service = Service::new(|_| AT_ONCE);
        let stream = service.stream().packing(packing);
        let report = stream
            .clone()
            .concurrency(usize::MAX)
            .chunk_limit(usize::MAX)
            .upload(rows(3_000, 1_000))
            .await;
        assert_eq!((report.accepted(), report.requests()), (3_000, 1));
        let report = stream.chunk_limit(0).upload(rows(3, 1)).await;
        assert_eq!((report.rejected(), report.requests()), (3, 0));
        assert!(report.to_string().contains("limit of 0 bytes"), "{report}");
    }
}

#[tokio::test(start_paused = true)]
async fn requests_start_in_the_order_of_their_rows_however_long_each_takes() {
    for packing in [Packing::Documented, Packing::Wire] {
        let service =
            Service::new(|got| (Duration::from_millis((got.number * 7_919 % 13) as u64), 204));
        let stream = service
            .stream()
            .packing(packing)
            .chunk_limit(3_000)
            .concurrency(4);
        let rows: Vec<_> = (0..400).map(|n| noisy_row(n, 200)).collect();
        let report = stream.upload(&rows).await;
        assert_eq!(report.accepted_rows(), [0..400]);
        assert!(service.seen().got.len() > 20);
        assert_eq!(service.chunks().concat(), (0..400).collect::<Vec<_>>());
    }
}

#[tokio::test(start_paused = true)]
async fn a_slow_request_does_not_hold_up_those_after_it() {
    let service = Service::new(|got| {
        (
            Duration::from_secs(if got.number == 0 { 60 } else { 1 }),
            204,
        )
    });
    let started = Instant::now();
    service
        .stream()
        .chunk_limit(500)
        .concurrency(2)
        .upload(rows(30, 300))
        .await;
    assert_eq!(started.elapsed(), Duration::from_secs(60));
}

#[tokio::test(start_paused = true)]
async fn rows_are_taken_only_so_many_chunks_ahead_of_the_requests() {
    let processors = available_parallelism().unwrap().get();
    for (packing, compression, ahead) in [
        (Packing::Documented, Compression::none(), 0),
        (Packing::Wire, Compression::none(), 0),
        // One is packed for each processor that can be of use, and three wait for that.
        (
            Packing::Documented,
            Compression::default(),
            3.min(processors) + 3,
        ),
    ] {
        let service = Service::new(|_| (Duration::from_secs(1), 204));
        let stream = service
            .stream()
            .packing(packing)
            .compression(compression)
            .chunk_limit(1_000)
            .concurrency(3);
        let taken = AtomicUsize::new(0);
        let rows = (0..1_000).map(|n| {
            taken.store(n + 1, Ordering::Relaxed);
            row(n, 290)
        });
        let upload = stream.upload(rows).into_future();
        assert!(timeout(Duration::from_millis(500), upload).await.is_err());
        assert_eq!(service.seen().most_in_flight, 3);
        // Three rows a chunk: three chunks in flight, those ahead of them, one full, and the row that began another.
        assert_eq!(taken.into_inner(), 3 * (3 + ahead + 1) + 1);
    }
}

#[tokio::test]
async fn other_tasks_get_their_turn_while_rows_are_written() {
    let service = Service::new(|_| AT_ONCE);
    let turns = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&turns);
    let other = tokio::spawn(async move {
        loop {
            counted.fetch_add(1, Ordering::Relaxed);
            tokio::task::yield_now().await;
        }
    });
    // 1 MB of rows, in one chunk: nothing but writing happens between its first row and its last.
    let before = AtomicUsize::new(0);
    let during = AtomicUsize::new(0);
    let rows = (0..1_000).map(|n| {
        let turns = turns.load(Ordering::Relaxed);
        if n == 0 {
            before.store(turns, Ordering::Relaxed);
        }
        during.store(turns, Ordering::Relaxed);
        row(n, 1_000)
    });
    let report = service.stream().upload(rows).await;
    other.abort();
    assert_eq!(report.requests(), 1);
    let turns = during.into_inner() - before.into_inner();
    assert!((15..=17).contains(&turns), "{turns} turns");
}

#[test]
fn the_future_is_send_when_the_rows_are() {
    fn assert_send(_: &impl Send) {}
    let service = Service::new(|_| AT_ONCE);
    let stream = service.stream();
    let rows = rows(1, 1);
    assert_send(&stream.upload(&rows).into_future());
    assert_send(
        &stream
            .upload(rows.iter().filter(|row| row.n > 0))
            .on_failure_with(|_| azlogs::OnFailure::Stop),
    );
    assert_send(
        &stream
            .upload_stream(futures_util::stream::iter(&rows))
            .into_future(),
    );
    assert_send(&stream.upload_raw("[]").into_future());
}

#[tokio::test]
async fn rows_that_cannot_leave_their_thread_can_be_uploaded_from_it() {
    let service = Service::new(|_| AT_ONCE);
    let base = std::rc::Rc::new(7);
    let rows = (0..3).map(|n| row(n + *base, 5));
    assert_eq!(service.stream().upload(rows).await.accepted(), 3);
    assert_eq!(service.accepted(), [7, 8, 9]);
}
