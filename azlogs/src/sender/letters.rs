//! Rejected rows that wait to be kept elsewhere. They are settled when they are.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;

use crate::dead_letter::{DeadLetter, Parcel, Remains};
use crate::row_ranges::RowRanges;
use crate::send::Route;
use crate::upload::RejectReason;

use super::account::Outcome;
use super::batch::Batch;
use super::disk::Place;
use super::queue::Queue;

/// Rejected rows on their way to the dead letters.
#[derive(Debug, Default)]
pub(super) struct Letters {
    /// Whether there is anybody to keep them.
    pub(super) are_kept: bool,
    waiting: VecDeque<Letter>,
    /// Those that are being written.
    writing: VecDeque<Letter>,
    /// Why some weren't kept.
    pub(super) error: Option<Arc<io::Error>>,
}

/// Rows that were rejected together.
#[derive(Clone, Debug)]
struct Letter {
    rows: RowRanges,
    reason: RejectReason,
    parcel: Parcel,
    place: Place,
    bytes: usize,
}

impl Letters {
    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty() && self.writing.is_empty()
    }
}

/// Keeps rows; it takes as long as whoever keeps them does.
pub(super) fn keep(to: &dyn DeadLetter, route: &Route, parcels: &[Parcel]) -> Vec<io::Result<()>> {
    parcels
        .iter()
        .map(|parcel| parcel.keep(to, route))
        .collect()
}

impl Queue {
    /// A row is rejected that was in no batch.
    pub(super) fn reject_row(&mut self, row: usize, reason: RejectReason, remains: Remains) {
        let rows = RowRanges::from(row..row + 1);
        if !self.letters.are_kept {
            return self.settle(&rows, &Outcome::Rejected(reason));
        }
        let parcel = Parcel::new(remains, reason.clone());
        let bytes = parcel.weight();
        self.held += bytes;
        self.letters.waiting.push_back(Letter {
            rows,
            reason,
            parcel,
            place: Place::Memory,
            bytes,
        });
    }

    /// A batch that has landed is rejected for that reason.
    pub(super) fn reject_for(&mut self, batch: &Batch, reason: RejectReason) {
        if !self.letters.are_kept {
            self.let_go(batch);
            self.settle(&batch.body.rows, &Outcome::Rejected(reason));
            return self.forget(batch.place);
        }
        // Its bytes count until it's kept.
        self.letters.waiting.push_back(Letter {
            rows: batch.body.rows.clone(),
            parcel: Parcel::new(Remains::Body(batch.body.clone()), reason.clone()),
            reason,
            place: batch.place,
            bytes: batch.bytes(),
        });
    }

    /// What is to be kept next.
    pub(super) fn start_keeping(&mut self) -> Vec<Parcel> {
        debug_assert!(self.letters.writing.is_empty(), "one lot at a time");
        self.letters.writing = std::mem::take(&mut self.letters.waiting);
        self.letters
            .writing
            .iter()
            .map(|letter| letter.parcel.clone())
            .collect()
    }

    /// Rows are kept, or couldn't be.
    pub(super) fn take_kept(&mut self, kept: Vec<io::Result<()>>) {
        for kept in kept {
            let Some(letter) = self.letters.writing.pop_front() else {
                return;
            };
            self.held -= letter.bytes;
            let rows = letter.rows.count() as u64;
            self.settle(&letter.rows, &Outcome::Rejected(letter.reason));
            match kept {
                Ok(()) => {
                    self.account.count(|tally| tally.kept += rows);
                    self.forget(letter.place);
                }
                Err(error) => {
                    self.keep_on_disk(letter.place, &error);
                    self.letters.error = Some(Arc::new(error));
                }
            }
        }
    }

    /// None of what was to be kept is, and why isn't known.
    pub(super) fn take_none_kept(&mut self) {
        let failed = || Err(io::Error::other("the dead letter panicked"));
        let count = self.letters.writing.len();
        self.take_kept(std::iter::repeat_with(failed).take(count).collect());
    }

    /// Rows that nobody has but the spool stay there, for a person to look at.
    fn keep_on_disk(&mut self, place: Place, error: &io::Error) {
        if let Place::Disk(key) = place {
            let why = format!("its rows were refused and cannot be kept elsewhere ({error})");
            self.disk.aside.push((key, why));
        }
    }

    /// Settles what isn't kept yet, at the end.
    pub(super) fn end_letters(&mut self) {
        let mut rest = std::mem::take(&mut self.letters.writing);
        rest.append(&mut self.letters.waiting);
        for letter in rest {
            let outcome = match letter.place {
                // The next process will be told the same by the service, and keep it then.
                Place::Disk(_) => Outcome::Spooled,
                _ => Outcome::Rejected(letter.reason),
            };
            self.settle(&letter.rows, &outcome);
        }
    }
}
