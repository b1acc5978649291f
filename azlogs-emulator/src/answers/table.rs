//! Every error answer: status, code, message, and whether the wording is the service's or ours.
//!
//! Where a wording is ours, the status is the likeliest one, and a client that depends on the text depends on this
//! emulator, not on Azure.

use serde::Serialize;

use super::Known;

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
    // Given only where a fault orders it: a rule doesn't say which of its tables are Auxiliary.
    row(
        Known::LongTimeSpan,
        400,
        Some("RecordsTimeRangeIsMoreThan30Minutes"),
        "The time duration between DataEndTime and DataStartTime should be within the range of 0 to 30 minutes.",
        Wording::Service,
        "Azure/Azure-Sentinel#12130; documented for Auxiliary tables, as a limit that is being removed",
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
    // Given only where a fault orders it: tokens aren't read.
    row(
        Known::WrongAudience,
        401,
        Some("InvalidAudience"),
        "The token's audience isn't https://monitor.azure.com.",
        Wording::ServiceCode,
        "MicrosoftDocs/azure-docs#103840",
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
