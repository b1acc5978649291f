//! A rejected row as a line of JSON.

use std::io;
use std::time::{SystemTime, UNIX_EPOCH};

use azlogs_dcr::ImmutableId;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::batch::RejectedBatch;
use crate::clock;
use crate::error::{Delivered, Error, ErrorKind};
use crate::json::write_instant;
use crate::upload::RejectReason;

/// A rejected row, as [`DeadLetterReader`](super::DeadLetterReader) finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Letter {
    /// When it was rejected, in RFC 3339.
    pub time: String,
    /// The immutable id of the rule it was for.
    pub rule: String,
    /// The stream it was for.
    pub stream: String,
    /// Why it was rejected, in a word: `RowTooLarge`, `RowUnwritable`, the service's code such as `InvalidStream`, or where the service gave none
    /// `Token`, `Transport`, `Service` or `Deadline`.
    pub code: String,
    /// Why it was rejected, in a sentence.
    pub message: String,
    /// The HTTP status of the service's last answer.
    pub status: Option<u16>,
    /// Our id of the request it was in (`x-ms-client-request-id`).
    pub client_request_id: Option<String>,
    /// The service's id of that request (`x-ms-request-id`).
    pub request_id: Option<String>,
    /// Whether the service may have accepted it nevertheless.
    pub may_be_stored: bool,
    /// Its JSON; nothing where a value of it couldn't be written.
    pub row: Option<String>,
}

/// All of a letter but the row, which comes last.
#[derive(Debug, Serialize)]
struct Head<'a> {
    time: &'a str,
    rule: &'a str,
    stream: &'a str,
    code: &'a str,
    message: &'a str,
    status: Option<u16>,
    client_request_id: Option<&'a str>,
    request_id: Option<&'a str>,
    may_be_stored: bool,
}

#[derive(Debug, Deserialize)]
struct Line<'a> {
    time: String,
    rule: String,
    stream: String,
    code: String,
    message: String,
    status: Option<u16>,
    client_request_id: Option<String>,
    request_id: Option<String>,
    #[serde(default)]
    may_be_stored: bool,
    #[serde(borrow)]
    row: Option<&'a RawValue>,
}

/// What the lines of a batch begin with: all but the closing brace of an object, in which only the row is missing.
pub(super) fn write_head(batch: &RejectedBatch<'_>) -> io::Result<Vec<u8>> {
    Letter::of(batch, None).head()
}

impl Head<'_> {
    fn open_line(&self) -> io::Result<Vec<u8>> {
        let mut line = serde_json::to_vec(self)?;
        line.pop();
        Ok(line)
    }
}

impl Letter {
    /// A row that the program itself keeps back, for [`DeadLetterFile::keep_letters`](super::DeadLetterFile::keep_letters): rejected
    /// now, for a reason of its own.
    ///
    /// The row is the text of a JSON value; any other text is kept as a JSON string.
    pub fn new(
        rule: &ImmutableId,
        stream: &str,
        code: impl Into<String>,
        message: impl Into<String>,
        row: Option<&str>,
    ) -> Self {
        Self {
            time: rfc3339(clock::now()),
            rule: rule.as_str().to_owned(),
            stream: stream.to_owned(),
            code: code.into(),
            message: message.into(),
            status: None,
            client_request_id: None,
            request_id: None,
            may_be_stored: false,
            row: row.map(as_json),
        }
    }

    /// A row of a batch.
    pub(super) fn of(batch: &RejectedBatch<'_>, row: Option<&str>) -> Self {
        let error = match batch.reason {
            RejectReason::Request(error) => Some(error),
            _ => None,
        };
        Self {
            time: rfc3339(batch.time),
            rule: batch.rule.as_str().to_owned(),
            stream: batch.stream.to_owned(),
            code: code(batch.reason).to_owned(),
            message: batch.reason.to_string(),
            status: error.and_then(Error::status),
            client_request_id: error.and_then(Error::client_request_id).map(str::to_owned),
            request_id: error.and_then(Error::request_id).map(str::to_owned),
            may_be_stored: batch.reason.delivery() == Delivered::Maybe,
            row: row.map(str::to_owned),
        }
    }

    /// What its line begins with.
    pub(super) fn head(&self) -> io::Result<Vec<u8>> {
        let head = Head {
            time: &self.time,
            rule: &self.rule,
            stream: &self.stream,
            code: &self.code,
            message: &self.message,
            status: self.status,
            client_request_id: self.client_request_id.as_deref(),
            request_id: self.request_id.as_deref(),
            may_be_stored: self.may_be_stored,
        };
        head.open_line()
    }
}

/// The text, if it's JSON; else a JSON string of it.
fn as_json(text: &str) -> String {
    match serde_json::from_str::<&RawValue>(text) {
        Ok(json) => json.get().to_owned(),
        Err(_) => serde_json::Value::from(text).to_string(),
    }
}

/// Writes a line.
pub(super) fn write_line(out: &mut Vec<u8>, head: &[u8], row: Option<&str>) {
    out.extend_from_slice(head);
    out.extend_from_slice(b",\"row\":");
    // Between tokens a line may end; within a string it can't.
    let row = row.unwrap_or("null").bytes();
    out.extend(row.map(|byte| {
        if matches!(byte, b'\n' | b'\r') {
            b' '
        } else {
            byte
        }
    }));
    out.extend_from_slice(b"}\n");
}

/// Reads a line.
pub(super) fn read_line(line: &[u8]) -> Result<Letter, serde_json::Error> {
    let line: Line<'_> = serde_json::from_slice(line)?;
    Ok(Letter {
        time: line.time,
        rule: line.rule,
        stream: line.stream,
        code: line.code,
        message: line.message,
        status: line.status,
        client_request_id: line.client_request_id,
        request_id: line.request_id,
        may_be_stored: line.may_be_stored,
        row: line
            .row
            .map(RawValue::get)
            .filter(|row| *row != "null")
            .map(str::to_owned),
    })
}

fn code(reason: &RejectReason) -> &str {
    match reason {
        RejectReason::TooLarge(_) => "RowTooLarge",
        RejectReason::Unwritable(_) => "RowUnwritable",
        RejectReason::Request(error) => error.code().unwrap_or(match error.kind() {
            ErrorKind::Token => "Token",
            ErrorKind::Transport => "Transport",
            ErrorKind::Service => "Service",
            ErrorKind::Deadline => "Deadline",
        }),
    }
}

/// The moment in RFC 3339; nothing where it's out of range.
fn rfc3339(moment: SystemTime) -> String {
    let since = moment.duration_since(UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
    let mut json = Vec::new();
    match write_instant(&mut json, seconds, since.subsec_nanos()) {
        Ok(()) => String::from_utf8_lossy(&json).trim_matches('"').to_owned(),
        Err(_) => String::new(),
    }
}
