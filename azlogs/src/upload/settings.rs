//! How a stream's uploads are done.

use std::thread::available_parallelism;

use crate::chunk::{CHUNK_LIMIT, Chunker};

use super::compression::Compression;
use super::packing::{Packer, Packing};
use super::wire;

/// How many chunks wait to be packed where several are packed at a time.
pub(crate) const AHEAD: usize = 3;

/// What can be set for all uploads of a [`StreamClient`](crate::StreamClient).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    /// The most requests in flight.
    pub(crate) concurrency: usize,
    pub(crate) packing: Packing,
    pub(crate) compression: Compression,
    /// The most bytes of a body.
    pub(crate) chunk_limit: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            concurrency: 5,
            packing: Packing::default(),
            compression: Compression::default(),
            chunk_limit: CHUNK_LIMIT,
        }
    }
}

impl Settings {
    /// Whether a chunk is only a portion of a body, whose end is known when chunks are compressed.
    pub(crate) fn strings_chunks(&self) -> bool {
        self.packing == Packing::Wire && self.compression.gzip_level().is_some()
    }

    pub(crate) fn chunker(&self) -> Chunker {
        if self.strings_chunks() {
            wire::chunker(self.chunk_limit)
        } else {
            Chunker::new(self.chunk_limit)
        }
    }

    /// How many chunks an upload packs at a time, and how many more wait for that: as many as there are processors, since more would only be
    /// held, and so many that none of these waits for the thread that hands chunks out, which needs a processor too.
    ///
    /// With one request in flight, the next chunk is packed when that has been sent. Chunks that are only portions of a body go on being packed.
    pub(crate) fn packers(&self) -> (usize, usize) {
        let (most, ahead) = match self.concurrency {
            1 if !self.strings_chunks() => (1, 0),
            1 => (2, AHEAD),
            concurrency => (concurrency, AHEAD),
        };
        let processors = available_parallelism().map_or(most, usize::from);
        (most.min(processors), ahead)
    }

    /// How many requests may be in flight, and chunks on the way there of those that the packing line takes. They're compressed while as many
    /// requests as may be are in flight. Where nothing is compressed they would only wait.
    pub(crate) fn most_under_way(&self, packed: usize) -> usize {
        let packed = match self.compression.gzip_level() {
            None => 0,
            Some(_) if self.strings_chunks() => 1,
            Some(_) => packed,
        };
        self.concurrency.saturating_add(packed)
    }

    pub(crate) fn packer(&self) -> Packer {
        Packer::new(self.packing, self.compression, self.chunk_limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_one_request_in_flight_only_portions_of_a_body_are_packed_ahead() {
        let one = |packing, compression| Settings {
            concurrency: 1,
            packing,
            compression,
            ..Settings::default()
        };
        let alone = one(Packing::Documented, Compression::default());
        assert_eq!(alone.packers(), (1, 0));
        let uncompressed = one(Packing::Wire, Compression::none());
        assert_eq!(uncompressed.packers(), (1, 0));
        let portions = one(Packing::Wire, Compression::default());
        assert_eq!(portions.packers().1, AHEAD);
    }
}
