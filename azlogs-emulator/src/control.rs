//! The emulator's own API, below `/_emulator/`: what the library can ask, for tests in other languages.

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderValue, Method, Request, Response, StatusCode, header};
use hyper::body::Incoming;
use serde_json::{Value, json};

use crate::body::{self, Received};
use crate::faults::parse_duration;
use crate::head::content_length;
use crate::respond::AnswerBody;
use crate::state::State;
use crate::{Fault, FaultError, answers};

/// The longest body that is taken here.
const MAX_BODY: usize = 1024 * 1024;
/// How long a client may take over it.
const TIME: Duration = Duration::from_secs(30);

/// What there is.
const ENDPOINTS: [&str; 11] = [
    "GET /_emulator/",
    "GET /_emulator/answers",
    "GET /_emulator/rules",
    "GET /_emulator/stats",
    "GET /_emulator/tables",
    "GET /_emulator/tables/{table}",
    "GET /_emulator/requests",
    "GET /_emulator/faults",
    "POST /_emulator/faults",
    "POST /_emulator/reset",
    "POST /_emulator/clock",
];

/// Answers a request for `/_emulator/{path}`.
pub(crate) async fn answer(
    state: &Arc<State>,
    path: &[String],
    request: Request<Incoming>,
) -> Response<AnswerBody> {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    match (request.method(), path.as_slice()) {
        (&Method::GET, [] | [""]) => whole(StatusCode::OK, &json!({ "endpoints": ENDPOINTS })),
        (&Method::GET, ["answers"]) => whole(StatusCode::OK, &json!(answers::TABLE)),
        (&Method::GET, ["rules"]) => whole(StatusCode::OK, &json!(state.catalog.rules())),
        (&Method::GET, ["stats"]) => whole(StatusCode::OK, &json!(state.stats())),
        (&Method::GET, ["tables"]) => whole(StatusCode::OK, &json!(state.tables())),
        (&Method::GET, ["tables", table]) => rows(state, table),
        (&Method::GET, ["requests"]) => whole(StatusCode::OK, &json!(state.requests())),
        (&Method::GET, ["faults"]) => whole(StatusCode::OK, &json!(state.stats().faults)),
        (&Method::POST, ["reset"]) => done(state.reset().map_err(|error| error.to_string())),
        (&Method::POST, ["faults"]) => {
            let faults = read_json(request).await.and_then(|json| {
                let faults = read_faults(&json).map_err(|error| error.to_string())?;
                state.set_faults(&faults).map_err(|error| error.to_string())
            });
            done(faults)
        }
        (&Method::POST, ["clock"]) => {
            let advance = read_json(request).await.and_then(|json| {
                let by = json.get("advance").and_then(Value::as_str);
                let by = by.ok_or(r#"the body is an object such as {"advance": "90s"}"#)?;
                state.clock.advance(parse_duration(by)?);
                Ok(())
            });
            done(advance)
        }
        _ => whole(
            StatusCode::NOT_FOUND,
            &json!({ "error": "there is nothing here", "endpoints": ENDPOINTS }),
        ),
    }
}

fn rows(state: &State, table: &str) -> Response<AnswerBody> {
    match state.rows(table) {
        Some(rows) => response(StatusCode::OK, AnswerBody::rows(rows)),
        None => whole(
            StatusCode::NOT_FOUND,
            &json!({ "error": "there is no such table", "tables": state.tables() }),
        ),
    }
}

/// One order or an array of them; none takes all faults back.
fn read_faults(json: &Value) -> Result<Vec<Fault>, FaultError> {
    match json {
        Value::Array(faults) => faults.iter().map(Fault::from_json).collect(),
        fault => Ok(vec![Fault::from_json(fault)?]),
    }
}

async fn read_json(request: Request<Incoming>) -> Result<Value, String> {
    let announced = content_length(request.headers());
    match body::receive(request.into_body(), announced, MAX_BODY, TIME).await {
        Received::Whole(body) => {
            serde_json::from_slice(&body).map_err(|error| format!("the body isn't JSON: {error}"))
        }
        Received::TooLong(_) => Err(format!("the body is longer than {MAX_BODY} bytes")),
        Received::TooSlow(_) | Received::Broken(_) => Err("the body didn't arrive".to_owned()),
    }
}

fn done(result: Result<(), String>) -> Response<AnswerBody> {
    match result {
        Ok(()) => {
            let mut response = Response::new(AnswerBody::Empty);
            *response.status_mut() = StatusCode::NO_CONTENT;
            response
        }
        Err(error) => whole(StatusCode::BAD_REQUEST, &json!({ "error": error })),
    }
}

fn whole(status: StatusCode, json: &Value) -> Response<AnswerBody> {
    response(status, AnswerBody::whole(json.to_string()))
}

fn response(status: StatusCode, body: AnswerBody) -> Response<AnswerBody> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}
