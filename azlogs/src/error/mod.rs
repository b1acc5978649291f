//! Why a request failed, and what to do.

mod display;
mod help;
mod one_line;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub(crate) use help::Help;
pub(crate) use one_line::one_line;

/// Why a request failed: no token, no answer, or an answer that refuses it.
///
/// Its `Display` is one line that says what happened and, where something can be done, what; the parts of it are
/// here too. Cloning is cheap. No part of it ever holds a token.
#[derive(Clone)]
pub struct Error(Arc<Failure>);

/// The stage at which a request failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The credential gave no token; nothing was sent.
    Token,
    /// The request couldn't be sent, or no answer came.
    Transport,
    /// The service answered, but not that it accepted the rows.
    Service,
    /// The deadline for the whole request passed.
    Deadline,
}

/// Whether the service may have accepted the rows of a request that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Delivered {
    /// They weren't accepted: sending them again makes no duplicates.
    No,
    /// They may have been accepted, as when the answer didn't come: sending them again may store them twice.
    Maybe,
}

/// The parts of an [`Error`].
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) kind: ErrorKind,
    pub(crate) status: Option<u16>,
    pub(crate) code: Option<String>,
    pub(crate) message: String,
    pub(crate) request_id: Option<String>,
    pub(crate) client_request_id: Option<String>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) retryable: bool,
    pub(crate) delivered: Delivered,
    pub(crate) help: Option<Cow<'static, str>>,
    /// How many tries were made, and why there were no more of them.
    pub(crate) tries: u32,
    pub(crate) gave_up: Option<String>,
    pub(crate) source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl Failure {
    /// A failure of that kind: final, and not delivered.
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            status: None,
            code: None,
            message: message.into(),
            request_id: None,
            client_request_id: None,
            retry_after: None,
            retryable: false,
            delivered: Delivered::No,
            help: None,
            tries: 0,
            gave_up: None,
            source: None,
        }
    }
}

impl Error {
    /// The stage at which the request failed.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The HTTP status of the service's last answer.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The service's code, such as `InvalidStream`.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// What happened, in the service's words where it answered.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The service's id of the request (`x-ms-request-id`), for Microsoft's support.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// Our id of the request (`x-ms-client-request-id`), the same on each try. The table `DCRLogErrors` has it as
    /// `ClientRequestId`.
    pub fn client_request_id(&self) -> Option<&str> {
        self.0.client_request_id.as_deref()
    }

    /// How long the service asked to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// How many times the request was sent.
    pub fn tries(&self) -> u32 {
        self.0.tries
    }

    /// Whether the same rows may be accepted later with nothing changed. The request's own retries are over.
    pub fn is_retryable(&self) -> bool {
        self.0.retryable
    }

    /// Whether the service found the request too large (413).
    pub fn is_too_large(&self) -> bool {
        self.0.status == Some(413)
    }

    /// Whether the service may have accepted the rows nevertheless.
    pub fn delivery(&self) -> Delivered {
        self.0.delivered
    }

    /// What to do.
    pub fn help(&self) -> Option<&str> {
        self.0.help.as_deref()
    }
}

impl Error {
    /// The error of the last of so many tries, one of which may have been delivered.
    pub(crate) fn after(&self, delivered: Delivered, tries: u32) -> Self {
        let mut failure = (*self.0).clone();
        failure.delivered = failure.delivered.max(delivered);
        failure.tries = failure.tries.max(tries);
        failure.into()
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        Self(Arc::new(failure))
    }
}

impl From<Box<Failure>> for Error {
    fn from(failure: Box<Failure>) -> Self {
        Self(Arc::from(failure))
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.source {
            Some(source) => Some(source.as_ref()),
            None => None,
        }
    }
}
