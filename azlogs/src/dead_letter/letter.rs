//! A rejected row as a line of JSON.

use std::io;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::batch::RejectedBatch;
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
    time: &'a RawValue,
    rule: &'a str,
    stream: &'a str,
    code: &'a str,
    message: String,
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
    let error = match batch.reason {
        RejectReason::Request(error) => Some(error),
        _ => None,
    };
    let time = rfc3339(batch.time);
    let time = RawValue::from_string(time)?;
    let head = Head {
        time: &time,
        rule: batch.rule.as_str(),
        stream: batch.stream,
        code: code(batch.reason),
        message: batch.reason.to_string(),
        status: error.and_then(Error::status),
        client_request_id: error.and_then(Error::client_request_id),
        request_id: error.and_then(Error::request_id),
        may_be_stored: batch.reason.delivery() == Delivered::Maybe,
    };
    let mut line = serde_json::to_vec(&head)?;
    line.pop();
    Ok(line)
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

/// The moment as a JSON string.
fn rfc3339(moment: SystemTime) -> String {
    let since = moment.duration_since(UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
    let mut text = Vec::new();
    match write_instant(&mut text, seconds, since.subsec_nanos()) {
        Ok(()) => String::from_utf8_lossy(&text).into_owned(),
        Err(_) => "\"\"".to_owned(),
    }
}
