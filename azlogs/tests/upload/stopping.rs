//! Uploads that end early: after a failure, on request, or because their future is dropped.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use azlogs::{Delivered, OnFailure, RawBodyError, RejectReason, Stopped};
use futures_util::FutureExt;
use tokio::runtime;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep, timeout};

use crate::row::{Row, row, rows};
use crate::service::{AT_ONCE, Service};

/// The n-th request fails, each takes a second.
fn failing(number: usize) -> Arc<Service> {
    Service::new(move |got| {
        (
            Duration::from_secs(1),
            if got.number == number { 400 } else { 204 },
        )
    })
}

#[tokio::test(start_paused = true)]
async fn a_failed_chunk_is_reported_and_the_others_go_on() {
    let service = failing(1);
    let report = service
        .stream()
        .chunk_limit(1_000)
        .upload(rows(40, 180))
        .await;
    assert_eq!(report.accepted_rows(), [0..4, 8..40]);
    let [rejected] = report.rejected_rows() else {
        panic!("{report}")
    };
    assert_eq!(rejected.rows, 4..8);
    assert!(
        matches!(&rejected.reason, RejectReason::Request(error) if error.status() == Some(400))
    );
    assert_eq!(rejected.reason.delivery(), Delivered::No);
    assert_eq!(report.stopped(), None);
    assert_eq!(report.unaccepted_rows().collect::<Vec<_>>(), [4..8]);
    assert_eq!(
        report.into_result().unwrap_err().into_report().accepted(),
        36
    );
}

#[tokio::test(start_paused = true)]
async fn after_a_failure_that_stops_those_in_flight_are_finished_and_no_more_are_started() {
    let service = failing(1);
    let report = service
        .stream()
        .chunk_limit(1_000)
        .concurrency(3)
        .upload(rows(40, 180))
        .on_failure(OnFailure::Stop)
        .await;
    // Those that ended in the same instant made room, which was used before or after the failure was seen.
    let started = service.seen().got.len();
    assert!((3..=4).contains(&started), "{started} requests");
    assert_eq!(report.accepted(), (started - 1) * 4);
    assert_eq!(report.rejected(), 4);
    assert_eq!(report.not_attempted(), 40 - started * 4);
    assert_eq!(report.stopped(), Some(Stopped::Failure));
    assert_eq!(service.seen().dropped, 0);
}

#[tokio::test(start_paused = true)]
async fn stopping_at_the_first_failure_makes_exactly_two_requests_when_the_second_fails() {
    let service = failing(1);
    let report = service
        .stream()
        .chunk_limit(1_000)
        .concurrency(1)
        .upload(&rows(40, 180))
        .on_failure(OnFailure::Stop)
        .await;
    assert_eq!(service.seen().got.len(), 2);
    assert_eq!(report.accepted_rows(), [0..4]);
    assert_eq!(report.rejected_rows()[0].rows, 4..8);
    assert_eq!(report.not_attempted_rows(), [8..40]);
    assert_eq!(report.unread_from(), None);
}

#[tokio::test(start_paused = true)]
async fn each_failure_is_told_with_its_own_rows_and_their_json() {
    // The first chunk fails slowly, while later ones are accepted.
    let service = Service::new(|got| match got.number {
        0 => (Duration::from_secs(10), 403),
        3 => (Duration::from_secs(1), 400),
        _ => (Duration::from_secs(1), 204),
    });
    let told = Mutex::new(Vec::new());
    let report = service
        .stream()
        .chunk_limit(1_000)
        .concurrency(2)
        .upload(&rows(32, 180))
        .on_failure_with(|failure| {
            let RejectReason::Request(error) = failure.reason() else {
                panic!("{failure:?}")
            };
            told.lock().unwrap().push((
                failure.rows().to_vec(),
                error.status(),
                failure.json().unwrap().into_owned(),
            ));
            OnFailure::Continue
        })
        .await;
    let told = told.into_inner().unwrap();
    let got = service.seen().got.clone();
    assert_eq!(told.len(), 2);
    assert_eq!(
        (&told[0].0[..], told[0].1, &told[0].2),
        (&[12..16][..], Some(400), &got[3].json)
    );
    assert_eq!(
        (&told[1].0[..], told[1].1, &told[1].2),
        (&[0..4][..], Some(403), &got[0].json)
    );
    assert_eq!(report.rejected(), 8);
}

#[tokio::test(start_paused = true)]
async fn what_an_observer_kept_can_be_sent_again() {
    let service = failing(2);
    let stream = service.stream().chunk_limit(1_000);
    let mut kept = Vec::new();
    let report = stream
        .upload(rows(20, 180))
        .on_failure_with(|failure| {
            kept.push(failure.json().unwrap().into_owned());
            OnFailure::Continue
        })
        .await;
    assert_eq!(report.rejected(), 4);
    for json in kept {
        let report = stream.upload_raw(json).await.unwrap();
        assert_eq!(report.accepted(), 4);
    }
    assert_eq!(service.accepted(), (0..20).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_upload_waits_for_its_requests_and_reports_the_rest() {
    let service = Service::new(|_| (Duration::from_secs(2), 204));
    let started = Instant::now();
    let report = service
        .stream()
        .chunk_limit(1_000)
        .concurrency(2)
        .upload(&rows(40, 180))
        .cancel_on(sleep(Duration::from_secs(3)))
        .await;
    assert_eq!(
        started.elapsed(),
        Duration::from_secs(4),
        "the second two are finished"
    );
    assert_eq!(report.accepted_rows(), [0..16]);
    assert_eq!(report.not_attempted_rows(), [16..40]);
    assert_eq!(report.stopped(), Some(Stopped::Cancelled));
    let seen = service.seen();
    assert_eq!((seen.got.len(), seen.dropped), (4, 0));
}

#[tokio::test(start_paused = true)]
async fn an_observer_can_cancel_and_no_new_request_starts() {
    let service = Service::new(|got| {
        (
            Duration::from_secs(1),
            if got.number == 0 { 400 } else { 204 },
        )
    });
    let cancel = Notify::new();
    let report = service
        .stream()
        .chunk_limit(1_000)
        .concurrency(1)
        .upload(&rows(40, 180))
        .on_failure_with(|_| {
            cancel.notify_one();
            OnFailure::Continue
        })
        .cancel_on(cancel.notified())
        .await;
    assert_eq!(report.rejected_rows()[0].rows, 0..4);
    assert_eq!(report.stopped(), Some(Stopped::Cancelled));
    assert_eq!(service.seen().got.len(), 1);
    assert_eq!(report.not_attempted_rows(), [4..40]);
}

#[tokio::test(start_paused = true)]
async fn an_upload_that_is_cancelled_before_it_begins_sends_nothing() {
    let service = Service::new(|_| AT_ONCE);
    let report = service
        .stream()
        .upload(&rows(5, 10))
        .cancel_on(async {})
        .await;
    assert_eq!(report.not_attempted_rows(), [0..5]);
    assert_eq!((report.requests(), service.seen().got.len()), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn a_cancellation_that_comes_too_late_changes_nothing() {
    let service = Service::new(|_| (Duration::from_secs(1), 204));
    let report = service
        .stream()
        .upload(&rows(5, 10))
        .cancel_on(sleep(Duration::from_millis(500)))
        .await;
    assert!(report.is_complete());
    assert_eq!(report.stopped(), None);
}

#[tokio::test(start_paused = true)]
async fn rows_of_which_the_number_is_not_known_are_not_counted_but_said_to_be_left() {
    let service = failing(0);
    let endless = (0..).map(|n| row(n, 180));
    let report = service
        .stream()
        .chunk_limit(1_000)
        .concurrency(1)
        .upload(endless)
        .on_failure(OnFailure::Stop)
        .await;
    let taken = report.unread_from().unwrap();
    assert_eq!(report.rows(), taken);
    assert_eq!(report.rejected_rows()[0].rows, 0..4);
    assert_eq!(report.not_attempted_rows(), [4..taken]);
    assert!(!report.is_complete());
    assert!(
        report
            .to_string()
            .contains(&format!("those from row {taken} on not taken")),
        "{report}"
    );
}

#[tokio::test(start_paused = true)]
async fn dropping_the_future_aborts_what_is_in_flight_and_starts_nothing_more() {
    let service = Service::new(|_| (Duration::from_secs(10), 204));
    let stream = service.stream().chunk_limit(1_000).concurrency(3);
    let upload = stream.upload(rows(40, 180)).into_future();
    assert!(timeout(Duration::from_secs(1), upload).await.is_err());
    sleep(Duration::from_secs(100)).await;
    let seen = service.seen();
    assert_eq!((seen.got.len(), seen.dropped, seen.in_flight), (3, 3, 0));
    assert!(seen.accepted.is_empty());
}

#[tokio::test(start_paused = true)]
async fn an_upload_that_is_never_awaited_does_nothing() {
    let service = Service::new(|_| AT_ONCE);
    let stream = service.stream();
    drop(stream.upload(rows(1, 1)));
    drop(stream.upload(rows(1, 1)).into_future());
    sleep(Duration::from_secs(1)).await;
    assert!(service.seen().got.is_empty());
}

#[tokio::test(start_paused = true)]
async fn rows_that_panic_unwind_and_the_client_goes_on() {
    let service = Service::new(|_| AT_ONCE);
    let stream = service.stream();
    let panicking = stream.clone();
    let panicked = tokio::spawn(async move {
        let rows = (0..10).map(|n| {
            if n == 7 {
                panic!("no row 7")
            } else {
                row(n, 10)
            }
        });
        panicking.upload(rows).await
    });
    assert!(panicked.await.unwrap_err().is_panic());
    assert!(service.seen().got.is_empty());
    assert_eq!(stream.upload(rows(3, 10)).await.accepted(), 3);
}

#[tokio::test(start_paused = true)]
async fn rows_that_cannot_be_written_are_rejected_and_the_rest_goes_on() {
    let service = Service::new(|_| AT_ONCE);
    let mut rows = rows(12, 10);
    for n in [0, 5, 6, 7, 11] {
        rows[n].broken = true;
    }
    let mut told = 0;
    let report = service
        .stream()
        .upload(&rows)
        .on_failure_with(|failure| {
            told += 1;
            assert!(failure.json().is_none());
            OnFailure::Continue
        })
        .await;
    assert_eq!(report.accepted_rows(), [1..5, 8..11]);
    assert_eq!(told, 5);
    let rejected: Vec<_> = report
        .rejected_rows()
        .iter()
        .map(|rejected| rejected.rows.clone())
        .collect();
    assert_eq!(
        rejected,
        [0..1, 5..8, 11..12],
        "neighbours with one reason are told together"
    );
    assert!(
        matches!(&report.rejected_rows()[0].reason, RejectReason::Unwritable(error) if error.column == "Broken")
    );
}

#[tokio::test(start_paused = true)]
async fn a_row_that_cannot_be_written_stops_too() {
    let service = Service::new(|_| AT_ONCE);
    let mut rows = rows(12, 10);
    rows[3] = Row {
        broken: true,
        ..row(3, 1)
    };
    let report = service
        .stream()
        .upload(&rows)
        .on_failure(OnFailure::Stop)
        .await;
    assert_eq!(report.rejected(), 1);
    assert_eq!(report.not_attempted_rows(), [0..3, 4..12]);
    assert!(service.seen().got.is_empty());
}

#[test]
fn rows_are_not_attempted_when_the_runtime_is_shut_down() {
    let service = Service::new(|_| AT_ONCE);
    let stream = service.stream();
    let runtime = runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    let handle = runtime.handle().clone();
    runtime.shutdown_background();
    let _entered = handle.enter();
    let report = stream
        .upload(rows(3, 10))
        .into_future()
        .now_or_never()
        .unwrap();
    assert_eq!(report.stopped(), Some(Stopped::Shutdown));
    assert_eq!(report.not_attempted_rows(), [0..3]);
    assert!(
        report.to_string().contains("(the runtime was shut down)"),
        "{report}"
    );
    let error = stream
        .upload_raw("[]")
        .into_future()
        .now_or_never()
        .unwrap()
        .unwrap_err();
    assert!(matches!(error, RawBodyError::Shutdown), "{error:?}");
    assert!(service.seen().got.is_empty());
}

#[test]
fn without_a_runtime_rows_are_rejected_with_what_is_missing() {
    let service = Service::new(|_| AT_ONCE);
    let stream = service.stream();
    let report = stream
        .upload(rows(3, 10))
        .into_future()
        .now_or_never()
        .unwrap();
    assert_eq!(report.rejected(), 3);
    assert!(report.to_string().contains("tokio runtime"), "{report}");
}
