//! How a stream's uploads are done.

use crate::chunk::{CHUNK_LIMIT, Chunker};

use super::compression::Compression;
use super::packing::{Packer, Packing};
use super::wire;

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

    pub(crate) fn packer(&self) -> Packer {
        Packer::new(self.packing, self.compression, self.chunk_limit)
    }
}
