//! What is remembered of each request.

use std::collections::{BTreeMap, VecDeque};

use bytes::Bytes;
use http::{HeaderMap, header};
use serde::Serialize;

use crate::{FlowCounts, Loss};

/// The characters of a header or a path that are remembered.
const MAX_KEPT: usize = 1_024;

/// A request, as it was received and answered: all but those to `/_emulator/`.
///
/// Never with its token: `Authorization` and `Cookie` headers are left out.
#[derive(Clone, Debug, Default, Serialize)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// The number, from 1, in the order of arrival.
    pub number: u64,
    /// When it was received: UTC, RFC 3339, by the emulator's clock.
    pub received: String,
    /// The method.
    pub method: String,
    /// The path and the query, as they were sent.
    pub path: String,
    /// The rule's immutable id in the path; empty where the path is a wrong one.
    pub rule: String,
    /// The stream in the path; empty where the path is a wrong one.
    pub stream: String,
    /// The query parameter `api-version`.
    pub api_version: Option<String>,
    /// The status of the answer. `None` where an ordered fault gave none, or the client went away before it.
    pub status: Option<u16>,
    /// The error's code.
    pub code: Option<String>,
    /// The error's message.
    pub message: Option<String>,
    /// The answer's `x-ms-request-id`.
    pub request_id: String,
    /// The request's `x-ms-client-request-id`, as it was sent.
    pub client_request_id: Option<String>,
    /// Whether `Content-Encoding` says gzip.
    pub gzip: bool,
    /// The body's length on the wire. Where the body was cut off or too long, what is known of it.
    pub wire_bytes: u64,
    /// The body's length after gunzip; `None` where it wasn't unpacked.
    pub raw_bytes: Option<u64>,
    /// The elements of the body's array.
    pub rows: u64,
    /// The rows that were accepted: in each of [`tables`](Self::tables), except for what [`flows`](Self::flows) says of it.
    pub accepted: u64,
    /// The tables that got the rows.
    pub tables: Vec<String>,
    /// What the transforms before tables made of the rows.
    pub flows: Vec<FlowCounts>,
    /// Those of [`tables`](Self::tables) that a transform comes before which isn't run.
    pub transforms_not_run: Vec<String>,
    /// What the service throws away without a word; in a strict emulator, why the answer was an error.
    pub losses: Vec<Loss>,
    /// The ordered fault that befell it, in its text form.
    pub fault: Option<String>,
    /// The headers, names in lower case; long values are cut.
    pub headers: BTreeMap<String, String>,
    /// The body as it was on the wire, where the emulator keeps bodies and it was read to its end.
    #[serde(skip)]
    pub body: Option<Bytes>,
}

impl RecordedRequest {
    /// The `User-Agent`.
    pub fn user_agent(&self) -> Option<&str> {
        self.header("user-agent")
    }

    /// A header's value; the name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// Whether the answer was 204 and nothing was lost.
    pub fn is_clean(&self) -> bool {
        self.status == Some(204) && self.losses.is_empty()
    }
}

/// As much of a text as is remembered.
pub(crate) fn kept(text: &str) -> String {
    text.chars().take(MAX_KEPT).collect()
}

/// The headers that may be remembered.
pub(crate) fn headers(all: &HeaderMap) -> BTreeMap<String, String> {
    let mut headers = BTreeMap::<String, String>::new();
    for (name, value) in all {
        let is_secret = [
            header::AUTHORIZATION,
            header::PROXY_AUTHORIZATION,
            header::COOKIE,
        ];
        if is_secret.contains(name) {
            continue;
        }
        let value = String::from_utf8_lossy(value.as_bytes());
        let value = kept(&value);
        headers
            .entry(name.as_str().to_owned())
            .and_modify(|all| {
                all.push_str(", ");
                all.push_str(&value);
            })
            .or_insert(value);
    }
    headers
}

/// The last requests.
#[derive(Debug, Default)]
pub(crate) struct Recorder {
    requests: VecDeque<RecordedRequest>,
}

impl Recorder {
    /// Remembers one more, and forgets the oldest where that is one too many.
    pub(crate) fn push(&mut self, request: RecordedRequest, most: usize) {
        self.requests.push_back(request);
        while self.requests.len() > most {
            self.requests.pop_front();
        }
    }

    /// The requests in the order of their arrival.
    pub(crate) fn requests(&self) -> Vec<RecordedRequest> {
        let mut requests: Vec<_> = self.requests.iter().cloned().collect();
        requests.sort_by_key(|request| request.number);
        requests
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_never_remembered() {
        let mut all = HeaderMap::new();
        all.insert("authorization", "Bearer secret".parse().unwrap());
        all.insert("proxy-authorization", "Basic secret".parse().unwrap());
        all.insert("cookie", "secret".parse().unwrap());
        all.insert("user-agent", "azlogs/1".parse().unwrap());
        all.append("x-a", "1".parse().unwrap());
        all.append("x-a", "2".parse().unwrap());
        let headers = headers(&all);
        assert!(!format!("{headers:?}").contains("secret"));
        assert_eq!(headers["user-agent"], "azlogs/1");
        assert_eq!(headers["x-a"], "1, 2");
    }

    #[test]
    fn the_oldest_requests_are_forgotten_and_the_rest_are_in_order() {
        let mut recorder = Recorder::default();
        for number in [2, 1, 4, 3] {
            let request = RecordedRequest {
                number,
                ..RecordedRequest::default()
            };
            recorder.push(request, 3);
        }
        let numbers: Vec<_> = recorder.requests().iter().map(|r| r.number).collect();
        assert_eq!(numbers, [1, 3, 4]);
    }
}
