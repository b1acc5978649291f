//! What is tried again, after how long, and when it ends.

use std::time::SystemTime;

use super::*;
use crate::error::{Delivered, ErrorKind};
use crate::transport::TransportErrorKind;
use crate::transport::script::Seen;

#[tokio::test(start_paused = true)]
async fn failures_that_may_pass_are_tried_again() {
    let passing = [
        Act::status(408),
        Act::status(429),
        Act::status(500),
        Act::status(502),
        Act::status(503),
        Act::status(504),
        Act::Fail(TransportErrorKind::Dns),
        Act::Fail(TransportErrorKind::Connect),
        Act::Fail(TransportErrorKind::Tls),
        Act::Fail(TransportErrorKind::Interrupted),
        Act::Fail(TransportErrorKind::Timeout),
    ];
    for act in passing {
        let (delivery, script) = Stage::new([act.clone()]).deliver().await;
        assert!(delivery.result.is_ok(), "{act:?}: {delivery:?}");
        assert_eq!((delivery.requests, script.seen().len()), (2, 2), "{act:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn failures_that_stay_are_final() {
    let mut final_ones: Vec<_> = [
        301, 307, 400, 401, 402, 403, 404, 405, 407, 413, 415, 431, 501, 505,
    ]
    .map(Act::status)
    .into();
    final_ones.push(Act::Fail(TransportErrorKind::Unsendable));
    for act in final_ones {
        let (delivery, script) = Stage::new([act.clone()]).deliver().await;
        let error = delivery.result.expect_err("not accepted");
        assert!(!error.is_retryable(), "{act:?}");
        assert_eq!(error.delivery(), Delivered::No, "{act:?}");
        assert_eq!((delivery.requests, script.seen().len()), (1, 1), "{act:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn each_try_sends_the_same_bytes_under_the_same_id() {
    let (delivery, script) = Stage::new([Act::status(500), Act::status(503)])
        .deliver()
        .await;
    assert!(delivery.result.is_ok());
    let seen = script.seen();
    assert_eq!(seen.len(), 3);
    let id = |seen: &Seen| seen.request.headers()["x-ms-client-request-id"].clone();
    for again in &seen {
        assert_eq!(&again.request.body()[..], br#"[{"a":1}]"#);
        assert_eq!(id(again), id(&seen[0]));
    }
    assert_eq!(id(&seen[0]).len(), 36);
    assert_eq!(delivery.wire_bytes, 3 * 9);
}

#[tokio::test(start_paused = true)]
async fn waits_double_up_to_the_longest_and_leave_up_to_half_to_chance() {
    let policy = RetryPolicy::default()
        .tries(6)
        .base_delay(seconds(1))
        .max_delay(seconds(5));
    let (delivery, script) = Stage::new(vec![Act::status(503); 9])
        .retry(policy)
        .deliver()
        .await;
    let error = delivery.result.unwrap_err();
    assert_eq!(error.tries(), 6);
    assert!(
        error.to_string().contains("gave up after 6 tries"),
        "{error}"
    );
    assert!(error.is_retryable());
    let full = [1.0, 2.0, 4.0, 5.0, 5.0];
    for (gap, full) in script.gaps().iter().zip(full) {
        let gap = gap.as_secs_f64();
        assert!(gap >= full / 2.0 && gap <= full + 0.002, "{gap} of {full}");
    }
    assert_eq!(script.gaps().len(), full.len());
}

/// The wait that one answer brings about.
async fn wait_after(act: Act) -> Duration {
    let (delivery, script) = Stage::new([act]).deliver().await;
    assert!(delivery.result.is_ok());
    script.gaps()[0]
}

#[tokio::test(start_paused = true)]
async fn the_service_says_how_long_to_wait_in_any_of_its_ways() {
    for (name, value, wait) in [
        ("retry-after", "2", 2000),
        ("retry-after", " 2 ", 2000),
        ("retry-after", "0", 0),
        ("retry-after-ms", "1500", 1500),
        ("x-ms-retry-after-ms", "250", 250),
        ("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT", 0),
    ] {
        for status in [429, 503] {
            let gap = wait_after(Act::status(status).header(name, value)).await;
            assert_eq!(gap.as_millis(), wait, "{status} {name}: {value}");
        }
    }
    let in_ten = httpdate::fmt_http_date(SystemTime::now() + seconds(10));
    let gap = wait_after(Act::status(429).header("retry-after", in_ten)).await;
    assert!(gap > seconds(7) && gap <= seconds(10), "{gap:?}");
}

#[tokio::test(start_paused = true)]
async fn milliseconds_go_before_seconds_and_what_cannot_be_read_counts_as_absent() {
    let both = Act::status(429)
        .header("retry-after", "9")
        .header("retry-after-ms", "100");
    assert_eq!(wait_after(both).await.as_millis(), 100);
    let half = Act::status(429)
        .header("retry-after", "9")
        .header("x-ms-retry-after-ms", "soon");
    assert_eq!(wait_after(half).await, seconds(9));
    for garbage in [
        "", "soon", "-5", "1e3", "NaN", "inf", "0x10", "1.2.3", "é", "2,3",
    ] {
        let gap = wait_after(Act::status(429).header("retry-after", garbage)).await;
        let backoff = 250..=501;
        assert!(backoff.contains(&gap.as_millis()), "{garbage}: {gap:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_longer_than_the_longest_is_cut() {
    let policy = RetryPolicy::default().max_delay(seconds(3));
    let act = Act::status(429).header("retry-after", "100");
    let (delivery, script) = Stage::new([act]).retry(policy).deliver().await;
    assert!(delivery.result.is_ok());
    assert_eq!(script.gaps(), [seconds(3)]);
}

#[tokio::test(start_paused = true)]
async fn a_wait_longer_than_the_budget_ends_it_at_once_and_the_error_says_so() {
    for (asked, known) in [
        ("181", seconds(181)),
        ("99999999999999999999", Duration::from_secs_f64(1e14)),
    ] {
        let act = Act::status(429).header("retry-after", asked);
        let start = tokio::time::Instant::now();
        let (delivery, _) = Stage::new([act]).deliver().await;
        assert_eq!(start.elapsed(), Duration::ZERO);
        let error = delivery.result.unwrap_err();
        assert_eq!(error.retry_after(), Some(known));
        assert_eq!(error.tries(), 1);
        let said = format!(
            "asks to wait {} s and the retry budget has 180 s left",
            known.as_secs()
        );
        assert!(error.to_string().contains(&said), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn throttling_without_end_ends() {
    for header in ["0", "2", "soon"] {
        let act = Act::status(429).header("retry-after", header);
        let (delivery, script) = Stage::new(vec![act; 1000]).deliver().await;
        assert_eq!(delivery.result.unwrap_err().status(), Some(429));
        assert_eq!(script.seen().len(), 8, "{header}");
    }
}

#[tokio::test(start_paused = true)]
async fn no_try_begins_after_the_budget() {
    let policy = RetryPolicy::default().tries(1000).budget(seconds(10));
    let act = Act::status(503).header("retry-after", "3");
    let (delivery, script) = Stage::new(vec![act; 1000]).retry(policy).deliver().await;
    let error = delivery.result.unwrap_err();
    assert_eq!(script.seen().len(), 4);
    assert!(
        error.to_string().contains("the retry budget has 1 s left"),
        "{error}"
    );

    let policy = RetryPolicy::default()
        .tries(1000)
        .budget(seconds(10))
        .base_delay(seconds(4));
    let (delivery, _) = Stage::new(vec![Act::status(503); 1000])
        .retry(policy)
        .deliver()
        .await;
    let error = delivery.result.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("the retry budget of 10 s is used up"),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn never_means_once() {
    let (delivery, script) = Stage::new([Act::status(503)])
        .retry(RetryPolicy::never())
        .deliver()
        .await;
    assert_eq!(script.seen().len(), 1);
    assert!(delivery.result.unwrap_err().is_retryable());
}

#[tokio::test(start_paused = true)]
async fn rows_that_may_have_been_accepted_stay_so_whatever_comes_later() {
    let acts = [Act::Fail(TransportErrorKind::Interrupted), Act::status(403)];
    let (delivery, _) = Stage::new(acts).deliver().await;
    let error = delivery.result.unwrap_err();
    assert_eq!(
        (error.status(), error.delivery()),
        (Some(403), Delivered::Maybe)
    );

    let acts = [Act::Fail(TransportErrorKind::Connect), Act::status(403)];
    let (delivery, _) = Stage::new(acts).deliver().await;
    assert_eq!(delivery.result.unwrap_err().delivery(), Delivered::No);
    assert_eq!(
        delivery.wire_bytes, 9,
        "nothing went over the connection that wasn't made"
    );
}

#[tokio::test(start_paused = true)]
async fn rows_of_a_body_that_is_too_long_were_accepted_by_no_try() {
    let acts = [Act::Fail(TransportErrorKind::Interrupted), Act::status(413)];
    let (delivery, _) = Stage::new(acts).deliver().await;
    let error = delivery.result.unwrap_err();
    assert_eq!(
        (error.status(), error.delivery()),
        (Some(413), Delivered::No)
    );
}

#[tokio::test(start_paused = true)]
async fn only_what_the_service_answers_counts_as_accepted() {
    for accepted in [Act::status(204), Act::status(200), Act::status(202)] {
        assert!(Stage::new([accepted]).deliver().await.0.result.is_ok());
    }
    let page = Act::status(200).body("<html>Please log in</html>");
    let error = Stage::new([page]).deliver().await.0.result.unwrap_err();
    assert_eq!(
        (error.status(), error.delivery()),
        (Some(200), Delivered::Maybe)
    );
    assert!(error.to_string().contains("Please log in"), "{error}");
}

#[test]
fn outside_of_a_runtime_there_is_an_error_and_no_panic() {
    let (deliverer, _) = Stage::new([]).open();
    let request = request(&limiter());
    let mut delivering = std::pin::pin!(deliverer.deliver(&request));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(delivery) = delivering.as_mut().poll(&mut context) else {
        panic!("it has nothing to wait for");
    };
    let error = delivery.result.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.to_string().contains("tokio"), "{error}");
}
