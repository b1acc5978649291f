//! How many requests are in flight.

use azlogs::StreamClient;

use crate::support::rows::{ComputerRow, NumberedRow, SizedRow};
use crate::support::service::Service;

/// A stream that makes a request of each row.
fn one_in_a_request(service: &Service) -> StreamClient<SizedRow> {
    service.plain_stream().chunk_limit(22)
}

/// The emulator answers only once five requests wait; if fewer came, it would let them wait for 10 s.
#[tokio::test]
async fn five_requests_are_in_flight_and_never_more() {
    let service = Service::with_faults(["gather=5"]).await;
    let rows = vec![SizedRow::of(20); 20];
    let report = one_in_a_request(&service)
        .concurrency(5)
        .upload(&rows)
        .await;
    let stats = service.emulator.stats();
    assert_eq!((report.accepted(), stats.requests), (20, 20));
    assert_eq!(stats.in_flight_max, 5);
    assert!(report.elapsed().as_secs() < 10, "{report}");
}

#[tokio::test]
async fn five_requests_are_in_flight_unless_told_otherwise() {
    let service = Service::with_faults(["gather=5"]).await;
    let stream = service.stream().chunk_limit(22);
    let report = stream.upload(vec![SizedRow::of(20); 10]).await;
    assert!(report.is_complete());
    assert_eq!(service.emulator.stats().in_flight_max, 5);
}

#[tokio::test]
async fn many_rows_keep_some_requests_in_flight_but_no_more_than_allowed() {
    let service = Service::start().await;
    let rows = (0..80_000).map(ComputerRow::number);
    let stream = service.stream().chunk_limit(200_000).concurrency(8);
    let report = stream.upload(rows).await;
    assert_eq!(report.accepted(), 80_000);
    let most = service.emulator.stats().in_flight_max;
    assert!((2..=8).contains(&most), "{most}");
}

/// Others refuse a concurrency of 0. Here it's 1.
#[tokio::test]
async fn whatever_the_concurrency_every_row_is_sent_once() {
    for (concurrency, most) in [
        (0, 1),
        (1, 1),
        (2, 2),
        (4, 4),
        (5, 5),
        (7, 7),
        (11, 11),
        (15, 15),
        (100, 100),
    ] {
        for count in 7..=11_i64 {
            let service = Service::start().await;
            let rows = NumberedRow::up_to(count);
            let stream = service
                .stream::<NumberedRow>()
                .chunk_limit(80)
                .concurrency(concurrency);
            let report = stream.upload(&rows).await;
            assert!(report.is_complete(), "{report}");
            assert_eq!(report.requests(), rows.len() as u64);
            let stats = service.emulator.stats();
            assert!(stats.in_flight_max <= most.min(rows.len()));
            let mut numbers: Vec<_> = service
                .emulator
                .rows("Numbered_CL")
                .iter()
                .map(|row| row["Number"].as_i64())
                .collect();
            numbers.sort_unstable();
            assert!(numbers.into_iter().eq((0..count).map(Some)));
        }
    }
}
