//! A gzip encoder that is used again for the next body, and can take back what it was given last.

use flate2::{Compress, Compression, Crc, FlushCompress, Status};

/// [RFC 1952](https://www.rfc-editor.org/rfc/rfc1952#section-2.3): deflate, no name, no time, unknown system.
const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

/// The checksum and the length, four bytes each.
const TRAILER: usize = 8;

/// The most that [`GzipEncoder::finish`] adds after a [`keep`](GzipEncoder::keep), if it's given one more byte before:
/// a stored block of it, which has 3 bits and what fills the byte, twice its length, and the byte; and the trailer.
pub(crate) const CLOSING: usize = 1 + 4 + 1 + TRAILER;

/// How much is compressed between two looks at the output's length.
const STEP: usize = 64 * 1024;

/// Writes gzip bodies, one after another, into a buffer of its own.
///
/// The input comes in portions, and a portion that makes the body too long can be [taken back](Self::take_back). That
/// works because [`keep`](Self::keep) ends at a byte's boundary (a sync flush), and what follows may be the
/// work of an encoder that begins anew: deflate's blocks may always refer to less than they could.
#[derive(Debug)]
pub(crate) struct GzipEncoder {
    level: Compression,
    deflate: Compress,
    body: Vec<u8>,
    /// The length of the body, and the checksum of the input, at the last `keep`.
    kept: usize,
    kept_crc: Crc,
    /// The checksum of the input since.
    crc: Crc,
    /// Whether the deflater was given anything since.
    dirty: bool,
    /// How long the last body was: the next one is likely to be as long.
    expected: usize,
}

impl GzipEncoder {
    /// An encoder of a level from 1 to 9.
    pub(crate) fn new(level: u8) -> Self {
        let level = Compression::new(u32::from(level));
        Self {
            level,
            deflate: Compress::new(level, false),
            body: HEADER.to_vec(),
            kept: HEADER.len(),
            kept_crc: Crc::new(),
            crc: Crc::new(),
            dirty: false,
            expected: 0,
        }
    }

    /// Compresses more input. False, and then it has to be [taken back](Self::take_back), when the body
    /// gets longer than `limit`; that is known for certain only after [`keep`](Self::keep).
    pub(crate) fn write(&mut self, input: &[u8], limit: usize) -> bool {
        if self.body.len() == HEADER.len() {
            // With some to spare: a buffer that is a little too small grows to twice its length.
            self.body.reserve(self.expected + self.expected / 8);
        }
        for step in input.chunks(STEP) {
            self.crc.update(step);
            if !self.deflate(step, FlushCompress::None) || self.body.len() > limit {
                return false;
            }
        }
        true
    }

    /// Makes sure that the body has all that was written. False, and then it has to be [taken
    /// back](Self::take_back), when it's longer than `limit`.
    pub(crate) fn keep(&mut self, limit: usize) -> bool {
        if !self.deflate(&[], FlushCompress::Sync) || self.body.len() > limit {
            return false;
        }
        self.kept = self.body.len();
        self.kept_crc.combine(&self.crc);
        self.crc.reset();
        self.dirty = false;
        true
    }

    /// Undoes what was written since the last [`keep`](Self::keep).
    pub(crate) fn take_back(&mut self) {
        self.body.truncate(self.kept);
        self.crc.reset();
        if self.dirty {
            // Not a reset: through one, zlib-rs 0.6 keeps the block that level 1 has open, and writes its end into the
            // next body.
            self.deflate = Compress::new(self.level, false);
            self.dirty = false;
        }
    }

    /// The length of the body at the last [`keep`](Self::keep).
    pub(crate) fn kept(&self) -> usize {
        self.kept
    }

    /// Ends the body, and begins the next one. Nothing when deflate failed.
    pub(crate) fn finish(&mut self) -> Option<Vec<u8>> {
        let whole = self.deflate(&[], FlushCompress::Finish);
        self.kept_crc.combine(&self.crc);
        self.body
            .extend_from_slice(&self.kept_crc.sum().to_le_bytes());
        self.body
            .extend_from_slice(&self.kept_crc.amount().to_le_bytes());

        let body = std::mem::replace(&mut self.body, HEADER.to_vec());
        self.expected = body.len();
        self.kept = self.body.len();
        self.kept_crc.reset();
        if whole {
            self.deflate.reset();
            self.dirty = false;
        }
        self.take_back();
        whole.then_some(body)
    }

    /// Feeds the deflater and takes all that it gives. False when it fails, which it does only when it's misused.
    fn deflate(&mut self, mut input: &[u8], flush: FlushCompress) -> bool {
        self.dirty = true;
        loop {
            if self.body.capacity() == self.body.len() {
                self.body.reserve(4096.max(input.len() / 4));
            }
            let (before_in, before_out) = (self.deflate.total_in(), self.deflate.total_out());
            let status = self.deflate.compress_vec(input, &mut self.body, flush);
            let taken = usize::try_from(self.deflate.total_in() - before_in).unwrap_or(input.len());
            input = &input[taken.min(input.len())..];
            let gave = self.deflate.total_out() > before_out;
            let room = self.body.capacity() > self.body.len();
            match status {
                Ok(Status::StreamEnd) => return true,
                // All is out when it left room that it could have used.
                Ok(_) if input.is_empty() && room && !matches!(flush, FlushCompress::Finish) => {
                    return true;
                }
                Ok(_) if taken > 0 || gave || !room => {}
                Ok(_) | Err(_) => return false,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::bufread::GzDecoder;
    use proptest::prelude::*;

    use super::*;

    const ENDLESS: usize = usize::MAX;

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

    #[derive(Clone, Debug)]
    enum Step {
        Write(Vec<u8>),
        Keep,
        TakeBack,
        Finish,
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = prop_oneof![
            3 => prop::collection::vec(any::<u8>(), 0..300).prop_map(Step::Write),
            2 => (1_usize..300_000, any::<u64>()).prop_map(|(len, seed)| Step::Write(noise(len, seed))),
            2 => (1_usize..300_000).prop_map(|len| Step::Write(b"ab".repeat(len / 2))),
            3 => Just(Step::Keep),
            2 => Just(Step::TakeBack),
            1 => Just(Step::Finish),
        ];
        prop::collection::vec(step, 0..24)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_body_has_what_was_written_and_not_taken_back(steps in steps(), level in 1_u8..10) {
            let mut encoder = GzipEncoder::new(level);
            let (mut kept, mut written) = (Vec::new(), Vec::new());
            for step in steps.into_iter().chain([Step::Finish]) {
                match step {
                    Step::Write(input) => {
                        prop_assert!(encoder.write(&input, ENDLESS));
                        written.extend(input);
                    }
                    Step::Keep => {
                        prop_assert!(encoder.keep(ENDLESS));
                        kept.append(&mut written);
                    }
                    Step::TakeBack => {
                        encoder.take_back();
                        written.clear();
                    }
                    Step::Finish => {
                        let body = encoder.finish().unwrap();
                        kept.append(&mut written);
                        prop_assert!(gunzip(&body) == kept);
                        kept.clear();
                    }
                }
            }
        }

        #[test]
        fn a_kept_body_closes_within_the_room_set_aside(len in 0_usize..200_000, seed: u64, level in 1_u8..10, back: bool) {
            let mut encoder = GzipEncoder::new(level);
            prop_assert!(encoder.write(&noise(len, seed), ENDLESS) && encoder.keep(ENDLESS));
            if back {
                prop_assert!(encoder.write(b"more", ENDLESS));
                encoder.take_back();
            }
            let kept = encoder.kept();
            prop_assert!(encoder.write(b"]", ENDLESS));
            prop_assert!(encoder.finish().unwrap().len() <= kept + CLOSING);
        }
    }

    #[test]
    fn what_would_be_too_long_is_refused_early() {
        let mut encoder = GzipEncoder::new(6);
        assert!(!encoder.write(&noise(10_000_000, 1), 100_000));
        assert!(
            encoder.body.len() < 300_000,
            "{} bytes were compressed",
            encoder.body.len()
        );
        encoder.take_back();
        assert!(encoder.write(b"[]", 100_000));
        assert_eq!(gunzip(&encoder.finish().unwrap()), b"[]");
    }
}
