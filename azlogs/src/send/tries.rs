//! The tries of one request, from the first to the one that settles it.

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_ENCODING, HeaderName};
use http::{HeaderValue, Method, Uri};
use tokio::time::{Instant, sleep, timeout};

use super::backoff::{Backoff, delay, seconds};
use super::{Delivery, Request, Settings, response, trace};
use crate::error::{Delivered, Error, ErrorKind, Failure, Help, one_line};
use crate::token::{Token, TokenError};
use crate::transport::{TransportError, TransportErrorKind};

const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("x-ms-client-request-id");

/// How often a request is tried.
#[derive(Clone, Copy, Debug)]
pub(super) enum Tenacity {
    /// As the policy says.
    Policy,
    /// Once, by a caller for whom it has failed that often before.
    Once { failures: u32 },
}

/// One request's tries so far.
pub(super) struct Tries<'r> {
    settings: &'r Settings,
    request: &'r Request,
    help: Help<'r>,
    made: u32,
    wire_bytes: u64,
    latency: Option<Duration>,
    /// A try is under way; if it is cut off, the service may have it.
    in_flight: bool,
    token_replaced: bool,
    delivered: Delivered,
    last: Option<Box<Failure>>,
}

impl<'r> Tries<'r> {
    pub(super) fn new(settings: &'r Settings, request: &'r Request) -> Self {
        let route = &*request.route;
        Self {
            settings,
            request,
            help: Help {
                host: route
                    .uri
                    .as_ref()
                    .ok()
                    .and_then(Uri::host)
                    .unwrap_or_default(),
                rule: &route.rule,
                stream: &route.stream,
                scope: settings.tokens.scope(),
            },
            made: 0,
            wire_bytes: 0,
            latency: None,
            in_flight: false,
            token_replaced: false,
            delivered: Delivered::No,
            last: None,
        }
    }

    /// What it has come to.
    pub(super) fn delivery(&self, result: Result<(), Error>) -> Delivery {
        Delivery {
            result,
            requests: self.made,
            wire_bytes: self.wire_bytes,
            latency: self.latency,
        }
    }

    /// Tries until one is accepted, or is final, or there is to be no other.
    pub(super) async fn run(&mut self, tenacity: Tenacity) -> Result<(), Error> {
        self.request.route.limiter.pass().await;
        let mut backoff = Backoff::begin(&self.settings.retry, fastrand::Rng::new());
        loop {
            let failure = match self.attempt(&mut backoff).await {
                Ok(()) => return Ok(()),
                Err(failure) => failure,
            };
            match tenacity {
                Tenacity::Policy if failure.retryable => {
                    self.pause(&mut backoff, failure).await?;
                }
                Tenacity::Policy => return Err(self.settle(failure, None)),
                Tenacity::Once { failures } => {
                    self.pause_others(&failure, failures.saturating_add(1));
                    return Err(self.settle(failure, None));
                }
            }
        }
    }

    /// Has the rule's other requests wait where this one was throttled and isn't tried again.
    fn pause_others(&self, failure: &Failure, failures: u32) {
        if failure.status == Some(429) {
            let policy = &self.settings.retry;
            let asked = failure.retry_after.map(|asked| asked.min(policy.max_delay));
            let pause = asked.unwrap_or_else(|| delay(policy, failures, fastrand::f64()));
            self.request.route.limiter.shut(pause);
        }
    }

    /// Waits after a failure that may pass; a throttled request makes the rule's others wait too.
    async fn pause(
        &mut self,
        backoff: &mut Backoff<'_>,
        failure: Box<Failure>,
    ) -> Result<(), Error> {
        let limiter = &self.request.route.limiter;
        let wait = match backoff.wait(failure.retry_after) {
            Ok(wait) => wait,
            Err(why) => {
                self.pause_others(&failure, self.made);
                return Err(self.settle(failure, Some(why)));
            }
        };
        if failure.status == Some(429) {
            limiter.shut(wait);
        }
        let wait = wait.max(limiter.shut_for());
        if let Err(why) = backoff.affords(wait) {
            return Err(self.settle(failure, Some(why)));
        }
        trace::retry(self.made, &failure, wait);
        self.last = Some(failure);
        sleep(wait).await;
        // The rule's other requests may have lengthened the pause meanwhile.
        limiter.pass().await;
        match (backoff.affords(Duration::ZERO), self.last.take()) {
            (Err(why), Some(failure)) => Err(self.settle(failure, Some(why))),
            (_, last) => {
                self.last = last;
                Ok(())
            }
        }
    }

    /// Sends the request; once more where the service refuses the token and there is another.
    async fn attempt(&mut self, backoff: &mut Backoff<'_>) -> Result<(), Box<Failure>> {
        let tokens = &self.settings.tokens;
        let token = tokens
            .token()
            .await
            .map_err(|error| no_token(error, self.help))?;
        let result = self.send(&token, backoff).await;
        match result {
            Err(refused) if refused.status == Some(401) && !self.token_replaced => {
                self.token_replaced = true;
                match tokens.replace(&token).await {
                    Ok(Some(other)) => self.send(&other, backoff).await,
                    Ok(None) => Err(refused),
                    Err(error) => Err(no_token(error, self.help)),
                }
            }
            result => result,
        }
    }

    /// Sends the request with that token, once the rule's limits allow it.
    async fn send(&mut self, token: &Token, backoff: &mut Backoff<'_>) -> Result<(), Box<Failure>> {
        let request = self.http_request(token)?;
        let came = Instant::now();
        let limiter = &self.request.route.limiter;
        let permit = limiter.enter(self.request.json_len as u64).await;
        if self.made == 0 {
            backoff.excuse(came.elapsed());
        }
        self.made += 1;
        self.in_flight = true;
        let began = Instant::now();
        let answer = timeout(
            self.settings.try_timeout,
            self.settings.transport.send(request),
        )
        .await;
        self.in_flight = false;
        let result = match answer {
            Ok(Ok(answer)) => {
                self.latency = Some(began.elapsed());
                response::judge(&answer, self.help)
            }
            Ok(Err(error)) => Err(no_answer(error, self.help)),
            Err(_) => {
                let time = seconds(self.settings.try_timeout);
                let error =
                    TransportError::new(TransportErrorKind::Timeout, format!("none within {time}"));
                Err(no_answer(error, self.help))
            }
        };
        match &result {
            Ok(()) => permit.accepted(),
            Err(failure) if failure.status == Some(429) => permit.throttled(),
            Err(_) => {}
        }
        drop(permit);
        let sent = match &result {
            Ok(()) => true,
            Err(failure) => failure.status.is_some() || failure.delivered == Delivered::Maybe,
        };
        if sent {
            self.wire_bytes += self.request.body.len() as u64;
        }
        result.map_err(|mut failure| {
            self.delivered = self.delivered.max(failure.delivered);
            // Some proxy may have echoed it.
            let said = [&mut failure.code, &mut failure.request_id];
            for text in said.into_iter().flatten().chain([&mut failure.message]) {
                token.blot_out_of(text);
            }
            failure
        })
    }

    /// The request as it goes over the wire.
    fn http_request(&self, token: &Token) -> Result<http::Request<Bytes>, Box<Failure>> {
        let uri = self
            .request
            .route
            .uri
            .as_ref()
            .map_err(|error| unsendable(error.to_string()))?;
        let id = HeaderValue::from_str(&self.request.client_request_id).map_err(unsendable)?;
        let mut http = http::Request::new(self.request.body.clone());
        *http.method_mut() = Method::POST;
        http.uri_mut().clone_from(uri);
        let headers = http.headers_mut();
        headers.clone_from(&self.settings.headers);
        headers.insert(AUTHORIZATION, token.header());
        headers.insert(CLIENT_REQUEST_ID, id);
        if self.request.gzip {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        Ok(http)
    }

    /// The error that stays, and why there was no other try.
    fn settle(&self, mut failure: Box<Failure>, gave_up: Option<String>) -> Error {
        failure.tries = self.made;
        failure.gave_up = gave_up;
        failure.delivered = match failure.status {
            // A body that is too long was so at each try, and a connection that broke before says nothing else.
            Some(413) => Delivered::No,
            _ => self.delivered,
        };
        failure.client_request_id = Some(self.request.client_request_id.clone());
        failure.into()
    }

    /// The error where the tries were cut off: the last try's, where one had ended.
    pub(super) fn cut_off(&mut self, why: String) -> Error {
        let what = if self.in_flight {
            self.delivered = Delivered::Maybe;
            self.wire_bytes += self.request.body.len() as u64;
            "no answer came"
        } else {
            "the request was not sent"
        };
        let fresh = || Box::new(Failure::new(ErrorKind::Deadline, what));
        let mut failure = self.last.take().unwrap_or_else(fresh);
        failure.kind = ErrorKind::Deadline;
        failure.retryable = true;
        self.settle(failure, Some(why))
    }
}

fn no_token(error: TokenError, help: Help<'_>) -> Box<Failure> {
    Box::new(Failure {
        retryable: error.transient,
        help: Some(help.without_token()),
        source: error.source,
        ..Failure::new(ErrorKind::Token, error.message)
    })
}

fn no_answer(error: TransportError, help: Help<'_>) -> Box<Failure> {
    let kind = error.kind();
    let message = one_line(&error);
    Box::new(Failure {
        retryable: kind != TransportErrorKind::Unsendable,
        delivered: if error.may_have_been_sent() {
            Delivered::Maybe
        } else {
            Delivered::No
        },
        help: help.without_answer(kind),
        source: Some(Arc::new(error)),
        ..Failure::new(ErrorKind::Transport, message)
    })
}

fn unsendable(error: impl Into<Box<dyn StdError + Send + Sync>>) -> Box<Failure> {
    let error = TransportError::new(TransportErrorKind::Unsendable, error);
    Box::new(Failure::new(ErrorKind::Transport, one_line(&error)))
}
