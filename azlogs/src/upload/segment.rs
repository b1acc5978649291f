//! Rows compressed apart from all others, in pieces that requests can be joined of.

use std::mem;

use flate2::{Crc, FlushCompress};

use crate::chunk::{Chunk, Mark};
use crate::items::Items;
use crate::row_ranges::RowRanges;
use crate::unsendable::RowTooLarge;

use super::deflate::Deflater;
use super::gzip::STEP;
use super::packing::{Packed, Unpackable};
use super::wire::{FRAME, SEGMENTS};

/// Some rows, `{…},{…}`, as deflate's blocks that end at a byte's boundary and refer to nothing before them: any other such blocks
/// may stand before and after.
#[derive(Debug)]
pub(crate) struct Segment {
    pub(crate) deflated: Vec<u8>,
    /// The checksum of the JSON.
    pub(crate) crc: Crc,
    /// The bytes of the JSON.
    pub(crate) json_len: usize,
    pub(crate) rows: RowRanges,
}

/// Makes segments of chunks.
///
/// A chunk of rows that compress well is one segment. Others are cut where they're marked, once there is enough for a segment: they
/// have little in common that would be lost by it.
#[derive(Debug)]
pub(crate) struct Segmenter {
    deflater: Deflater,
    /// How long the bodies may be.
    limit: usize,
    /// How long the last segment was: the next one is likely to be as long.
    expected: usize,
}

impl Segmenter {
    /// A segmenter of a level from 1 to 9, for bodies of at most `limit` bytes.
    pub(crate) fn new(level: u8, limit: usize) -> Self {
        Self {
            deflater: Deflater::new(level),
            limit,
            expected: 0,
        }
    }

    /// The segments of a chunk.
    pub(crate) fn pack(&mut self, chunk: Chunk) -> Packed {
        let (json, mut rows, marks) = chunk.into_parts();
        let end = Mark {
            at: json.len().saturating_sub(1),
            rows: rows.count(),
        };
        let marks = marks.into_iter().filter(|mark| mark.at < end.at);
        let mut packed = Packed::default();
        let mut open = Open::after(Mark::default());
        for mark in marks.chain([end]) {
            let fits = self.write(&json[open.written..mark.at], &mut open);
            open.written = mark.at;
            let is_enough = open.deflated.len() >= self.limit / SEGMENTS;
            if fits && !is_enough && mark != end {
                continue;
            }
            let begun = mem::replace(&mut open, Open::after(mark));
            let later = rows.split_off(mark.rows - begun.after.rows);
            let rows = mem::replace(&mut rows, later);
            let json = &json[begun.after.at + 1..mark.at];
            match self.finish(begun).filter(|_| fits) {
                Some((deflated, crc)) => packed.segments.push(Segment {
                    deflated,
                    crc,
                    json_len: json.len(),
                    rows,
                }),
                None => packed.rejected.extend(rejected(json, rows, self.limit)),
            }
        }
        packed.buffer = json;
        packed
    }

    /// Compresses rows into a segment. False when it gets too long for any body.
    fn write(&mut self, json: &[u8], open: &mut Open) -> bool {
        if open.deflated.is_empty() {
            // With some to spare: a buffer that is a little too small grows to twice its length.
            open.deflated.reserve(self.expected + self.expected / 8);
        }
        json.chunks(STEP).all(|step| {
            open.crc.update(step);
            self.deflater
                .write(step, &mut open.deflated, FlushCompress::None)
                && self.may_be(open)
        })
    }

    fn may_be(&self, segment: &Open) -> bool {
        segment.deflated.len() + FRAME <= self.limit
    }

    /// Ends a segment. Nothing when it's too long for any body.
    fn finish(&mut self, mut segment: Open) -> Option<(Vec<u8>, Crc)> {
        let fits = self.may_be(&segment)
            && self
                .deflater
                .write(&[], &mut segment.deflated, FlushCompress::Sync)
            && self.may_be(&segment);
        self.deflater.restart();
        if fits {
            self.expected = segment.deflated.len();
        }
        fits.then_some((segment.deflated, segment.crc))
    }
}

/// A segment being filled.
#[derive(Debug)]
struct Open {
    /// What stands before its rows: a bracket, or a comma that is no segment's.
    after: Mark,
    /// How far the chunk was compressed.
    written: usize,
    deflated: Vec<u8>,
    crc: Crc,
}

impl Open {
    fn after(mark: Mark) -> Self {
        Self {
            after: mark,
            written: mark.at + 1,
            deflated: Vec::new(),
            crc: Crc::new(),
        }
    }
}

/// The rows of a segment that no body can hold. It's a single row, as several have so little JSON that they always fit.
fn rejected(json: &[u8], rows: RowRanges, limit: usize) -> impl Iterator<Item = Unpackable> {
    let rows = rows.into_ranges().flatten().zip(Items::between(json));
    rows.map(move |(row, json)| (row, RowTooLarge::compressed(json, limit), json.to_vec()))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::bufread::DeflateDecoder;
    use proptest::prelude::*;

    use crate::chunk::CHUNK_LIMIT;
    use crate::row::RowStats;
    use crate::upload::wire;

    use super::*;

    /// The chunks of rows of so many bytes and different characters.
    fn chunks(limit: usize, rows: &[(usize, u8)]) -> (Vec<Chunk>, Vec<Vec<u8>>) {
        let mut random = fastrand::Rng::with_seed(3);
        let mut chunker = wire::chunker(limit);
        let (mut chunks, mut written) = (Vec::new(), Vec::new());
        for &(size, variety) in rows {
            let text = (0..size).map(|_| char::from(b'#' + random.u8(..variety)));
            let row = serde_json::json!({ "Text": text.collect::<String>() }).to_string();
            let pushed = chunker.push_with(|out| {
                out.extend_from_slice(row.as_bytes());
                Ok(RowStats::default())
            });
            chunks.extend(pushed.unwrap());
            written.push(row.into_bytes());
        }
        chunks.extend(chunker.finish());
        (chunks, written)
    }

    fn rows() -> impl Strategy<Value = Vec<(usize, u8)>> {
        let size = prop_oneof![6 => 0_usize..400, 3 => 0_usize..9_000, 1 => 0_usize..400_000];
        let rows = (size, 1_u8..50, 1_usize..300);
        prop::collection::vec(rows, 1..8).prop_map(|runs| {
            let runs = runs.into_iter().flat_map(|(size, variety, times)| {
                vec![(size, variety); times.min(1 + 300_000 / (size + 1))]
            });
            runs.collect()
        })
    }

    /// What a segment is where nothing stands before or after it.
    fn inflated(segment: &Segment) -> Vec<u8> {
        let last = [&segment.deflated[..], &[1, 0, 0, 255, 255]].concat();
        let mut decoder = DeflateDecoder::new(&last[..]);
        let mut json = Vec::new();
        decoder.read_to_end(&mut json).unwrap();
        assert!(decoder.into_inner().is_empty(), "bytes after the end");
        json
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn each_segment_is_whole_rows_by_themselves(
            rows in rows(),
            level in prop_oneof![Just(1_u8), Just(2), 3_u8..10],
            limit in prop_oneof![3 => Just(CHUNK_LIMIT), 1 => 0_usize..2_000, 1 => 0_usize..100_000],
        ) {
            let (chunks, written) = chunks(limit, &rows);
            let mut segmenter = Segmenter::new(level, limit);
            let mut settled = Vec::new();
            for chunk in chunks {
                let packed = segmenter.pack(chunk);
                for segment in packed.segments {
                    let numbers: Vec<_> = segment.rows.as_slice().iter().cloned().flatten().collect();
                    let rows: Vec<_> = numbers.iter().map(|&row| &written[row][..]).collect();
                    let json = rows.join(&b',');
                    prop_assert!(inflated(&segment) == json);
                    let mut crc = Crc::new();
                    crc.update(&json);
                    prop_assert_eq!((segment.crc.sum(), segment.json_len), (crc.sum(), json.len()));
                    prop_assert!(segment.deflated.len() + FRAME <= limit);
                    // The deflater keeps what it was given last, and is looked at only where a row ends.
                    let longest = rows.iter().map(|row| row.len()).max().unwrap();
                    prop_assert!(limit < CHUNK_LIMIT || segment.deflated.len() < limit / 10 + 2 * longest,
                        "{} bytes of {} rows", segment.deflated.len(), rows.len());
                    settled.extend(numbers);
                }
                for (row, error, json) in packed.rejected {
                    prop_assert_eq!((&json, error.size()), (&written[row], json.len()));
                    settled.push(row);
                }
            }
            settled.sort_unstable();
            prop_assert!(settled.into_iter().eq(0..rows.len()));
        }
    }

    #[test]
    fn of_several_rows_none_is_too_long() {
        let noise = vec![(60, 90_u8); 3_000];
        for limit in [1_024, 1_500, 2_048, 65_536] {
            for level in 1..10 {
                let mut segmenter = Segmenter::new(level, limit);
                for chunk in chunks(limit, &noise).0 {
                    assert!(segmenter.pack(chunk).rejected.is_empty());
                }
            }
        }
    }

    #[test]
    fn what_is_too_long_is_given_up_early_and_leaves_no_trace() {
        for level in [1, 2, 9] {
            let long = chunks(CHUNK_LIMIT, &[(20_000_000, 90)]).0;
            let short = chunks(CHUNK_LIMIT, &[(50, 90)]).0;
            let mut segmenter = Segmenter::new(level, 100_000);
            let packed = segmenter.pack(long[0].clone());
            assert_eq!((packed.segments.len(), packed.rejected.len()), (0, 1));
            let again = segmenter.pack(short[0].clone()).segments.remove(0);
            let fresh = Segmenter::new(level, 100_000).pack(short[0].clone());
            assert_eq!(again.deflated, fresh.segments[0].deflated);
            assert_eq!(
                again.deflated.capacity(),
                fresh.segments[0].deflated.capacity()
            );
        }
    }
}
