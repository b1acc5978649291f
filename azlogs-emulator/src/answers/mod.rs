//! Error answers, with a request's values in the texts of the table.

mod table;

use std::time::Duration;

use http::StatusCode;
use serde::Serialize;

pub(crate) use table::TABLE;

/// Which error answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    PathNotFound,
    RuleNotFound,
    MethodNotAllowed,
    NoApiVersion,
    UnknownApiVersion,
    NoToken,
    WrongToken,
    WrongAudience,
    NoAccess,
    ContentTooLong,
    DecompressedTooLong,
    TooManyRequests,
    TooManyBytes,
    WrongContentType,
    WrongContentEncoding,
    BadGzip,
    InvalidStream,
    LongTimeSpan,
    EmptyBody,
    SlowBody,
    SilentLoss,
    Unavailable,
    Internal,
}

/// The values of a request that a message names.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Values<'a> {
    pub(crate) rule: &'a str,
    pub(crate) stream: &'a str,
    pub(crate) given: &'a str,
    pub(crate) limit: &'a str,
}

/// An error answer, ready to be sent.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) code: Option<String>,
    pub(crate) message: String,
    /// One for each loss, where the emulator is strict.
    pub(crate) details: Vec<Detail>,
    pub(crate) retry_after: Option<Duration>,
}

/// One of several reasons.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Detail {
    pub(crate) code: &'static str,
    pub(crate) message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) target: Option<String>,
}

impl Known {
    /// The answer with the request's values in its message.
    pub(crate) fn answer(self, values: &Values<'_>) -> Answer {
        let row = TABLE.iter().find(|row| row.known == self);
        let (status, code, message) =
            row.map_or((500, None, ""), |row| (row.status, row.code, row.message));
        Answer {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            code: code.map(str::to_owned),
            message: fill(message, values),
            details: Vec::new(),
            retry_after: None,
        }
    }

    /// The answer with this code.
    pub(crate) fn of_code(code: &str) -> Option<Self> {
        let row = TABLE.iter().find(|row| row.code == Some(code));
        row.map(|row| row.known)
    }

    /// The answer that an ordered fault of this status gives when it names no code of its own.
    pub(crate) fn of_status(status: u16) -> Option<Self> {
        Some(match status {
            400 => Self::InvalidStream,
            401 => Self::NoToken,
            403 => Self::NoAccess,
            404 => Self::RuleNotFound,
            408 => Self::SlowBody,
            413 => Self::ContentTooLong,
            429 => Self::TooManyRequests,
            500 => Self::Internal,
            503 => Self::Unavailable,
            _ => return None,
        })
    }
}

impl Answer {
    /// An answer that isn't in the table: its code is the status's name.
    pub(crate) fn new(status: StatusCode, name: &str) -> Self {
        Self {
            status,
            code: Some(name.replace(' ', "")),
            message: format!("{name}."),
            details: Vec::new(),
            retry_after: None,
        }
    }

    /// The body: the error object of the Azure REST API guidelines, or nothing where the service sends nothing.
    pub(crate) fn body(&self) -> Option<String> {
        let code = self.code.as_ref()?;
        let mut error = serde_json::json!({ "code": code, "message": self.message });
        if !self.details.is_empty() {
            error["details"] = serde_json::json!(self.details);
        }
        Some(serde_json::json!({ "error": error }).to_string())
    }
}

/// Puts values in the place of `{…}`. One pass: a value that looks like a placeholder stays as it is.
fn fill(template: &str, values: &Values<'_>) -> String {
    let mut out = String::with_capacity(template.len() + 64);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else {
            break;
        };
        out.push_str(before);
        match name {
            "rule" => out.push_str(values.rule),
            "stream" => out.push_str(values.stream),
            "given" => out.push_str(values.given),
            "limit" => out.push_str(values.limit),
            "limit_mb" => out.push_str(&megabytes(values.limit)),
            _ => {}
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// A number of bytes in MB, without a fraction where there is none.
fn megabytes(bytes: &str) -> String {
    let bytes: f64 = bytes.parse().unwrap_or(0.0);
    format!("{}", bytes / 1_048_576.0)
}

#[cfg(test)]
mod tests {
    use super::table::Wording;
    use super::*;

    #[test]
    fn every_answer_has_one_row_with_a_status_and_a_source() {
        for (index, row) in TABLE.iter().enumerate() {
            assert!(
                TABLE[..index].iter().all(|other| other.known != row.known),
                "{:?} twice",
                row.known
            );
            assert!((400..600).contains(&row.status), "{:?}", row.known);
            assert!(!row.source.is_empty(), "{:?}", row.known);
            assert_eq!(
                row.known.answer(&Values::default()).status.as_u16(),
                row.status
            );
        }
    }

    #[test]
    fn the_texts_that_are_known_are_exact() {
        let values = Values {
            rule: "dcr-1f84272509cb4bcf89885d736e422919",
            given: "1068792",
            limit: "1048576",
            ..Values::default()
        };
        assert_eq!(
            Known::RuleNotFound.answer(&values).body().as_deref(),
            Some(
                r#"{"error":{"code":"NotFound","message":"Data collection rule with immutable Id 'dcr-1f84272509cb4bcf89885d736e422919' not found."}}"#
            )
        );
        assert_eq!(
            Known::ContentTooLong.answer(&values).message,
            "Maximum allowed content length: 1048576 bytes (1 MB). Provided content length: 1068792 bytes."
        );
        assert_eq!(Known::EmptyBody.answer(&values).body(), None);
        let known_by_the_service = TABLE
            .iter()
            .filter(|row| row.wording == Wording::Service)
            .map(|row| row.known);
        assert_eq!(
            known_by_the_service.collect::<Vec<_>>(),
            [
                Known::RuleNotFound,
                Known::NoAccess,
                Known::ContentTooLong,
                Known::EmptyBody,
                Known::LongTimeSpan
            ]
        );
    }

    #[test]
    fn a_value_that_looks_like_a_placeholder_is_left_alone() {
        let values = Values {
            rule: "{stream}",
            stream: "secret",
            ..Values::default()
        };
        assert_eq!(
            Known::RuleNotFound.answer(&values).message,
            "Data collection rule with immutable Id '{stream}' not found."
        );
    }
}
