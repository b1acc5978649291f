//! The answers of ordered faults.

use http::{HeaderName, HeaderValue, Response, StatusCode};

use crate::FaultAnswer;
use crate::answers::{Answer, Known, Values};
use crate::respond::AnswerBody;

/// Where the order names no code or message, they are the service's own for that status; where it names a code that is
/// known, so is its message.
pub(crate) fn answer(fault: &FaultAnswer, values: &Values<'_>) -> Answer {
    let status = StatusCode::from_u16(fault.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let known = match &fault.code {
        Some(code) => Known::of_code(code),
        None => Known::of_status(fault.status),
    };
    let name = status.canonical_reason().unwrap_or("Fault");
    let mut answer = known.map_or_else(|| Answer::new(status, name), |known| known.answer(values));
    answer.status = status;
    if status.is_success() {
        answer.code = None;
    }
    if let Some(code) = &fault.code {
        answer.code = Some(code.clone());
    }
    if let Some(message) = &fault.message {
        answer.message.clone_from(message);
    }
    answer
}

/// Adds the body and the headers that were ordered.
pub(crate) fn dress(
    mut response: Response<AnswerBody>,
    fault: &FaultAnswer,
) -> Response<AnswerBody> {
    if let Some(body) = &fault.body {
        *response.body_mut() = AnswerBody::whole(body.clone());
    }
    for (name, value) in &fault.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_str(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
