//! Requests that fail: what is rejected, what is tried again and when, and the breaker.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use tokio::time::Instant;

use super::credential::Fickle;
use super::service::What;
use super::*;
use crate::sender::Blame;
use crate::transport::TransportErrorKind;

/// Answers from a list, and 204 when that is at its end.
fn answers(answers: impl IntoIterator<Item = Answer>) -> Arc<Service> {
    let answers = Mutex::new(
        answers
            .into_iter()
            .collect::<std::collections::VecDeque<_>>(),
    );
    Service::new(move |_| {
        answers
            .lock()
            .unwrap()
            .pop_front()
            .unwrap_or(Answer::status(204))
    })
}

/// An endpoint that fails with that status while the switch is on.
fn switched(status: u16) -> (Arc<Service>, Arc<AtomicBool>) {
    let fails = Arc::new(AtomicBool::new(true));
    let switch = Arc::clone(&fails);
    let service = Service::new(move |_| {
        Answer::status(if switch.load(Ordering::Relaxed) {
            status
        } else {
            204
        })
    });
    (service, fails)
}

#[tokio::test(start_paused = true)]
async fn what_is_the_rows_fault_is_rejected_at_once_and_the_rest_goes_on() {
    for status in [400, 405, 411, 413, 415, 422] {
        let service = Service::new(move |got| {
            Answer::status(if got.rows.contains(&1) { status } else { 204 })
        });
        let sender = builder(&service).start().unwrap();
        for n in 0..4 {
            sender.send(row(n, 900)).await.unwrap();
        }
        let start = Instant::now();
        let report = sender.close(seconds(10)).await;
        assert_eq!(start.elapsed(), Duration::ZERO);
        assert_eq!(
            (report.accepted(), report.rejected()),
            (3, 1),
            "{status}: {report}"
        );
        assert_eq!(report.rejected_rows()[0].rows, 1..2);
        assert_eq!(service.requests().len(), 4);
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_the_endpoints_state_loses_no_rows() {
    let states = [
        401, 403, 404, 407, 408, 429, 500, 501, 502, 503, 504, 302, 206,
    ]
    .map(Answer::status);
    let silences = [
        TransportErrorKind::Connect,
        TransportErrorKind::Interrupted,
        TransportErrorKind::Timeout,
    ];
    let silences = silences.map(|kind| Answer::from(What::Fail(kind)));
    let others = [Answer::from(What::Panic), Answer::from(What::Hang)];
    for state in states.into_iter().chain(silences).chain(others) {
        let service = answers([state.clone(), state.clone()]);
        let sender = builder(&service).start().unwrap();
        for n in 0..4 {
            sender.send(row(n, 900)).await.unwrap();
        }
        let report = sender.flush(seconds(600)).await;
        assert_eq!(
            (report.accepted(), report.rows()),
            (4, 4),
            "{state:?}: {report}"
        );
        assert_eq!(service.accepted(), [0, 1, 2, 3], "{state:?}");
        assert!(
            report.retries() >= 1 || state.what == What::Status(401, None),
            "{state:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn the_tries_of_a_batch_are_the_same_request() {
    let service = answers([Answer::status(503), Answer::status(503)]);
    let sender = builder(&service).start().unwrap();
    sender.send(row(0, 100)).await.unwrap();
    assert!(sender.close(seconds(60)).await.is_complete());
    let got = service.seen().got.clone();
    assert_eq!(got.len(), 3);
    assert!(
        got.iter()
            .all(|other| other.id == got[0].id && other.rows == [0])
    );
}

#[tokio::test(start_paused = true)]
async fn a_role_that_takes_half_an_hour_to_spread_costs_a_probe_now_and_then_and_no_rows() {
    let (service, fails) = switched(403);
    let sender = builder(&service).start().unwrap();
    let start = Instant::now();
    for n in 0..50 {
        sender.send(row(n, 900)).await.unwrap();
    }
    tokio::time::sleep(seconds(1_800)).await;
    let first = service.requests().len();
    assert!(first <= 5, "{first} requests until it gave up");
    let probes = service.seen().probes.clone();
    // 0.5 s doubling to 30 s, less up to a half: 60 to 130 of them.
    assert!((60..130).contains(&probes.len()), "{} probes", probes.len());
    assert!(
        probes
            .windows(2)
            .all(|pair| pair[1] - pair[0] <= seconds(30))
    );
    let stats = sender.stats();
    assert!(stats.is_endpoint_failing);
    assert_eq!(stats.last_error.unwrap().status(), Some(403));
    assert_eq!(stats.rows_queued, 50);

    fails.store(false, Ordering::Relaxed);
    let report = sender.flush(seconds(40)).await;
    assert_eq!((report.accepted(), report.rows()), (50, 50));
    assert!(start.elapsed() <= seconds(1_831), "{:?}", start.elapsed());
    assert!(!sender.stats().is_endpoint_failing);
    // In the order in which they were handed over.
    let sent = service.seen().accepted.clone();
    assert_eq!(sent, (0..50).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn a_dead_endpoint_is_left_alone_after_five_failures() {
    let dead = Arc::new(AtomicBool::new(true));
    let switch = Arc::clone(&dead);
    let service = Service::new(move |_| {
        if switch.load(Ordering::Relaxed) {
            What::Fail(TransportErrorKind::Connect).into()
        } else {
            Answer::status(204)
        }
    });
    let sender = stream(&service)
        .concurrency(20)
        .sender()
        .probe_every(seconds(10))
        .start()
        .unwrap();
    for n in 0..100 {
        sender.send(row(n, 900)).await.unwrap();
    }
    tokio::time::sleep(seconds(600)).await;
    let requests = service.requests().len();
    // At most twenty at once, and one for each of the first four that failed.
    assert!((5..=24).contains(&requests), "{requests} requests");
    let probes = service.seen().probes.len();
    assert!((60..130).contains(&probes), "{probes} probes");
    dead.store(false, Ordering::Relaxed);
    let start = Instant::now();
    assert_eq!(sender.flush(seconds(60)).await.accepted(), 100);
    assert!(start.elapsed() <= seconds(11));
}

#[tokio::test(start_paused = true)]
async fn an_endpoint_that_accepts_probes_and_no_rows_is_no_storm() {
    let tries = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&tries);
    let service = Service::new(move |got| {
        if got.rows.is_empty() {
            return Answer::status(204);
        }
        count.fetch_add(1, Ordering::Relaxed);
        Answer::status(500)
    });
    let sender = builder(&service).start().unwrap();
    for n in 0..100 {
        sender.send(row(n, 900)).await.unwrap();
    }
    tokio::time::sleep(seconds(600)).await;
    let tries = tries.load(Ordering::Relaxed);
    assert!((20..70).contains(&tries), "{tries} tries");
}

#[tokio::test(start_paused = true)]
async fn a_batch_that_always_fails_does_not_keep_the_others() {
    let service = Service::new(|got| Answer::status(if got.rows.contains(&0) { 500 } else { 204 }));
    let sender = builder(&service).start().unwrap();
    for n in 0..40 {
        sender.send(row(n, 900)).await.unwrap();
    }
    let report = sender.flush(seconds(300)).await;
    assert_eq!((report.accepted(), report.waiting()), (39, 1));
    for n in 40..60 {
        sender.send(row(n, 900)).await.unwrap();
    }
    let report = sender.flush(seconds(300)).await;
    assert_eq!((report.accepted(), report.waiting()), (20, 1), "{report}");
    let report = sender.close(seconds(1)).await;
    assert_eq!((report.rejected(), report.not_attempted()), (1, 0));
    assert_eq!(
        report.rejected_rows()[0].reason.delivery(),
        crate::Delivered::Maybe
    );
}

#[tokio::test(start_paused = true)]
async fn rows_that_are_too_old_are_rejected_with_the_last_error() {
    let (service, _) = switched(503);
    let sender = builder(&service).max_age(seconds(100)).start().unwrap();
    let start = Instant::now();
    for n in 0..10 {
        sender.send(row(n, 900)).await.unwrap();
    }
    let report = sender.flush(seconds(1_000)).await;
    assert_eq!(report.rejected(), 10);
    // The last of them was made up after it had lingered.
    assert_eq!(start.elapsed(), seconds(100));
    let reasons: Vec<_> = report
        .rejected_rows()
        .iter()
        .map(|rejected| rejected.reason.to_string())
        .collect();
    assert!(reasons[0].contains("503"), "{}", reasons[0]);
    assert!(reasons[9].contains("kept for 100.0 s"), "{}", reasons[9]);
}

#[tokio::test(start_paused = true)]
async fn what_is_debatable_can_be_set() {
    let service = answers([Answer::status(400)]);
    let sender = builder(&service)
        .blame(|error| match error.status() {
            Some(400) => Blame::Endpoint,
            _ => Blame::of(error),
        })
        .start()
        .unwrap();
    sender.send(row(0, 100)).await.unwrap();
    assert!(sender.close(seconds(60)).await.is_complete());
    assert_eq!(service.requests().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_opinion_that_panics_is_none_and_no_rows_are_lost() {
    let service = answers([Answer::status(503), Answer::status(400)]);
    let sender = builder(&service).blame(|_| panic!("no opinion")).start();
    let sender = sender.unwrap();
    sender.send(row(0, 900)).await.unwrap();
    sender.send(row(1, 900)).await.unwrap();
    let report = sender.flush(seconds(600)).await;
    assert_eq!((report.accepted(), report.rejected()), (1, 1), "{report}");
    assert!(!sender.is_closed());
}

#[tokio::test(start_paused = true)]
async fn what_is_too_large_is_halved_and_only_a_row_too_large_is_rejected() {
    let service = Service::new(|got| Answer::status(if got.bytes > 300 { 413 } else { 204 }));
    let sender = builder(&service).start().unwrap();
    for n in 0..30 {
        let bytes = if n == 17 { 400 } else { 100 };
        sender.send(row(n, bytes)).await.unwrap();
    }
    let report = sender.close(seconds(60)).await;
    assert_eq!(
        (report.accepted(), report.rejected(), report.rows()),
        (29, 1, 30)
    );
    assert_eq!(report.rejected_rows()[0].rows, 17..18);
    assert!(report.rejected_rows()[0].reason.to_string().contains("413"));
}

#[tokio::test(start_paused = true)]
async fn a_throttled_request_pauses_the_rule_and_no_rows_are_lost_whatever_it_asks_for() {
    let asked = [
        "-5",
        "1e400",
        "99999999999999999999",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "soon",
        "",
        "0",
        "0.5",
    ];
    for asked in asked {
        let service = answers([
            Answer::retry_after(429, asked),
            Answer::retry_after(429, asked),
            Answer::retry_after(503, asked),
        ]);
        let sender = builder(&service).start().unwrap();
        let start = Instant::now();
        for n in 0..10 {
            sender.send(row(n, 900)).await.unwrap();
        }
        let report = sender.close(seconds(200)).await;
        assert!(report.is_complete(), "{asked}: {report}");
        assert!(
            start.elapsed() <= seconds(185),
            "{asked}: {:?}",
            start.elapsed()
        );
    }
}

#[tokio::test(start_paused = true)]
async fn two_senders_of_a_rule_pause_together() {
    let service = answers([Answer::retry_after(429, "20")]);
    let client = client(&service, RetryPolicy::default());
    let one = client.stream::<Row>(RULE).sender().start().unwrap();
    let other = client.clone().stream::<Row>(RULE).sender().start().unwrap();
    let start = Instant::now();
    one.send(row(0, 100)).await.unwrap();
    assert_eq!(one.flush(seconds(1)).await.waiting(), 1);
    other.send(row(1, 100)).await.unwrap();
    assert!(other.flush(seconds(60)).await.is_complete());
    assert_eq!(start.elapsed(), seconds(20));
    assert!(one.flush(seconds(60)).await.is_complete());
}

#[tokio::test(start_paused = true)]
async fn a_credential_that_fails_loses_no_rows() {
    let service = Service::willing();
    let client = client_of(&service, Fickle::new(9)).build().unwrap();
    let sender = client.stream::<Row>(RULE).sender().start().unwrap();
    sender.send(row(0, 100)).await.unwrap();
    let report = sender.close(seconds(1_800)).await;
    assert!(report.is_complete(), "{report}");
    assert_eq!(report.retries(), 0);
}

#[tokio::test(start_paused = true)]
async fn closing_probes_a_failing_endpoint_once_more_at_once() {
    let (service, fails) = switched(403);
    let sender = builder(&service).start().unwrap();
    for n in 0..3 {
        sender.send(row(n, 900)).await.unwrap();
    }
    tokio::time::sleep(seconds(300)).await;
    fails.store(false, Ordering::Relaxed);
    let start = Instant::now();
    let report = sender.close(seconds(20)).await;
    assert!(report.is_complete(), "{report}");
    assert!(start.elapsed() < seconds(20));
}

#[tokio::test(start_paused = true)]
async fn what_failed_before_a_close_is_rejected_and_the_rest_not_attempted() {
    let (service, _) = switched(403);
    let sender = stream(&service).concurrency(1).sender().start().unwrap();
    for n in 0..3 {
        sender.send(row(n, 900)).await.unwrap();
    }
    tokio::time::sleep(seconds(100)).await;
    let start = Instant::now();
    let report = sender.close(seconds(10)).await;
    assert_eq!(start.elapsed(), seconds(10));
    assert_eq!(
        (report.rejected(), report.not_attempted(), report.rows()),
        (1, 2, 3)
    );
    let reason = &report.rejected_rows()[0].reason;
    assert!(reason.to_string().contains("403"), "{reason}");
    assert_eq!(reason.delivery(), crate::Delivered::No);
}
