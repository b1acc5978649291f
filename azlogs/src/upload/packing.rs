//! From chunks of rows to the bodies of requests.

use crate::chunk::Chunk;
use crate::unsendable::RowTooLarge;

use super::body::Body;
use super::body_gzip::BodyGzip;
use super::compression::Compression;
use super::segment::{Segment, Segmenter};

/// What a request is filled up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Packing {
    /// What Microsoft documents: the JSON has at most 1,048,576 bytes, compressed and uncompressed.
    #[default]
    Documented,
    /// What the service enforces: the body as it is sent has at most 1,048,576 bytes, and its JSON 50 MiB. That makes
    /// 4 to 10 times fewer requests, each of so many more rows, and takes rows of more than 1 MB that compress well.
    ///
    /// Rows are compressed in portions of 256 KiB, each by itself and several at a time, so that all processors have work. A request is
    /// joined of as many as fit. So it isn't full to the last row: rows of up to 16 KiB leave an eighth at most, and two or three percent
    /// as a rule. Logs make 1 to 3 % more bytes than in one piece, and up to 5 % at level 6.
    ///
    /// Without [compression](crate::Compression::none) it's the same as `Documented`.
    Wire,
}

/// A row that no body can hold: its number, why, and its JSON.
pub(crate) type Unpackable = (usize, RowTooLarge, Vec<u8>);

/// What came of a chunk.
#[derive(Debug, Default)]
pub(crate) struct Packed {
    pub(crate) bodies: Vec<Body>,
    /// What is still to be joined to bodies.
    pub(crate) segments: Vec<Segment>,
    /// Rows that no body can hold.
    pub(crate) rejected: Vec<Unpackable>,
    /// The chunk's buffer, where it's free again.
    pub(crate) buffer: Vec<u8>,
}

/// Makes bodies of chunks; meant for a thread where it may take its time.
#[derive(Debug)]
pub(crate) enum Packer {
    /// Each chunk is a body.
    Plain,
    /// Each chunk is a body, compressed by itself.
    Gzip(Box<BodyGzip>),
    /// Each chunk is segments that bodies are joined of, up to what a compressed body may have.
    Wire(Box<Segmenter>),
}

impl Packer {
    /// A packer of bodies of at most `limit` bytes.
    pub(crate) fn new(packing: Packing, compression: Compression, limit: usize) -> Self {
        let streaming = compression.streaming_level();
        if let Some(level) = streaming.filter(|_| packing == Packing::Wire) {
            return Self::Wire(Box::new(Segmenter::new(level, limit)));
        }
        let gzip = BodyGzip::new(compression);
        gzip.map_or(Self::Plain, |gzip| Self::Gzip(Box::new(gzip)))
    }

    pub(crate) fn pack(&mut self, chunk: Chunk) -> Packed {
        match self {
            Self::Plain => pack_plain(chunk),
            Self::Gzip(gzip) => pack_gzip(gzip, chunk),
            Self::Wire(segmenter) => segmenter.pack(chunk),
        }
    }
}

fn pack_plain(chunk: Chunk) -> Packed {
    let (json, rows, _) = chunk.into_parts();
    let body = Body {
        json_len: json.len(),
        bytes: json.into(),
        gzip: false,
        rows,
    };
    Packed {
        bodies: vec![body],
        ..Packed::default()
    }
}

/// Compresses a chunk; leaves it as it is when that wouldn't make it smaller, and might make it longer than the limit.
fn pack_gzip(gzip: &mut BodyGzip, chunk: Chunk) -> Packed {
    let Some(gzip) = gzip.if_smaller(&[chunk.body()]) else {
        return pack_plain(chunk);
    };
    let (json, rows, _) = chunk.into_parts();
    let body = Body {
        bytes: gzip.into(),
        gzip: true,
        json_len: json.len(),
        rows,
    };
    Packed {
        bodies: vec![body],
        buffer: json,
        ..Packed::default()
    }
}

#[cfg(test)]
mod tests {
    use std::task::{Context, Poll, Waker};

    use proptest::prelude::*;
    use serde_json::Value;

    use crate::chunk::CHUNK_LIMIT;
    use crate::row::RowStats;
    use crate::upload::packing_line::PackingLine;
    use crate::upload::settings::Settings;
    use crate::upload::wire::{JSON_LIMIT, PORTION};

    use super::*;

    /// The bodies of `rows`, and the rows that none could hold. Without a runtime, packing is done when it's asked for.
    fn pack(
        packing: Packing,
        level: u8,
        limit: usize,
        rows: &[Vec<u8>],
    ) -> (Vec<Body>, Vec<Unpackable>) {
        let settings = Settings {
            packing,
            compression: Compression::level(level),
            chunk_limit: limit,
            ..Settings::default()
        };
        let mut chunker = settings.chunker();
        let mut line = PackingLine::new(settings, 3, 2);
        let (mut bodies, mut rejected) = (Vec::new(), Vec::new());
        let mut take = |line: &mut PackingLine| {
            let mut cx = Context::from_waker(Waker::noop());
            while let Poll::Ready(packed) = line.poll_packed(&mut cx) {
                let packed = packed.unwrap();
                bodies.extend(packed.bodies);
                rejected.extend(packed.rejected);
            }
        };
        for row in rows {
            let chunk = chunker.push_with(|out| {
                out.extend_from_slice(row);
                Ok(RowStats::default())
            });
            if let Some(chunk) = chunk.unwrap() {
                line.start(chunk, false);
            }
            if !line.has_room() {
                take(&mut line);
            }
        }
        if let Some(chunk) = chunker.finish() {
            line.start(chunk, true);
        }
        take(&mut line);
        (bodies, rejected)
    }

    /// Checks that the bodies have all rows but the rejected ones, each once and in order, and keep the limits.
    fn assert_packed(bodies: &[Body], rejected: &[Unpackable], limit: usize, rows: &[Vec<u8>]) {
        let mut next = 0;
        let rejected: Vec<usize> = rejected.iter().map(|(row, ..)| *row).collect();
        let numbers = bodies
            .iter()
            .flat_map(|body| body.rows.as_slice().iter().cloned().flatten());
        let expected = (0..rows.len()).filter(|row| !rejected.contains(row));
        assert!(
            numbers.eq(expected),
            "rows are missing, twice or out of order"
        );
        for body in bodies {
            assert!(
                body.bytes.len() <= limit,
                "a body of {} bytes",
                body.bytes.len()
            );
            let json = body.json().unwrap();
            assert!(json.len() <= JSON_LIMIT);
            assert_eq!(json.len(), body.json_len);
            let mut at = 0;
            for row in body.rows.as_slice().iter().cloned().flatten() {
                assert_eq!(json[at], if at == 0 { b'[' } else { b',' });
                assert!(
                    json[at + 1..].starts_with(&rows[row]),
                    "row {row} has changed"
                );
                at += 1 + rows[row].len();
                next = next.max(row);
            }
            assert_eq!(&json[at..], b"]");
        }
    }

    /// A row of about `size` bytes of which more can be saved the lower `variety` is.
    fn row(size: usize, variety: usize, seed: u64) -> Vec<u8> {
        let mut random = fastrand::Rng::with_seed(seed);
        let alphabet: Vec<char> = (' '..='~')
            .chain('À'..='ʯ')
            .filter(|c| !"\"\\".contains(*c))
            .collect();
        let mut text = String::with_capacity(size + 4);
        while text.len() < size {
            text.push(alphabet[random.usize(..variety.min(alphabet.len()))]);
        }
        serde_json::to_vec(&serde_json::json!({ "Text": text })).unwrap()
    }

    fn rows() -> impl Strategy<Value = Vec<Vec<u8>>> {
        let size = prop_oneof![8 => 0_usize..300, 3 => 0_usize..5_000, 1 => 0_usize..400_000];
        let variety = prop_oneof![Just(1_usize), 2_usize..8, Just(90), Just(600)];
        let run = (
            size,
            variety,
            any::<u64>(),
            prop_oneof![Just(1_usize), 1_usize..200],
        );
        prop::collection::vec(run, 0..12).prop_map(|runs| {
            let mut rows = Vec::new();
            for (size, variety, seed, count) in runs {
                let count = count.min(1 + 2_000_000 / (size + 1));
                rows.extend((0..count).map(|n| row(size, variety, seed.wrapping_add(n as u64))));
            }
            rows
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn wire_bodies_keep_the_limit_and_every_row(
            rows in rows(),
            level in prop_oneof![Just(1_u8), Just(6), Just(9), 1_u8..10],
            limit in prop_oneof![Just(CHUNK_LIMIT), 40_usize..60_000],
        ) {
            let (bodies, rejected) = pack(Packing::Wire, level, limit, &rows);
            assert_packed(&bodies, &rejected, limit, &rows);
            for (row, error, _) in &rejected {
                prop_assert_eq!((error.size(), error.limit()), (rows[*row].len(), limit));
                let mut gzip = BodyGzip::new(Compression::level(level)).unwrap();
                let alone = gzip.if_smaller(&[b"[", &rows[*row], b"]"]);
                prop_assert!(alone.is_none_or(|gzip| gzip.len() + 64 > limit), "row {} would have fitted", row);
            }
        }

        #[test]
        fn documented_bodies_keep_the_limit_however_badly_they_compress(
            sizes in prop::collection::vec(1_usize..3_000, 1..40),
            variety in prop_oneof![Just(1_usize), Just(90), Just(600)],
            level in 1_u8..10,
        ) {
            let rows: Vec<_> = (0_u64..).zip(&sizes).map(|(seed, &size)| row(size, variety, seed)).collect();
            let limit = rows.iter().map(Vec::len).max().unwrap() + 2;
            let (bodies, rejected) = pack(Packing::Documented, level, limit, &rows);
            prop_assert!(rejected.is_empty());
            prop_assert!(bodies.iter().all(|body| body.json_len <= limit));
            assert_packed(&bodies, &rejected, limit, &rows);
        }
    }

    /// But the last, a body is as full as segments make it, of which there are some twelve in one at least.
    #[test]
    fn wire_bodies_of_ordinary_rows_are_full_to_within_a_segment() {
        const SIZES: [usize; 10] = [1, 5, 10, 50, 256, 512, 1_024, 4_096, 8_192, 16_384];
        let rows: Vec<_> = (0..300)
            .flat_map(|seed| SIZES.map(|size| row(size, 60, seed)))
            .collect();
        for level in [1, 2, 6, 9] {
            let (bodies, rejected) = pack(Packing::Wire, level, CHUNK_LIMIT, &rows);
            assert_packed(&bodies, &rejected, CHUNK_LIMIT, &rows);
            assert!(rejected.is_empty() && bodies.len() > 2);
            for body in &bodies[..bodies.len() - 1] {
                assert!(
                    body.bytes.len() > CHUNK_LIMIT - CHUNK_LIMIT / 12,
                    "{} bytes at level {level}",
                    body.bytes.len()
                );
            }
        }
    }

    #[test]
    fn wire_bodies_of_one_text_over_and_over_end_at_the_limit_of_json() {
        let rows = vec![row(1_000, 1, 0); 60_000];
        let (bodies, rejected) = pack(Packing::Wire, 6, CHUNK_LIMIT, &rows);
        assert_packed(&bodies, &rejected, CHUNK_LIMIT, &rows);
        assert_eq!(bodies.len(), 2);
        assert!(
            bodies[0].json_len + PORTION > JSON_LIMIT,
            "{} bytes of JSON",
            bodies[0].json_len
        );
    }

    #[test]
    fn a_long_row_that_compresses_well_fits_and_one_that_does_not_is_rejected() {
        let rows = [
            row(20, 60, 1),
            row(5 << 20, 1, 2),
            row(2 << 20, 600, 3),
            row(20, 60, 4),
        ];
        let (bodies, rejected) = pack(Packing::Wire, 2, CHUNK_LIMIT, &rows);
        assert_packed(&bodies, &rejected, CHUNK_LIMIT, &rows);
        let [(2, error, _)] = &rejected[..] else {
            panic!("{rejected:?}")
        };
        assert_eq!(
            error.to_string(),
            format!(
                "row of {size} bytes is over the limit of 1048576 bytes even when compressed; \
                 shorten its largest columns: `Text` ({} bytes)",
                rows[2].len() - 9,
                size = rows[2].len()
            )
        );
    }

    #[test]
    fn a_body_is_the_array_that_serde_json_writes() {
        let values = (0..1_000)
            .map(|n| serde_json::json!({ "N": n, "Text": "é\"\n" }))
            .collect::<Vec<_>>();
        let rows: Vec<_> = values
            .iter()
            .map(|value| serde_json::to_vec(value).unwrap())
            .collect();
        for packing in [Packing::Documented, Packing::Wire] {
            let (bodies, _) = pack(packing, 2, CHUNK_LIMIT, &rows);
            let [body] = &bodies[..] else {
                panic!("{} bodies", bodies.len())
            };
            assert!(body.gzip && body.bytes.starts_with(&[0x1f, 0x8b]));
            assert_eq!(
                body.json().unwrap().into_owned(),
                serde_json::to_vec(&values).unwrap()
            );
            assert_eq!(
                serde_json::from_slice::<Vec<Value>>(&body.json().unwrap()).unwrap(),
                values
            );
        }
    }
}
