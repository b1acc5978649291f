//! Where one request ends and the next begins: by the exact bytes of JSON.
//!
//! Uploads here are uncompressed and one request at a time, but for the rows that only fit when they're compressed.

use azlogs::{Compression, Packing, RejectReason, UploadReport};
use serde_json::json;

use crate::support::received::{Received, json_lengths, received, row_counts};
use crate::support::rows::{ComputerRow, ExtendedRow, FooRow, SizedRow};
use crate::support::service::{L, Service};

/// Uploads rows of these sizes, and gives what was received.
async fn upload_sizes(sizes: &[usize]) -> (UploadReport, Vec<Received>) {
    let service = Service::start().await;
    let rows = sizes.iter().map(|&size| SizedRow::of(size));
    let report = service.plain_stream().upload(rows).await;
    (report, received(&service.emulator))
}

/// The rows that were rejected for their size, with size and limit.
fn too_large(report: &UploadReport) -> Vec<(usize, usize, usize)> {
    let rows = report.rejected_rows().iter().map(|rejected| {
        assert_eq!(rejected.rows.len(), 1);
        match &rejected.reason {
            RejectReason::TooLarge(error) => (rejected.rows.start, error.size(), error.limit()),
            reason => panic!("{reason}"),
        }
    });
    rows.collect()
}

#[tokio::test]
async fn rows_that_fill_the_limit_to_the_byte_share_a_request() {
    let (report, received) = upload_sizes(&[20, L - 23, 12]).await;
    assert!(report.is_complete());
    assert_eq!(row_counts(&received), [2, 1]);
    assert_eq!(json_lengths(&received), [L, 14]);
}

#[tokio::test]
async fn a_row_one_byte_too_long_for_the_request_begins_the_next() {
    let (report, received) = upload_sizes(&[20, L - 22, 12]).await;
    assert!(report.is_complete());
    assert_eq!(row_counts(&received), [1, 2]);
    assert_eq!(json_lengths(&received), [22, 1_048_569]);
}

/// Others send the long row first. Here requests are in the order of their rows, always.
#[tokio::test]
async fn a_row_that_fills_a_request_alone_keeps_its_place_between_the_others() {
    let (report, received) = upload_sizes(&[20, L - 2, 12]).await;
    assert!(report.is_complete());
    assert_eq!(row_counts(&received), [1, 1, 1]);
    assert_eq!(json_lengths(&received), [22, L, 14]);
}

#[tokio::test]
async fn a_row_one_byte_short_of_a_request_leaves_no_room_for_another() {
    let (report, received) = upload_sizes(&[20, L - 3, 12]).await;
    assert!(report.is_complete());
    assert_eq!(json_lengths(&received), [22, L - 1, 14]);
}

/// Others send it and have it refused. Here it's rejected before, with its number and size, and the rest goes on.
#[tokio::test]
async fn a_row_over_the_limit_is_rejected_and_those_around_it_are_accepted() {
    let (report, received) = upload_sizes(&[20, 20, L + 9]).await;
    assert_eq!(too_large(&report), [(2, L + 9, L)]);
    assert_eq!((report.accepted(), row_counts(&received)), (2, vec![2]));

    let (report, received) = upload_sizes(&[20, 20, L + 9, 20]).await;
    assert_eq!(too_large(&report), [(2, L + 9, L)]);
    assert_eq!(report.accepted_rows(), [0..2, 3..4]);
    assert_eq!((report.accepted(), row_counts(&received)), (3, vec![3]));
}

#[tokio::test]
async fn a_last_row_over_the_limit_takes_no_other_with_it() {
    const KIB: usize = 1024;
    let sizes = [20 * KIB, 20 * KIB, 1025 * KIB];
    let (report, received) = upload_sizes(&sizes).await;
    assert_eq!(too_large(&report), [(2, 1025 * KIB, L)]);
    assert_eq!(json_lengths(&received), [40 * KIB + 3]);

    let service = Service::start().await;
    let rows = sizes.map(SizedRow::of);
    let stream = service.stream().packing(Packing::Wire);
    assert!(
        stream.upload(rows).await.is_complete(),
        "it fits compressed"
    );
    let bodies = crate::support::received::received(&service.emulator);
    assert_eq!(bodies.iter().map(|body| body.request.rows).sum::<u64>(), 3);
}

#[tokio::test]
async fn a_few_rows_are_one_request_of_them_all() {
    let service = Service::start().await;
    let rows: Vec<_> = (0..10).map(ComputerRow::number).collect();
    let report = service.plain_stream::<ComputerRow>().upload(&rows).await;
    assert_eq!((report.accepted(), report.requests()), (10, 1));
    let received = received(&service.emulator);
    assert_eq!(received[0].json, serde_json::to_vec(&rows).unwrap());
}

#[tokio::test]
async fn many_rows_are_cut_by_their_json_or_by_what_they_compress_to() {
    let rows: Vec<_> = (0..20_000).map(ComputerRow::number).collect();
    let service = Service::start().await;
    let stream = service.plain_stream::<ComputerRow>();
    assert!(stream.upload(&rows).await.is_complete());
    assert_eq!(row_counts(&received(&service.emulator)), [14_235, 5_765]);

    service.emulator.reset();
    let stream = stream.compression(Compression::default());
    assert!(
        stream
            .packing(Packing::Wire)
            .upload(&rows)
            .await
            .is_complete()
    );
    assert_eq!(row_counts(&received(&service.emulator)), [20_000]);
}

/// The bytes of a request of so many rows of one size: brackets and commas count.
fn request_of(rows: usize, size: usize) -> usize {
    rows * size + (rows - 1) + 2
}

#[tokio::test]
async fn a_limit_of_one_two_or_all_rows_is_kept_to_the_byte_of_utf8() {
    for (foo, size) in [("bar", 13), ("안녕하세요", 25)] {
        let service = Service::start().await;
        let rows = vec![FooRow { foo }; 100];
        for (limit, requests) in [
            (request_of(1, size), 100),
            (request_of(2, size) - 1, 100),
            (request_of(2, size), 50),
            (request_of(100, size) - 1, 2),
            (request_of(100, size), 1),
        ] {
            service.emulator.reset();
            let stream = service.plain_stream::<FooRow>().chunk_limit(limit);
            assert!(stream.upload(&rows).await.is_complete());
            let lengths = json_lengths(&received(&service.emulator));
            assert_eq!(lengths.len(), requests, "{foo}, {limit} bytes");
            assert!(lengths.iter().all(|&length| length <= limit));
            let kept = service.emulator.rows("Foo_CL");
            // The transform gives each row its time.
            assert_eq!(kept.len(), 100);
            assert!(kept.iter().all(|row| row["foo"] == foo));
        }
    }
}

/// Others send each alone and have it refused.
#[tokio::test]
async fn rows_that_are_all_over_the_limit_make_no_request() {
    let (report, received) = upload_sizes(&[L + 1, 2 * L, 3 * L]).await;
    assert_eq!(
        too_large(&report),
        [(0, L + 1, L), (1, 2 * L, L), (2, 3 * L, L)]
    );
    assert_eq!((report.requests(), received.len()), (0, 0));
}

#[tokio::test]
async fn long_rows_that_fit_are_a_request_each_in_their_order() {
    let (report, received) = upload_sizes(&[1_000_001]).await;
    assert!(report.is_complete());
    assert_eq!(json_lengths(&received), [1_000_003]);

    let (report, received) = upload_sizes(&[1_000_002, 1_000_001]).await;
    assert!(report.is_complete());
    assert_eq!(json_lengths(&received), [1_000_004, 1_000_003]);
}

/// By its JSON such a row is over the limit; packed by what is sent, it's one of the rows.
#[tokio::test]
async fn rows_of_megabytes_that_compress_well_keep_their_order_in_one_request() {
    let rows = [3_000_000, 3_000_001].map(SizedRow::of);
    let service = Service::start().await;
    for count in [1, 2] {
        service.emulator.reset();
        let stream = service.stream::<SizedRow>().packing(Packing::Wire);
        assert!(stream.upload(&rows[..count]).await.is_complete());
        let received = received(&service.emulator);
        let [request] = &received[..] else {
            panic!("{} requests", received.len());
        };
        let lengths = request.rows().into_iter().map(|row| {
            let Some(text) = row["A"].as_str().map(str::len) else {
                panic!("no text");
            };
            text + 8
        });
        assert!(lengths.eq([3_000_000, 3_000_001].into_iter().take(count)));
    }
}

#[tokio::test]
async fn two_rows_of_exactly_the_limit_are_one_request_and_a_byte_more_makes_two() {
    let (_, received) = upload_sizes(&[500_000, L - 500_000 - 3]).await;
    assert_eq!(json_lengths(&received), [L]);
    let (_, received) = upload_sizes(&[500_000, L - 500_000 - 2]).await;
    assert_eq!(json_lengths(&received), [500_002, L - 500_000]);
}

#[tokio::test]
async fn the_smallest_rows_there_are_stay_within_the_limit() {
    let service = Service::start().await;
    let rows = std::iter::repeat_n(SizedRow::of(2), 600_000);
    let report = service.plain_stream().upload(rows).await;
    assert_eq!(report.accepted(), 600_000);
    let lengths = json_lengths(&received(&service.emulator));
    // 349,525 rows are 1,048,576 bytes.
    assert_eq!(lengths, [L, 3 * 600_000 + 2 - L]);
}

#[tokio::test]
async fn a_first_row_over_the_limit_makes_no_empty_request() {
    let (report, received) = upload_sizes(&[L + 1, 10, 10]).await;
    assert_eq!(too_large(&report), [(0, L + 1, L)]);
    assert_eq!(report.accepted_rows(), [1..3]);
    assert_eq!(json_lengths(&received), [23]);
}

#[tokio::test]
async fn a_row_may_be_as_long_as_the_limit_less_its_brackets() {
    let (report, received) = upload_sizes(&[L, L - 1, L - 2]).await;
    assert_eq!(too_large(&report), [(0, L, L), (1, L - 1, L)]);
    assert_eq!(report.accepted_rows(), [2..3]);
    assert_eq!(json_lengths(&received), [L]);
}

/// Another client, which counts no commas, has 9,997 in the first.
#[tokio::test]
async fn rows_with_a_few_columns_are_as_many_in_a_request_as_fit() {
    let service = Service::start().await;
    let rows: Vec<_> = (0..100_000).map(ExtendedRow::number).collect();
    let report = service
        .plain_stream::<ExtendedRow>()
        .upload(&rows[..10_000])
        .await;
    assert!(report.is_complete());
    assert_eq!(row_counts(&received(&service.emulator)), [9_902, 98]);
    assert_eq!(service.emulator.rows("Extended_CL").len(), 10_000);

    service.emulator.reset();
    let report = service.plain_stream::<ExtendedRow>().upload(&rows).await;
    assert!(report.is_complete());
    let counts = row_counts(&received(&service.emulator));
    assert_eq!((counts.len(), counts[0]), (11, 9_902));
    assert_eq!(counts.iter().sum::<u64>(), 100_000);
}

/// Another client, with a limit of 1,000,000 bytes of which it counts no brackets and commas, has 12,345 in a request.
#[tokio::test]
async fn rows_of_one_size_are_the_same_number_in_each_full_request() {
    let service = Service::start().await;
    let rows = vec![SizedRow::of(81); 250_000];
    let stream = service.plain_stream::<SizedRow>();
    stream.upload(&rows[..25_000]).await;
    assert_eq!(row_counts(&received(&service.emulator)), [12_787, 12_213]);

    let stream = stream.chunk_limit(1_000_000);
    service.emulator.reset();
    stream.upload(&rows[..25_000]).await;
    let counts = row_counts(&received(&service.emulator));
    assert_eq!(counts, [12_195, 12_195, 610]);

    service.emulator.reset();
    let report = stream.upload(&rows).await;
    assert_eq!((report.accepted(), report.requests()), (250_000, 21));
}

#[tokio::test]
async fn rows_with_a_long_text_are_ten_in_a_request() {
    let (report, received) = upload_sizes(&[102_400 + 8; 24]).await;
    assert!(report.is_complete());
    assert_eq!(row_counts(&received), [10, 10, 4]);
}

#[tokio::test]
async fn a_row_without_columns_is_an_empty_object() {
    let (_, received) = upload_sizes(&[2, 2]).await;
    assert_eq!(received[0].rows(), [json!({}), json!({})]);
}
