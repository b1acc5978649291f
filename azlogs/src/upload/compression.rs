//! How much work goes into making requests small.

/// How requests are compressed.
///
/// The default is [`level(2)`](Self::level). Compressing is nearly all of the work of an upload, and on logs the
/// levels differ more in time than in bytes:
///
/// | level | MB/s of one core | times smaller |
/// |-------|------------------|---------------|
/// | 1     | 282–358          | 3.1–4.8       |
/// | **2** | **169–253**      | **4.3–6.3**   |
/// | 3     | 139–180          | 4.5–6.8       |
/// | 6     | 89–112           | 5.0–7.7       |
///
/// (JSON of rows of 170 bytes, 2 KB and 17 KB, on a virtual machine.) Level 2 takes half of level 6's time for a sixth to
/// a third more bytes; level 1 is faster still, and sends another third. Rows cost what they are
/// uncompressed, so a higher level pays only where the network is slow, or with
/// [`Packing::Wire`](crate::Packing::Wire), where smaller also means fewer requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Compression {
    level: u8,
    #[cfg(feature = "libdeflate")]
    libdeflate: bool,
}

impl Compression {
    /// Requests go out as they are.
    pub const fn none() -> Self {
        Self::of(0)
    }

    /// gzip at a level from 1, the fastest, to 9, the smallest; a number outside of that is taken as the nearer of the two.
    pub const fn level(level: u8) -> Self {
        Self::of(within(level, 9))
    }

    /// gzip by the C library libdeflate, at a level from 1, the fastest, to 12, the smallest; a number outside of that is
    /// taken as the nearer of the two.
    ///
    /// It takes a chunk whole instead of bit by bit, and is faster for that: level 1 makes bodies about as small as
    /// [`level(2)`](Self::level) does. It needs a C compiler to build, and is no safe code.
    /// [`Packing::Wire`](crate::Packing::Wire) can't use it, and takes [`level`](Self::level) instead.
    #[cfg(feature = "libdeflate")]
    pub const fn libdeflate(level: u8) -> Self {
        Self {
            level: within(level, 12),
            libdeflate: true,
        }
    }

    const fn of(level: u8) -> Self {
        Self {
            level,
            #[cfg(feature = "libdeflate")]
            libdeflate: false,
        }
    }

    /// The gzip level; nothing when requests go out as they are.
    pub const fn gzip_level(self) -> Option<u8> {
        match self.level {
            0 => None,
            level => Some(level),
        }
    }

    /// The level of a deflater that takes its input bit by bit.
    pub(crate) fn streaming_level(self) -> Option<u8> {
        self.gzip_level().map(|level| within(level, 9))
    }

    /// The level of libdeflate, where that is asked for.
    #[cfg(feature = "libdeflate")]
    pub(crate) fn libdeflate_level(self) -> Option<u8> {
        self.gzip_level().filter(|_| self.libdeflate)
    }
}

const fn within(level: u8, most: u8) -> u8 {
    match level {
        0 => 1,
        level if level > most => most,
        level => level,
    }
}

impl Default for Compression {
    fn default() -> Self {
        Self::level(2)
    }
}
