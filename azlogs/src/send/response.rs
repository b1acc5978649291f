//! What the service's answer says.

use std::time::SystemTime;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::retry_after::retry_after;
use crate::error::{Delivered, ErrorKind, Failure, Help};

/// Longer bodies are cut.
const BODY_MAX: usize = 64 * 1024;
/// What is kept of a body that isn't the service's JSON, and of a message that is.
const TEXT_MAX: usize = 300;
const MESSAGE_MAX: usize = 2000;
/// How many of an error's details are kept.
const DETAILS_MAX: usize = 5;

/// Whether the service accepted the rows.
///
/// That is 204. The documentation speaks of 200 and 202 too; with a body, those are some proxy's page.
pub(super) fn judge(answer: &http::Response<Bytes>, help: Help<'_>) -> Result<(), Box<Failure>> {
    let status = answer.status().as_u16();
    if status == 204 || matches!(status, 200 | 202) && answer.body().is_empty() {
        return Ok(());
    }
    let (code, message) = code_and_message(answer.headers(), answer.body());
    Err(Box::new(Failure {
        status: Some(status),
        help: help.with_answer(status, code.as_deref()),
        code,
        request_id: header(answer.headers(), "x-ms-request-id"),
        retry_after: retry_after(answer.headers(), SystemTime::now()),
        retryable: is_retryable(answer.status()),
        delivered: match status {
            200..=299 | 500 | 502..=504 => Delivered::Maybe,
            _ => Delivered::No,
        },
        ..Failure::new(ErrorKind::Service, message)
    }))
}

/// Whether the same request may succeed at another time.
fn is_retryable(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504)
}

fn code_and_message(headers: &HeaderMap, body: &Bytes) -> (Option<String>, String) {
    let body = &body[..body.len().min(BODY_MAX)];
    let code = header(headers, "x-ms-error-code");
    let json = serde_json::from_slice::<Value>(body).ok();
    let Some(error) = json
        .as_ref()
        .and_then(|json| json.get("error"))
        .filter(|error| error.is_object())
    else {
        return (code, tidy(&String::from_utf8_lossy(body), TEXT_MAX));
    };
    let mut message = text(error, "message").unwrap_or_default();
    for detail in details(error) {
        message = format!("{} [{detail}]", message.trim_end_matches('.'));
    }
    (text(error, "code").or(code), tidy(&message, MESSAGE_MAX))
}

/// An error's details, and the codes within it: `Code: message (target)`.
fn details(error: &Value) -> Vec<String> {
    let listed = error
        .get("details")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let inner = std::iter::successors(error.get("innererror"), |error| error.get("innererror"));
    listed
        .chain(inner)
        .filter_map(|detail| {
            let parts = [text(detail, "code"), text(detail, "message")];
            let said = parts.into_iter().flatten().collect::<Vec<_>>().join(": ");
            let target = text(detail, "target").map(|target| format!(" ({target})"));
            (!said.is_empty()).then(|| said + &target.unwrap_or_default())
        })
        .take(DETAILS_MAX)
        .collect()
}

fn text(object: &Value, key: &str) -> Option<String> {
    let text = object.get(key)?.as_str()?;
    (!text.is_empty()).then(|| text.to_owned())
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?.trim();
    (!value.is_empty()).then(|| tidy(value, TEXT_MAX))
}

/// Text of others on one line, of bounded length, without control characters.
fn tidy(text: &str, max: usize) -> String {
    let words = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty());
    let mut line = String::new();
    for word in words {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.len() > max * 4 {
            break;
        }
    }
    match line.char_indices().nth(max) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
