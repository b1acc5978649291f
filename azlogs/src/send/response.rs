//! What the service's answer says.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::retry_after::retry_after;
use crate::clock;
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
        retry_after: retry_after(answer.headers(), clock::now()),
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
        let text = tidy(&String::from_utf8_lossy(body), TEXT_MAX);
        let challenge = || header(headers, "www-authenticate").unwrap_or_default();
        return (code, if text.is_empty() { challenge() } else { text });
    };
    let mut message = text(error, "message").unwrap_or_default();
    for detail in details(error) {
        message = format!("{} [{detail}]", message.trim_end_matches('.'));
    }
    let own_code = text(error, "code").map(|code| tidy(&code, TEXT_MAX));
    (own_code.or(code), tidy(&message, MESSAGE_MAX))
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

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use proptest::prelude::*;

    use super::*;
    use crate::ImmutableId;

    const RULE: ImmutableId = ImmutableId::from_static("dcr-000a00a000a00000a000000aa000a0aa");

    fn failure(status: u16, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Box<Failure> {
        let mut answer = http::Response::builder().status(status);
        for (name, value) in headers {
            answer = answer.header(*name, *value);
        }
        let help = Help {
            host: "dce.example",
            rule: &RULE,
            stream: "Custom-X",
            scope: "https://monitor.azure.com/.default",
        };
        judge(&answer.body(body.into()).unwrap(), help).expect_err("not accepted")
    }

    #[test]
    fn code_message_and_ids_are_the_services() {
        let body = r#"{"error":{"code":"NotFound","message":"Data collection rule with immutable Id 'dcr-1' not found."}}"#;
        let failure = failure(404, &[("x-ms-request-id", "their-id")], body);
        assert_eq!(failure.code.as_deref(), Some("NotFound"));
        assert_eq!(
            failure.message,
            "Data collection rule with immutable Id 'dcr-1' not found."
        );
        assert_eq!(failure.request_id.as_deref(), Some("their-id"));
    }

    #[test]
    fn details_and_inner_codes_follow_the_message() {
        let body = r#"{"error":{"code":"Outer","message":"Bad.","details":[
            {"code":"A","message":"first","target":"columns[0]"},{"message":"second"},{"code":7},"odd"],
            "innererror":{"code":"Deep","innererror":{"code":"Deeper"}}}}"#;
        assert_eq!(
            failure(400, &[], body).message,
            "Bad [A: first (columns[0])] [second] [Deep] [Deeper]"
        );
    }

    #[test]
    fn without_json_the_header_has_the_code_and_the_text_is_the_message() {
        let headers = [("x-ms-error-code", "ContentLengthLimitExceeded")];
        let failure = failure(
            413,
            &headers,
            "<html>\n\t<b>too\x07 large</b>\u{1b}[31m</html>",
        );
        assert_eq!(failure.code.as_deref(), Some("ContentLengthLimitExceeded"));
        assert_eq!(failure.message, "<html> <b>too large</b> [31m</html>");
    }

    #[test]
    fn a_challenge_stands_in_for_a_message() {
        let challenge = r#"Bearer error="invalid_token""#;
        assert_eq!(
            failure(401, &[("www-authenticate", challenge)], "").message,
            challenge
        );
        assert_eq!(
            failure(401, &[("www-authenticate", challenge)], "text").message,
            "text"
        );
    }

    proptest! {
        #[test]
        fn any_bytes_are_no_panic(body in proptest::collection::vec(any::<u8>(), 0..300), status in 300_u16..600) {
            let failure = failure(status, &[], body);
            prop_assert_eq!(failure.status, Some(status));
            prop_assert!(!failure.message.chars().any(char::is_control));
        }
    }

    #[test]
    fn any_body_will_do_and_little_of_it_is_kept() {
        for body in [
            String::new(),
            "null".into(),
            "[1]".into(),
            r#"{"error":"text"}"#.into(),
            r#"{"error":{"code":7,"message":{}}}"#.into(),
            r#"{"error":{"#.into(),
            "[".repeat(100_000),
            "é".repeat(100_000),
            "a b ".repeat(100_000),
            format!(
                r#"{{"error":{{"code":"{0}","message":"{0}"}}}}"#,
                "x".repeat(30_000)
            ),
        ] {
            let failure = failure(500, &[], body);
            assert!(failure.message.chars().count() <= MESSAGE_MAX + 1);
            assert!(
                failure
                    .code
                    .is_none_or(|code| code.chars().count() <= TEXT_MAX + 1)
            );
        }
        let bytes: Vec<u8> = (0..=255).cycle().take(1000).collect();
        let failure = failure(500, &[("x-ms-request-id", "\u{e9}")], bytes);
        assert!(
            !failure.message.chars().any(char::is_control),
            "{}",
            failure.message
        );
        assert_eq!(failure.request_id, None);
    }

    #[test]
    fn what_a_person_can_do_something_about_comes_with_what_to_do() {
        let help =
            |status, body: &'static str| failure(status, &[], body).help.map(Cow::into_owned);
        for (status, body, word) in [
            (307, "", "redirects"),
            (400, r#"{"error":{"code":"InvalidStream"}}"#, "`Custom-X`"),
            (
                400,
                r#"{"error":{"code":"RecordsTimeRangeIsMoreThan30Minutes"}}"#,
                "Auxiliary",
            ),
            (401, "", "https://monitor.azure.com/.default"),
            (
                403,
                "",
                "\"Monitoring Metrics Publisher\" on the data collection rule dcr-000a",
            ),
            (403, "", "up to 30 minutes"),
            (404, "", "immutable id"),
            (404, "", "dce.example"),
            (407, "", "proxy"),
            (413, "", "1,048,576"),
            (429, "", "12,000"),
        ] {
            let help = help(status, body).unwrap_or_default();
            assert!(help.contains(word), "{status}: {help}");
        }
        for status in [400, 418, 500, 503] {
            assert_eq!(help(status, ""), None);
        }
    }
}
