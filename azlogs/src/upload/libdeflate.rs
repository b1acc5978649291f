//! gzip by the C library libdeflate, which takes a body whole.

use libdeflater::{CompressionLvl, Compressor};

/// Compresses bodies, one after another.
pub(crate) struct Libdeflate {
    compressor: Compressor,
    room: Room,
}

impl Libdeflate {
    /// A compressor of a level from 1 to 12.
    pub(crate) fn new(level: u8) -> Self {
        let level = CompressionLvl::new(level.into()).unwrap_or_default();
        Self {
            compressor: Compressor::new(level),
            room: Room::default(),
        }
    }

    /// The gzip form of `body`, if it's smaller.
    pub(crate) fn if_smaller(&mut self, body: &[u8]) -> Option<Vec<u8>> {
        let most = body.len().saturating_sub(1);
        let usual = self.room.usual(body.len()).min(most);
        let mut gzip = self.within(usual, body);
        if gzip.is_none() && usual < most {
            gzip = self.within(most, body);
        }
        self.room.learn(gzip.as_ref().map_or(most, Vec::len));
        gzip
    }

    /// The gzip form of `body`, if it's no longer than `room`.
    fn within(&mut self, room: usize, body: &[u8]) -> Option<Vec<u8>> {
        let mut gzip = vec![0; room];
        let len = self.compressor.gzip_compress(body, &mut gzip).ok()?;
        gzip.truncate(len);
        gzip.shrink_to_fit();
        Some(gzip)
    }
}

/// How much room a compressed body is likely to need. As much as the body has would be memory that logs don't need, as they get four to
/// eight times smaller, and it's zeroed before it's written to.
///
/// A body that needs more is compressed twice. Each such body raises what is known by an eighth at least, so they are few, whatever comes.
#[derive(Default)]
struct Room {
    /// The most that a body took; nothing before the first.
    longest: Option<usize>,
}

impl Room {
    /// What the longest one so far would have fitted into with some to spare; not too little for a body much longer than those before.
    fn usual(&self, body: usize) -> usize {
        match self.longest {
            None => body / 3,
            Some(longest) => (longest + longest / 8).max(body / 8),
        }
    }

    fn learn(&mut self, took: usize) {
        self.longest = self.longest.max(Some(took));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A body of which a part, in 16ths, doesn't compress, and the rest does.
    fn body(len: usize, noise: usize, seed: u64) -> Vec<u8> {
        let mut random = fastrand::Rng::with_seed(seed);
        let noise = len * noise / 16;
        let noise = std::iter::repeat_with(|| random.u8(..)).take(noise);
        noise.chain(std::iter::repeat(b'a')).take(len).collect()
    }

    fn in_ample_room(level: u8, body: &[u8]) -> Vec<u8> {
        let level = CompressionLvl::new(level.into()).unwrap();
        let mut compressor = Compressor::new(level);
        let mut gzip = vec![0; compressor.gzip_compress_bound(body.len())];
        let len = compressor.gzip_compress(body, &mut gzip).unwrap();
        gzip.truncate(len);
        gzip
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn bodies_are_compressed_exactly_if_that_makes_them_smaller(
            bodies in prop::collection::vec((prop_oneof![0_usize..200, 0_usize..200_000], 0_usize..=16, any::<u64>()), 1..8),
            level in 1_u8..=12,
        ) {
            let mut libdeflate = Libdeflate::new(level);
            for (len, noise, seed) in bodies {
                let body = body(len, noise, seed);
                let expected = in_ample_room(level, &body);
                let expected = (expected.len() < len).then_some(expected);
                prop_assert!(libdeflate.if_smaller(&body) == expected, "{len} bytes, {noise} of noise");
            }
        }

        #[test]
        fn few_bodies_are_compressed_twice(took in prop::collection::vec(1_usize..1_048_576, 1..300), rising: bool) {
            let mut took = took;
            if rising {
                took.sort_unstable();
            }
            let mut room = Room::default();
            let mut twice = 0;
            for took in took {
                twice += usize::from(room.usual(1_048_576) < took);
                room.learn(took);
            }
            prop_assert!(twice <= 20, "{twice} bodies");
        }
    }

    #[test]
    fn a_body_is_no_longer_in_memory_than_it_is() {
        let gzip = Libdeflate::new(1).if_smaller(&vec![b'a'; 100_000]).unwrap();
        assert!(gzip.capacity() < 2 * gzip.len(), "{}", gzip.capacity());
    }
}
