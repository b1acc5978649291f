//! A service in the place of the transport: it reads what it's sent, answers as it's told, and remembers.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use bytes::Bytes;
use flate2::bufread::GzDecoder;
use tokio::time::{Instant, sleep};

use crate::transport::{ResponseFuture, Transport, TransportError, TransportErrorKind};

/// A request as the service sees it.
#[derive(Clone, Debug)]
pub(super) struct Got {
    pub(super) at: Instant,
    /// How many came before it.
    pub(super) number: usize,
    /// The rows' own numbers.
    pub(super) rows: Vec<u32>,
    pub(super) bytes: usize,
    pub(super) host: String,
    pub(super) id: String,
}

/// What the service does with a request.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Answer {
    pub(super) after: Duration,
    pub(super) what: What,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    Status(u16, Option<String>),
    /// The rows are accepted, and nobody learns of it.
    AcceptAndFail,
    Fail(TransportErrorKind),
    Panic,
    Hang,
}

impl Answer {
    pub(super) fn status(status: u16) -> Self {
        Self::from(What::Status(status, None))
    }

    pub(super) fn retry_after(status: u16, header: &str) -> Self {
        Self::from(What::Status(status, Some(header.to_owned())))
    }

    pub(super) fn after(mut self, after: Duration) -> Self {
        self.after = after;
        self
    }
}

impl From<What> for Answer {
    fn from(what: What) -> Self {
        Self {
            after: Duration::ZERO,
            what,
        }
    }
}

type Decide = Box<dyn Fn(&Got) -> Answer + Send + Sync>;

pub(super) struct Service {
    decide: Decide,
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Each request with rows, when it came.
    pub(super) got: Vec<Got>,
    /// When an empty array came.
    pub(super) probes: Vec<Instant>,
    /// The rows that were accepted, in the order of the answers.
    pub(super) accepted: Vec<u32>,
}

impl Service {
    pub(super) fn new(decide: impl Fn(&Got) -> Answer + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self {
            decide: Box::new(decide),
            seen: Mutex::default(),
        })
    }

    /// One that accepts everything at once.
    pub(super) fn willing() -> Arc<Self> {
        Self::new(|_| Answer::status(204))
    }

    pub(super) fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap()
    }

    /// The rows of each request, in the order they came.
    pub(super) fn requests(&self) -> Vec<Vec<u32>> {
        self.seen().got.iter().map(|got| got.rows.clone()).collect()
    }

    /// The rows that were accepted, ascending; twice if they were twice.
    pub(super) fn accepted(&self) -> Vec<u32> {
        let mut rows = self.seen().accepted.clone();
        rows.sort_unstable();
        rows
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service").finish_non_exhaustive()
    }
}

impl Transport for Service {
    fn send(&self, request: http::Request<Bytes>) -> ResponseFuture<'_> {
        let got = {
            let mut seen = self.seen();
            let got = read(seen.got.len() + seen.probes.len(), &request);
            if got.rows.is_empty() {
                seen.probes.push(got.at);
            } else {
                seen.got.push(got.clone());
            }
            got
        };
        let answer = (self.decide)(&got);
        Box::pin(async move {
            sleep(answer.after).await;
            let fail = |kind| Err(TransportError::new(kind, "as the test says"));
            match answer.what {
                What::Status(status, retry_after) => {
                    if status == 204 {
                        self.seen().accepted.extend(got.rows);
                    }
                    let mut answer = http::Response::builder().status(status);
                    if let Some(text) = retry_after {
                        answer = answer.header("retry-after", text);
                    }
                    Ok(answer.body(Bytes::new()).unwrap())
                }
                What::AcceptAndFail => {
                    self.seen().accepted.extend(got.rows);
                    fail(TransportErrorKind::Interrupted)
                }
                What::Fail(kind) => fail(kind),
                What::Panic => panic!("as the test says"),
                What::Hang => std::future::pending().await,
            }
        })
    }
}

fn read(number: usize, request: &http::Request<Bytes>) -> Got {
    let body = request.body();
    let rows: Vec<serde_json::Value> = if request.headers().contains_key("content-encoding") {
        serde_json::from_reader(GzDecoder::new(&body[..])).unwrap()
    } else {
        serde_json::from_slice(body).unwrap()
    };
    Got {
        at: Instant::now(),
        number,
        rows: rows
            .iter()
            .map(|row| u32::try_from(row["N"].as_u64().unwrap()).unwrap())
            .collect(),
        bytes: body.len(),
        host: request.uri().host().unwrap().to_owned(),
        id: request.headers()["x-ms-client-request-id"]
            .to_str()
            .unwrap()
            .to_owned(),
    }
}
