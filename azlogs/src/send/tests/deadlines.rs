//! The time that a try may take, and the time that all of them may.

use tokio::time::Instant;

use super::*;
use crate::error::{Delivered, ErrorKind};

#[tokio::test(start_paused = true)]
async fn a_try_that_takes_too_long_is_aborted_and_tried_again() {
    let start = Instant::now();
    let (delivery, script) = Stage::new([Act::Hang])
        .try_timeout(seconds(7))
        .deliver()
        .await;
    assert!(delivery.result.is_ok());
    assert_eq!(script.seen().len(), 2);
    assert!(start.elapsed() >= seconds(7));

    let stage = Stage::new([Act::Hang])
        .try_timeout(seconds(7))
        .retry(RetryPolicy::never());
    let error = stage.deliver().await.0.result.unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Transport, Delivered::Maybe)
    );
    assert!(
        error
            .to_string()
            .contains("no answer came in time: none within 7 s"),
        "{error}"
    );
    assert!(error.to_string().contains("try_timeout"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn the_deadline_cuts_a_try_off_and_nobody_knows_what_became_of_it() {
    let start = Instant::now();
    let (delivery, _) = Stage::new([Act::Hang])
        .deadline(seconds(30))
        .deliver()
        .await;
    assert_eq!(start.elapsed(), seconds(30));
    let error = delivery.result.unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Deadline, Delivered::Maybe)
    );
    assert!(error.is_retryable());
    assert_eq!(error.status(), None);
    assert_eq!((delivery.requests, delivery.wire_bytes), (1, 9));
    assert!(
        error
            .to_string()
            .starts_with("no answer came; the deadline of 30 s passed"),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn the_deadline_cuts_waits_off_and_the_error_has_the_last_answer() {
    let answer = Act::status(429)
        .header("retry-after", "50")
        .header("x-ms-request-id", "their-id")
        .header("x-ms-error-code", "TooMany");
    let start = Instant::now();
    let (delivery, _) = Stage::new([answer]).deadline(seconds(30)).deliver().await;
    assert_eq!(start.elapsed(), seconds(30));
    let error = delivery.result.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Deadline);
    assert_eq!((error.status(), error.code()), (Some(429), Some("TooMany")));
    assert_eq!(error.request_id(), Some("their-id"));
    assert_eq!(error.delivery(), Delivered::No);
    assert_eq!(error.tries(), 1);
    let text = error.to_string();
    assert!(
        text.starts_with("the service answered 429 TooMany; the deadline of 30 s passed"),
        "{text}"
    );
    assert!(text.contains("12,000 requests"), "{text}");
    assert_eq!(text.matches("their-id").count(), 1, "{text}");
}

#[tokio::test(start_paused = true)]
async fn the_deadline_counts_the_wait_for_a_token() {
    let start = Instant::now();
    let stage = Stage::new([]).credential(Arc::new(super::tokens::Scripted::slow(seconds(90))));
    let (delivery, script) = stage.deadline(seconds(30)).deliver().await;
    assert_eq!(start.elapsed(), seconds(30));
    assert_eq!(delivery.result.unwrap_err().delivery(), Delivered::No);
    assert!(script.seen().is_empty());
}
