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
}

impl Compression {
    /// Requests go out as they are.
    pub const fn none() -> Self {
        Self { level: 0 }
    }

    /// gzip at a level from 1, the fastest, to 9, the smallest; a number outside of that is taken as the nearer of the two.
    pub const fn level(level: u8) -> Self {
        Self {
            level: match level {
                0 => 1,
                1..=9 => level,
                _ => 9,
            },
        }
    }

    /// The gzip level; nothing when requests go out as they are.
    pub const fn gzip_level(self) -> Option<u8> {
        match self.level {
            0 => None,
            level => Some(level),
        }
    }
}

impl Default for Compression {
    fn default() -> Self {
        Self::level(2)
    }
}
