//! Whether bytes are the body of a request: a JSON array of objects, as text or gzip.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Read};

use bytes::Bytes;
use flate2::bufread::GzDecoder;
use serde::de::{Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::row_ranges::RowRanges;

use super::body::Body;
use super::content_encoding::ContentEncoding;
use super::wire::JSON_LIMIT;

/// Why bytes given to [`StreamClient::upload_raw`](crate::StreamClient::upload_raw) aren't sent.
#[derive(Debug)]
#[non_exhaustive]
pub enum RawBodyError {
    /// They aren't a JSON array of objects.
    NotRows {
        /// What is wrong, and where in the JSON.
        reason: String,
    },
    /// They aren't encoded as [`RawUpload::content_encoding`](crate::RawUpload::content_encoding) says.
    OtherEncoding {
        /// What it says.
        stated: ContentEncoding,
        /// What they look like.
        found: ContentEncoding,
    },
    /// They begin as gzip does, and aren't.
    NotGzip(io::Error),
    /// They're over the limit of a request.
    TooLarge {
        /// How many there are.
        size: usize,
        /// How many there may be.
        limit: usize,
    },
    /// They're gzip of more JSON than the service takes.
    TooMuchJson {
        /// How many bytes of JSON there may be.
        limit: usize,
    },
    /// The tokio runtime was shut down.
    Shutdown,
}

/// Looks at a body, and counts its rows.
pub(crate) fn check(
    bytes: Bytes,
    limit: Option<usize>,
    stated: Option<ContentEncoding>,
) -> Result<Body, RawBodyError> {
    let found = ContentEncoding::of(&bytes);
    if let Some(stated) = stated.filter(|&stated| stated != found) {
        return Err(RawBodyError::OtherEncoding { stated, found });
    }
    if let Some(limit) = limit.filter(|&limit| bytes.len() > limit) {
        return Err(RawBodyError::TooLarge {
            size: bytes.len(),
            limit,
        });
    }
    let gzip = found == ContentEncoding::Gzip;
    let json = if gzip {
        Cow::Owned(gunzip(&bytes)?)
    } else {
        Cow::Borrowed(&bytes[..])
    };
    let rows = count_rows(&json).map_err(|error| RawBodyError::NotRows {
        reason: error.to_string(),
    })?;
    let json_len = json.len();
    Ok(Body {
        bytes,
        gzip,
        json_len,
        rows: RowRanges::from(0..rows),
    })
}

/// The JSON of gzip'd bytes, unless there's more of it than the service takes.
fn gunzip(bytes: &[u8]) -> Result<Vec<u8>, RawBodyError> {
    let mut json = Vec::new();
    let mut decoder = GzDecoder::new(bytes).take(JSON_LIMIT as u64 + 1);
    decoder
        .read_to_end(&mut json)
        .map_err(RawBodyError::NotGzip)?;
    if json.len() > JSON_LIMIT {
        return Err(RawBodyError::TooMuchJson { limit: JSON_LIMIT });
    }
    let rest = decoder.into_inner().into_inner();
    if !rest.is_empty() {
        // A second member, perhaps; whether the service would read it isn't known, and it wouldn't say.
        let more = format!("{} bytes follow its end", rest.len());
        return Err(RawBodyError::NotGzip(io::Error::new(
            io::ErrorKind::InvalidData,
            more,
        )));
    }
    Ok(json)
}

/// The number of elements of a JSON array of objects, without building any of them.
fn count_rows(json: &[u8]) -> Result<usize, serde_json::Error> {
    let json = str::from_utf8(json).map_err(serde_json::Error::custom)?;
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let rows = deserializer.deserialize_any(Rows)?;
    deserializer.end()?;
    Ok(rows)
}

/// An array of objects.
struct Rows;

impl<'de> Visitor<'de> for Rows {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of rows; the service would answer 204 and drop this")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<usize, A::Error> {
        let mut count = 0;
        while rows.next_element::<Row>()?.is_some() {
            count += 1;
        }
        Ok(count)
    }
}

/// An object.
pub(super) struct Row;

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for Row {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row, which is an object; the service would answer 204 and drop this")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut columns: A) -> Result<Self, A::Error> {
        while columns.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(self)
    }
}

impl fmt::Display for RawBodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotRows { reason } => write!(f, "the body is no JSON array of objects: {reason}"),
            Self::OtherEncoding { stated, found } => write!(
                f,
                "the body was said to be `{stated}`, and is `{found}` by how it begins; give its own encoding, or none"
            ),
            Self::NotGzip(error) => write!(f, "the body begins as gzip does, and isn't: {error}"),
            Self::TooLarge { size, limit } => write!(
                f,
                "the body has {size} bytes, over the limit of {limit}; compress it, or send its rows in several requests"
            ),
            Self::TooMuchJson { limit } => write!(
                f,
                "the body is gzip of more than {limit} bytes of JSON; send its rows in several requests"
            ),
            Self::Shutdown => f.write_str("the tokio runtime was shut down"),
        }
    }
}

impl std::error::Error for RawBodyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotGzip(error) => Some(error),
            _ => None,
        }
    }
}
