//! Which rows are acknowledged, and who waits for that: only where rows are to be on disk first.

use std::collections::BTreeMap;
use std::task::Waker;

use crate::row_ranges::RowRanges;

/// Rows that are acknowledged later than they are queued.
#[derive(Debug, Default)]
pub(super) struct Acknowledgements {
    /// Whether that is so at all.
    are_late: bool,
    rows: RowRanges,
    waiting: BTreeMap<usize, Waker>,
    to_wake: Vec<Waker>,
}

impl Acknowledgements {
    pub(super) fn delay(&mut self) {
        self.are_late = true;
    }

    pub(super) fn has(&self, row: usize) -> bool {
        !self.are_late || self.rows.contains(row)
    }

    pub(super) fn acknowledge(&mut self, rows: &RowRanges) {
        if !self.are_late {
            return;
        }
        self.rows.extend(rows);
        for range in rows.as_slice() {
            let after = self.waiting.split_off(&range.start);
            let mut within = after;
            let mut beyond = within.split_off(&range.end);
            self.waiting.append(&mut beyond);
            self.to_wake.extend(within.into_values());
        }
    }

    /// Has a row's sender wait.
    pub(super) fn wait(&mut self, row: usize, waker: &Waker) {
        self.waiting.insert(row, waker.clone());
    }

    pub(super) fn stop_waiting(&mut self, row: usize) {
        self.waiting.remove(&row);
    }

    /// No more rows are going to be acknowledged.
    pub(super) fn end(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        self.to_wake.extend(waiting.into_values());
    }

    /// Those to be told.
    pub(super) fn take_to_wake(&mut self) -> Vec<Waker> {
        std::mem::take(&mut self.to_wake)
    }
}
