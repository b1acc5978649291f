//! What a report says, in numbers and words.

use std::error::Error;
use std::time::Duration;

use azlogs::{Compression, OnFailure, RetryPolicy};

use crate::row::rows;
use crate::service::{RULE, Service};

#[tokio::test(start_paused = true)]
async fn retries_are_counted_and_their_bytes_too() {
    let service = Service::new(|got| {
        (
            Duration::from_secs(1),
            if got.number == 0 { 503 } else { 204 },
        )
    });
    let stream = service
        .client(RetryPolicy::default())
        .stream::<crate::row::Row>(RULE)
        .compression(Compression::none());
    let report = stream.upload(rows(10, 100)).await;
    assert!(report.is_complete());
    assert_eq!((report.requests(), report.retries()), (2, 1));
    assert_eq!(report.wire_bytes(), 2 * report.json_bytes());
    assert!(report.elapsed() > Duration::from_secs(2));
    assert!(
        report
            .to_string()
            .starts_with("10 of 10 rows accepted; 2 requests, 1 of them a retry; "),
        "{report}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_report_reads_like_a_sentence_and_names_the_first_failures() {
    let service = Service::new(|got| {
        (
            Duration::from_secs(1),
            if got.number % 2 == 1 { 400 } else { 204 },
        )
    });
    let stream = service
        .stream()
        .chunk_limit(1_000)
        .compression(Compression::none());
    let report = stream.upload(rows(56, 180)).await;
    let text = report.to_string();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(
        lines[0],
        "28 of 56 rows accepted, 28 rejected; 14 requests; 11.8 kB of JSON, 11.8 kB sent; 3.00 s"
    );
    assert!(
        lines[1].starts_with("  rows 4 to 7: the service answered 400"),
        "{text}"
    );
    assert_eq!(lines.len(), 7);
    assert_eq!(lines[6], "  and 2 more");

    let error = report.into_result().unwrap_err();
    let text = error.to_string();
    assert!(
        text.starts_with(
            "28 of 56 rows accepted, 28 rejected; rows 4 to 7: the service answered 400"
        ),
        "{text}"
    );
    assert!(!text.contains('\n'));
    assert!(
        error
            .source()
            .unwrap()
            .to_string()
            .starts_with("the service answered 400")
    );
    assert_eq!(error.report().rejected(), 28);
}

#[tokio::test(start_paused = true)]
async fn a_report_says_what_was_not_attempted_and_why() {
    let service = Service::new(|_| (Duration::from_secs(1), 400));
    let stream = service.stream().chunk_limit(1_000).concurrency(1);
    let report = stream
        .upload(&rows(2_004, 180))
        .on_failure(OnFailure::Stop)
        .await;
    let text = report.to_string();
    assert!(
        text.starts_with("0 of 2,004 rows accepted, 4 rejected, 2,000 not attempted (stopped by a failure); 1 request; "),
        "{text}"
    );
}
