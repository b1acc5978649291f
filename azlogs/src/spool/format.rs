//! A chunk as a file: a line that says what it is, a line of JSON that says where it goes, and the body as it is sent.
//!
//! ```text
//! azlogs-chunk 1 000000fe 8c15f3a1
//! {"rule":"dcr-…","stream":"Custom-…","rows":812,"request_id":"…","gzip":true,"body_len":41205,"body_crc":3405691582,…}
//! <body>
//! ```
//!
//! The first line has a fixed length: the format's version, the length of the JSON with its line's end, and the JSON's CRC-32,
//! both in hexadecimal. `head -n 2` shows a person what a file holds. A length that the file itself doesn't have is never believed,
//! so that nothing is allocated for it.

use std::time::{SystemTime, UNIX_EPOCH};

use azlogs_dcr::ImmutableId;
use bytes::Bytes;
use flate2::Crc;
use serde::{Deserialize, Serialize};

const MAGIC: &str = "azlogs-chunk ";
const VERSION: u32 = 1;
/// `azlogs-chunk 1 000000fe 8c15f3a1\n`.
const PREFIX_LEN: usize = 33;
/// The most bytes of the line of JSON. A stream's name is the only long thing in it.
const HEADER_LIMIT: usize = 64 * 1024;
/// What has to be read of a file to know all but its body.
pub(crate) const HEAD_LIMIT: usize = PREFIX_LEN + HEADER_LIMIT;
/// The most bytes of a file: many times what a request may have.
pub(crate) const FILE_LIMIT: usize = 256 * 1024 * 1024;

/// What is known of a chunk beside its rows: enough to send it, without the type that the rows had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Header {
    pub(crate) rule: String,
    pub(crate) stream: String,
    /// Where the chunk was to go. For people to read: it's never sent there, but where the client of the day sends.
    pub(crate) endpoint: String,
    /// How many rows the body has.
    pub(crate) rows: u64,
    /// The number of the first of them, counted by whoever made the chunk.
    pub(crate) first_row: u64,
    /// The `x-ms-client-request-id`, the same on each try and after each restart.
    pub(crate) request_id: String,
    /// Milliseconds since 1970.
    pub(crate) created_ms: u64,
    pub(crate) gzip: bool,
    /// The bytes of the body's JSON.
    pub(crate) json_len: u64,
    pub(crate) body_len: u64,
    pub(crate) body_crc: u32,
}

/// Why bytes are no chunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// They were one, or were to become one.
    Corrupt(String),
    /// They're of a later version of the format.
    Later(u32),
}

/// Writes the two lines before the body. Nothing where they would be too long to be read again.
pub(crate) fn write_head(header: &Header) -> Option<Vec<u8>> {
    let mut json = serde_json::to_vec(header).ok()?;
    json.push(b'\n');
    if json.len() > HEADER_LIMIT {
        return None;
    }
    let mut head = format!("{MAGIC}{VERSION} {:08x} {:08x}\n", json.len(), crc(&json)).into_bytes();
    head.extend(json);
    Some(head)
}

/// Reads the two lines: what they say, and where the body begins. The whole file has `file_len` bytes.
pub(crate) fn read_head(bytes: &[u8], file_len: u64) -> Result<(Header, usize), Flaw> {
    let (header_len, header_crc) = read_prefix(bytes)?;
    let json = bytes
        .get(PREFIX_LEN..PREFIX_LEN + header_len)
        .ok_or_else(|| corrupt("it ends within its header"))?;
    if crc(json) != header_crc {
        return Err(corrupt("its header isn't what was written"));
    }
    let header: Header = serde_json::from_slice(json)
        .map_err(|error| Flaw::Corrupt(format!("its header: {error}")))?;
    header.check()?;
    let start = PREFIX_LEN + header_len;
    if header.body_len.checked_add(start as u64) != Some(file_len) {
        return Err(corrupt("it isn't as long as its header says"));
    }
    Ok((header, start))
}

/// Reads a whole file: the header, and the body.
pub(crate) fn read(file: &Bytes) -> Result<(Header, Bytes), Flaw> {
    let (header, start) = read_head(file, file.len() as u64)?;
    let body = file.slice(start..);
    if crc(&body) != header.body_crc {
        return Err(corrupt("its body isn't what was written"));
    }
    Ok((header, body))
}

/// The checksum of a body or a header.
pub(crate) fn crc(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// The length and the checksum of the header.
fn read_prefix(bytes: &[u8]) -> Result<(usize, u32), Flaw> {
    let line = bytes
        .get(..PREFIX_LEN)
        .and_then(|line| str::from_utf8(line).ok())
        .and_then(|line| line.strip_prefix(MAGIC))
        .and_then(|line| line.strip_suffix('\n'))
        .ok_or_else(|| corrupt("it doesn't begin as a chunk does"))?;
    let mut words = line.split(' ');
    let version = words.next().and_then(|word| word.parse().ok());
    match version {
        Some(VERSION) => {}
        Some(version) if version > VERSION => return Err(Flaw::Later(version)),
        _ => return Err(corrupt("its version is no number")),
    }
    let mut number = || {
        words
            .next()
            .and_then(|word| u32::from_str_radix(word, 16).ok())
    };
    let (Some(len), Some(crc), None) = (number(), number(), words.next()) else {
        return Err(corrupt("its first line isn't what was written"));
    };
    match usize::try_from(len) {
        Ok(len) if len <= HEADER_LIMIT => Ok((len, crc)),
        _ => Err(corrupt("its header is too long")),
    }
}

impl Header {
    /// The rule to which it goes; that it is one was checked.
    pub(crate) fn rule(&self) -> Option<ImmutableId> {
        self.rule.parse().ok()
    }

    /// What a checksum doesn't say: that the values are of the kind that a request can be made of.
    fn check(&self) -> Result<(), Flaw> {
        if self.rule().is_none() {
            return Err(corrupt("its rule is no immutable id"));
        }
        let id = self.request_id.as_bytes();
        if id.len() != 36
            || !id
                .iter()
                .all(|byte| byte.is_ascii_hexdigit() || *byte == b'-')
        {
            return Err(corrupt("its request id is no GUID"));
        }
        if self.stream.is_empty() || self.rows == 0 {
            return Err(corrupt("it has no stream, or no rows"));
        }
        if self.json_len > FILE_LIMIT as u64 || self.rows > self.json_len {
            return Err(corrupt("it says to have more rows than there can be"));
        }
        Ok(())
    }
}

/// The moment as milliseconds since 1970; 0 before that.
pub(crate) fn milliseconds(moment: SystemTime) -> u64 {
    let since = moment.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

fn corrupt(why: &str) -> Flaw {
    Flaw::Corrupt(why.to_owned())
}
