//! Requests filled up by what they compress to: `Packing::Wire`.

use azlogs::{Compression, Packing, RejectReason, StreamClient, UploadReport};

use azlogs_emulator::Limits;

use crate::support::received::{Received, received};
use crate::support::rows::{SizedRow, noise};
use crate::support::service::{L, Service};

/// The most JSON that the service takes in a request.
const JSON_LIMIT: usize = 50 * 1024 * 1024;

fn packed_to(service: &Service, limit: usize, level: u8) -> StreamClient<SizedRow> {
    service
        .stream()
        .concurrency(1)
        .packing(Packing::Wire)
        .chunk_limit(limit)
        .compression(Compression::level(level))
}

async fn upload(rows: &[SizedRow], limit: usize, level: u8) -> (UploadReport, Vec<Received>) {
    let service = Service::start().await;
    let report = packed_to(&service, limit, level).upload(rows).await;
    (report, received(&service.emulator))
}

/// Checks that every row came, in order, in bodies that keep both limits.
fn assert_packed(received: &[Received], rows: &[SizedRow], limit: usize) {
    let mut expected = rows.iter().map(|row| azlogs::to_json(row).unwrap());
    for request in received {
        assert_eq!(request.request.status, Some(204), "{:?}", request.request);
        assert!(request.wire.len() <= limit, "{} bytes", request.wire.len());
        assert!(request.json.len() <= JSON_LIMIT);
        let count = usize::try_from(request.request.rows).unwrap();
        let here: Vec<_> = expected.by_ref().take(count).collect();
        assert!(request.json == format!("[{}]", here.join(",")).as_bytes());
    }
    assert_eq!(expected.next(), None);
}

#[tokio::test]
async fn bodies_keep_the_limit_and_waste_less_than_a_tenth_at_any_level() {
    const SIZES: [usize; 10] = [10, 12, 15, 50, 256, 512, 1_024, 4_096, 8_192, 16_384];
    let mut random = fastrand::Rng::with_seed(16);
    let rows: Vec<_> = (0..1_000)
        .map(|number| SizedRow::noisy(SIZES[number % SIZES.len()], &mut random))
        .collect();
    for level in [1, 6, 9] {
        let (report, received) = upload(&rows, L, level).await;
        assert!(report.is_complete(), "{report}");
        assert_packed(&received, &rows, L);
        assert!(received.len() > 1);
        for full in &received[..received.len() - 1] {
            let wasted = L - full.wire.len();
            assert!(wasted < L / 10, "{wasted} bytes at level {level}");
        }
    }
}

/// Such rows are what framing costs most for: the compressed body is about as long as three quarters of its JSON.
#[tokio::test]
async fn rows_that_hardly_compress_never_make_a_body_too_long() {
    let mut random = fastrand::Rng::with_seed(89);
    for limit in [512, 4_096, 65_536] {
        let service = Service::built(|emulator| {
            emulator.limits(Limits {
                wire_bytes: limit,
                ..Limits::default()
            })
        })
        .await;
        for level in [1, 2, 6] {
            service.emulator.reset();
            let rows: Vec<_> = (0..300)
                .map(|_| SizedRow::noisy(random.usize(8..limit / 3), &mut random))
                .collect();
            let report = packed_to(&service, limit, level).upload(&rows).await;
            assert!(report.is_complete(), "{report}");
            assert_packed(&received(&service.emulator), &rows, limit);
        }
    }
}

#[tokio::test]
async fn the_most_compressible_rows_are_cut_at_the_limit_of_json() {
    let rows = vec![SizedRow::of(65_000); 1_000];
    let (report, received) = upload(&rows, L, 2).await;
    assert!(report.is_complete(), "{report}");
    assert_packed(&received, &rows, L);
    let lengths: Vec<_> = received.iter().map(|it| it.json.len()).collect();
    assert_eq!(lengths.len(), 2, "{lengths:?}");
    // Four such rows are compressed at a time.
    assert!(lengths[0] > JSON_LIMIT - 4 * 65_001, "{lengths:?}");
}

/// Whether a row is too long is seen when it's compressed.
#[tokio::test]
async fn a_row_is_rejected_only_if_it_is_too_long_compressed_and_alone() {
    let mut random = fastrand::Rng::with_seed(15);
    let rows = [
        SizedRow::of(20),
        SizedRow::with_text("x".repeat(5 * L)),
        SizedRow::with_text(noise(2 * L, &mut random)),
        SizedRow::of(20),
    ];
    let (report, received) = upload(&rows, L, 2).await;
    let [rejected] = report.rejected_rows() else {
        panic!("{report}");
    };
    assert_eq!(rejected.rows, 2..3);
    let RejectReason::TooLarge(error) = &rejected.reason else {
        panic!("{report}");
    };
    assert_eq!((error.size(), error.limit()), (2 * L + 8, L));
    assert!(
        error.to_string().contains("even when compressed"),
        "{error}"
    );
    let kept = [&rows[..2], &rows[3..]].concat();
    assert_packed(&received, &kept, L);
}

#[tokio::test]
async fn a_row_that_fills_a_body_to_its_end_is_taken() {
    let mut random = fastrand::Rng::with_seed(7);
    let row = [SizedRow::noisy(6_000, &mut random)];
    let (_, alone) = upload(&row, L, 2).await;
    let (report, received) = upload(&row, alone[0].wire.len(), 2).await;
    assert!(report.is_complete(), "{report}");
    assert_eq!(received[0].wire, alone[0].wire);
    let (report, received) = upload(&row, alone[0].wire.len() - 1, 2).await;
    assert_eq!((report.rejected(), received.len()), (1, 0));
}
