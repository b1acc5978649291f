//! Which rows are kept when they are rejected: those, each once, whatever else happens to the upload.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use azlogs::{DeadLetter, OnFailure, Packing, RejectReason, RejectedBatch, to_json};

use crate::row::{Row, noisy_row, row};
use crate::service::{AT_ONCE, Service};

/// The JSON of what was kept; nothing for a row that couldn't be written.
#[derive(Debug, Default)]
struct Shelf(Mutex<Vec<Option<String>>>);

impl DeadLetter for Shelf {
    fn keep(&self, rejected: &RejectedBatch<'_>) -> io::Result<()> {
        assert_eq!(rejected.stream(), "Custom-Rows");
        let rows: Vec<_> = rejected.rows().map(|row| row.map(str::to_owned)).collect();
        assert!(
            rows.iter().all(
                |row| row.is_none() == matches!(rejected.reason(), RejectReason::Unwritable(_))
            )
        );
        self.0.lock().unwrap().extend(rows);
        Ok(())
    }
}

/// Rows of which every seventh can't be written, every ninth is over the limit, and every fifth makes the service refuse its request.
fn rows() -> Vec<Row> {
    let fate = |n: usize| match n {
        n if n % 7 == 3 => Row {
            broken: true,
            ..row(n, 10)
        },
        n if n % 9 == 4 => noisy_row(n, 3_000),
        n => noisy_row(n, 100),
    };
    (0..200).map(fate).collect()
}

#[tokio::test]
async fn what_is_rejected_is_kept_and_nothing_else() {
    for packing in [Packing::Documented, Packing::Wire] {
        for on_failure in [OnFailure::Continue, OnFailure::Stop] {
            for concurrency in [1, 4] {
                let service = Service::new(|got| {
                    (
                        Duration::ZERO,
                        if got.rows.iter().any(|n| n % 25 == 0) {
                            400
                        } else {
                            204
                        },
                    )
                });
                let shelf = Arc::new(Shelf::default());
                let rows = rows();
                let stream = service
                    .stream()
                    .packing(packing)
                    .chunk_limit(1_500)
                    .concurrency(concurrency);
                let report = stream
                    .dead_letter(Arc::clone(&shelf) as _)
                    .upload(&rows)
                    .on_failure(on_failure)
                    .await;
                assert!(report.rejected() > 0, "{report}");
                assert_eq!(report.dead_letters(), report.rejected(), "{report}");
                let rejected = report
                    .rejected_rows()
                    .iter()
                    .flat_map(|rejected| rejected.rows.clone());
                let mut expected: Vec<_> = rejected.map(|n| to_json(&rows[n]).ok()).collect();
                let mut kept = shelf.0.lock().unwrap().clone();
                kept.sort_unstable();
                expected.sort_unstable();
                assert_eq!(kept, expected, "{report}");
            }
        }
    }
}

#[tokio::test]
async fn an_upload_of_rows_that_cannot_be_written_waits_until_all_are_kept() {
    let service = Service::new(|_| AT_ONCE);
    let shelf = Arc::new(Shelf::default());
    let rows = (0..50_000).map(|n| Row {
        broken: true,
        ..row(n, 0)
    });
    let report = service
        .stream()
        .dead_letter(Arc::clone(&shelf) as _)
        .upload(rows)
        .await;
    assert_eq!((report.rejected(), report.dead_letters()), (50_000, 50_000));
    assert_eq!(*shelf.0.lock().unwrap(), vec![None; 50_000]);
}

#[derive(Debug)]
struct Panics;

impl DeadLetter for Panics {
    fn keep(&self, _: &RejectedBatch<'_>) -> io::Result<()> {
        panic!("in a dead letter of the user's")
    }
}

#[tokio::test]
async fn a_panic_in_it_is_the_uploads() {
    let service = Service::new(|_| AT_ONCE);
    let stream = service.stream().dead_letter(Arc::new(Panics));
    let upload = tokio::spawn(async move {
        stream
            .upload(vec![Row {
                broken: true,
                ..row(0, 0)
            }])
            .await
    });
    assert!(upload.await.unwrap_err().is_panic());
}
