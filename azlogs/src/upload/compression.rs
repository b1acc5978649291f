//! How much work goes into making requests small.

/// How requests are compressed.
///
/// The default is the best trade there is: `libdeflate(1)` with the feature `libdeflate`, which is on by default, and
/// [`level(2)`](Self::level) without. Compressing is most of the work of an upload, and on logs the levels differ more in
/// time than in bytes:
///
/// | level               | MB/s of one core | times smaller |
/// |---------------------|------------------|---------------|
/// | `level(1)`          | 380–619          | 3.1–4.8       |
/// | **`libdeflate(1)`** | **302–435**      | **4.4–6.5**   |
/// | **`level(2)`**      | **226–386**      | **4.3–6.3**   |
/// | `libdeflate(2)`     | 223–315          | 4.5–6.6       |
/// | `level(3)`          | 170–255          | 4.5–6.8       |
/// | `libdeflate(6)`     | 138–161          | 5.2–8.2       |
/// | `level(6)`          | 116–150          | 5.0–7.7       |
///
/// (JSON of rows of 170 bytes, 2 KB and 17 KB, compressed alone on a virtual machine.) Both defaults take a third to a half of
/// level 6's time for an eighth to a third more bytes; `level(1)` is faster still, and sends another third. Rows cost what they are
/// uncompressed, so a higher level pays only where the network is slow, or with [`Packing::Wire`](crate::Packing::Wire), where
/// smaller also means fewer requests. There, the default is `level(2)` always, as libdeflate doesn't say how long a body gets
/// before it's whole.
///
/// # Without C
///
/// libdeflate is a library in C, by way of the crate `libdeflater`. It's given rows only, and never anything to unpack. Without its
/// feature, everything is compressed by zlib-rs, in Rust. Features add up over all crates of a program, so that each of them has
/// to do without the defaults; what one may want of them is then named:
///
/// ```toml
/// azlogs = { version = "0.1", default-features = false, features = ["azure-identity", "derive", "spool"] }
/// ```
///
/// Rows are the same with either, and so are the service's limits. (`reqwest`, and `azure-identity` with it, still builds some C,
/// for ring. `client` alone needs none.)
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Compression(Choice);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
enum Choice {
    /// Whatever is the best trade, for the library that can be used.
    #[default]
    Default,
    None,
    /// Of flate2.
    Level(u8),
    #[cfg(feature = "libdeflate")]
    Libdeflate(u8),
}

/// The level of flate2 that is the best trade.
const STREAMING_DEFAULT: u8 = 2;

/// The level of libdeflate that is.
#[cfg(feature = "libdeflate")]
const LIBDEFLATE_DEFAULT: u8 = 1;

impl Compression {
    /// Requests go out as they are.
    pub const fn none() -> Self {
        Self(Choice::None)
    }

    /// gzip at a level from 1, the fastest, to 9, the smallest; a number outside of that is taken as the nearer of the two.
    pub const fn level(level: u8) -> Self {
        Self(Choice::Level(within(level, 9)))
    }

    /// gzip by the C library libdeflate, at a level from 1, the fastest, to 12, the smallest; a number outside of that is
    /// taken as the nearer of the two.
    ///
    /// It takes a body whole instead of bit by bit, and is faster for that.
    /// [`Packing::Wire`](crate::Packing::Wire) can't use it, and takes [`level`](Self::level) of the same number instead.
    #[cfg(feature = "libdeflate")]
    pub const fn libdeflate(level: u8) -> Self {
        Self(Choice::Libdeflate(within(level, 12)))
    }

    /// The gzip level; nothing when requests go out as they are.
    ///
    /// It is that of the library in question, and of the default the one that a body gets with
    /// [`Packing::Documented`](crate::Packing::Documented): 1, of libdeflate, or 2 without the feature of that name.
    pub const fn gzip_level(self) -> Option<u8> {
        match self.0 {
            Choice::None => None,
            Choice::Level(level) => Some(level),
            #[cfg(feature = "libdeflate")]
            Choice::Default => Some(LIBDEFLATE_DEFAULT),
            #[cfg(feature = "libdeflate")]
            Choice::Libdeflate(level) => Some(level),
            #[cfg(not(feature = "libdeflate"))]
            Choice::Default => Some(STREAMING_DEFAULT),
        }
    }

    /// The level of a deflater that takes its input bit by bit.
    pub(crate) fn streaming_level(self) -> Option<u8> {
        match self.0 {
            Choice::Default => Some(STREAMING_DEFAULT),
            _ => self.gzip_level().map(|level| within(level, 9)),
        }
    }

    /// The level of libdeflate, where bodies that are there whole are compressed by it.
    #[cfg(feature = "libdeflate")]
    pub(crate) fn libdeflate_level(self) -> Option<u8> {
        match self.0 {
            Choice::Default | Choice::Libdeflate(_) => self.gzip_level(),
            Choice::None | Choice::Level(_) => None,
        }
    }
}

const fn within(level: u8, most: u8) -> u8 {
    match level {
        0 => 1,
        level if level > most => most,
        level => level,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_out_of_range_are_the_nearest() {
        assert_eq!(Compression::level(0), Compression::level(1));
        assert_eq!(Compression::level(200).gzip_level(), Some(9));
        assert_eq!(Compression::none().gzip_level(), None);
        assert_eq!(Compression::none().streaming_level(), None);
    }

    #[test]
    fn the_default_is_level_2_where_bodies_are_compressed_bit_by_bit() {
        assert_eq!(Compression::default().streaming_level(), Some(2));
        assert_eq!(Compression::level(1).streaming_level(), Some(1));
    }

    #[cfg(not(feature = "libdeflate"))]
    #[test]
    fn the_default_is_level_2() {
        assert_eq!(Compression::default().gzip_level(), Some(2));
    }

    #[cfg(feature = "libdeflate")]
    #[test]
    fn the_default_is_libdeflates_level_1_where_bodies_are_whole() {
        assert_eq!(Compression::default().gzip_level(), Some(1));
        assert_eq!(Compression::default().libdeflate_level(), Some(1));
        assert_eq!(Compression::level(2).libdeflate_level(), None);
        assert_eq!(Compression::none().libdeflate_level(), None);
    }

    #[cfg(feature = "libdeflate")]
    #[test]
    fn a_level_of_libdeflate_is_within_flate2s_where_bodies_are_compressed_bit_by_bit() {
        assert_eq!(Compression::libdeflate(200).libdeflate_level(), Some(12));
        assert_eq!(Compression::libdeflate(12).streaming_level(), Some(9));
        assert_eq!(Compression::libdeflate(1).streaming_level(), Some(1));
    }
}
