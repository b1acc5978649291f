//! Compressing a whole body at once, by whichever library was asked for.

use super::compression::Compression;
use super::gzip::GzipEncoder;
#[cfg(feature = "libdeflate")]
use super::libdeflate::Libdeflate;

/// Compresses bodies, one after another.
pub(crate) enum BodyGzip {
    /// flate2's streaming encoder.
    Flate2(GzipEncoder),
    #[cfg(feature = "libdeflate")]
    Libdeflate(Libdeflate),
}

impl BodyGzip {
    /// Nothing where bodies are sent as they are.
    pub(crate) fn new(compression: Compression) -> Option<Self> {
        #[cfg(feature = "libdeflate")]
        if let Some(level) = compression.libdeflate_level() {
            return Some(Self::Libdeflate(Libdeflate::new(level)));
        }
        let level = compression.streaming_level()?;
        Some(Self::Flate2(GzipEncoder::new(level)))
    }

    /// The gzip form of `parts`, one after another, if it's smaller than they are.
    pub(crate) fn if_smaller(&mut self, parts: &[&[u8]]) -> Option<Vec<u8>> {
        match self {
            Self::Flate2(encoder) => encode_if_smaller(encoder, parts),
            #[cfg(feature = "libdeflate")]
            Self::Libdeflate(compressor) => match parts {
                [body] => compressor.if_smaller(body),
                _ => compressor.if_smaller(&parts.concat()),
            },
        }
    }
}

fn encode_if_smaller(encoder: &mut GzipEncoder, parts: &[&[u8]]) -> Option<Vec<u8>> {
    let len: usize = parts.iter().map(|part| part.len()).sum();
    encoder.encode(parts, len.saturating_sub(1))
}

impl std::fmt::Debug for BodyGzip {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Flate2(encoder) => f.debug_tuple("Flate2").field(encoder).finish(),
            #[cfg(feature = "libdeflate")]
            Self::Libdeflate(..) => f.write_str("Libdeflate"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::bufread::GzDecoder;
    use proptest::prelude::*;

    use super::*;

    fn compressions() -> Vec<Compression> {
        let compressions = (1..=9).map(Compression::level);
        #[cfg(feature = "libdeflate")]
        let compressions = compressions.chain((1..=12).map(Compression::libdeflate));
        compressions.collect()
    }

    #[test]
    fn nothing_compresses_where_nothing_is_to_be() {
        assert!(BodyGzip::new(Compression::none()).is_none());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn bodies_come_out_as_they_went_in_or_not_at_all(
            bodies in prop::collection::vec((prop::collection::vec(any::<u8>(), 0..200), 0_usize..50), 1..5),
        ) {
            for compression in compressions() {
                let mut gzip = BodyGzip::new(compression).unwrap();
                for (bytes, times) in &bodies {
                    let body = bytes.repeat(*times);
                    let (left, right) = body.split_at(body.len() / 3);
                    for parts in [&[&body[..]][..], &[left, right]] {
                        let Some(compressed) = gzip.if_smaller(parts) else {
                            prop_assert!(*times < 10 || body.len() < 100, "{} bytes weren't compressed", body.len());
                            continue;
                        };
                        prop_assert!(compressed.len() < body.len());
                        let mut read = Vec::new();
                        GzDecoder::new(&compressed[..]).read_to_end(&mut read).unwrap();
                        prop_assert!(read == body);
                    }
                }
            }
        }
    }
}
