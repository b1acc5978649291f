//! Packing by what is sent: as many rows into a request as fit when they're compressed.

use bytes::Bytes;

use crate::chunk::Chunk;
use crate::row_ranges::RowRanges;
use crate::unsendable::RowTooLarge;

use super::body::Body;
use super::gzip::{CLOSING, GzipEncoder};
use super::packing::Packed;
use super::split::cut_in_two;

/// The most bytes of JSON that the service takes in one request, however small they're sent. Microsoft doesn't
/// document it; it was found by [otel-arrow](https://github.com/open-telemetry/otel-arrow/issues/2535).
pub(crate) const JSON_LIMIT: usize = 50 * 1024 * 1024;

/// How much JSON is compressed at a time. A sync flush, which tells how long it got, costs some hundred bytes at most.
pub(crate) const PORTION: usize = 256 * 1024;

/// Strings chunks together into one compressed body, up to its limit.
///
/// A portion of rows is compressed into the open body. If it makes the body too long it's taken back,
/// and cut in two; a single row that is too long closes the body and begins the next, and
/// is rejected when it doesn't fit there either.
#[derive(Debug)]
pub(crate) struct WirePacker {
    encoder: GzipEncoder,
    /// How long a body may be.
    limit: usize,
    /// How long it may be before it's closed.
    open_limit: usize,
    /// The rows in the open body.
    rows: RowRanges,
    /// The bytes of their JSON so far.
    json_len: usize,
    /// What the body before came to: (bytes of JSON, bytes of gzip).
    last: (usize, usize),
    packed: Packed,
}

impl WirePacker {
    pub(crate) fn new(level: u8, limit: usize) -> Self {
        Self {
            encoder: GzipEncoder::new(level),
            limit,
            open_limit: limit.saturating_sub(CLOSING),
            rows: RowRanges::default(),
            json_len: 0,
            last: (1, 0),
            packed: Packed::default(),
        }
    }

    /// The bodies that the chunk fills; and the one that it `closes`, full or not.
    pub(crate) fn pack(&mut self, chunk: Chunk, closes: bool) -> Packed {
        let (json, rows, _) = chunk.into_parts();
        let end = json.len().saturating_sub(1);
        self.add(json.get(1..end).unwrap_or_default(), rows);
        self.packed.buffer = json;
        if closes {
            self.close();
        }
        std::mem::take(&mut self.packed)
    }

    /// Adds rows, `{…},{…}`, to the open body and those after it.
    fn add(&mut self, json: &[u8], mut rows: RowRanges) {
        if self.is_likely_to_fit(json) && self.append(json) {
            self.rows.extend(&rows);
            return;
        }
        if let Some((left, right, left_rows)) = cut_in_two(json) {
            let right_rows = rows.split_off(left_rows);
            self.add(left, rows);
            self.add(right, right_rows);
        } else if !self.rows.is_empty() {
            self.close();
            self.add(json, rows);
        } else if self.append(json) {
            self.rows.extend(&rows);
        } else if let Some(row) = rows.first() {
            self.packed.rejected.push((
                row,
                RowTooLarge::compressed(json, self.limit),
                json.to_vec(),
            ));
        }
    }

    /// Whether there is room for the rows if they compress as well as those before.
    fn is_likely_to_fit(&self, json: &[u8]) -> bool {
        let (before, after) = match self.json_len {
            0 => self.last,
            json_len => (json_len, self.encoder.kept()),
        };
        let room = self.open_limit.saturating_sub(self.encoder.kept());
        json.len().saturating_mul(after) / before <= room
    }

    /// Compresses rows into the open body, if it doesn't get too long.
    fn append(&mut self, json: &[u8]) -> bool {
        let json_len = self.json_len + 1 + json.len();
        let opening: &[u8] = if self.rows.is_empty() { b"[" } else { b"," };
        let fits = json_len < JSON_LIMIT
            && self.encoder.write(opening, self.open_limit)
            && self.encoder.write(json, self.open_limit)
            && self.encoder.keep(self.open_limit);
        if fits {
            self.json_len = json_len;
        } else {
            self.encoder.take_back();
        }
        fits
    }

    /// Ends the open body, if it has rows.
    fn close(&mut self) {
        if self.rows.is_empty() {
            return;
        }
        let rows = std::mem::take(&mut self.rows);
        let json_len = std::mem::take(&mut self.json_len) + 1;
        let closed = self.encoder.write(b"]", self.limit);
        if let Some(gzip) = self.encoder.finish().filter(|_| closed) {
            self.last = (json_len, gzip.len());
            self.packed.bodies.push(Body {
                bytes: Bytes::from(gzip),
                gzip: true,
                json_len,
                rows,
            });
        }
    }
}
