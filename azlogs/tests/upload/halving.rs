//! What happens when the service finds a request too large.

use std::time::Duration;

use azlogs::{OnFailure, Packing, RejectReason};

use crate::row::{noisy_row, row, rows};
use crate::service::Service;

#[tokio::test(start_paused = true)]
async fn a_chunk_that_is_too_large_is_halved_until_its_parts_are_not() {
    for packing in [Packing::Documented, Packing::Wire] {
        let service = Service::new(|got| {
            (
                Duration::ZERO,
                if got.json.len() > 1_200 { 413 } else { 204 },
            )
        });
        let report = service
            .stream()
            .packing(packing)
            .upload(rows(16, 200))
            .await;
        assert!(report.is_complete(), "{report}");
        assert_eq!(service.accepted(), (0..16).collect::<Vec<_>>());
        let sizes: Vec<_> = service.chunks().iter().map(Vec::len).collect();
        assert_eq!(sizes, [16, 8, 8, 4, 4, 4, 4]);
        assert_eq!(report.requests(), 7);
    }
}

#[tokio::test(start_paused = true)]
async fn a_single_row_that_is_too_large_is_rejected_and_its_neighbours_are_not() {
    let service = Service::new(|got| {
        (
            Duration::ZERO,
            if got.rows.contains(&11) { 413 } else { 204 },
        )
    });
    let mut told = Vec::new();
    let report = service
        .stream()
        .upload(rows(40, 100))
        .on_failure_with(|failure| {
            told.extend(failure.rows().to_vec());
            OnFailure::Continue
        })
        .await;
    assert_eq!(report.accepted_rows(), [0..11, 12..40]);
    let [rejected] = report.rejected_rows() else {
        panic!("{report}")
    };
    assert_eq!(rejected.rows, 11..12);
    assert!(matches!(&rejected.reason, RejectReason::Request(error) if error.is_too_large()));
    assert_eq!(told, [11..12]);
    assert_eq!(report.stopped(), None);
}

#[tokio::test(start_paused = true)]
async fn halves_are_sent_before_the_chunks_after_them() {
    let service = Service::new(|got| {
        (
            Duration::from_secs(1),
            if got.number == 0 { 413 } else { 204 },
        )
    });
    let report = service
        .stream()
        .concurrency(1)
        .chunk_limit(1_000)
        .upload(rows(30, 180))
        .await;
    assert!(report.is_complete());
    let chunks = service.chunks();
    assert_eq!(chunks[0], [0, 1, 2, 3]);
    assert_eq!(chunks[1..].concat(), (0..30).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn no_more_requests_are_in_flight_when_chunks_are_halved() {
    let service = Service::new(|got| {
        (
            Duration::from_secs(1),
            if got.rows.len() > 1 { 413 } else { 204 },
        )
    });
    let report = service
        .stream()
        .concurrency(3)
        .chunk_limit(2_000)
        .upload(rows(64, 180))
        .await;
    assert!(report.is_complete());
    assert_eq!(service.seen().most_in_flight, 3);
    assert_eq!(service.accepted(), (0..64).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn halves_are_not_sent_once_the_upload_has_stopped() {
    let service = Service::new(|got| {
        (
            Duration::from_secs(1),
            if got.rows.len() > 1 { 413 } else { 400 },
        )
    });
    let report = service
        .stream()
        .concurrency(1)
        .upload(rows(8, 100))
        .on_failure(OnFailure::Stop)
        .await;
    assert_eq!(report.rejected_rows().len(), 1);
    assert_eq!(report.not_attempted_rows(), [1..8]);
    assert_eq!(
        service.chunks().iter().map(Vec::len).collect::<Vec<_>>(),
        [8, 4, 2, 1]
    );
}

#[tokio::test(start_paused = true)]
async fn a_row_that_no_request_can_hold_is_rejected_before_it_is_sent() {
    for packing in [Packing::Documented, Packing::Wire] {
        let service = Service::new(|_| (Duration::ZERO, 204));
        let mut rows = vec![
            row(0, 20 << 10),
            row(1, 20 << 10),
            noisy_row(2, 1_500 << 10),
            row(3, 10),
        ];
        rows.push(noisy_row(4, 3 << 20));
        let report = service.stream().packing(packing).upload(&rows).await;
        assert_eq!(report.accepted_rows(), [0..2, 3..4]);
        assert_eq!(service.accepted(), [0, 1, 3]);
        for (rejected, row) in report.rejected_rows().iter().zip([2, 4]) {
            assert_eq!(rejected.rows, row..row + 1);
            let RejectReason::TooLarge(error) = &rejected.reason else {
                panic!("{rejected:?}")
            };
            assert!(error.size() > rows[row].text.len());
            assert_eq!(error.limit(), azlogs::CHUNK_LIMIT);
            assert_eq!(
                error.largest_columns().next(),
                Some(("Text", rows[row].text.len() + 2))
            );
        }
    }
}
