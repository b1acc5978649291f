//! Which rows weren't accepted and why, and what of the upload goes on.

use std::ops::Range;

use azlogs::{
    Compression, Delivered, ErrorKind, OnFailure, RejectReason, RetryPolicy, Stopped, StreamClient,
    UploadReport,
};
use tokio::sync::oneshot;

use crate::support::received::{received, row_counts};
use crate::support::rows::{ExtendedRow, NumberedRow, SizedRow, noise};
use crate::support::service::{L, OTHER_RULE, RULE, Service};

/// The ranges of rows that were rejected.
fn rejected(report: &UploadReport) -> Vec<Range<usize>> {
    let rejected = report.rejected_rows().iter();
    rejected.map(|rejected| rejected.rows.clone()).collect()
}

/// The error of a request that failed.
fn error_of(reason: &RejectReason) -> &azlogs::Error {
    match reason {
        RejectReason::Request(error) => error,
        reason => panic!("{reason}"),
    }
}

/// A stream of rows of one size of which ten make a request.
fn ten_in_a_request(service: &Service) -> StreamClient<SizedRow> {
    service.plain_stream().chunk_limit(10 * 20 + 9 + 2)
}

#[tokio::test]
async fn a_stream_that_the_rule_lacks_is_told_with_the_services_code() {
    #[derive(azlogs::LogRecord)]
    #[log_record(stream = "Custom-Missing")]
    struct Missing {
        text: &'static str,
    }

    let service = Service::start().await;
    let report = service.stream().upload([Missing { text: "" }]).await;
    let error = error_of(&report.rejected_rows()[0].reason);
    assert_eq!(
        (error.status(), error.code()),
        (Some(400), Some("InvalidStream"))
    );
    let help = error.help().unwrap();
    assert!(
        help.contains("Custom-Missing") && help.contains(RULE.as_str()),
        "{help}"
    );
}

#[tokio::test]
async fn a_rule_that_there_is_not_is_told_with_the_services_words() {
    let service = Service::start().await;
    let stream = service.client().stream(OTHER_RULE);
    let report = stream.upload(NumberedRow::up_to(1)).await;
    let error = error_of(&report.rejected_rows()[0].reason);
    assert_eq!(error.status(), Some(404));
    let message = format!("Data collection rule with immutable Id '{OTHER_RULE}' not found.");
    assert_eq!(error.message(), message);
    let request = &service.emulator.requests()[0];
    assert_eq!(error.request_id(), Some(&request.request_id[..]));
    assert_eq!(
        error.client_request_id(),
        request.client_request_id.as_deref()
    );
}

/// The limit is set beyond the service's, so that it's the service that finds requests too large: those are halved until
/// the row that is too large is alone.
#[tokio::test]
async fn of_a_request_that_is_too_large_only_the_rows_that_are_too_large_fail() {
    for too_large in [&[400][..], &[0, 800]] {
        let service = Service::start().await;
        let stream = service.plain_stream().chunk_limit(8 * L);
        let mut random = fastrand::Rng::with_seed(30);
        let rows = (0..800 + too_large.len()).map(|number| {
            let length = if too_large.contains(&number) { L } else { 20 };
            SizedRow::with_text(noise(length, &mut random))
        });
        let report = stream.upload(rows).await;
        let alone: Vec<_> = too_large.iter().map(|&row| row..row + 1).collect();
        assert_eq!(rejected(&report), alone);
        for rejected in report.rejected_rows() {
            let error = error_of(&rejected.reason);
            assert_eq!(error.status(), Some(413));
            assert_eq!(error.code(), Some("ContentLengthLimitExceeded"));
            let message = format!(
                "Maximum allowed content length: {L} bytes (1 MB). Provided content length: {} bytes.",
                L + 10
            );
            assert_eq!(error.message(), message);
        }
        assert_eq!(report.accepted(), 800);
        assert_eq!(service.emulator.rows("Sized_CL").len(), 800);
    }
}

#[tokio::test]
async fn when_every_second_request_fails_all_are_made_and_the_handler_sees_each_failed_row() {
    let service = Service::with_faults(["status=403,every=2"]).await;
    let rows = (0..100_000).map(ExtendedRow::number);
    let mut seen = 0;
    let report = service
        .plain_stream()
        .upload(rows)
        .on_failure_with(|failure| {
            seen += failure.rows().iter().map(Range::len).sum::<usize>();
            OnFailure::Continue
        })
        .await;
    assert_eq!((report.requests(), report.rejected_rows().len()), (11, 5));
    assert_eq!((report.rejected(), seen), (48_996, 48_996));
    assert_eq!((report.accepted(), report.not_attempted()), (51_004, 0));
    assert_eq!(service.emulator.rows("Extended_CL").len(), 51_004);
    let error = report.into_result().unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("51,004 of 100,000 rows accepted"),
        "{error}"
    );
}

#[tokio::test]
async fn after_a_failure_that_stops_the_rows_of_no_request_are_told_from_those_that_failed() {
    let service = Service::with_faults(["status=403,every=2"]).await;
    let rows: Vec<_> = (0..100_000).map(ExtendedRow::number).collect();
    let upload = service.plain_stream::<ExtendedRow>().upload(&rows);
    let report = upload.on_failure(OnFailure::Stop).await;
    assert_eq!(service.emulator.stats().requests, 2);
    assert_eq!(report.accepted_rows(), [0..9_902]);
    assert_eq!(rejected(&report), [9_902..19_702]);
    assert_eq!(report.not_attempted_rows(), [19_702..100_000]);
    assert_eq!(report.stopped(), Some(Stopped::Failure));
}

#[tokio::test]
async fn rows_sent_to_the_wrong_rule_can_be_sent_again_to_the_right_one() {
    let service = Service::start().await;
    let rows: Vec<_> = NumberedRow::up_to(25_000);
    let wrong = service
        .client()
        .stream::<NumberedRow>(OTHER_RULE)
        .concurrency(3);
    let mut bodies = Vec::new();
    let report = wrong
        .upload(&rows)
        .on_failure_with(|failure| {
            bodies.push(failure.json().unwrap().into_owned());
            OnFailure::Continue
        })
        .await;
    let failed = rejected(&report);
    assert_eq!(failed.len() as u64, report.requests());
    assert!(failed.len() > 1);
    assert!(failed.iter().cloned().flatten().eq(0..25_000));

    let right = service.stream::<NumberedRow>();
    for range in report.unaccepted_rows() {
        assert!(right.upload(&rows[range]).await.is_complete());
    }
    let numbers = table_numbers(&service);
    assert_eq!(numbers, (0..25_000).collect::<Vec<_>>());

    service.emulator.reset();
    for body in bodies {
        assert!(right.upload_raw(body).await.unwrap().is_complete());
    }
    assert_eq!(table_numbers(&service), numbers);
}

/// The numbers of the rows in the table, ascending.
fn table_numbers(service: &Service) -> Vec<i64> {
    let rows = service.emulator.rows("Numbered_CL");
    let mut numbers: Vec<_> = rows
        .iter()
        .map(|row| row["Number"].as_i64().unwrap())
        .collect();
    numbers.sort_unstable();
    numbers
}

/// Which of the first two requests comes first is chance, so that the emulator says whose failure it was.
#[tokio::test]
async fn a_failure_that_comes_late_is_that_of_its_own_rows() {
    let service = Service::with_faults(["status=403,nth=1,delay=100ms"]).await;
    let rows = NumberedRow::up_to(100);
    let stream = service
        .plain_stream::<NumberedRow>()
        .chunk_limit(1_000)
        .concurrency(2);
    let mut told = Vec::new();
    let report = stream
        .upload(&rows)
        .on_failure_with(|failure| {
            told.extend_from_slice(failure.rows());
            OnFailure::Continue
        })
        .await;
    let failed = &received(&service.emulator)[0].rows();
    let first = usize::try_from(failed[0]["Number"].as_u64().unwrap()).unwrap();
    assert_eq!(told, [first..first + failed.len()]);
    assert_eq!(rejected(&report), told);
    assert_eq!(report.accepted(), 100 - failed.len());
}

#[tokio::test]
async fn a_handler_decides_whether_the_upload_goes_on() {
    let rows = vec![SizedRow::of(20); 50];
    for (decision, requests, stopped) in [
        (OnFailure::Continue, 5, None),
        (OnFailure::Stop, 2, Some(Stopped::Failure)),
    ] {
        let service = Service::with_faults(["status=400,code=Odd,nth=2"]).await;
        let stream = ten_in_a_request(&service);
        let report = stream.upload(&rows).on_failure_with(|_| decision).await;
        assert_eq!(service.emulator.stats().requests, requests);
        assert_eq!(
            (rejected(&report), report.stopped()),
            (vec![10..20], stopped)
        );
        let error = report.into_result().unwrap_err();
        assert_eq!(error_of(error.first_reason().unwrap()).code(), Some("Odd"));
    }
}

#[tokio::test]
async fn a_failure_without_an_answer_is_told_like_any_other() {
    let rows = vec![SizedRow::of(20); 10];
    for fault in ["reset=before", "reset=middle", "reset=after"] {
        let service = Service::with_faults([fault]).await;
        let stream = service
            .client_with(RetryPolicy::never())
            .stream::<SizedRow>(RULE);
        let mut told = Vec::new();
        let report = stream
            .upload(&rows)
            .on_failure_with(|failure| {
                told.push(failure.reason().clone());
                OnFailure::Continue
            })
            .await;
        assert_eq!(told.len(), 1);
        let error = error_of(&told[0]);
        assert_eq!((error.kind(), error.status()), (ErrorKind::Transport, None));
        assert_eq!(error.delivery(), Delivered::Maybe, "{fault}: {error}");
        assert_eq!(report.rejected(), 10);
    }
}

#[tokio::test]
async fn an_endpoint_where_nobody_listens_is_told_and_nothing_was_delivered() {
    let service = Service::start().await;
    let stream = service
        .client_with(RetryPolicy::never())
        .stream::<SizedRow>(RULE);
    drop(service);
    let report = stream.upload([SizedRow::of(20)]).await;
    let error = error_of(&report.rejected_rows()[0].reason);
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Transport, Delivered::No)
    );
    assert!(error.to_string().contains("cannot connect"), "{error}");
}

#[tokio::test]
async fn an_upload_cancelled_from_its_handler_starts_no_more_requests() {
    let service = Service::with_faults(["status=403,nth=1", "slow=100ms"]).await;
    let stream = ten_in_a_request(&service).concurrency(2);
    let (cancel, cancelled) = oneshot::channel();
    let mut cancel = Some(cancel);
    let rows = vec![SizedRow::of(20); 1_000];
    let report = stream
        .upload(&rows)
        .on_failure_with(|_| {
            if let Some(cancel) = cancel.take() {
                cancel.send(()).unwrap();
            }
            OnFailure::Continue
        })
        .cancel_on(async {
            let _ = cancelled.await;
        })
        .await;
    assert_eq!(report.stopped(), Some(Stopped::Cancelled));
    // The failed request, and the other if it was in flight by then.
    assert_no_more_than_in_flight(&report, &service, 2);
}

/// Others break off what is in flight, and then don't know what became of it. Here it's waited for.
#[tokio::test]
async fn after_a_stop_what_is_in_flight_is_finished_and_what_never_began_is_reported() {
    let service = Service::with_faults(["status=404,nth=1,delay=50ms", "slow=100ms"]).await;
    let stream = ten_in_a_request(&service).concurrency(4);
    let rows = vec![SizedRow::of(20); 1_000];
    let report = stream.upload(&rows).on_failure(OnFailure::Stop).await;
    assert_eq!(
        error_of(&report.rejected_rows()[0].reason).status(),
        Some(404)
    );
    assert_eq!(report.stopped(), Some(Stopped::Failure));
    assert_no_more_than_in_flight(&report, &service, 4);
}

/// Checks that no request was begun after one of the first had failed, and that the report has all 1,000 rows.
fn assert_no_more_than_in_flight(report: &UploadReport, service: &Service, in_flight: u64) {
    let requests = service.emulator.stats().requests;
    assert!(requests <= in_flight, "{requests}");
    let requests = usize::try_from(requests).unwrap();
    assert_eq!(report.rejected(), 10);
    assert_eq!(report.accepted(), 10 * (requests - 1));
    assert_eq!(service.emulator.rows("Sized_CL").len(), report.accepted());
    assert_eq!(report.not_attempted_rows(), [10 * requests..1_000]);
}

#[tokio::test]
async fn no_rows_are_no_request_and_no_failure() {
    let service = Service::start().await;
    let stream = service.stream::<SizedRow>();
    for report in [
        stream.upload(&[] as &[SizedRow]).await,
        stream.upload(std::iter::empty::<SizedRow>()).await,
        stream
            .upload_stream(futures_util::stream::empty::<SizedRow>())
            .await,
    ] {
        assert!(report.is_complete());
        assert_eq!((report.rows(), report.requests()), (0, 0));
    }
    assert_eq!(service.emulator.stats().requests, 0);
}

#[tokio::test]
async fn a_chunk_with_a_gap_is_reported_as_the_rows_that_it_had() {
    let service = Service::with_faults(["status=403,nth=1"]).await;
    let rows = [20, L, 20, L, 20].map(SizedRow::of);
    let report = service
        .stream::<SizedRow>()
        .compression(Compression::none())
        .upload(&rows)
        .await;
    assert_eq!(rejected(&report), [0..1, 1..2, 2..3, 3..4, 4..5]);
    assert_eq!(row_counts(&received(&service.emulator)), [0]);
    let reasons = report
        .rejected_rows()
        .iter()
        .map(|rejected| match rejected.reason {
            RejectReason::TooLarge(_) => "too large",
            RejectReason::Request(_) => "refused",
            _ => "other",
        });
    let expected = ["refused", "too large", "refused", "too large", "refused"];
    assert!(reasons.eq(expected));
}
