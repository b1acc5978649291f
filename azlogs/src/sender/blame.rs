//! Whether a failure is the rows' fault, or the state that the endpoint is in.

use crate::error::{Error, ErrorKind};

/// Whose fault it is that a request failed, and so what a [`Sender`](crate::Sender) does about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Blame {
    /// The rows': they are rejected at once, and those after them go on.
    Rows,
    /// The endpoint's, its role's, its rule's or the way's to it: the rows are kept and tried again.
    Endpoint,
}

impl Blame {
    /// What a sender thinks, unless it's [told otherwise](crate::SenderBuilder::blame):
    ///
    /// - *The rows'*: 400, whatever its code; 413 of a single row; the other 4xx statuses, but for those below. So is a request that can't be
    ///   made at all, as of a stream whose name makes no URI.
    /// - *The endpoint's*: no answer, no token, 5xx, 408, 429; 401, since a credential can be mended; 403, since a role takes up to
    ///   30 minutes to spread and may be given back
    ///   ([Logs Ingestion API](https://learn.microsoft.com/azure/azure-monitor/logs/logs-ingestion-api-overview)); 404, since a rule may be
    ///   about to be deployed; and the answers of a proxy: 3xx, 407, and 2xx with a page.
    ///
    /// 400 with the code `InvalidStream` is a case for opinions: the rule has no such stream, which a deployment may change. Here it's the rows',
    /// lest an application with a mistyped name fills its queue for ever.
    pub fn of(error: &Error) -> Self {
        match (error.kind(), error.status()) {
            (ErrorKind::Transport, None) if !error.is_retryable() => Self::Rows,
            (_, Some(401 | 403 | 404 | 407 | 408 | 429)) => Self::Endpoint,
            (_, Some(400..=499)) => Self::Rows,
            _ => Self::Endpoint,
        }
    }

    /// Whether every other request would fail in the same way, so that there is no use in finding out.
    pub(super) fn concerns_all(error: &Error) -> bool {
        error.kind() == ErrorKind::Token || matches!(error.status(), Some(401 | 403 | 404))
    }
}
