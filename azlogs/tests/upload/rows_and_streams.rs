//! Where rows come from.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::available_parallelism;
use std::time::Duration;

use azlogs::Packing;
use futures_util::{StreamExt, stream};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep};

use crate::row::{Row, row, rows};
use crate::service::{AT_ONCE, Service};

#[tokio::test(start_paused = true)]
async fn slices_and_iterators_of_rows_references_and_pointers_are_taken() {
    let service = Service::new(|_| AT_ONCE);
    let stream = service.stream();
    let rows = rows(3, 10);
    assert_eq!(stream.upload(&rows).await.accepted(), 3);
    assert_eq!(stream.upload(&rows[..2]).await.accepted(), 2);
    assert_eq!(stream.upload(rows.iter().skip(1)).await.accepted(), 2);
    assert_eq!(
        stream
            .upload(rows.iter().map(|row| Arc::new(row.clone())))
            .await
            .accepted(),
        3
    );
    assert_eq!(
        stream
            .upload(rows.iter().cloned().map(Box::new))
            .await
            .accepted(),
        3
    );
    assert_eq!(stream.upload([row(0, 1)]).await.accepted(), 1);
    let mut left = rows.into_iter();
    assert_eq!(stream.upload(left.by_ref().take(2)).await.accepted(), 2);
    assert_eq!(stream.upload(left).await.accepted(), 1);
    assert_eq!(service.seen().got.len(), 8);
}

#[tokio::test(start_paused = true)]
async fn no_rows_are_no_request() {
    let service = Service::new(|_| AT_ONCE);
    let stream = service.stream();
    let report = stream.upload(&[]).await;
    assert!(report.is_complete());
    assert_eq!((report.rows(), report.requests()), (0, 0));
    assert_eq!(
        report.to_string(),
        "0 of 0 rows accepted; 0 requests; 0 bytes of JSON, 0 bytes sent; 0.00 s"
    );
    assert_eq!(stream.upload_stream(stream::empty::<Row>()).await.rows(), 0);
    let broken = Row {
        broken: true,
        ..row(0, 1)
    };
    assert_eq!(stream.upload(&[broken]).await.rejected(), 1);
    assert!(service.seen().got.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_body_is_what_serde_json_writes_of_the_rows() {
    let service = Service::new(|_| AT_ONCE);
    let mut rows = rows(100, 30);
    rows[3].text = "\"é\u{1F600}\n\\".to_owned();
    service.stream().upload(&rows).await;
    let expected: Vec<_> = rows
        .iter()
        .map(|row| {
            format!(
                r#"{{"N":{},"Text":{},"Load":0.5}}"#,
                row.n,
                serde_json::json!(row.text)
            )
        })
        .collect();
    let seen = service.seen();
    assert_eq!(
        String::from_utf8_lossy(&seen.got[0].json),
        format!("[{}]", expected.join(","))
    );
    assert!(seen.got[0].gzip);
}

#[tokio::test(start_paused = true)]
async fn a_stream_is_polled_only_while_there_is_room() {
    let service = Service::new(|_| (Duration::from_secs(1), 204));
    let made = AtomicUsize::new(0);
    let packed = 2.min(available_parallelism().unwrap().get()) + 3;
    let rows = stream::iter(0..100).map(|n| {
        let accepted = service.seen().accepted.len();
        // Two in flight, those that are packed or wait for that, one full, and the row that began another; four rows in each.
        assert!(
            n <= (accepted + 2 + packed + 1) * 4,
            "row {n} was taken when {accepted} chunks were accepted"
        );
        made.fetch_add(1, Ordering::Relaxed);
        row(n, 180)
    });
    let report = service
        .stream()
        .chunk_limit(1_000)
        .concurrency(2)
        .upload_stream(rows)
        .await;
    assert_eq!(report.accepted_rows(), [0..100]);
    assert_eq!(made.into_inner(), 100);
}

#[tokio::test(start_paused = true)]
async fn requests_go_on_while_a_stream_has_no_rows() {
    let service = Service::new(|_| (Duration::from_secs(1), 204));
    let (sender, mut receiver) = mpsc::channel::<Row>(4);
    let stream = service.stream().chunk_limit(1_000);
    let rows = stream::poll_fn(move |cx| receiver.poll_recv(cx));
    let upload = tokio::spawn(stream.upload_stream(rows).into_future());
    for n in 0..9 {
        sender.send(row(n, 180)).await.unwrap();
    }
    sleep(Duration::from_secs(60)).await;
    assert_eq!(
        service.accepted(),
        (0..8).collect::<Vec<_>>(),
        "full chunks are sent when they're full"
    );
    drop(sender);
    assert_eq!(upload.await.unwrap().accepted_rows(), [0..9]);
}

#[tokio::test(start_paused = true)]
async fn rows_of_a_slow_stream_wait_for_others_no_longer_than_they_may() {
    for packing in [Packing::Documented, Packing::Wire] {
        let service = Service::new(|_| AT_ONCE);
        // A row every second, then a pause, then another.
        let rows = stream::iter(0..7).then(|n| async move {
            sleep(Duration::from_secs(if n == 6 { 60 } else { 1 })).await;
            row(n, 10)
        });
        let started = Instant::now();
        let report = service
            .stream()
            .packing(packing)
            .upload_stream(rows)
            .send_after(Duration::from_millis(2_500))
            .await;
        assert_eq!(report.accepted_rows(), [0..7]);
        assert_eq!(service.chunks(), [vec![0, 1, 2], vec![3, 4, 5], vec![6]]);
        assert_eq!(started.elapsed(), Duration::from_secs(66));
    }
}

#[tokio::test(start_paused = true)]
async fn values_without_a_json_form_are_counted() {
    let service = Service::new(|_| AT_ONCE);
    let mut rows = rows(10, 10);
    rows[2].load = f64::NAN;
    rows[7].load = f64::INFINITY;
    let report = service.stream().upload(&rows).await;
    assert_eq!(report.nulled_values(), 2);
    assert!(
        report.to_string().ends_with("; 2 values written as null"),
        "{report}"
    );
}
