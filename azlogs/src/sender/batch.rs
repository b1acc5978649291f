//! A sealed batch: the body of one request, with all that is needed to send it, and nothing of the rows' type.

use std::sync::Arc;

use tokio::time::Instant;

use crate::error::{Delivered, Error};
use crate::send::{Request, Route};
use crate::upload::Body;

use super::disk::Place;

/// The rows of one request on their way.
#[derive(Clone, Debug)]
pub(crate) struct Batch {
    /// The body, which has the rows' numbers, and its sizes.
    pub(crate) body: Body,
    /// What it's sent as: the rule, the stream, and the id that stays the same on all tries.
    pub(crate) request: Request,
    /// When it was sealed.
    pub(super) sealed: Instant,
    /// How often it was sent.
    pub(super) tries: u32,
    /// How often it has failed, before it was sent or after.
    pub(super) failures: u32,
    /// How many of its failures were those of an endpoint that failed all.
    pub(super) forgiven: u32,
    /// It isn't tried again before.
    pub(super) not_before: Instant,
    /// Whether one of its tries may have been accepted.
    pub(super) delivered: Delivered,
    pub(super) last_error: Option<Error>,
    /// Where it is beside the queue.
    pub(super) place: Place,
}

/// What has become of a batch so far, kept while it's only on disk.
#[derive(Clone, Debug)]
pub(super) struct Past {
    sealed: Instant,
    tries: u32,
    failures: u32,
    forgiven: u32,
    not_before: Instant,
    delivered: Delivered,
    last_error: Option<Error>,
}

impl Batch {
    pub(super) fn new(route: Arc<Route>, body: Body) -> Self {
        let now = Instant::now();
        Self {
            request: Request::new(route, body.bytes.clone(), body.gzip, body.json_len),
            body,
            sealed: now,
            tries: 0,
            failures: 0,
            forgiven: 0,
            not_before: now,
            delivered: Delivered::No,
            last_error: None,
            place: Place::default(),
        }
    }

    /// A batch of some of its rows, as old as they are here.
    pub(super) fn part(&self, body: Body) -> Self {
        Self {
            sealed: self.sealed,
            delivered: self.delivered,
            // What may have been accepted isn't as if it had never been sent.
            last_error: self
                .last_error
                .clone()
                .filter(|_| self.delivered != Delivered::No),
            place: self.place,
            ..Self::new(Arc::clone(&self.request.route), body)
        }
    }

    pub(super) fn past(&self) -> Past {
        Past {
            sealed: self.sealed,
            tries: self.tries,
            failures: self.failures,
            forgiven: self.forgiven,
            not_before: self.not_before,
            delivered: self.delivered,
            last_error: self.last_error.clone(),
        }
    }

    /// The batch as it was before it was only on disk.
    pub(super) fn with_past(self, past: Past) -> Self {
        let Past {
            sealed,
            tries,
            failures,
            forgiven,
            not_before,
            delivered,
            last_error,
        } = past;
        Self {
            sealed,
            tries,
            failures,
            forgiven,
            not_before,
            delivered,
            last_error,
            ..self
        }
    }

    /// The number of its first row, which no other batch has.
    pub(super) fn first_row(&self) -> usize {
        self.body.first_row()
    }

    /// What it takes of the queue.
    pub(super) fn bytes(&self) -> usize {
        self.body.bytes.len()
    }

    /// The last error of all its tries, if it was tried at all.
    pub(super) fn error(&self) -> Option<Error> {
        let error = self.last_error.clone()?;
        Some(error.after(self.delivered, self.tries))
    }
}
