//! A service in the place of the transport: it reads what it's sent, decides by it, and remembers.

use std::fmt;
use std::io::Read;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use azlogs::credential::StaticToken;
use azlogs::transport::{ResponseFuture, Transport};
use azlogs::{Endpoint, ImmutableId, LogsClient, LogsClientBuilder, RetryPolicy, StreamClient};
use bytes::Bytes;
use flate2::read::GzDecoder;
use tokio::time::sleep;

use crate::row::Row;

pub(crate) const RULE: ImmutableId =
    ImmutableId::from_static("dcr-000a00a000a00000a000000aa000a0aa");

/// A request as the service sees it.
#[derive(Clone, Debug)]
pub(crate) struct Got {
    /// How many came before it.
    pub(crate) number: usize,
    /// The rows' own numbers, in the order of the body.
    pub(crate) rows: Vec<usize>,
    pub(crate) json: Vec<u8>,
    /// The bytes of the body as it was sent.
    pub(crate) wire: usize,
    pub(crate) gzip: bool,
}

/// How the service answers, and after how long.
pub(crate) type Reply = (Duration, u16);

/// The reply of a service that has nothing to complain about.
pub(crate) const AT_ONCE: Reply = (Duration::ZERO, 204);

type Decide = Box<dyn Fn(&Got) -> Reply + Send + Sync>;

pub(crate) struct Service {
    decide: Decide,
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Each request when it came.
    pub(crate) got: Vec<Got>,
    /// The rows of each request that was accepted, in the order of the answers.
    pub(crate) accepted: Vec<Vec<usize>>,
    pub(crate) in_flight: usize,
    pub(crate) most_in_flight: usize,
    /// Requests that went away before they were answered.
    pub(crate) dropped: usize,
}

impl Service {
    pub(crate) fn new(decide: impl Fn(&Got) -> Reply + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self {
            decide: Box::new(decide),
            seen: Mutex::default(),
        })
    }

    /// A client's stream to this service, without retries.
    pub(crate) fn stream(self: &Arc<Self>) -> StreamClient<Row> {
        self.client(RetryPolicy::never()).stream(RULE)
    }

    pub(crate) fn client(self: &Arc<Self>, retry: RetryPolicy) -> LogsClient {
        self.client_builder(retry).build().unwrap()
    }

    pub(crate) fn client_builder(self: &Arc<Self>, retry: RetryPolicy) -> LogsClientBuilder {
        LogsClient::builder(Endpoint::from_static("https://dce.example"))
            .credential(Arc::new(StaticToken::new("token")))
            .transport(Arc::clone(self) as Arc<dyn Transport>)
            .retry(retry)
    }

    pub(crate) fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap()
    }

    /// The rows that were accepted, ascending; twice if they were twice.
    pub(crate) fn accepted(&self) -> Vec<usize> {
        let mut rows = self.seen().accepted.concat();
        rows.sort_unstable();
        rows
    }

    /// The rows of each request, in the order of the requests.
    pub(crate) fn chunks(&self) -> Vec<Vec<usize>> {
        self.seen().got.iter().map(|got| got.rows.clone()).collect()
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service")
            .field("seen", &self.seen)
            .finish_non_exhaustive()
    }
}

/// Notes a request that goes away before it's answered.
struct InFlight<'s>(&'s Service);

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        let mut seen = self.0.seen();
        seen.in_flight -= 1;
        seen.dropped += 1;
    }
}

impl Transport for Service {
    fn send(&self, request: http::Request<Bytes>) -> ResponseFuture<'_> {
        Box::pin(async move {
            let in_flight = InFlight(self);
            let got = {
                let mut seen = self.seen();
                seen.in_flight += 1;
                seen.most_in_flight = seen.most_in_flight.max(seen.in_flight);
                let got = read(seen.got.len(), &request);
                seen.got.push(got.clone());
                got
            };
            let (after, status) = (self.decide)(&got);
            sleep(after).await;
            std::mem::forget(in_flight);
            let mut seen = self.seen();
            seen.in_flight -= 1;
            if status == 204 {
                seen.accepted.push(got.rows);
            }
            Ok(http::Response::builder()
                .status(status)
                .body(Bytes::new())
                .unwrap())
        })
    }
}

fn read(number: usize, request: &http::Request<Bytes>) -> Got {
    let wire = request.body().len();
    let gzip = request
        .headers()
        .get("content-encoding")
        .is_some_and(|coding| coding == "gzip");
    let mut json = Vec::new();
    if gzip {
        GzDecoder::new(&request.body()[..])
            .read_to_end(&mut json)
            .unwrap();
    } else {
        json.extend_from_slice(request.body());
    }
    let rows: Vec<serde_json::Value> = serde_json::from_slice(&json).unwrap();
    let rows = rows
        .iter()
        .map(|row| usize::try_from(row["N"].as_u64().unwrap()).unwrap())
        .collect();
    Got {
        number,
        rows,
        json,
        wire,
        gzip,
    }
}
