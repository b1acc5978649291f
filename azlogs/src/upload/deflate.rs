//! Raw deflate into the end of a vector, by an encoder that is used again.

use flate2::{Compress, Compression, FlushCompress, Status};

/// A deflater of one stream after another.
#[derive(Debug)]
pub(super) struct Deflater {
    level: Compression,
    compress: Compress,
    /// Whether all that it was given is out.
    is_flushed: bool,
}

impl Deflater {
    /// A deflater of a level from 1 to 9.
    pub(super) fn new(level: u8) -> Self {
        let level = Compression::new(u32::from(level));
        Self {
            level,
            compress: Compress::new(level, false),
            is_flushed: true,
        }
    }

    /// Compresses input, and takes all that it gives. False when it fails, which it does only when it's misused.
    pub(super) fn write(
        &mut self,
        mut input: &[u8],
        out: &mut Vec<u8>,
        flush: FlushCompress,
    ) -> bool {
        self.is_flushed = false;
        loop {
            if out.capacity() == out.len() {
                out.reserve(4096.max(input.len() / 4));
            }
            let (before_in, before_out) = (self.compress.total_in(), self.compress.total_out());
            let status = self.compress.compress_vec(input, out, flush);
            let taken =
                usize::try_from(self.compress.total_in() - before_in).unwrap_or(input.len());
            input = &input[taken.min(input.len())..];
            let gave = self.compress.total_out() > before_out;
            let room = out.capacity() > out.len();
            let is_over = match status {
                Ok(Status::StreamEnd) => true,
                // All is out when it left room that it could have used.
                Ok(_) => input.is_empty() && room && !matches!(flush, FlushCompress::Finish),
                Err(_) => return false,
            };
            if is_over {
                self.is_flushed = !matches!(flush, FlushCompress::None);
                return true;
            }
            if taken == 0 && !gave && room {
                return false;
            }
        }
    }

    /// Begins a stream that refers to nothing before.
    pub(super) fn restart(&mut self) {
        if self.is_flushed {
            self.compress.reset();
        } else {
            // Through a reset, zlib-rs 0.6 keeps the block that level 1 has open, and writes its end into the next stream.
            self.compress = Compress::new(self.level, false);
            self.is_flushed = true;
        }
    }
}
