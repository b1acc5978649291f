//! Unpacks a gzip'd body, up to a limit.

use std::io::{self, Read};

use flate2::read::MultiGzDecoder;

/// A body can't be unpacked.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Undecodable {
    /// It is no gzip, or ends too soon.
    NoGzip(String),
    /// It is longer than the limit.
    TooLong,
}

/// The bytes that were packed: at most `limit` of them, whatever the body claims.
pub(crate) fn gunzip(wire: &[u8], limit: usize) -> Result<Vec<u8>, Undecodable> {
    let mut raw = Vec::new();
    let beyond = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    MultiGzDecoder::new(wire)
        .take(beyond)
        .read_to_end(&mut raw)
        .map_err(|error| Undecodable::NoGzip(reason(&error)))?;
    if raw.len() > limit {
        return Err(Undecodable::TooLong);
    }
    Ok(raw)
}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => "it ends too soon".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write as _;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn the_limit_is_exact() {
        let packed = gzip(&[b' '; 1000]);
        assert_eq!(gunzip(&packed, 1000).unwrap().len(), 1000);
        assert_eq!(gunzip(&packed, 999), Err(Undecodable::TooLong));
    }

    #[test]
    fn what_is_no_gzip_is_told() {
        for body in [&b"[]"[..], b"\x1f\x8b", &gzip(b"[1,2,3]")[..20]] {
            assert!(
                matches!(gunzip(body, 1000), Err(Undecodable::NoGzip(_))),
                "{body:?}"
            );
        }
    }
}
