//! What a rule may be sent in a minute, and how much at once after it was throttled.

use tokio::time::Instant;

use super::*;

fn limited(requests: u64, bytes: u64) -> Arc<Limiter> {
    Limiter::new(RULE, RuleLimits { requests, bytes })
}

/// Delivers that many requests at once; when each was sent.
async fn send_times(stage: Stage, limiter: &Arc<Limiter>, count: usize) -> Vec<Duration> {
    let (deliverer, script) = stage.open();
    let start = Instant::now();
    let mut deliveries = tokio::task::JoinSet::new();
    for _ in 0..count {
        let (deliverer, request) = (deliverer.clone(), request(limiter));
        deliveries.spawn(async move { deliverer.deliver(&request).await.result });
    }
    while let Some(result) = deliveries.join_next().await {
        result.unwrap().unwrap();
    }
    let mut times: Vec<_> = script.seen().iter().map(|seen| seen.at - start).collect();
    times.sort();
    times
}

#[tokio::test(start_paused = true)]
async fn requests_beyond_the_limit_are_sent_a_minute_after_those_before() {
    let times = send_times(Stage::new([]), &limited(3, u64::MAX), 7).await;
    let expected = [0, 0, 0, 60, 60, 60, 120].map(seconds);
    assert_eq!(times, expected);
}

#[tokio::test(start_paused = true)]
async fn bytes_beyond_the_limit_wait_too_and_retries_count() {
    // Each request has 9 bytes.
    let stage = Stage::new([Act::status(503).header("retry-after", "1")]);
    let times = send_times(stage, &limited(100, 20), 2).await;
    assert_eq!(times, [seconds(0), seconds(0), seconds(60)]);
}

#[tokio::test(start_paused = true)]
async fn waiting_for_the_limit_costs_the_first_try_no_budget() {
    let policy = RetryPolicy::default().budget(seconds(10));
    let (deliverer, script) = Stage::new([Act::status(204)]).retry(policy.clone()).open();
    let limiter = limited(1, u64::MAX);
    assert!(deliverer.deliver(&request(&limiter)).await.result.is_ok());
    assert!(deliverer.deliver(&request(&limiter)).await.result.is_ok());
    assert_eq!(script.gaps(), [seconds(60)]);
}

#[tokio::test(start_paused = true)]
async fn a_request_that_goes_away_while_it_waits_takes_nothing() {
    let (deliverer, script) = Stage::new([]).open();
    let limiter = limited(1, u64::MAX);
    assert!(deliverer.deliver(&request(&limiter)).await.result.is_ok());
    let waiting = request(&limiter);
    let gone = tokio::time::timeout(seconds(5), deliverer.deliver(&waiting)).await;
    assert!(gone.is_err());
    assert!(deliverer.deliver(&request(&limiter)).await.result.is_ok());
    assert_eq!(script.gaps(), [seconds(60)]);
}

#[tokio::test(start_paused = true)]
async fn after_a_throttled_request_fewer_are_in_flight_and_all_are_sent() {
    let slow = || [Act::Wait(seconds(1)), Act::status(204)];
    let throttled = [
        Act::Wait(seconds(1)),
        Act::status(429).header("retry-after", "9"),
    ];
    let acts = throttled.into_iter().chain((0..7).flat_map(|_| slow()));
    let times = send_times(Stage::new(acts), &limited(100, u64::MAX), 4).await;
    // All four at once; then the throttled one, after its pause.
    assert_eq!(times, [0, 0, 0, 0, 10].map(seconds));

    let acts = (0..4)
        .flat_map(|_| {
            [
                Act::Wait(seconds(1)),
                Act::status(429).header("retry-after", "9"),
            ]
        })
        .chain((0..7).flat_map(|_| slow()));
    let times = send_times(Stage::new(acts), &limited(100, u64::MAX), 4).await;
    // All are throttled, which counts as once: two at a time.
    assert_eq!(times, [0, 0, 0, 0, 10, 10, 11, 11].map(seconds));
}

#[tokio::test(start_paused = true)]
async fn a_throttled_request_pauses_the_others_even_if_it_is_not_tried_again() {
    let (deliverer, script) = Stage::new([Act::status(429).header("retry-after", "5")])
        .retry(RetryPolicy::never())
        .open();
    let limiter = limiter();
    assert!(deliverer.deliver(&request(&limiter)).await.result.is_err());
    assert!(deliverer.deliver(&request(&limiter)).await.result.is_ok());
    assert_eq!(script.gaps(), [seconds(5)]);
}
