//! Every row is accounted for once, whatever the rows, the limits and the service's moods.

use std::ops::Range;
use std::time::Duration;

use azlogs::{Compression, OnFailure, Packing, RejectReason, UploadReport};
use proptest::prelude::*;
use tokio::runtime;

use crate::row::{Row, noisy_row, row};
use crate::service::{Got, Reply, Service};

/// What the service does.
#[derive(Clone, Debug)]
struct Mood {
    /// Bodies that are longer get 413.
    limit: usize,
    /// Requests with such a row get that status.
    refuses: Vec<(usize, u16)>,
    /// The time that the n-th request takes, in milliseconds.
    delays: Vec<u64>,
}

#[derive(Clone, Debug)]
struct Settings {
    chunk_limit: usize,
    concurrency: usize,
    packing: Packing,
    compression: Compression,
    on_failure: OnFailure,
    cancel_after: Option<u64>,
}

impl Mood {
    fn reply(&self, got: &Got) -> Reply {
        let delay = self
            .delays
            .get(got.number % self.delays.len().max(1))
            .copied()
            .unwrap_or(0);
        let refused = self.refuses.iter().find(|(row, _)| got.rows.contains(row));
        let status = match refused {
            _ if got.wire > self.limit => 413,
            Some((_, status)) => *status,
            None => 204,
        };
        (Duration::from_millis(delay), status)
    }
}

fn moods() -> impl Strategy<Value = Mood> {
    let limit = prop_oneof![2 => Just(usize::MAX), 1 => 100_usize..3_000];
    let refuses = prop::collection::vec(
        (
            0_usize..200,
            prop::sample::select(vec![400_u16, 403, 413, 500, 503]),
        ),
        0..4,
    );
    let delays = prop::collection::vec(0_u64..50, 0..6);
    (limit, refuses, delays).prop_map(|(limit, refuses, delays)| Mood {
        limit,
        refuses,
        delays,
    })
}

fn settings() -> impl Strategy<Value = Settings> {
    let packing = prop_oneof![Just(Packing::Documented), Just(Packing::Wire)];
    let compression = prop_oneof![
        Just(Compression::none()),
        Just(Compression::default()),
        (1_u8..10).prop_map(Compression::level)
    ];
    let on_failure = prop_oneof![3 => Just(OnFailure::Continue), 1 => Just(OnFailure::Stop)];
    let cancel_after = prop_oneof![3 => Just(None), 1 => (0_u64..200).prop_map(Some)];
    (
        200_usize..4_000,
        1_usize..7,
        packing,
        compression,
        on_failure,
        cancel_after,
    )
        .prop_map(
            |(chunk_limit, concurrency, packing, compression, on_failure, cancel_after)| Settings {
                chunk_limit,
                concurrency,
                packing,
                compression,
                on_failure,
                cancel_after,
            },
        )
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let size = prop_oneof![6 => 0_usize..100, 2 => 0_usize..1_000, 1 => 0_usize..6_000];
    prop::collection::vec((size, any::<bool>(), prop::bool::weighted(0.03)), 0..150).prop_map(
        |rows| {
            let made = rows
                .into_iter()
                .enumerate()
                .map(|(n, (size, noisy, broken))| {
                    let row = if noisy {
                        noisy_row(n, size)
                    } else {
                        row(n, size)
                    };
                    Row { broken, ..row }
                });
            made.collect()
        },
    )
}

fn numbers(ranges: &[Range<usize>]) -> Vec<usize> {
    ranges.iter().cloned().flatten().collect()
}

/// Checks that each row is in exactly one of the three, and that the ranges are neither empty, nor touching, nor out of order.
fn assert_accounted(report: &UploadReport, rows: usize) {
    let rejected = report
        .rejected_rows()
        .iter()
        .flat_map(|rejected| rejected.rows.clone());
    let mut all = numbers(report.accepted_rows());
    all.extend(rejected);
    all.extend(numbers(report.not_attempted_rows()));
    all.sort_unstable();
    assert_eq!(all, (0..rows).collect::<Vec<_>>());
    assert_eq!(report.rows(), rows);
    for ranges in [report.accepted_rows(), report.not_attempted_rows()] {
        assert!(
            ranges.windows(2).all(|pair| pair[0].end < pair[1].start),
            "{ranges:?}"
        );
    }
    let starts = report
        .rejected_rows()
        .iter()
        .map(|rejected| rejected.rows.start);
    assert!(starts.is_sorted());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn every_row_is_accepted_rejected_or_not_attempted(rows in rows(), mood in moods(), settings in settings()) {
        let runtime = runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        let service = Service::new(move |got| mood.reply(got));
        let stream = service
            .stream()
            .chunk_limit(settings.chunk_limit)
            .concurrency(settings.concurrency)
            .packing(settings.packing)
            .compression(settings.compression);
        let mut failed = Vec::new();
        let report = runtime.block_on(async {
            let upload = stream.upload(&rows).on_failure_with(|failure| {
                failed.extend(numbers(failure.rows()));
                settings.on_failure
            });
            match settings.cancel_after {
                Some(time) => upload.cancel_on(tokio::time::sleep(Duration::from_millis(time))).await,
                None => upload.await,
            }
        });

        assert_accounted(&report, rows.len());
        prop_assert_eq!(numbers(report.accepted_rows()), service.accepted(), "accepted once, and only those");
        let rejected: Vec<_> = report.rejected_rows().iter().flat_map(|rejected| rejected.rows.clone()).collect();
        failed.sort_unstable();
        prop_assert_eq!(rejected, failed, "each rejection is told");

        for rejected in report.rejected_rows() {
            let expected = rejected.rows.clone().all(|n| match &rejected.reason {
                RejectReason::Unwritable(_) => rows[n].broken,
                RejectReason::TooLarge(_) => !rows[n].broken && rows[n].text.len() + 20 > settings.chunk_limit / 2,
                _ => !rows[n].broken,
            });
            prop_assert!(expected, "{rejected:?}");
        }
        let seen = service.seen();
        prop_assert!(seen.most_in_flight <= settings.concurrency);
        prop_assert_eq!(seen.dropped, 0);
        prop_assert_eq!(report.requests(), seen.got.len() as u64);
        prop_assert_eq!(report.retries(), 0);
        prop_assert_eq!(report.wire_bytes(), seen.got.iter().map(|got| got.wire as u64).sum::<u64>());
        prop_assert_eq!(report.json_bytes(), seen.got.iter().map(|got| got.json.len() as u64).sum::<u64>());
        for got in &seen.got {
            prop_assert!(got.rows.is_sorted() && !got.rows.is_empty());
            prop_assert!(got.wire <= settings.chunk_limit);
            if settings.packing == Packing::Documented {
                prop_assert!(got.json.len() <= settings.chunk_limit);
            }
        }
        if settings.cancel_after.is_none() && settings.on_failure == OnFailure::Continue {
            prop_assert_eq!(report.not_attempted(), 0);
            prop_assert_eq!(report.stopped(), None);
        }
    }
}
