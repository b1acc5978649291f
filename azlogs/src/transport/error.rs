//! Why no answer came.

use std::error::Error as StdError;
use std::fmt;

/// Why a [`Transport`](super::Transport) has no answer.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Box<dyn StdError + Send + Sync>,
}

/// At which point a request failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The host's name wasn't found.
    Dns,
    /// No connection was made.
    Connect,
    /// No encrypted connection was made, as when a certificate isn't trusted.
    Tls,
    /// The connection broke, or the answer wasn't HTTP, after the request may have been sent.
    Interrupted,
    /// No answer came in time, after the request may have been sent.
    Timeout,
    /// The transport can't send such a request at all.
    Unsendable,
}

impl TransportError {
    /// An error of that kind, with its cause.
    pub fn new(
        kind: TransportErrorKind,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self {
            kind,
            source: source.into(),
        }
    }

    /// At which point the request failed.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Whether the service may have received the request.
    pub fn may_have_been_sent(&self) -> bool {
        matches!(
            self.kind,
            TransportErrorKind::Interrupted | TransportErrorKind::Timeout
        )
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Dns => "the endpoint's name was not found",
            TransportErrorKind::Connect => "cannot connect to the endpoint",
            TransportErrorKind::Tls => "cannot make an encrypted connection to the endpoint",
            TransportErrorKind::Interrupted => "the connection broke before an answer came",
            TransportErrorKind::Timeout => "no answer came in time",
            TransportErrorKind::Unsendable => "the request cannot be sent",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(self.source.as_ref())
    }
}
