//! Why a row wasn't taken.

use std::error::Error as StdError;
use std::fmt;

use crate::unsendable::UnsendableRow;

/// Why a [`Sender`](crate::Sender) didn't take a row.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SendError {
    /// There is no room in the queue. The row wasn't handed over, and no report has it.
    Full,
    /// The sender was closed, or the runtime on which it ran was shut down. The row wasn't handed over, and no report has it. Where it waited
    /// to be on disk, the sender ended before: the report has it as not attempted.
    Closed,
    /// The row can't be sent at all. The report has it among the rejected ones.
    Unsendable(UnsendableRow),
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full => f.write_str(
                "the sender's queue is full; wait with `send`, or choose another `Overflow`",
            ),
            Self::Closed => f.write_str("the sender is closed"),
            Self::Unsendable(row) => row.fmt(f),
        }
    }
}

impl StdError for SendError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Full | Self::Closed => None,
            Self::Unsendable(row) => row.source(),
        }
    }
}

/// There is no tokio runtime on which a sender could run.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NoRuntime;

impl fmt::Display for NoRuntime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a sender runs on a tokio runtime, and there is none here; give one with `start_on`",
        )
    }
}

impl StdError for NoRuntime {}
