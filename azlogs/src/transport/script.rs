//! A transport for tests: it answers by a script, and remembers what it was asked.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::Duration;

use bytes::Bytes;
use tokio::time::{Instant, sleep};

use super::{ResponseFuture, Transport, TransportError, TransportErrorKind};

/// What a script does with a request.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    Answer {
        status: u16,
        headers: Vec<(&'static str, String)>,
        body: String,
    },
    Fail(TransportErrorKind),
    Hang,
    /// Waits before the next act.
    Wait(Duration),
}

/// A request that came, and when.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) at: Instant,
    pub(crate) request: http::Request<Bytes>,
}

/// Acts one after the other; when none is left, everything is accepted.
#[derive(Debug, Default)]
pub(crate) struct Script {
    acts: Mutex<VecDeque<Act>>,
    seen: Mutex<Vec<Seen>>,
}

impl Act {
    pub(crate) fn status(status: u16) -> Self {
        Self::Answer {
            status,
            headers: Vec::new(),
            body: String::new(),
        }
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        if let Self::Answer { headers, .. } = &mut self {
            headers.push((name, value.into()));
        }
        self
    }

    pub(crate) fn body(mut self, text: impl Into<String>) -> Self {
        if let Self::Answer { body, .. } = &mut self {
            *body = text.into();
        }
        self
    }
}

impl Script {
    pub(crate) fn new(acts: impl IntoIterator<Item = Act>) -> Self {
        Self {
            acts: Mutex::new(acts.into_iter().collect()),
            seen: Mutex::default(),
        }
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// The times between one request and the next.
    pub(crate) fn gaps(&self) -> Vec<Duration> {
        let seen = self.seen();
        seen.windows(2)
            .map(|pair| pair[1].at - pair[0].at)
            .collect()
    }

    /// The `Authorization` headers.
    pub(crate) fn tokens(&self) -> Vec<String> {
        let text = |seen: &Seen| {
            seen.request.headers()["authorization"]
                .to_str()
                .unwrap()
                .to_owned()
        };
        self.seen().iter().map(text).collect()
    }

    /// The next request's acts: waits, and what ends it.
    fn next(&self) -> (Duration, Act) {
        let mut acts = self.acts.lock().unwrap();
        let mut delay = Duration::ZERO;
        loop {
            match acts.pop_front() {
                Some(Act::Wait(time)) => delay += time,
                Some(act) => return (delay, act),
                None => return (delay, Act::status(204)),
            }
        }
    }
}

impl Transport for Script {
    fn send(&self, request: http::Request<Bytes>) -> ResponseFuture<'_> {
        self.seen.lock().unwrap().push(Seen {
            at: Instant::now(),
            request,
        });
        let (delay, act) = self.next();
        Box::pin(async move {
            sleep(delay).await;
            match act {
                Act::Fail(kind) => Err(TransportError::new(kind, "as the script says")),
                Act::Answer {
                    status,
                    headers,
                    body,
                } => {
                    let mut answer = http::Response::builder().status(status);
                    for (name, value) in headers {
                        answer = answer.header(name, value);
                    }
                    Ok(answer.body(Bytes::from(body)).unwrap())
                }
                Act::Hang | Act::Wait(_) => std::future::pending().await,
            }
        })
    }
}
