//! When rows become a request.

use tokio::time::Instant;

use super::*;
use crate::Packing;

#[tokio::test(start_paused = true)]
async fn a_request_is_made_when_it_is_full_and_not_before() {
    let service = Service::willing();
    let sender = builder(&service).start().unwrap();
    // Nine rows of 100 bytes, with brackets and commas, are 910 bytes; ten are 1,011.
    for n in 0..9 {
        assert_eq!(sender.send(row(n, 100)).await.unwrap(), n as usize);
    }
    settle().await;
    assert!(service.requests().is_empty());
    sender.send(row(9, 100)).await.unwrap();
    settle().await;
    assert_eq!(service.requests(), [(0..9).collect::<Vec<_>>()]);
    assert_eq!(service.seen().got[0].bytes, 910);
}

#[tokio::test(start_paused = true)]
async fn a_row_waits_for_others_for_as_long_as_it_lingers() {
    let service = Service::willing();
    let sender = builder(&service).start().unwrap();
    let start = Instant::now();
    for n in 0..3 {
        sender.send(row(n, 100)).await.unwrap();
        tokio::time::sleep(seconds(2)).await;
    }
    tokio::time::sleep(seconds(1)).await;
    sender.send(row(3, 100)).await.unwrap();
    tokio::time::sleep(seconds(20)).await;
    let got = service.seen().got.clone();
    let came: Vec<_> = got
        .iter()
        .map(|got| (got.rows.clone(), got.at - start))
        .collect();
    assert_eq!(came, [(vec![0, 1, 2], seconds(5)), (vec![3], seconds(12))]);
}

#[tokio::test(start_paused = true)]
async fn rows_that_linger_for_ever_go_when_a_request_is_full_or_at_a_flush() {
    let service = Service::willing();
    let sender = builder(&service).linger(Duration::MAX).start().unwrap();
    sender.send(row(0, 900)).await.unwrap();
    tokio::time::sleep(seconds(1_000_000)).await;
    assert!(service.requests().is_empty());
    sender.send(row(1, 900)).await.unwrap();
    settle().await;
    assert_eq!(service.requests(), [[0]]);
    let report = sender.flush(Duration::MAX).await;
    assert_eq!((report.accepted(), report.waiting()), (2, 0), "{report}");
    sender.send(row(2, 100)).await.unwrap();
    let report = sender.close(Duration::MAX).await;
    assert_eq!((report.accepted(), report.rows()), (1, 1), "{report}");
}

#[tokio::test(start_paused = true)]
async fn a_chunk_that_follows_a_full_one_lingers_from_its_own_first_row() {
    let service = Service::willing();
    let sender = builder(&service).start().unwrap();
    let start = Instant::now();
    sender.send(row(0, 900)).await.unwrap();
    tokio::time::sleep(seconds(4)).await;
    sender.send(row(1, 900)).await.unwrap();
    tokio::time::sleep(seconds(20)).await;
    let times: Vec<_> = service
        .seen()
        .got
        .iter()
        .map(|got| got.at - start)
        .collect();
    assert_eq!(times, [seconds(4), seconds(9)]);
}

#[tokio::test(start_paused = true)]
async fn a_flush_sends_what_there_is_and_tells_of_each_row_once() {
    let service = Service::willing();
    let sender = builder(&service).start().unwrap();
    let start = Instant::now();
    let nothing = sender.flush(seconds(10)).await;
    assert_eq!((nothing.rows(), nothing.waiting()), (0, 0));
    assert!(nothing.is_complete());

    for n in 0..12 {
        sender.send(row(n, 100)).await.unwrap();
    }
    let report = sender.flush(seconds(10)).await;
    assert_eq!(
        (report.rows(), report.accepted(), report.requests()),
        (12, 12, 2)
    );
    assert_eq!(
        report.json_bytes(),
        service
            .seen()
            .got
            .iter()
            .map(|got| got.bytes as u64)
            .sum::<u64>()
    );
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert!(report.is_complete());
    assert_eq!(
        report.to_string(),
        "12 of 12 rows accepted; 2 requests; 1.2 kB of JSON, 1.2 kB sent; 0.00 s"
    );

    sender.send(row(12, 100)).await.unwrap();
    assert_eq!(sender.flush(seconds(10)).await.rows(), 1);
    assert_eq!(sender.close(seconds(10)).await.rows(), 0);
    assert_eq!(service.accepted(), (0..13).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn a_flush_that_takes_too_long_tells_what_is_waiting() {
    let service = Service::new(|got| {
        let slow = got.rows.contains(&0);
        Answer::status(204).after(seconds(if slow { 60 } else { 0 }))
    });
    let sender = builder(&service).start().unwrap();
    let start = Instant::now();
    for n in 0..12 {
        sender.send(row(n, 100)).await.unwrap();
    }
    let report = sender.flush(seconds(3)).await;
    assert_eq!(start.elapsed(), seconds(3));
    assert_eq!((report.accepted(), report.waiting()), (3, 9));
    assert!(!report.is_complete());
    let report = sender.flush(seconds(100)).await;
    assert_eq!(start.elapsed(), seconds(60));
    assert_eq!((report.accepted(), report.waiting()), (9, 0));
}

#[tokio::test(start_paused = true)]
async fn a_flush_waits_only_for_rows_that_were_handed_over_before() {
    let service = Service::willing();
    let sender = builder(&service).start().unwrap();
    sender.send(row(0, 100)).await.unwrap();
    let start = Instant::now();
    let later = async {
        tokio::task::yield_now().await;
        sender.send(row(1, 100)).await.unwrap();
    };
    let (report, ()) = tokio::join!(sender.flush(seconds(10)), later);
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert!(report.accepted() >= 1);
}

#[tokio::test(start_paused = true)]
async fn bodies_are_packed_as_the_stream_says() {
    let service = Service::willing();
    let stream = client(&service, RetryPolicy::default()).stream::<Row>(RULE);
    let sender = stream
        .packing(Packing::Wire)
        .chunk_limit(100_000)
        .sender()
        .start()
        .unwrap();
    for n in 0..30_000 {
        sender.send(row(n, 50)).await.unwrap();
    }
    let report = sender.close(seconds(10)).await;
    assert_eq!(report.accepted(), 30_000, "{report}");
    assert_eq!(service.accepted(), (0..30_000).collect::<Vec<_>>());
    let requests = service.requests().len();
    assert!((1..6).contains(&requests), "{requests} requests");
    assert!(service.seen().got.iter().all(|got| got.bytes <= 100_000));
}

#[tokio::test(start_paused = true)]
async fn rows_that_cannot_be_sent_are_told_at_once_and_counted() {
    let service = Service::willing();
    let sender = builder(&service).start().unwrap();
    sender.send(row(0, 100)).await.unwrap();
    assert!(matches!(
        sender.send(row(1, 999)).await,
        Err(SendError::Unsendable(_))
    ));
    // Over the whole queue.
    assert!(matches!(
        sender.try_send(row(2, 100_000_000)),
        Err(SendError::Unsendable(_))
    ));
    assert_eq!(sender.send(row(3, 998)).await, Ok(3));
    let report = sender.close(seconds(1)).await;
    assert_eq!((report.accepted(), report.rejected()), (2, 2));
    let numbers: Vec<_> = report
        .rejected_rows()
        .iter()
        .map(|rejected| rejected.rows.clone())
        .collect();
    assert_eq!(numbers, [1..2, 2..3]);
}
