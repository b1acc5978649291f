//! Checks a request's head: method, version, token, rule, content headers and stream.

use http::{HeaderMap, Method, header, request::Parts};

use crate::answers::{Answer, Known, Values};
use crate::catalog::Found;
use crate::quota::Over;
use crate::route::{Target, query};
use crate::state::State;

/// The versions of the API that there are. Sources: the specification's folders `stable` and `preview`, and what older
/// SDKs, Fluent Bit and otel-arrow send.
const API_VERSIONS: [&str; 3] = ["2023-01-01", "2021-11-01-preview", "2023-04-01-preview"];

/// Whether a request may post rows to the rule: the rule's place.
pub(crate) fn rule(state: &State, target: &Target, parts: &Parts) -> Result<usize, Answer> {
    let values = Values {
        rule: &target.rule,
        ..Values::default()
    };
    match query(&parts.uri, "api-version").as_deref() {
        None | Some("") => return Err(Known::NoApiVersion.answer(&values)),
        Some(version) if !API_VERSIONS.contains(&version) => {
            return Err(Known::UnknownApiVersion.answer(&Values {
                given: version,
                limit: &API_VERSIONS.join(", "),
                ..values
            }));
        }
        Some(_) => {}
    }
    let Some(token) = bearer(&parts.headers) else {
        return Err(Known::NoToken.answer(&values));
    };
    if let Some(required) = &state.settings.required_token
        && required != token
    {
        return Err(Known::WrongToken.answer(&values));
    }
    let rule = state.catalog.rule(&target.rule);
    let rule = rule.ok_or_else(|| Known::RuleNotFound.answer(&values))?;
    state.admit_request(rule).map_err(|over| {
        let limit = state.settings.quotas.requests.to_string();
        later(
            Known::TooManyRequests,
            over,
            &Values {
                limit: &limit,
                ..values
            },
        )
    })?;
    Ok(rule)
}

/// Whether the method is the one there is.
pub(crate) fn method(method: &Method) -> Result<(), Answer> {
    if method == Method::POST {
        return Ok(());
    }
    Err(Known::MethodNotAllowed.answer(&Values {
        given: method.as_str(),
        ..Values::default()
    }))
}

/// Whether the body is JSON, and whether it is gzip'd.
pub(crate) fn content(headers: &HeaderMap) -> Result<bool, Answer> {
    let refuse = |known: Known, given: &str| {
        Err(known.answer(&Values {
            given,
            ..Values::default()
        }))
    };
    let content_type = text(headers, header::CONTENT_TYPE);
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    if !media_type.eq_ignore_ascii_case("application/json") {
        return refuse(Known::WrongContentType, content_type);
    }
    let encoding = text(headers, header::CONTENT_ENCODING);
    if encoding.eq_ignore_ascii_case("gzip") {
        Ok(true)
    } else if encoding.is_empty() || encoding.eq_ignore_ascii_case("identity") {
        Ok(false)
    } else {
        refuse(Known::WrongContentEncoding, encoding)
    }
}

/// The rule's stream.
pub(crate) fn stream<'a>(
    state: &'a State,
    rule: usize,
    target: &Target,
) -> Result<Found<'a>, Answer> {
    let found = state.catalog.stream(rule, &target.stream);
    found.ok_or_else(|| {
        Known::InvalidStream.answer(&Values {
            rule: &target.rule,
            stream: &target.stream,
            ..Values::default()
        })
    })
}

/// An answer that says when to come back.
pub(crate) fn later(known: Known, over: Over, values: &Values<'_>) -> Answer {
    Answer {
        retry_after: Some(over.retry_after),
        ..known.answer(values)
    }
}

/// The length that the head announces.
pub(crate) fn content_length(headers: &HeaderMap) -> Option<u64> {
    text(headers, header::CONTENT_LENGTH).parse().ok()
}

/// Whether the client waits for a word before it sends the body.
pub(crate) fn waits_for_continue(headers: &HeaderMap) -> bool {
    text(headers, header::EXPECT).eq_ignore_ascii_case("100-continue")
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = text(headers, header::AUTHORIZATION).split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

/// A header's text; empty where there is none, or none that is text.
pub(crate) fn text(headers: &HeaderMap, name: header::HeaderName) -> &str {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default().trim()
}
