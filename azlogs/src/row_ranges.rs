//! Sets of row numbers, kept as ranges so that a million neighbours take as much memory as one.

use std::ops::Range;

/// Row numbers as ascending ranges that neither overlap nor touch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RowRanges {
    ranges: Vec<Range<usize>>,
}

impl RowRanges {
    /// The ranges, ascending, none of them empty.
    pub(crate) fn as_slice(&self) -> &[Range<usize>] {
        &self.ranges
    }

    /// Adds one row.
    #[inline]
    pub(crate) fn insert(&mut self, row: usize) {
        match self.ranges.last_mut() {
            // Nearly always the rows come in order.
            Some(last) if last.end == row => last.end += 1,
            _ => self.insert_range(row..row + 1),
        }
    }

    /// Adds rows, joining them to the ranges they touch.
    pub(crate) fn insert_range(&mut self, rows: Range<usize>) {
        if rows.is_empty() {
            return;
        }
        // Nearly always the rows come in order, and extend the last range.
        if let Some(last) = self.ranges.last_mut()
            && last.end == rows.start
        {
            last.end = rows.end;
            return;
        }
        let from = self.ranges.partition_point(|range| range.end < rows.start);
        let to = self.ranges.partition_point(|range| range.start <= rows.end);
        let start = self.ranges[from..to]
            .first()
            .map_or(rows.start, |first| first.start);
        let end = self.ranges[from..to]
            .last()
            .map_or(rows.end, |last| last.end);
        let joined = start.min(rows.start)..end.max(rows.end);
        self.ranges.splice(from..to, [joined]);
    }

    /// The number of rows in all ranges.
    pub(crate) fn count(&self) -> usize {
        self.ranges.iter().map(ExactSizeIterator::len).sum()
    }
}

/// What only an upload needs.
#[cfg(feature = "client")]
impl RowRanges {
    pub(crate) fn into_ranges(self) -> std::vec::IntoIter<Range<usize>> {
        self.ranges.into_iter()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    pub(crate) fn contains(&self, row: usize) -> bool {
        let at = self.ranges.partition_point(|range| range.end <= row);
        self.ranges.get(at).is_some_and(|range| range.start <= row)
    }

    /// The lowest row number.
    pub(crate) fn first(&self) -> Option<usize> {
        self.ranges.first().map(|range| range.start)
    }

    /// Adds all rows of `other`.
    pub(crate) fn extend(&mut self, other: &Self) {
        for range in &other.ranges {
            self.insert_range(range.clone());
        }
    }

    /// Keeps the first `count` rows, and returns the others.
    pub(crate) fn split_off(&mut self, count: usize) -> Self {
        let mut left = count;
        let Some(at) = self.ranges.iter().position(|range| {
            let whole = range.len() <= left;
            if whole {
                left -= range.len();
            }
            !whole
        }) else {
            return Self::default();
        };
        let mut ranges = self.ranges.split_off(at);
        if left > 0 {
            let middle = ranges[0].start + left;
            self.ranges.push(ranges[0].start..middle);
            ranges[0].start = middle;
        }
        Self { ranges }
    }

    /// The rows of `0..end` that are not in this set.
    pub(crate) fn complement(&self, end: usize) -> Self {
        let mut ranges = Vec::new();
        let mut start = 0;
        for range in self.ranges.iter().take_while(|range| range.start < end) {
            if start < range.start {
                ranges.push(start..range.start);
            }
            start = range.end;
        }
        if start < end {
            ranges.push(start..end);
        }
        Self { ranges }
    }
}

#[cfg(feature = "client")]
impl From<Range<usize>> for RowRanges {
    fn from(rows: Range<usize>) -> Self {
        let mut ranges = Self::default();
        ranges.insert_range(rows);
        ranges
    }
}

#[cfg(all(test, feature = "client"))]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn numbers(ranges: &RowRanges) -> Vec<usize> {
        ranges.as_slice().iter().cloned().flatten().collect()
    }

    fn assert_apart(ranges: &RowRanges) {
        assert!(ranges.as_slice().iter().all(|range| !range.is_empty()));
        assert!(
            ranges
                .as_slice()
                .windows(2)
                .all(|pair| pair[0].end < pair[1].start)
        );
    }

    proptest! {
        #[test]
        fn rows_in_any_order_become_ascending_ranges(
            added in prop::collection::vec((0_usize..60, 0_usize..9), 0..30),
        ) {
            let mut ranges = RowRanges::default();
            let mut set = BTreeSet::new();
            for (start, len) in added {
                ranges.insert_range(start..start + len);
                set.extend(start..start + len);
            }
            assert_apart(&ranges);
            prop_assert_eq!(ranges.count(), set.len());
            prop_assert_eq!(ranges.first(), set.first().copied());
            prop_assert!((0..80).all(|row| ranges.contains(row) == set.contains(&row)));
            prop_assert_eq!(numbers(&ranges), set.into_iter().collect::<Vec<_>>());
        }

        #[test]
        fn a_split_keeps_the_first_rows_and_returns_the_rest(
            set in prop::collection::btree_set(0_usize..40, 0..30),
            count in 0_usize..35,
        ) {
            let mut ranges = RowRanges::default();
            for &row in &set {
                ranges.insert(row);
            }
            let rest = ranges.split_off(count);
            assert_apart(&ranges);
            assert_apart(&rest);
            prop_assert_eq!(numbers(&ranges), set.iter().copied().take(count).collect::<Vec<_>>());
            prop_assert_eq!(numbers(&rest), set.iter().copied().skip(count).collect::<Vec<_>>());
        }

        #[test]
        fn a_set_and_its_complement_are_all_rows(
            set in prop::collection::btree_set(0_usize..40, 0..30),
            end in 0_usize..45,
        ) {
            let mut ranges = RowRanges::default();
            for &row in &set {
                ranges.insert(row);
            }
            let others = ranges.complement(end);
            assert_apart(&others);
            prop_assert_eq!(
                numbers(&others),
                (0..end).filter(|row| !set.contains(row)).collect::<Vec<_>>()
            );
        }
    }
}
