//! Turns answers into responses, with the headers that the service sends.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::vec;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use hyper::body::{Body, Frame, SizeHint};

use crate::answers::Answer;

/// The rows that are sent at a time.
const ROWS_BYTES: usize = 64 * 1024;

/// A response's body.
#[derive(Debug)]
pub(crate) enum AnswerBody {
    Empty,
    /// Sent in chunks, without a length: so does the service send its errors.
    Chunked(Option<Bytes>),
    /// Sent with its length.
    Whole(Option<Bytes>),
    /// A JSON array of rows.
    Rows(Rows),
}

/// Rows that are still to be sent.
#[derive(Debug)]
pub(crate) struct Rows {
    rows: vec::IntoIter<Arc<str>>,
    next: &'static str,
}

/// The ids that go with every answer.
#[derive(Clone, Debug)]
pub(crate) struct Ids {
    /// The service's id of the request.
    pub(crate) request: String,
    /// The client's, in the form in which the service echoes it.
    pub(crate) client: Option<String>,
}

/// 204: accepted.
pub(crate) fn accepted(ids: &Ids) -> Response<AnswerBody> {
    let mut response = Response::new(AnswerBody::Empty);
    *response.status_mut() = StatusCode::NO_CONTENT;
    service_headers(response.headers_mut(), ids);
    response
}

/// An error.
pub(crate) fn refused(answer: &Answer, ids: &Ids) -> Response<AnswerBody> {
    let body = answer.body();
    let mut response = Response::new(match body {
        Some(body) => AnswerBody::Chunked(Some(body.into())),
        None => AnswerBody::Whole(None),
    });
    *response.status_mut() = answer.status;
    let headers = response.headers_mut();
    service_headers(headers, ids);
    if let Some(code) = &answer.code {
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        );
        insert(headers, HeaderName::from_static("x-ms-error-code"), code);
    }
    if let Some(after) = answer.retry_after {
        headers.insert(header::RETRY_AFTER, after.as_secs().into());
    }
    match answer.status {
        StatusCode::UNAUTHORIZED => {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        StatusCode::METHOD_NOT_ALLOWED => {
            headers.insert(header::ALLOW, HeaderValue::from_static("POST"));
        }
        _ => {}
    }
    response
}

/// The headers of every answer, as they were recorded. hyper adds the date.
fn service_headers(headers: &mut HeaderMap, ids: &Ids) {
    for (name, value) in [
        (header::SERVER, "Microsoft-HTTPAPI/2.0"),
        (
            header::STRICT_TRANSPORT_SECURITY,
            "max-age=31536000; includeSubDomains; preload",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    insert(
        headers,
        HeaderName::from_static("x-ms-request-id"),
        &ids.request,
    );
    if let Some(client) = &ids.client {
        insert(
            headers,
            HeaderName::from_static("x-ms-client-request-id"),
            client,
        );
    }
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

impl AnswerBody {
    pub(crate) fn whole(text: impl Into<Bytes>) -> Self {
        Self::Whole(Some(text.into()))
    }

    pub(crate) fn rows(rows: Vec<Arc<str>>) -> Self {
        Self::Rows(Rows {
            rows: rows.into_iter(),
            next: "[",
        })
    }
}

impl Iterator for Rows {
    type Item = Bytes;

    fn next(&mut self) -> Option<Bytes> {
        let mut chunk = String::new();
        while !self.next.is_empty() && chunk.len() < ROWS_BYTES {
            let row = self.rows.next();
            match (&row, self.next) {
                (None, "[") => chunk.push_str("[]"),
                (None, _) => chunk.push(']'),
                (Some(row), separator) => {
                    chunk.push_str(separator);
                    chunk.push_str(row);
                }
            }
            self.next = if row.is_some() { "," } else { "" };
        }
        (!chunk.is_empty()).then(|| chunk.into())
    }
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let data = match &mut *self {
            Self::Empty => None,
            Self::Chunked(body) | Self::Whole(body) => body.take(),
            Self::Rows(rows) => rows.next(),
        };
        Poll::Ready(data.map(|data| Ok(Frame::data(data))))
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Empty | Self::Chunked(None) | Self::Whole(None))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Empty | Self::Whole(None) => SizeHint::with_exact(0),
            Self::Whole(Some(body)) => {
                SizeHint::with_exact(u64::try_from(body.len()).unwrap_or(u64::MAX))
            }
            Self::Chunked(_) | Self::Rows(_) => SizeHint::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sent_as_one_array_in_pieces() {
        for count in [0, 1, 3, 10_000] {
            let rows = (0..count)
                .map(|n| Arc::from(format!("{{\"n\":{n}}}")))
                .collect();
            let AnswerBody::Rows(rows) = AnswerBody::rows(rows) else {
                unreachable!()
            };
            let pieces: Vec<Bytes> = rows.collect();
            let parsed: Vec<serde_json::Value> = serde_json::from_slice(&pieces.concat()).unwrap();
            assert_eq!(parsed.len(), count);
            assert!(pieces.len() <= 1 + count / 1_000, "{}", pieces.len());
        }
    }
}
