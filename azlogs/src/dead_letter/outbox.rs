//! Rejected rows on their way to where they are kept, off the async threads.

use std::fmt;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::SystemTime;

use bytes::Bytes;

use super::batch::{Content, RejectedBatch};
use super::{DeadLetter, trace};
use crate::clock;
use crate::send::Route;
use crate::upload::{Body, RejectReason, Work};

/// How many bytes may wait while others are written.
const ROOM: usize = 1 << 20;
/// What a row counts for at least.
const ROW_WEIGHT: usize = 64;

/// What rejected rows there are of.
#[derive(Clone, Debug)]
pub(crate) enum Remains {
    /// The body of the request that they were in.
    Body(Body),
    /// The JSON of a row that was in none.
    Row(Bytes),
    /// A row that couldn't be written.
    Unwritable,
}

/// Rejected rows that wait to be kept.
pub(crate) struct Outbox {
    to: Arc<dyn DeadLetter>,
    route: Arc<Route>,
    waiting: Vec<Parcel>,
    waiting_bytes: usize,
    writing: Option<(usize, Work<Kept>)>,
    /// What became of them so far.
    kept: Kept,
}

/// Rows that were rejected together, on their way.
#[derive(Clone, Debug)]
pub(crate) struct Parcel {
    remains: Remains,
    reason: RejectReason,
    time: SystemTime,
}

/// What became of rejected rows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kept {
    /// How many rows are kept.
    pub(crate) rows: usize,
    /// How many rows couldn't be.
    pub(crate) lost: usize,
    /// Why the last of them couldn't.
    pub(crate) error: Option<Arc<io::Error>>,
}

impl Outbox {
    pub(crate) fn new(to: Arc<dyn DeadLetter>, route: Arc<Route>) -> Self {
        Self {
            to,
            route,
            waiting: Vec::new(),
            waiting_bytes: 0,
            writing: None,
            kept: Kept::default(),
        }
    }

    pub(crate) fn push(&mut self, remains: Remains, reason: RejectReason) {
        let parcel = Parcel::new(remains, reason);
        self.waiting_bytes += parcel.weight();
        self.waiting.push(parcel);
    }

    /// Whether more may be pushed before some of it is written.
    pub(crate) fn has_room(&self) -> bool {
        self.waiting_bytes < ROOM
    }

    /// Whether all is written.
    pub(crate) fn is_empty(&self) -> bool {
        self.writing.is_none() && self.waiting.is_empty()
    }

    /// Writes on. True when something has been written.
    pub(crate) fn poll_write(&mut self, cx: &mut Context<'_>) -> bool {
        let mut moved = false;
        loop {
            if let Some((rows, work)) = &mut self.writing {
                let Poll::Ready(kept) = Pin::new(work).poll(cx) else {
                    return moved;
                };
                let shutdown =
                    || Kept::none(*rows, io::Error::other("the tokio runtime was shut down"));
                self.kept.add(kept.unwrap_or_else(shutdown));
                self.writing = None;
                moved = true;
            }
            if self.waiting.is_empty() {
                return moved;
            }
            let parcels = std::mem::take(&mut self.waiting);
            self.waiting_bytes = 0;
            let rows = parcels.iter().map(|parcel| parcel.remains.rows()).sum();
            let (to, route) = (Arc::clone(&self.to), Arc::clone(&self.route));
            self.writing = Some((rows, Work::start(move || keep(&*to, &route, parcels))));
        }
    }

    /// Writes all of it.
    pub(crate) async fn finish(mut self) -> Kept {
        poll_fn(|cx| {
            self.poll_write(cx);
            if self.is_empty() {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
        self.kept
    }

    /// What became of the rows.
    pub(crate) fn kept(&self) -> &Kept {
        &self.kept
    }
}

/// Keeps all parcels, as far as it's possible.
fn keep(to: &dyn DeadLetter, route: &Route, parcels: Vec<Parcel>) -> Kept {
    let mut all = Kept::default();
    for parcel in parcels {
        let rows = parcel.remains.rows();
        let kept = match parcel.keep(to, route) {
            Ok(()) => Kept {
                rows,
                ..Kept::default()
            },
            Err(error) => Kept::none(rows, error),
        };
        all.add(kept);
    }
    all
}

impl Parcel {
    /// Rows that were rejected now.
    pub(crate) fn new(remains: Remains, reason: RejectReason) -> Self {
        Self {
            remains,
            reason,
            time: clock::now(),
        }
    }

    /// What it counts for in memory.
    pub(crate) fn weight(&self) -> usize {
        ROW_WEIGHT + self.remains.len()
    }

    /// Keeps the rows; says so where that fails.
    pub(crate) fn keep(&self, to: &dyn DeadLetter, route: &Route) -> io::Result<()> {
        self.keep_quietly(to, route)
            .inspect_err(|error| trace::not_kept(self.remains.rows(), error))
    }

    fn keep_quietly(&self, to: &dyn DeadLetter, route: &Route) -> io::Result<()> {
        let json;
        let content = match &self.remains {
            Remains::Body(body) => {
                let no_gzip = || io::Error::new(io::ErrorKind::InvalidData, "the body is no gzip");
                json = body.json().ok_or_else(no_gzip)?;
                Content::Array(&json)
            }
            Remains::Row(row) => Content::Row(row),
            Remains::Unwritable => Content::Unwritable,
        };
        to.keep(&RejectedBatch {
            rule: &route.rule,
            stream: &route.stream,
            reason: &self.reason,
            time: self.time,
            content,
        })
    }
}

impl Remains {
    fn rows(&self) -> usize {
        match self {
            Self::Body(body) => body.rows.count(),
            Self::Row(_) | Self::Unwritable => 1,
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Body(body) => body.bytes.len(),
            Self::Row(row) => row.len(),
            Self::Unwritable => 0,
        }
    }
}

impl Kept {
    fn none(rows: usize, error: io::Error) -> Self {
        Self {
            rows: 0,
            lost: rows,
            error: Some(Arc::new(error)),
        }
    }

    fn add(&mut self, other: Self) {
        self.rows += other.rows;
        self.lost += other.lost;
        self.error = other.error.or(self.error.take());
    }
}

impl fmt::Debug for Outbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outbox")
            .field("to", &self.to)
            .field("waiting", &self.waiting.len())
            .field("kept", &self.kept)
            .finish_non_exhaustive()
    }
}
