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
    /// Where the chunk being filled may be cut in pieces.
    marks: Vec<Mark>,
    /// The least number of bytes between two marks.
    mark_every: usize,
    /// The length of body at which the next mark is set.
    next_mark: usize,
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
    marks: Vec<Mark>,
}

/// A place in a chunk where one row ends and another may begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Where in the JSON that is.
    pub(crate) at: usize,
    /// The number of rows before it.
    pub(crate) rows: usize,
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
            marks: Vec::new(),
            mark_every: usize::MAX,
            next_mark: usize::MAX,
            refused: None,
            keeps_refused: false,
        }
    }

    /// Marks where chunks may be cut in pieces of at least `every` bytes.
    #[cfg(feature = "client")]
    pub(crate) fn marking(mut self, every: usize) -> Self {
        self.mark_every = every;
        self.next_mark = every;
        self
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
        if self.written >= self.next_mark {
            self.mark();
        }
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

    #[cold]
    fn mark(&mut self) {
        if self.marks.is_empty() {
            self.marks
                .reserve_exact(1 + self.chunk_limit / self.mark_every.max(1));
        }
        self.marks.push(Mark {
            at: self.written,
            rows: self.rows.count(),
        });
        self.next_mark = self.written.saturating_add(self.mark_every);
    }

    fn take_chunk(&mut self, next: Vec<u8>) -> Chunk {
        self.body.push(b']');
        self.written = next.len();
        self.next_mark = self.mark_every;
        Chunk {
            body: std::mem::replace(&mut self.body, next),
            rows: std::mem::take(&mut self.rows),
            nulled: std::mem::take(&mut self.nulled),
            marks: std::mem::take(&mut self.marks),
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

    /// The JSON array, the numbers of its rows, and where it may be cut.
    #[cfg(feature = "client")]
    pub(crate) fn into_parts(self) -> (Vec<u8>, RowRanges, Vec<Mark>) {
        (self.body, self.rows, self.marks)
    }
}

#[cfg(test)]
mod tests;
