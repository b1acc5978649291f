//! The body of a request, ready to be sent.

use std::borrow::Cow;
use std::io::Read;

use bytes::Bytes;
use flate2::bufread::GzDecoder;

use crate::row_ranges::RowRanges;

/// The rows of one request.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    /// What is sent, every time the same.
    pub(crate) bytes: Bytes,
    /// Whether that is compressed.
    pub(crate) gzip: bool,
    /// The bytes of its JSON.
    pub(crate) json_len: usize,
    pub(crate) rows: RowRanges,
}

impl Body {
    /// The number of its first row.
    pub(crate) fn first_row(&self) -> usize {
        self.rows.first().unwrap_or_default()
    }

    /// The JSON array. Nothing when the body is no gzip after all.
    pub(crate) fn json(&self) -> Option<Cow<'_, [u8]>> {
        if !self.gzip {
            return Some(Cow::Borrowed(&self.bytes));
        }
        let mut json = Vec::with_capacity(self.json_len);
        GzDecoder::new(&self.bytes[..])
            .read_to_end(&mut json)
            .ok()?;
        Some(Cow::Owned(json))
    }
}
