//! One throttled request makes the rule's others wait too.

use tokio::time::Instant;

use super::*;

#[tokio::test(start_paused = true)]
async fn a_throttled_request_pauses_the_rules_others() {
    let (deliverer, script) = Stage::new([Act::status(429).header("retry-after", "5")]).open();
    let limiter = limiter();
    let start = Instant::now();
    let throttled = async { deliverer.deliver(&request(&limiter)).await };
    let other = async {
        tokio::time::sleep(seconds(1)).await;
        deliverer.deliver(&request(&limiter)).await
    };
    let (throttled, other) = tokio::join!(throttled, other);
    assert!(throttled.result.is_ok() && other.result.is_ok());
    let times: Vec<_> = script.seen().iter().map(|seen| seen.at - start).collect();
    assert_eq!(times, [seconds(0), seconds(5), seconds(5)]);
    assert_eq!(other.requests, 1);
}

#[tokio::test(start_paused = true)]
async fn other_rules_and_other_failures_pause_nobody() {
    for (status, same_rule) in [(429, false), (503, true)] {
        let (deliverer, script) =
            Stage::new([Act::status(status).header("retry-after", "5")]).open();
        let limiter = limiter();
        let other_limiter = if same_rule {
            Arc::clone(&limiter)
        } else {
            super::limiter()
        };
        let start = Instant::now();
        let failing = async { deliverer.deliver(&request(&limiter)).await };
        let other = async {
            tokio::time::sleep(seconds(1)).await;
            deliverer.deliver(&request(&other_limiter)).await
        };
        let _ = tokio::join!(failing, other);
        let times: Vec<_> = script.seen().iter().map(|seen| seen.at - start).collect();
        assert_eq!(times, [seconds(0), seconds(1), seconds(5)], "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_that_waits_to_be_tried_again_waits_out_the_pause_of_another() {
    let acts = [
        Act::status(503).header("retry-after", "2"),
        Act::status(429).header("retry-after", "20"),
    ];
    let (deliverer, script) = Stage::new(acts).open();
    let limiter = limiter();
    let start = Instant::now();
    let first = async { deliverer.deliver(&request(&limiter)).await };
    let second = async {
        tokio::time::sleep(seconds(1)).await;
        deliverer.deliver(&request(&limiter)).await
    };
    let (first, second) = tokio::join!(first, second);
    assert!(first.result.is_ok() && second.result.is_ok());
    let times: Vec<_> = script.seen().iter().map(|seen| seen.at - start).collect();
    assert_eq!(times, [seconds(0), seconds(1), seconds(21), seconds(21)]);
}

#[tokio::test(start_paused = true)]
async fn a_pause_beyond_its_budget_ends_a_request_with_its_own_error() {
    let policy = RetryPolicy::default().budget(seconds(10));
    let (deliverer, script) = Stage::new([Act::status(503).header("retry-after", "2")])
        .retry(policy)
        .open();
    let limiter = limiter();
    let pause = async {
        tokio::time::sleep(seconds(1)).await;
        limiter.shut(seconds(60));
    };
    let (delivery, ()) = tokio::join!(async { deliverer.deliver(&request(&limiter)).await }, pause);
    let error = delivery.result.unwrap_err();
    assert_eq!(error.status(), Some(503));
    assert!(
        error.to_string().contains("budget of 10 s is used up"),
        "{error}"
    );
    assert_eq!(script.seen().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_wait_before_the_first_try_costs_no_budget() {
    let policy = RetryPolicy::default().budget(seconds(10));
    let (deliverer, script) = Stage::new([Act::status(503).header("retry-after", "9")])
        .retry(policy)
        .open();
    let limiter = limiter();
    limiter.shut(seconds(60));
    assert!(deliverer.deliver(&request(&limiter)).await.result.is_ok());
    assert_eq!(script.seen().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_request_does_not_wait_for_a_pause_that_it_cannot_outlast() {
    let policy = RetryPolicy::default().budget(seconds(10));
    let acts = [Act::Wait(seconds(2)), Act::status(503)];
    let (deliverer, script) = Stage::new(acts).retry(policy).open();
    let limiter = limiter();
    let pause = async {
        tokio::time::sleep(seconds(1)).await;
        limiter.shut(seconds(60));
    };
    let start = Instant::now();
    let (delivery, ()) = tokio::join!(async { deliverer.deliver(&request(&limiter)).await }, pause);
    assert_eq!(delivery.result.unwrap_err().status(), Some(503));
    assert_eq!(start.elapsed(), seconds(2));
    assert_eq!(script.seen().len(), 1);
}
