//! Every error answer: status, code, message, and whether the wording is the service's or ours.
//!
//! One table. Where a wording is ours, the status is the likeliest one, and a client that depends on the text
//! depends on this emulator, not on Azure.

use std::time::Duration;

use http::StatusCode;
use serde::Serialize;

/// Whose words an answer's code and message are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Wording {
    /// Code and message were seen in recordings, live tests or reports.
    Service,
    /// The code is the service's; its message isn't known, so that is ours.
    ServiceCode,
    /// Nothing is known but that the service must refuse.
    Ours,
}

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
    NoAccess,
    ContentTooLong,
    DecompressedTooLong,
    TooManyRequests,
    TooManyBytes,
    WrongContentType,
    WrongContentEncoding,
    BadGzip,
    InvalidStream,
    EmptyBody,
    SlowBody,
    SilentLoss,
    Unavailable,
    Internal,
}

/// One row of the table. `{…}` in the message stands for a value of the request.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    #[serde(skip)]
    pub(crate) known: Known,
    pub(crate) status: u16,
    pub(crate) code: Option<&'static str>,
    pub(crate) message: &'static str,
    pub(crate) wording: Wording,
    /// Where the wording, or at least the status, is from.
    pub(crate) source: &'static str,
}

const fn row(
    known: Known,
    status: u16,
    code: Option<&'static str>,
    message: &'static str,
    wording: Wording,
    source: &'static str,
) -> Row {
    Row {
        known,
        status,
        code,
        message,
        wording,
        source,
    }
}

/// The table.
pub(crate) const TABLE: &[Row] = &[
    row(
        Known::RuleNotFound,
        404,
        Some("NotFound"),
        "Data collection rule with immutable Id '{rule}' not found.",
        Wording::Service,
        "session recordings of the Java and JavaScript SDKs",
    ),
    row(
        Known::NoAccess,
        403,
        Some("OperationFailed"),
        "The authentication token provided does not have access to ingest data for the data collection rule with \
         immutable Id '{rule}'.",
        Wording::Service,
        "TROUBLESHOOTING.md of the .NET and Python SDKs, in the shorter form of newer reports",
    ),
    row(
        Known::ContentTooLong,
        413,
        Some("ContentLengthLimitExceeded"),
        "Maximum allowed content length: {limit} bytes ({limit_mb} MB). Provided content length: {given} bytes.",
        Wording::Service,
        "ErrorTest.cs of the .NET SDK; the tail from JulianHayward/AzADServicePrincipalInsights#30",
    ),
    row(
        Known::EmptyBody,
        500,
        None,
        "",
        Wording::Service,
        "live tests of the .NET SDK: 500 with no error code",
    ),
    row(
        Known::InvalidStream,
        400,
        Some("InvalidStream"),
        "The stream '{stream}' was not found in the data collection rule with immutable Id '{rule}'.",
        Wording::ServiceCode,
        "live test of the Go SDK",
    ),
    row(
        Known::DecompressedTooLong,
        413,
        Some("PayloadSizeLimitExceeded"),
        "The decompressed body is longer than {limit} bytes.",
        Wording::ServiceCode,
        "open-telemetry/otel-arrow#2535, which shows the code cut short",
    ),
    row(
        Known::TooManyRequests,
        429,
        Some("TooManyRequests"),
        "More than {limit} requests a minute to the data collection rule with immutable Id '{rule}'.",
        Wording::Ours,
        "\"Azure Monitor service limits\", Logs Ingestion API: 429 and Retry-After",
    ),
    row(
        Known::TooManyBytes,
        429,
        Some("TooManyRequests"),
        "More than {limit} bytes a minute to the data collection rule with immutable Id '{rule}'.",
        Wording::Ours,
        "\"Azure Monitor service limits\", Logs Ingestion API: 429 and Retry-After",
    ),
    row(
        Known::NoToken,
        401,
        Some("MissingAuthenticationToken"),
        "The request has no Authorization header with a bearer token.",
        Wording::Ours,
        "\"Logs Ingestion API in Azure Monitor\": the header is required",
    ),
    row(
        Known::WrongToken,
        401,
        Some("InvalidAuthenticationToken"),
        "The bearer token isn't the one that this emulator was told to require.",
        Wording::Ours,
        "the emulator's own setting",
    ),
    row(
        Known::NoApiVersion,
        400,
        Some("MissingApiVersionParameter"),
        "The query parameter api-version is required.",
        Wording::Ours,
        "the API's specification (DataCollectionRules.json): required",
    ),
    row(
        Known::UnknownApiVersion,
        400,
        Some("InvalidApiVersionParameter"),
        "The api-version '{given}' isn't known. Known are {limit}.",
        Wording::Ours,
        "the API's specification (DataCollectionRules.json): the versions there are",
    ),
    row(
        Known::WrongContentType,
        415,
        Some("UnsupportedMediaType"),
        "The Content-Type '{given}' isn't application/json.",
        Wording::Ours,
        "\"Logs Ingestion API in Azure Monitor\": the header is required",
    ),
    row(
        Known::WrongContentEncoding,
        415,
        Some("UnsupportedContentEncoding"),
        "The Content-Encoding '{given}' isn't gzip.",
        Wording::Ours,
        "\"Logs Ingestion API in Azure Monitor\": only gzip",
    ),
    row(
        Known::BadGzip,
        400,
        Some("InvalidContentEncoding"),
        "Content-Encoding says gzip, and the body isn't: {given}.",
        Wording::Ours,
        "not known",
    ),
    row(
        Known::PathNotFound,
        404,
        Some("NotFound"),
        "There is nothing at this path. Rows are posted to \
         /dataCollectionRules/<immutable id>/streams/<stream>?api-version=2023-01-01.",
        Wording::Ours,
        "\"Monitor and troubleshoot DCR data collection\": 404 for a malformed URI",
    ),
    row(
        Known::MethodNotAllowed,
        405,
        Some("MethodNotAllowed"),
        "The method is POST, not {given}.",
        Wording::Ours,
        "not known",
    ),
    row(
        Known::SlowBody,
        408,
        Some("RequestTimeout"),
        "The body didn't arrive within {limit} seconds.",
        Wording::Ours,
        "not known",
    ),
    row(
        Known::Unavailable,
        503,
        Some("ServiceUnavailable"),
        "The service is unavailable.",
        Wording::Ours,
        "not known",
    ),
    row(
        Known::Internal,
        500,
        Some("InternalServerError"),
        "An internal error.",
        Wording::Ours,
        "not known",
    ),
    row(
        Known::SilentLoss,
        400,
        Some("SilentDataLoss"),
        "The service would have answered 204 and lost data. The emulator is strict and has kept nothing.",
        Wording::Ours,
        "the emulator's own setting",
    ),
];

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
                Known::EmptyBody
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
