//! Packing by what is sent: as many rows into a request as fit when they're compressed.

use std::mem;

use bytes::Bytes;
use flate2::Crc;

use crate::chunk::Chunker;
use crate::row_ranges::RowRanges;

use super::body::Body;
use super::gzip::{HEADER, TRAILER, write_trailer};
use super::segment::Segment;

/// The most bytes of JSON that the service takes in one request, however small they're sent. Microsoft doesn't
/// document it; it was found by [otel-arrow](https://github.com/open-telemetry/otel-arrow/issues/2535).
pub(crate) const JSON_LIMIT: usize = 50 * 1024 * 1024;

/// How much JSON is compressed at a time, by itself: the more, the more of what rows have in common is found.
pub(crate) const PORTION: usize = 256 * 1024;

/// A body has so many segments at least: the more, the fuller it gets.
pub(super) const SEGMENTS: usize = 16;

/// Rows are marked so often in JSON of a body's length.
const MARKS: usize = 4 * SEGMENTS;

/// Below this limit of bodies what stands around compressed rows counts, and each row is a segment.
const TINY: usize = 1024;

/// What stands between the segments, and around them, as deflate's blocks.
const OPENING: [u8; STORED] = stored(b'[', false);
const COMMA: [u8; STORED] = stored(b',', false);
const CLOSING: [u8; STORED] = stored(b']', true);

/// The bytes of a block that isn't compressed and has one byte.
const STORED: usize = 6;

/// The bytes of a body beside a single segment.
pub(super) const FRAME: usize = HEADER.len() + STORED + STORED + TRAILER;

/// A block that isn't compressed ([RFC 1951](https://www.rfc-editor.org/rfc/rfc1951#section-3.2.4)): the kind of block, its length,
/// the length's complement, and the byte.
const fn stored(byte: u8, last: bool) -> [u8; STORED] {
    [last as u8, 1, 0, !1, !0, byte]
}

/// What cuts rows for bodies of at most `limit` bytes. A chunk of several rows always fits into a body.
pub(super) fn chunker(limit: usize) -> Chunker {
    let portion = if limit < TINY {
        0
    } else {
        PORTION.min(limit / 4)
    };
    Chunker::with_row_limit(portion, JSON_LIMIT).marking(limit / MARKS)
}

/// Joins segments to bodies, each up to the limit.
#[derive(Debug)]
pub(crate) struct Joiner {
    limit: usize,
    /// The open body, without what closes it.
    gzip: Vec<u8>,
    /// The checksum of its JSON so far.
    crc: Crc,
    /// The bytes of that.
    json_len: usize,
    /// Its rows: none where no body is open.
    rows: RowRanges,
    /// How long the last body was: the next one is likely to be as long.
    expected: usize,
}

impl Joiner {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            limit,
            gzip: Vec::new(),
            crc: Crc::new(),
            json_len: 0,
            rows: RowRanges::default(),
            expected: 0,
        }
    }

    /// Adds a segment. Gives the body before, where there is no room in it.
    pub(crate) fn join(&mut self, segment: &Segment) -> Option<Body> {
        let full = (!self.has_room(segment)).then(|| self.close()).flatten();
        if self.rows.is_empty() {
            self.gzip
                .reserve(self.expected.max(FRAME + segment.deflated.len()));
            self.gzip.extend_from_slice(&HEADER);
            self.write(OPENING);
        } else {
            self.write(COMMA);
        }
        self.gzip.extend_from_slice(&segment.deflated);
        self.crc.combine(&segment.crc);
        self.json_len += segment.json_len;
        self.rows.extend(&segment.rows);
        full
    }

    /// Ends the open body, if there is one.
    pub(crate) fn close(&mut self) -> Option<Body> {
        if self.rows.is_empty() {
            return None;
        }
        self.write(CLOSING);
        write_trailer(&self.crc, &mut self.gzip);
        self.crc.reset();
        self.expected = self.gzip.len();
        Some(Body {
            bytes: Bytes::from(mem::take(&mut self.gzip)),
            gzip: true,
            json_len: mem::take(&mut self.json_len),
            rows: mem::take(&mut self.rows),
        })
    }

    fn has_room(&self, segment: &Segment) -> bool {
        let gzip = self.gzip.len() + STORED + segment.deflated.len() + STORED + TRAILER;
        let json = self.json_len + 1 + segment.json_len + 1;
        gzip <= self.limit && json <= JSON_LIMIT
    }

    /// Writes a block of one byte.
    fn write(&mut self, block: [u8; STORED]) {
        self.gzip.extend_from_slice(&block);
        self.crc.update(&block[STORED - 1..]);
        self.json_len += 1;
    }
}

#[cfg(test)]
mod tests {
    use flate2::{Compression, FlushCompress};
    use proptest::prelude::*;

    use super::*;

    /// The JSON of a row, compressed by itself.
    fn segment(row: usize, json: &[u8]) -> Segment {
        let mut deflated = Vec::with_capacity(json.len() + 64);
        flate2::Compress::new(Compression::fast(), false)
            .compress_vec(json, &mut deflated, FlushCompress::Sync)
            .unwrap();
        let mut crc = Crc::new();
        crc.update(json);
        Segment {
            deflated,
            crc,
            json_len: json.len(),
            rows: RowRanges::from(row..row + 1),
        }
    }

    fn json_of(body: &Body) -> String {
        let json = body.json().unwrap().into_owned();
        assert_eq!(body.json_len, json.len());
        String::from_utf8(json).unwrap()
    }

    proptest! {
        #[test]
        fn a_body_ends_only_where_the_next_segment_would_make_it_too_long(
            sizes in prop::collection::vec(0_usize..3_000, 1..60),
            limit in 3_500_usize..20_000,
        ) {
            let mut random = fastrand::Rng::with_seed(5);
            let mut joiner = Joiner::new(limit);
            let mut open = Vec::new();
            for (row, size) in sizes.into_iter().enumerate() {
                let text: String = (0..size).map(|_| random.alphanumeric()).collect();
                let json = serde_json::json!({ "Text": text }).to_string();
                let segment = segment(row, json.as_bytes());
                if let Some(body) = joiner.join(&segment) {
                    let with_it = body.bytes.len() + STORED + segment.deflated.len();
                    prop_assert!(body.bytes.len() <= limit && limit < with_it);
                    prop_assert_eq!(json_of(&body), ["[", &open.join(","), "]"].concat());
                    prop_assert_eq!((body.first_row(), body.rows.count()), (row - open.len(), open.len()));
                    open.clear();
                }
                open.push(json);
            }
            let last = joiner.close().unwrap();
            prop_assert!(last.bytes.len() <= limit);
            prop_assert_eq!(json_of(&last), ["[", &open.join(","), "]"].concat());
            prop_assert!(joiner.close().is_none());
        }
    }
}
