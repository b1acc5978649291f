//! Faults to order: what goes wrong, and with which requests.

mod duration;
mod gate;
mod plan;
mod text;

use std::time::Duration;

pub(crate) use duration::parse as parse_duration;
pub(crate) use plan::{Chosen, Plan};

/// Something that goes wrong.
///
/// ```
/// use std::time::Duration;
/// use azlogs_emulator::{Fault, FaultAnswer, What, When};
///
/// // Every third request is told to come back in a second.
/// let throttle = Fault::new(When::Every(3), What::Answer(FaultAnswer::status(429).header("Retry-After", "1")));
/// // The same, as on the command line.
/// assert_eq!("status=429,every=3,retry-after=1".parse(), Ok(throttle));
/// // The first request is accepted, and the client never hears of it: the way to a duplicate.
/// let duplicate = Fault::new(When::Nth(1), What::AcceptThenHang);
/// // All requests are slow.
/// let slow = Fault::new(When::Always, What::Serve).delay(Duration::from_millis(200));
/// # let _ = (duplicate, slow);
/// ```
///
/// Every order sees every request with rows, retries included, and counts for itself from 1. Where several orders
/// want a request, it is the first one's.
///
/// # As text
///
/// `key=value` pairs with commas between them. What happens is one of
///
/// | pair | |
/// |---|---|
/// | `status=503` | an answer, with the service's code and message where they are known; also `code=`, `message=`, `body=`, `header=Name:Value` and `retry-after=` |
/// | `reset=before`, `reset=middle`, `reset=after` | the connection is reset before, in the middle of, or after reading the body |
/// | `hang` | no answer, ever |
/// | `garbage` | bytes that are no HTTP instead of an answer, and the rows aren't accepted |
/// | `slow=2s` | served, after a while |
/// | `accept-then=hang`, `accept-then=reset` | the rows are accepted, and the client isn't told |
/// | `gather=5` | served once five requests wait |
///
/// and it happens to the requests of one of `nth=3`, `every=3`, `first=3` (the first three), `share=0.1` with
/// `seed=7`, `for=30s` (all, for so long), or to all. `delay=500ms` waits before whatever happens.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    pub(crate) when: When,
    pub(crate) what: What,
    pub(crate) delay: Duration,
}

/// Which requests a fault befalls.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum When {
    /// All.
    Always,
    /// The n-th since the fault was ordered, from 1.
    Nth(u64),
    /// The n-th, and every n-th after it.
    Every(u64),
    /// The first n.
    First(u64),
    /// All, for so long after the fault was ordered, by the emulator's clock.
    For(Duration),
    /// A share at random, the same ones each time for one seed and order of requests.
    Share {
        /// From 0 (none) to 1 (all).
        share: f64,
        /// What the random numbers begin with.
        seed: u64,
    },
}

/// What happens to a request.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum What {
    /// It is answered so, and its rows aren't accepted.
    Answer(FaultAnswer),
    /// Its connection is reset.
    Reset(Moment),
    /// It gets no answer, until the client gives up.
    Hang,
    /// It is answered with bytes that are no HTTP, and its rows aren't accepted.
    Garbage,
    /// It is served as without the fault (after the fault's delay).
    Serve,
    /// Its rows are accepted, but the client gets no answer.
    AcceptThenHang,
    /// Its rows are accepted, but the connection is reset instead of an answer.
    AcceptThenReset,
    /// It waits until so many requests do, then all are served: shows how many a client has in flight. Whoever waits
    /// for 10 seconds is served all the same.
    Gather(usize),
}

/// When a connection is reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Moment {
    /// After the request's head, before its body is read.
    BeforeBody,
    /// With half of the body read.
    MiddleOfBody,
    /// After the body, before an answer.
    AfterBody,
}

/// An answer to order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultAnswer {
    pub(crate) status: u16,
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) body: Option<String>,
    pub(crate) headers: Vec<(String, String)>,
}

/// A fault can't be ordered so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct FaultError(pub(crate) String);

impl Fault {
    /// Orders a fault.
    pub fn new(when: When, what: What) -> Self {
        Self {
            when,
            what,
            delay: Duration::ZERO,
        }
    }

    /// Waits so long before it happens, once as much of the body is read as will be.
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// 403 `OperationFailed` for so long: a role that was assigned just now and hasn't spread.
    pub fn role_delay(delay: Duration) -> Self {
        Self::new(When::For(delay), What::Answer(FaultAnswer::status(403)))
    }
}

impl FaultAnswer {
    /// An answer of this status, with the service's code and message where they are known.
    pub fn status(status: u16) -> Self {
        Self {
            status,
            code: None,
            message: None,
            body: None,
            headers: Vec::new(),
        }
    }

    /// The error's code, in the body and in `x-ms-error-code`.
    #[must_use]
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// The error's message.
    #[must_use]
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.message = Some(message.into());
        self
    }

    /// The whole body, instead of an error object with code and message.
    #[must_use]
    pub fn body(mut self, body: impl Into<String>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
}
