//! A gzip encoder of whole bodies, and what stands around deflated bytes to make them gzip.

use flate2::{Crc, FlushCompress};

use super::deflate::Deflater;

/// What begins a gzip file: deflate, no name, no time, unknown system
/// ([RFC 1952](https://www.rfc-editor.org/rfc/rfc1952#section-2.3)).
pub(super) const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

/// The length of what ends it: the checksum and the length of what was compressed, four bytes each.
pub(super) const TRAILER: usize = 8;

/// How much is compressed between two looks at the output's length.
pub(super) const STEP: usize = 64 * 1024;

/// Writes the end of a gzip file.
pub(super) fn write_trailer(crc: &Crc, out: &mut Vec<u8>) {
    out.extend_from_slice(&crc.sum().to_le_bytes());
    out.extend_from_slice(&crc.amount().to_le_bytes());
}

/// Compresses bodies, one after another.
#[derive(Debug)]
pub(crate) struct GzipEncoder {
    deflater: Deflater,
    /// How long the last body was: the next one is likely to be as long.
    expected: usize,
}

impl GzipEncoder {
    /// An encoder of a level from 1 to 9.
    pub(crate) fn new(level: u8) -> Self {
        Self {
            deflater: Deflater::new(level),
            expected: 0,
        }
    }

    /// The gzip form of `parts`, one after another. Nothing, and that is seen before long, when it has more than `most` bytes.
    pub(crate) fn encode(&mut self, parts: &[&[u8]], most: usize) -> Option<Vec<u8>> {
        // With some to spare: a buffer that is a little too small grows to twice its length.
        let mut body = Vec::with_capacity(HEADER.len() + self.expected + self.expected / 8);
        body.extend_from_slice(&HEADER);
        let mut crc = Crc::new();
        let mut steps = parts.iter().flat_map(|part| part.chunks(STEP));
        let fits = steps.all(|step| {
            crc.update(step);
            self.deflater.write(step, &mut body, FlushCompress::None) && body.len() <= most
        });
        let whole = fits && self.deflater.write(&[], &mut body, FlushCompress::Finish);
        self.deflater.restart();
        write_trailer(&crc, &mut body);
        if !whole || body.len() > most {
            return None;
        }
        self.expected = body.len();
        Some(body)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::bufread::GzDecoder;
    use proptest::prelude::*;

    use super::*;

    fn gunzip(body: &[u8]) -> Vec<u8> {
        let mut decoder = GzDecoder::new(body);
        let mut input = Vec::new();
        decoder.read_to_end(&mut input).unwrap();
        assert!(decoder.into_inner().is_empty(), "bytes after the end");
        input
    }

    /// Bytes that don't compress.
    fn noise(len: usize, seed: u64) -> Vec<u8> {
        let mut random = fastrand::Rng::with_seed(seed);
        std::iter::repeat_with(|| random.u8(..)).take(len).collect()
    }

    fn part() -> impl Strategy<Value = Vec<u8>> {
        prop_oneof![
            prop::collection::vec(any::<u8>(), 0..300),
            (1_usize..300_000, any::<u64>()).prop_map(|(len, seed)| noise(len, seed)),
            (1_usize..300_000).prop_map(|len| b"ab".repeat(len / 2)),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_body_has_what_was_put_in_whatever_became_of_those_before(
            bodies in prop::collection::vec((prop::collection::vec(part(), 0..4), any::<bool>()), 1..6),
            level in 1_u8..10,
        ) {
            let mut encoder = GzipEncoder::new(level);
            for (parts, is_given_up) in bodies {
                let parts: Vec<_> = parts.iter().map(Vec::as_slice).collect();
                let Some(body) = encoder.encode(&parts, if is_given_up { 40 } else { usize::MAX }) else {
                    prop_assert!(is_given_up);
                    continue;
                };
                prop_assert!(!is_given_up || body.len() <= 40);
                prop_assert!(gunzip(&body) == parts.concat());
                // Some levels give a few bytes more or less by what was compressed before.
                prop_assert!(encoder.encode(&parts, body.len() + 64).is_some());
                let shorter = encoder.encode(&parts, body.len() - 1);
                prop_assert!(shorter.is_none_or(|shorter| shorter.len() < body.len()));
            }
        }
    }
}
