//! Rejected rows of a sender: kept elsewhere before they are settled.

use std::io;
use std::sync::Mutex;

use super::*;
use crate::{DeadLetter, RejectedBatch};

/// Keeps rows, or fails to.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    pub(super) rows: Mutex<Vec<String>>,
    pub(super) is_full: bool,
    panics: bool,
}

impl DeadLetter for Shelf {
    fn keep(&self, rejected: &RejectedBatch<'_>) -> io::Result<()> {
        assert!(!self.panics, "as the test says");
        if self.is_full {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let rows = rejected
            .rows()
            .map(|row| row.unwrap_or_default().to_owned());
        self.rows.lock().unwrap().extend(rows);
        Ok(())
    }
}

pub(super) fn refusing() -> Arc<Service> {
    Service::new(|got| Answer::status(if got.rows.contains(&1) { 400 } else { 204 }))
}

#[tokio::test(start_paused = true)]
async fn rows_that_are_refused_or_too_large_are_kept_before_they_are_settled() {
    let service = refusing();
    let shelf = Arc::new(Shelf::default());
    let sender = stream(&service)
        .dead_letter(Arc::clone(&shelf) as _)
        .sender()
        .start()
        .unwrap();
    for n in 0..3 {
        sender.send(row(n, 900)).await.unwrap();
    }
    for size in [2_000, 100_000_000] {
        let unsendable = sender.send(row(9, size)).await;
        assert!(
            matches!(unsendable, Err(SendError::Unsendable(_))),
            "{unsendable:?}"
        );
    }
    let report = sender.close(seconds(10)).await;
    assert_eq!(
        (report.accepted(), report.rejected(), report.dead_letters()),
        (2, 3, 3),
        "{report}"
    );
    let mut lengths: Vec<_> = shelf.rows.lock().unwrap().iter().map(String::len).collect();
    lengths.sort_unstable();
    assert_eq!(lengths, [900, 2_000, 100_000_000]);
    let stats = sender.stats();
    assert_eq!((stats.rows_dead_lettered, stats.bytes_queued), (3, 0));
    assert!(stats.dead_letter_error.is_none());
}

#[tokio::test(start_paused = true)]
async fn rows_that_cannot_be_kept_are_rejected_all_the_same_and_that_is_said() {
    for panics in [false, true] {
        let service = refusing();
        let shelf = Arc::new(Shelf {
            is_full: true,
            panics,
            ..Shelf::default()
        });
        let sender = stream(&service)
            .dead_letter(shelf)
            .sender()
            .start()
            .unwrap();
        for n in 0..3 {
            sender.send(row(n, 900)).await.unwrap();
        }
        let report = sender.close(seconds(10)).await;
        assert_eq!(
            (report.accepted(), report.rejected(), report.dead_letters()),
            (2, 1, 0),
            "{report}"
        );
        assert!(sender.stats().dead_letter_error.is_some());
    }
}

#[cfg(feature = "spool")]
#[tokio::test(start_paused = true)]
async fn a_chunk_that_is_refused_leaves_the_spool_when_its_rows_are_kept_and_stays_when_not() {
    for is_full in [false, true] {
        let home = tempfile::tempdir().unwrap();
        let service = refusing();
        let shelf = Arc::new(Shelf {
            is_full,
            ..Shelf::default()
        });
        let stream = stream(&service).dead_letter(Arc::clone(&shelf) as _);
        let spool = crate::Spool::open(home.path()).unwrap();
        let sender = stream.sender().spool(spool).start().unwrap();
        for n in 0..3 {
            sender.send(row(n, 900)).await.unwrap();
        }
        let report = sender.close(seconds(10)).await;
        assert_eq!((report.accepted(), report.rejected()), (2, 1), "{report}");
        let names = std::fs::read_dir(home.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name());
        let corrupt = names
            .filter(|name| name.to_string_lossy().contains(".corrupt"))
            .count();
        assert_eq!(corrupt, usize::from(is_full));
        assert_eq!(sender.stats().rows_spooled, 0);
        assert_eq!(shelf.rows.lock().unwrap().len(), usize::from(!is_full));
    }
}
