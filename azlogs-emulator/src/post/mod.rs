//! One request with rows, from its head to its answer, with the fault that befalls it on the way.

mod accept;
mod ordered;

use std::sync::Arc;

use azlogs_dcr::values::write_datetime;
use http::{HeaderName, Request, Response, request::Parts};
use hyper::body::Incoming;
use time::OffsetDateTime;

use crate::answers::{Answer, Values};
use crate::body::{self, Received};
use crate::faults::Chosen;
use crate::respond::{self, AnswerBody, Ids};
use crate::route::{Target, query};
use crate::socket::{Cut, Line};
use crate::state::State;
use crate::{FaultAnswer, Moment, RecordedRequest, What, guid, head, record};

/// Serves a request: with rows for a stream, or, without a target, with a path that names none.
pub(crate) async fn serve(
    state: &Arc<State>,
    target: Option<Target>,
    request: Request<Incoming>,
    line: &Line,
) -> Result<Response<AnswerBody>, Cut> {
    let _served = state.in_flight.enter();
    let number = state.arrive();
    let chosen = target.as_ref().and_then(|_| state.choose_fault());
    let (parts, body) = request.into_parts();
    Post::new(state, target, parts, number, chosen.as_ref())
        .run(body, line, chosen)
        .await
}

/// A request that is being served. It is remembered when it is dropped, which happens too when the client goes away.
struct Post<'a> {
    state: &'a Arc<State>,
    target: Option<Target>,
    parts: Parts,
    ids: Ids,
    received: OffsetDateTime,
    record: RecordedRequest,
}

impl<'a> Post<'a> {
    fn new(
        state: &'a Arc<State>,
        target: Option<Target>,
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
        write_datetime(received, &mut received_text);
        let Target { rule, stream } = target.clone().unwrap_or_default();
        let record = RecordedRequest {
            number,
            received: received_text,
            method: parts.method.to_string(),
            path: record::kept(&parts.uri.to_string()),
            rule: record::kept(&rule),
            stream: record::kept(&stream),
            api_version: query(&parts.uri, "api-version")
                .as_deref()
                .map(record::kept),
            request_id: ids.request.clone(),
            client_request_id: (!client.is_empty()).then(|| record::kept(client)),
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
        let delay = chosen
            .as_ref()
            .map(|chosen| chosen.fault.delay)
            .unwrap_or_default();
        if let Some(What::Reset(moment @ (Moment::BeforeBody | Moment::MiddleOfBody))) = what {
            if *moment == Moment::MiddleOfBody {
                self.record.wire_bytes = self.receive_half(body).await;
            }
            tokio::time::sleep(delay).await;
            return Err(line.reset());
        }
        let body = self.receive(body).await?;
        tokio::time::sleep(delay).await;
        match (what, &chosen) {
            (Some(What::Answer(answer)), _) => return Ok(self.ordered(answer)),
            (Some(What::Reset(_)), _) => return Err(line.reset()),
            (Some(What::Hang), _) => return Err(self.hang().await),
            (Some(What::Garbage), _) => {
                line.garble();
                return Ok(respond::accepted(&self.ids));
            }
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
    fn ordered(&mut self, fault: &FaultAnswer) -> Response<AnswerBody> {
        let settings = &self.state.settings;
        let limit = match fault.status {
            408 => settings.limits.body_timeout.as_secs().to_string(),
            429 => settings.quotas.requests.to_string(),
            _ => settings.limits.wire_bytes.to_string(),
        };
        let answer = ordered::answer(
            fault,
            &Values {
                rule: &self.record.rule,
                stream: &self.record.stream,
                given: &self.record.wire_bytes.to_string(),
                limit: &limit,
            },
        );
        let response = self.respond(Err(answer));
        ordered::dress(response, fault)
    }
}

impl Drop for Post<'_> {
    fn drop(&mut self) {
        self.state.record(std::mem::take(&mut self.record));
    }
}

fn to_u64(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
