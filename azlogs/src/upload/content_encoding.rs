//! How the bytes of a body are encoded.

use std::fmt;

/// How gzip begins, and JSON never does.
const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// How bytes given to [`StreamClient::upload_raw`](crate::StreamClient::upload_raw) are encoded: the header
/// `Content-Encoding` of their request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ContentEncoding {
    /// They are the JSON; the request has no such header.
    Identity,
    /// They are gzip of the JSON.
    Gzip,
}

impl ContentEncoding {
    /// What bytes look like.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        if bytes.starts_with(&GZIP_MAGIC) {
            Self::Gzip
        } else {
            Self::Identity
        }
    }
}

impl fmt::Display for ContentEncoding {
    /// As the header says it: `gzip`, or `identity`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Identity => "identity",
            Self::Gzip => "gzip",
        })
    }
}
