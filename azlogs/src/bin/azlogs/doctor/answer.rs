//! The steps that one answer of the service settles: whether it takes the token, has the rule, finds the role, and has the stream.

use azlogs::{Error, ErrorKind, ImmutableId, StreamName};

use super::steps::Step;
use super::{Outcome, quoted, token};

const SERVICE: usize = 0;
const RULE: usize = 1;
const ROLE: usize = 2;
const STREAM: usize = 3;

/// What the steps are about.
const STEPS: [&str; 4] = ["service", "rule", "role", "stream"];

/// The steps, where nothing could be asked.
pub(crate) fn skipped() -> Vec<Step> {
    STEPS.map(skip).into()
}

/// The steps, where there was no answer in time.
pub(crate) fn late(seconds: u64) -> Vec<Step> {
    let told = format!("no answer within {seconds} s");
    let help = "try again; if it stays so, look at the service's health".to_owned();
    failed_at(SERVICE, Outcome::Amiss(told, help), Vec::new())
}

/// The steps, by what the service said to an empty array.
pub(crate) fn judge(
    answer: &Result<(), Error>,
    rule: &ImmutableId,
    stream: &StreamName,
) -> Vec<Step> {
    let mut seen = vec![
        "it answers, and takes the token".to_owned(),
        format!("it has {rule}"),
        "who sends may write to it".to_owned(),
        format!("it takes rows for {stream}"),
    ];
    let Err(error) = answer else {
        return STEPS.into_iter().zip(seen).map(well).collect();
    };
    let failing = match (error.status(), error.code()) {
        (Some(404), _) => RULE,
        (Some(403), _) => ROLE,
        (Some(400), Some("InvalidStream")) => STREAM,
        _ => SERVICE,
    };
    seen.truncate(failing);
    failed_at(failing, Outcome::Amiss(told(error), help(error)), seen)
}

/// The steps where one failed: before it is what was seen, those after it weren't reached.
fn failed_at(failing: usize, outcome: Outcome, seen: Vec<String>) -> Vec<Step> {
    let mut steps: Vec<Step> = STEPS.into_iter().zip(seen).map(well).collect();
    steps.push(Step {
        what: STEPS[failing],
        outcome,
    });
    steps.extend(STEPS.into_iter().skip(failing + 1).map(skip));
    steps
}

fn well((what, seen): (&'static str, String)) -> Step {
    let outcome = Outcome::Well(seen);
    Step { what, outcome }
}

fn skip(what: &'static str) -> Step {
    let outcome = Outcome::Skipped("the steps before it have to succeed first".to_owned());
    Step { what, outcome }
}

/// What an error says of itself.
pub(crate) fn told(error: &Error) -> String {
    match (error.status(), error.code()) {
        (Some(status), Some(code)) => format!("{status} {code}: {}", error.message()),
        (Some(status), None) => format!("{status}: {}", error.message()),
        _ => error.message().to_owned(),
    }
}

/// What to do about an error.
pub(crate) fn help(error: &Error) -> String {
    let fallback = match error.kind() {
        ErrorKind::Token => token::HELP,
        ErrorKind::Transport => "check certificates and proxies on the way to the endpoint",
        _ => "try again; if it stays so, give Microsoft's support the request id",
    };
    let mut help = error.help().unwrap_or(fallback).to_owned();
    if let Some(id) = error.request_id() {
        help = format!("{help} (request {})", quoted(id));
    }
    help
}
