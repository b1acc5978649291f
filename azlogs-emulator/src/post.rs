//! One request with rows, from its head to its answer, with the fault that befalls it on the way.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response, StatusCode, request::Parts};
use hyper::body::Incoming;
use time::OffsetDateTime;

use crate::answers::{Answer, Detail, Known, Values};
use crate::body::{self, Received};
use crate::decode::{Undecodable, gunzip};
use crate::faults::Chosen;
use crate::respond::{self, AnswerBody, Ids};
use crate::route::{Target, query};
use crate::rows::{self, Batch};
use crate::socket::{Cut, Line};
use crate::state::State;
use crate::{FaultAnswer, Loss, Moment, RecordedRequest, What, datetime, guid, head, record};

/// Serves a request.
pub(crate) async fn serve(
    state: &Arc<State>,
    target: Target,
    request: Request<Incoming>,
    line: &Line,
) -> Result<Response<AnswerBody>, Cut> {
    let _served = state.in_flight.enter();
    let (number, chosen) = state.arrive();
    let (parts, body) = request.into_parts();
    Post::new(state, target, parts, number, chosen.as_ref())
        .run(body, line, chosen)
        .await
}

/// A request that is being served. It is remembered when it is dropped, which happens too when the client goes away.
struct Post<'a> {
    state: &'a Arc<State>,
    target: Target,
    parts: Parts,
    ids: Ids,
    received: OffsetDateTime,
    record: RecordedRequest,
}

/// Rows that were read, and not accepted yet.
struct Unpacked {
    batch: Batch,
    raw_bytes: usize,
}

impl<'a> Post<'a> {
    fn new(
        state: &'a Arc<State>,
        target: Target,
        parts: Parts,
        number: u64,
        chosen: Option<&Chosen>,
    ) -> Self {
        let client = HeaderName::from_static("x-ms-client-request-id");
        let client = head::text(&parts.headers, client);
        let ids = Ids {
            request: guid::random(),
            client: guid::normalised(client),
        };
        let received = state.clock.utc();
        let mut received_text = String::new();
        datetime::write(received, &mut received_text);
        let record = RecordedRequest {
            number,
            received: received_text,
            rule: target.rule.clone(),
            stream: target.stream.clone(),
            api_version: query(&parts.uri, "api-version"),
            request_id: ids.request.clone(),
            client_request_id: (!client.is_empty()).then(|| client.to_owned()),
            fault: chosen.map(|chosen| chosen.fault.to_string()),
            headers: record::headers(&parts.headers),
            ..RecordedRequest::default()
        };
        Self {
            state,
            target,
            parts,
            ids,
            received,
            record,
        }
    }

    async fn run(
        mut self,
        body: Incoming,
        line: &Line,
        chosen: Option<Chosen>,
    ) -> Result<Response<AnswerBody>, Cut> {
        let what = chosen.as_ref().map(|chosen| &chosen.fault.what);
        if let Some(What::Reset(moment @ (Moment::BeforeBody | Moment::MiddleOfBody))) = what {
            if *moment == Moment::MiddleOfBody {
                self.record.wire_bytes = self.receive_half(body).await;
            }
            return Err(line.reset());
        }
        let body = self.receive(body).await?;
        if let Some(delay) = chosen.as_ref().map(|chosen| chosen.fault.delay) {
            tokio::time::sleep(delay).await;
        }
        match (what, &chosen) {
            (Some(What::Answer(answer)), _) => return Ok(self.ordered(answer)),
            (Some(What::Reset(_)), _) => return Err(line.reset()),
            (Some(What::Hang), _) => return Err(self.hang().await),
            (Some(What::Gather(enough)), Some(chosen)) => chosen.gate.wait(*enough).await,
            _ => {}
        }
        let outcome = self.accept(body).await;
        match (what, &outcome) {
            (Some(What::AcceptThenHang), Ok(())) => Err(self.hang().await),
            (Some(What::AcceptThenReset), Ok(())) => Err(line.reset()),
            _ => Ok(self.respond(outcome)),
        }
    }

    /// Reads the body, unless a client that asks first is better told that it is too long.
    async fn receive(&mut self, body: Incoming) -> Result<Received, Cut> {
        let limits = &self.state.settings.limits;
        let announced = head::content_length(&self.parts.headers);
        let too_long = announced.filter(|length| *length > to_u64(limits.wire_bytes));
        let received = match too_long {
            Some(length) if head::waits_for_continue(&self.parts.headers) => {
                Received::TooLong(length)
            }
            _ => body::receive(body, announced, limits.wire_bytes, limits.body_timeout).await,
        };
        self.record.wire_bytes = match &received {
            Received::Whole(body) => to_u64(body.len()),
            Received::TooLong(bytes) | Received::TooSlow(bytes) | Received::Broken(bytes) => *bytes,
        };
        match received {
            Received::Broken(_) => Err(Cut),
            Received::Whole(body) => {
                self.record.body = self.state.settings.keep.bodies.then(|| body.clone());
                Ok(Received::Whole(body))
            }
            received => Ok(received),
        }
    }

    async fn receive_half(&self, body: Incoming) -> u64 {
        let announced = head::content_length(&self.parts.headers);
        let time = self.state.settings.limits.body_timeout;
        body::receive_half(body, announced, time).await
    }

    /// Gives no answer, for as long as the client has patience.
    async fn hang(self) -> Cut {
        drop(self);
        std::future::pending().await
    }

    /// All that the service does with a request.
    async fn accept(&mut self, received: Received) -> Result<(), Answer> {
        let state = Arc::clone(self.state);
        head::method(&self.parts.method)?;
        let body = self.whole(received)?;
        let rule = head::rule(&state, &self.target, &self.parts)?;
        let gzip = head::content(&self.parts.headers)?;
        self.record.gzip = gzip;
        if body.is_empty() {
            return Err(Known::EmptyBody.answer(&Values::default()));
        }
        let found = head::stream(&state, rule, &self.target)?;
        let unpacked = self.unpack(body, gzip, (found.rule, found.stream)).await?;
        let raw_bytes = to_u64(unpacked.raw_bytes);
        self.record.raw_bytes = Some(raw_bytes);
        self.record.rows = unpacked.batch.received;
        self.record.losses.clone_from(&unpacked.batch.losses);
        state
            .admit_bytes(rule, unpacked.raw_bytes)
            .map_err(|over| {
                let limit = state.settings.quotas.bytes.to_string();
                let values = Values {
                    rule: &self.target.rule,
                    limit: &limit,
                    ..Values::default()
                };
                head::later(Known::TooManyBytes, over, &values)
            })?;
        if state.settings.strict && !unpacked.batch.losses.is_empty() {
            return Err(strict(&unpacked.batch.losses));
        }
        self.record.accepted = to_u64(unpacked.batch.rows.len());
        self.record.tables = found
            .info
            .tables
            .iter()
            .map(|table| table.name.clone())
            .collect();
        state.accept(found, &unpacked.batch, self.record.wire_bytes, raw_bytes);
        Ok(())
    }

    /// The body, where it came in time and isn't too long.
    fn whole(&self, received: Received) -> Result<Bytes, Answer> {
        let limits = &self.state.settings.limits;
        let given = self.record.wire_bytes.to_string();
        let (known, limit) = match received {
            Received::Whole(body) => return Ok(body),
            Received::TooLong(_) => (Known::ContentTooLong, limits.wire_bytes.to_string()),
            Received::TooSlow(_) | Received::Broken(_) => {
                (Known::SlowBody, limits.body_timeout.as_secs().to_string())
            }
        };
        Err(known.answer(&Values {
            given: &given,
            limit: &limit,
            ..Values::default()
        }))
    }

    /// Unpacks and reads a body on a thread for such work, so that other requests go on meanwhile.
    async fn unpack(
        &self,
        body: Bytes,
        gzip: bool,
        (rule, stream): (usize, usize),
    ) -> Result<Unpacked, Answer> {
        let state = Arc::clone(self.state);
        let received = self.received;
        let work = move || {
            let limits = &state.settings.limits;
            let raw = if gzip {
                gunzip(&body, limits.decompressed_bytes)?.into()
            } else {
                body
            };
            let batch = match state.catalog.at(rule, stream) {
                Some(found) => rows::read(&raw, found.schema, limits, received),
                None => Batch::default(),
            };
            Ok(Unpacked {
                batch,
                raw_bytes: raw.len(),
            })
        };
        let limit = self.state.settings.limits.decompressed_bytes.to_string();
        let values = Values {
            limit: &limit,
            ..Values::default()
        };
        match tokio::task::spawn_blocking(work).await {
            Ok(Ok(unpacked)) => Ok(unpacked),
            Ok(Err(Undecodable::TooLong)) => Err(Known::DecompressedTooLong.answer(&values)),
            Ok(Err(Undecodable::NoGzip(reason))) => Err(Known::BadGzip.answer(&Values {
                given: &reason,
                ..values
            })),
            Err(_) => Err(Known::Internal.answer(&values)),
        }
    }

    fn respond(&mut self, outcome: Result<(), Answer>) -> Response<AnswerBody> {
        let Err(answer) = outcome else {
            self.record.status = Some(204);
            return respond::accepted(&self.ids);
        };
        self.record.status = Some(answer.status.as_u16());
        self.record.message = (!answer.message.is_empty()).then(|| answer.message.clone());
        self.record.code.clone_from(&answer.code);
        respond::refused(&answer, &self.ids)
    }

    /// The answer that was ordered.
    fn ordered(&mut self, ordered: &FaultAnswer) -> Response<AnswerBody> {
        let answer = self.ordered_answer(ordered);
        let mut response = self.respond(Err(answer));
        if let Some(body) = &ordered.body {
            *response.body_mut() = AnswerBody::whole(body.clone());
        }
        for (name, value) in &ordered.headers {
            if let (Ok(name), Ok(value)) =
                (HeaderName::try_from(name), HeaderValue::from_str(value))
            {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }

    /// Where the order names no code or message, they are the service's own for that status.
    fn ordered_answer(&self, ordered: &FaultAnswer) -> Answer {
        let status =
            StatusCode::from_u16(ordered.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let settings = &self.state.settings;
        let limit = match ordered.status {
            408 => settings.limits.body_timeout.as_secs().to_string(),
            429 => settings.quotas.requests.to_string(),
            _ => settings.limits.wire_bytes.to_string(),
        };
        let values = Values {
            rule: &self.target.rule,
            stream: &self.target.stream,
            given: &self.record.wire_bytes.to_string(),
            limit: &limit,
        };
        let reason = status.canonical_reason().unwrap_or("Fault");
        let mut answer = Known::of_status(ordered.status)
            .filter(|_| ordered.code.is_none())
            .map_or_else(
                || Answer::new(status, reason),
                |known| known.answer(&values),
            );
        if status.is_success() {
            answer.code = None;
        }
        if let Some(code) = &ordered.code {
            answer.code = Some(code.clone());
        }
        if let Some(message) = &ordered.message {
            answer.message.clone_from(message);
        }
        answer
    }
}

impl Drop for Post<'_> {
    fn drop(&mut self) {
        self.state.record(std::mem::take(&mut self.record));
    }
}

/// A strict emulator's answer to silent loss: each loss, with its column.
fn strict(losses: &[Loss]) -> Answer {
    let details = losses.iter().map(|loss| Detail {
        code: loss.kind.code(),
        message: loss.to_string(),
        target: loss.column.clone(),
    });
    Answer {
        details: details.collect(),
        ..Known::SilentLoss.answer(&Values::default())
    }
}

fn to_u64(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
