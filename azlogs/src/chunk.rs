//! Cutting rows into chunks: JSON arrays, each the body of one request and no longer than a limit.

use std::ops::Range;

use crate::record::LogRecord;
use crate::row::{RowError, RowStats, write_row};
use crate::row_ranges::RowRanges;
use crate::unsendable::{RowTooLarge, UnsendableRow};

/// The most bytes that the service takes in one request: 1 MB.
///
/// [Service limits for Azure Monitor](https://learn.microsoft.com/azure/azure-monitor/fundamentals/service-limits#logs-ingestion-api)
/// give it for compressed and for uncompressed data; the service enforces it on the bytes that are sent.
pub const CHUNK_LIMIT: usize = 1_048_576;

/// A chunk that is longer than this is likely to get full. It then gets all its room at once, since a buffer that grows by
/// doubling leaves half a megabyte behind that nothing else fits into.
const WELL_BEGUN: usize = CHUNK_LIMIT / 16;

/// So many buffers are kept to be filled again. Where chunks pile up and are then made smaller all at once, the rest would be as much memory
/// again as they had.
#[cfg(feature = "client")]
const SPARES: usize = 8;

/// Cuts rows into chunks, for a transport of your own.
///
/// Each row is written once, straight into the chunk's buffer; the one that doesn't fit moves its bytes to the next chunk.
/// The limit is exact: brackets and commas count.
///
/// [`StreamClient`](crate::StreamClient) does this and the rest: compression, concurrency, retries.
///
/// ```
/// # use azlogs::{Chunker, CHUNK_LIMIT, LogRecord};
/// # fn send(body: &[u8]) {}
/// fn send_all<T: LogRecord>(rows: &[T]) -> Result<(), azlogs::UnsendableRow> {
///     let mut chunker = Chunker::new(CHUNK_LIMIT);
///     for row in rows {
///         if let Some(chunk) = chunker.push(row)? {
///             send(chunk.body());
///         }
///     }
///     if let Some(chunk) = chunker.finish() {
///         send(chunk.body());
///     }
///     Ok(())
/// }
/// ```
#[derive(Debug)]
pub struct Chunker {
    /// The length of body beyond which another row begins another chunk.
    chunk_limit: usize,
    /// The length of body beyond which a row is refused, though it be alone.
    row_limit: usize,
    /// `[row,row` of the chunk being filled, or nothing.
    body: Vec<u8>,
    /// What of `body` is whole rows. More is there only when writing a row panicked.
    written: usize,
    rows: RowRanges,
    nulled: u64,
    next_row: usize,
    /// How long the chunk being filled is likely to get, once it's well begun or one was full.
    expected: usize,
    /// Buffers to fill after this one.
    spares: Vec<Vec<u8>>,
    /// The JSON of the row that was refused last, where that is to be kept.
    refused: Option<Vec<u8>>,
    keeps_refused: bool,
}

/// Rows as the body of one request: a JSON array.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    body: Vec<u8>,
    rows: RowRanges,
    nulled: u64,
}

impl Chunker {
    /// A chunker whose chunks have at most `limit` bytes, [`CHUNK_LIMIT`] as a rule.
    pub fn new(limit: usize) -> Self {
        Self::with_row_limit(limit, limit)
    }

    /// As `new`, but a row of up to `row_limit` bytes, brackets included, gets a chunk of its own.
    pub(crate) fn with_row_limit(chunk_limit: usize, row_limit: usize) -> Self {
        Self {
            chunk_limit,
            row_limit,
            body: Vec::new(),
            written: 0,
            rows: RowRanges::default(),
            nulled: 0,
            next_row: 0,
            expected: 0,
            spares: Vec::new(),
            refused: None,
            keeps_refused: false,
        }
    }

    /// Keeps the JSON of a row that is too large, for [`take_refused`](Self::take_refused).
    #[cfg(feature = "client")]
    pub(crate) fn keep_refused(&mut self) {
        self.keeps_refused = true;
    }

    /// The JSON of the row that was too large right now.
    #[cfg(feature = "client")]
    pub(crate) fn take_refused(&mut self) -> Option<Vec<u8>> {
        self.refused.take()
    }

    /// Adds a row. When it no longer fits into the chunk being filled, that one is returned, and the row begins the next.
    ///
    /// # Errors
    ///
    /// Where the row can't be written, or is over the limit by itself. It counts as a row, nothing of it stays in the
    /// chunk, and the next row may be added.
    pub fn push<T: LogRecord + ?Sized>(&mut self, row: &T) -> Result<Option<Chunk>, UnsendableRow> {
        self.push_with(|out| write_row(row, out))
    }

    /// As `push`, with what writes the row's JSON.
    pub(crate) fn push_with(
        &mut self,
        write: impl FnOnce(&mut Vec<u8>) -> Result<RowStats, RowError>,
    ) -> Result<Option<Chunk>, UnsendableRow> {
        if self.expected == 0 && self.written > WELL_BEGUN {
            self.expected = self.chunk_limit.min(CHUNK_LIMIT);
        }
        if self.body.capacity() < self.expected {
            self.make_room();
        }
        let row = self.next_row;
        self.next_row += 1;
        let start = self.written;
        self.body.truncate(start);
        self.body.push(if start == 0 { b'[' } else { b',' });

        let stats = write(&mut self.body).map_err(UnsendableRow::Unwritable)?;
        let size = self.body.len() - start - 1;
        if size + 2 > self.row_limit {
            let too_large = RowTooLarge::new(&self.body[start + 1..], self.row_limit);
            self.refused = self.keeps_refused.then(|| self.body[start + 1..].to_vec());
            self.body.truncate(start);
            self.body.shrink_to(self.chunk_limit.saturating_mul(2));
            return Err(UnsendableRow::TooLarge(too_large));
        }

        let full = start > 0 && self.body.len() + 1 > self.chunk_limit;
        let chunk = full.then(|| self.cut(start));
        self.written = self.body.len();
        self.rows.insert(row);
        self.nulled += u64::from(stats.nulled);
        Ok(chunk)
    }

    /// The last chunk; nothing when it has no rows.
    pub fn finish(&mut self) -> Option<Chunk> {
        self.body.truncate(self.written);
        (self.written > 0).then(|| self.take_chunk(Vec::new()))
    }

    /// The number of rows that were pushed, those among them that can't be sent included.
    pub fn rows(&self) -> usize {
        self.next_row
    }

    /// Counts rows that aren't in any chunk, and gives their numbers.
    #[cfg(feature = "client")]
    pub(crate) fn skip_rows(&mut self, count: usize) -> Range<usize> {
        let first = self.next_row;
        self.next_row = first.saturating_add(count);
        first..self.next_row
    }

    /// Counts a row that isn't in any chunk, and gives its number.
    #[cfg(feature = "client")]
    pub(crate) fn skip(&mut self) -> usize {
        let row = self.next_row;
        self.next_row += 1;
        row
    }

    /// The length of what the chunk being filled has so far.
    #[cfg(feature = "client")]
    pub(crate) fn filled(&self) -> usize {
        self.written
    }

    /// Gives a chunk's buffer back to be filled again, if there aren't enough of them.
    #[cfg(feature = "client")]
    pub(crate) fn recycle(&mut self, buffer: Vec<u8>) {
        // A single long row must not keep its memory for the rest of the upload.
        let most = self.chunk_limit.saturating_mul(2);
        let is_of_use = (self.expected.max(1)..=most).contains(&buffer.capacity());
        if is_of_use && self.spares.len() < SPARES {
            self.spares.push(buffer);
        }
    }

    /// Ends the chunk before the row at `start`, which begins the next.
    fn cut(&mut self, start: usize) -> Chunk {
        let row = &self.body[start + 1..];
        let mut next = Vec::with_capacity(1 + row.len());
        next.push(b'[');
        next.extend_from_slice(row);
        // A chunk that was cut is followed by one that's likely to be as full.
        self.expected = self.chunk_limit.min(self.body.len());
        self.body.truncate(start);
        self.take_chunk(next)
    }

    /// Moves a chunk that has just begun to a buffer that can hold all of it; only now, since the one to be filled again
    /// may have come back in the meantime.
    #[cold]
    fn make_room(&mut self) {
        let mut room = self.spares.pop().unwrap_or_default();
        room.clear();
        if room.capacity() < self.expected {
            // With room for the row that will be too much, which is written before that is known.
            room.reserve_exact((self.expected + self.expected / 16).max(self.body.len()));
        }
        room.extend_from_slice(&self.body);
        self.body = room;
    }

    fn take_chunk(&mut self, next: Vec<u8>) -> Chunk {
        self.body.push(b']');
        self.written = next.len();
        Chunk {
            body: std::mem::replace(&mut self.body, next),
            rows: std::mem::take(&mut self.rows),
            nulled: std::mem::take(&mut self.nulled),
        }
    }
}

impl Chunk {
    /// The JSON array.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The JSON array.
    pub fn into_body(self) -> Vec<u8> {
        self.body
    }

    /// The numbers of the rows in it, counted from 0 over all that were pushed. More than one range when a row among
    /// them couldn't be sent.
    pub fn rows(&self) -> &[Range<usize>] {
        self.rows.as_slice()
    }

    /// How many of its values were written as `null` because JSON has no form for them: NaN and the infinities.
    pub fn nulled(&self) -> u64 {
        self.nulled
    }

    #[cfg(feature = "client")]
    pub(crate) fn into_parts(self) -> (Vec<u8>, RowRanges, u64) {
        (self.body, self.rows, self.nulled)
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    #[cfg(feature = "client")]
    #[test]
    fn of_many_chunks_only_some_buffers_are_kept() {
        let mut chunker = Chunker::new(1_000);
        let mut done = Vec::new();
        for _ in 0..1_000 {
            done.extend(push(&mut chunker, &row_of(100)).unwrap());
        }
        assert!(done.len() > 50);
        for chunk in done {
            chunker.recycle(chunk.into_parts().0);
        }
        assert_eq!(chunker.spares.len(), SPARES);
    }

    /// A row of exactly `size` bytes, 8 at least.
    fn row_of(size: usize) -> Vec<u8> {
        format!(r#"{{"A":"{}"}}"#, "x".repeat(size - 8)).into_bytes()
    }

    fn push(chunker: &mut Chunker, row: &[u8]) -> Result<Option<Chunk>, UnsendableRow> {
        chunker.push_with(|out| {
            out.extend_from_slice(row);
            Ok(RowStats::default())
        })
    }

    /// The chunks of rows, and the numbers of those that are too large.
    fn chunks(limit: usize, rows: impl IntoIterator<Item = Vec<u8>>) -> (Vec<Chunk>, Vec<usize>) {
        let mut chunker = Chunker::new(limit);
        let mut chunks = Vec::new();
        let mut rejected = Vec::new();
        for (number, row) in rows.into_iter().enumerate() {
            match push(&mut chunker, &row) {
                Ok(chunk) => chunks.extend(chunk),
                Err(UnsendableRow::TooLarge(error)) => {
                    assert_eq!((error.size(), error.limit()), (row.len(), limit));
                    rejected.push(number);
                }
                Err(error) => panic!("{error}"),
            }
        }
        chunks.extend(chunker.finish());
        (chunks, rejected)
    }

    fn row_counts(limit: usize, sizes: &[usize]) -> Vec<usize> {
        let (chunks, _) = chunks(limit, sizes.iter().map(|&size| row_of(size)));
        chunks
            .iter()
            .map(|chunk| chunk.rows().iter().map(Range::len).sum())
            .collect()
    }

    proptest! {
        #[test]
        fn every_row_is_in_one_chunk_in_order_or_rejected(
            sizes in prop::collection::vec(8_usize..120, 0..60),
            limit in 0_usize..250,
        ) {
            let (chunks, rejected) = chunks(limit, sizes.iter().map(|&size| row_of(size)));
            let too_large = |&number: &usize| sizes[number] + 2 > limit;
            prop_assert_eq!(&rejected, &(0..sizes.len()).filter(too_large).collect::<Vec<_>>());

            let mut numbers = Vec::new();
            for chunk in &chunks {
                prop_assert!(chunk.body().len() <= limit);
                let rows: Vec<Value> = serde_json::from_slice(chunk.body()).unwrap();
                prop_assert!(!rows.is_empty());
                let in_chunk = chunk.rows().iter().cloned().flatten().collect::<Vec<_>>();
                let expected = in_chunk.iter().map(|&n| serde_json::from_slice::<Value>(&row_of(sizes[n])).unwrap()).collect::<Vec<_>>();
                prop_assert_eq!(rows, expected);
                numbers.extend(in_chunk);
            }
            prop_assert_eq!(numbers, (0..sizes.len()).filter(|number| !too_large(number)).collect::<Vec<_>>());
        }

        #[test]
        fn no_chunk_could_have_held_the_row_after_it(
            sizes in prop::collection::vec(8_usize..100, 1..60),
            limit in 102_usize..400,
        ) {
            let (chunks, _) = chunks(limit, sizes.iter().map(|&size| row_of(size)));
            for chunk in &chunks[..chunks.len() - 1] {
                let next = sizes[chunk.rows()[0].end];
                prop_assert!(chunk.body().len() + 1 + next > limit);
            }
        }
    }

    #[test]
    fn brackets_and_commas_count() {
        const L: usize = CHUNK_LIMIT;
        assert_eq!(row_counts(L, &[20, L - 23, 12]), [2, 1]);
        assert_eq!(row_counts(L, &[20, L - 22, 12]), [1, 2]);
        assert_eq!(row_counts(L, &[20, L - 2, 12]), [1, 1, 1]);
        assert_eq!(row_counts(L, &[20, L - 3, 12]), [1, 1, 1]);
        assert_eq!(row_counts(L, &[L - 1]), [0; 0]);
    }

    #[test]
    fn the_smallest_rows_stay_within_the_limit() {
        let (chunks, _) = chunks(CHUNK_LIMIT, std::iter::repeat_n(b"{}".to_vec(), 600_000));
        let lengths = chunks
            .iter()
            .map(|chunk| chunk.body().len())
            .collect::<Vec<_>>();
        assert_eq!(lengths, [CHUNK_LIMIT, 3 * 600_000 + 2 - CHUNK_LIMIT]);
    }

    #[test]
    fn no_rows_are_no_chunk() {
        let mut chunker = Chunker::new(CHUNK_LIMIT);
        assert_eq!(chunker.finish(), None);
        assert!(push(&mut chunker, &row_of(CHUNK_LIMIT)).is_err());
        assert_eq!(chunker.finish(), None);
    }

    #[test]
    fn a_row_that_panics_leaves_nothing_behind() {
        let mut chunker = Chunker::new(100);
        push(&mut chunker, b"{}").unwrap();
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            chunker.push_with(|out| {
                out.extend_from_slice(br#"{"A":"#);
                panic!("in the middle of a row");
            })
        }));
        assert!(panicked.is_err());
        push(&mut chunker, b"{}").unwrap();
        let chunk = chunker.finish().unwrap();
        assert_eq!(chunk.body(), b"[{},{}]");
        assert_eq!(chunk.rows(), [0..1, 2..3]);
    }

    #[test]
    fn values_written_as_null_are_counted_by_chunk() {
        let mut chunker = Chunker::new(9);
        let mut push = |nulled| {
            chunker
                .push_with(|out| {
                    out.extend_from_slice(b"{}");
                    Ok(RowStats { nulled })
                })
                .unwrap()
        };
        assert_eq!(push(1), None);
        assert_eq!(push(2), None);
        assert_eq!(push(4).unwrap().nulled(), 3);
        assert_eq!(chunker.finish().unwrap().nulled(), 4);
    }
}
