//! An upload under way: rows become chunks, chunks become bodies, bodies are sent.
//!
//! All of it is one future, on the caller's task, but for the compressing. Dropping it
//! drops the requests in flight. Of its parts each waits for the next to have room:
//!
//! ```text
//! rows → Filler → full → PackingLine → ready → sends
//!        1 chunk         the requests in flight, and as many chunks as the line takes, in these three
//! ```
//!
//! Where chunks are only portions of bodies, packing begins while ready and sends have less than in flight + 1 bodies.

use std::borrow::Borrow;
use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use tokio::time::Instant;

use crate::chunk::Chunk;
use crate::record::LogRecord;
use crate::send::{Delivery, Request};

use super::body::Body;
use super::books::Books;
use super::failure::RejectReason;
use super::filler::{Filled, Filler};
use super::halving::{Halved, Halving};
use super::ledger::Observer;
use super::packing_line::PackingLine;
use super::report::{Stopped, UploadReport};
use super::settings::Settings;
use super::target::Target;
use super::trace::UploadSpan;

/// What is set for one upload.
pub(crate) struct Options<'a> {
    pub(crate) observer: Observer<'a>,
    /// Ends the upload early when it's ready.
    pub(crate) cancel: Option<Pin<Box<dyn Future<Output = ()> + Send + 'a>>>,
    /// How long rows may wait for others.
    pub(crate) send_after: Option<Duration>,
}

/// The future of an upload.
///
/// # Cancel safety
///
/// Nothing is sent before it's first polled. Dropping it aborts the requests in flight: their rows may or may not
/// have been accepted, and no report says which. [`Upload::cancel_on`](crate::Upload::cancel_on) ends an upload early with a report.
#[must_use = "an upload does nothing unless it's awaited"]
pub struct Uploading<'a, T, S> {
    target: Target,
    settings: Settings,
    filler: Filler<T, S>,
    /// A chunk that waits to be packed, and whether its body is to be sent without waiting for more.
    full: Option<(Chunk, bool)>,
    line: PackingLine,
    /// How many chunks and bodies there may be after the filler.
    most_under_way: usize,
    /// Bodies that wait to be sent, in the order of their rows.
    ready: VecDeque<Body>,
    sends: Vec<Pin<Box<dyn Future<Output = Sent> + Send>>>,
    halving: Halving,
    books: Books<'a>,
    cancel: Option<Pin<Box<dyn Future<Output = ()> + Send + 'a>>>,
    started: Option<Instant>,
    span: UploadSpan,
}

/// A request that is over.
struct Sent {
    body: Body,
    delivery: Delivery,
}

impl<'a, T: LogRecord, S: Stream<Item: Borrow<T>>> Uploading<'a, T, S> {
    pub(crate) fn new(
        target: Target,
        settings: Settings,
        rows: Pin<Box<S>>,
        options: Options<'a>,
    ) -> Self {
        let (packers, ahead) = settings.packers();
        let outbox = target.outbox();
        let mut chunker = settings.chunker();
        if outbox.is_some() {
            chunker.keep_refused();
        }
        Self {
            span: UploadSpan::new(&target.route),
            target,
            settings,
            filler: Filler::new(rows, chunker, options.send_after),
            full: None,
            line: PackingLine::new(settings, packers, ahead),
            most_under_way: settings.most_under_way(packers.saturating_add(ahead)),
            ready: VecDeque::new(),
            sends: Vec::new(),
            halving: Halving::new(settings.compression),
            books: Books::new(options.observer, outbox),
            cancel: options.cancel,
            started: None,
        }
    }

    fn poll_report(&mut self, cx: &mut Context<'_>) -> Poll<UploadReport> {
        let started = *self.started.get_or_insert_with(Instant::now);
        self.poll_cancel(cx);
        while self.advance(cx) {}
        if !self.is_over() {
            return Poll::Pending;
        }
        let (taken, total) = (self.filler.taken(), self.filler.total());
        let report = self.books.close(taken, total, started.elapsed());
        self.span.record(&report);
        Poll::Ready(report)
    }

    /// Stops where the future that cancels is ready.
    fn poll_cancel(&mut self, cx: &mut Context<'_>) {
        if let Some(cancel) = &mut self.cancel
            && cancel.as_mut().poll(cx).is_ready()
        {
            self.cancel = None;
            self.books.ledger.stop(Stopped::Cancelled);
        }
    }

    /// Moves everything as far as it goes. True when something has moved, so that something else may be able to.
    fn advance(&mut self, cx: &mut Context<'_>) -> bool {
        let settled = self.poll_sends(cx) | self.books.poll_kept(cx);
        if self.books.ledger.has_stopped() {
            return settled;
        }
        let moved = self.poll_halving(cx) | self.poll_line(cx);
        let started = self.start_sends(cx) | self.start_packing();
        let filled = self.may_fill() && self.books.keep_up() && self.poll_filler(cx);
        settled | moved | started | filled
    }

    /// With one request in flight, the next chunk is filled in the buffer of the one that was compressed.
    fn may_fill(&self) -> bool {
        let shares_a_buffer = self.settings.concurrency == 1 && !self.settings.strings_chunks();
        self.full.is_none() && !(shares_a_buffer && self.line.len() > 0)
    }

    /// Takes rows until a chunk is full.
    fn poll_filler(&mut self, cx: &mut Context<'_>) -> bool {
        let Poll::Ready(filled) = self.filler.poll_fill(cx) else {
            return false;
        };
        match filled {
            Filled::Full(chunk) => self.full = Some((chunk, false)),
            Filled::Overdue(chunk) => self.full = Some((chunk, true)),
            Filled::End(chunk) => self.full = chunk.map(|chunk| (chunk, true)),
            Filled::Unsendable(row, unsendable, json) => {
                self.books.reject_row(row, &unsendable.into(), json);
            }
        }
        true
    }

    fn start_packing(&mut self) -> bool {
        let bodies = self.ready.len() + self.halving.len() + self.sends.len();
        let under_way = if self.settings.strings_chunks() {
            bodies
        } else {
            bodies + self.line.len()
        };
        if under_way >= self.most_under_way || !self.line.has_room() || !self.books.keep_up() {
            return false;
        }
        let Some((chunk, closes)) = self.full.take() else {
            return false;
        };
        self.books.ledger.count_nulled(chunk.nulled());
        self.line.start(chunk, closes);
        true
    }

    fn poll_line(&mut self, cx: &mut Context<'_>) -> bool {
        let mut moved = false;
        while let Poll::Ready(packed) = self.line.poll_packed(cx) {
            moved = true;
            let Some(packed) = packed else {
                self.books.ledger.stop(Stopped::Shutdown);
                break;
            };
            self.filler.recycle(packed.buffer);
            self.ready.extend(packed.bodies);
            for (row, too_large, json) in packed.rejected {
                let reason = RejectReason::TooLarge(too_large);
                self.books.reject_row(row, &reason, Some(json));
            }
        }
        moved
    }

    fn start_sends(&mut self, cx: &mut Context<'_>) -> bool {
        // Whoever was told of a failure just now may have cancelled.
        self.poll_cancel(cx);
        let mut moved = false;
        while self.sends.len() < self.settings.concurrency
            && !self.books.ledger.has_stopped()
            && let Some(body) = self.next_body()
        {
            let deliverer = self.target.deliverer.clone();
            let route = Arc::clone(&self.target.route);
            let request = Request::new(route, body.bytes.clone(), body.gzip, body.json_len);
            self.sends.push(Box::pin(async move {
                let delivery = deliverer.deliver(&request).await;
                Sent { body, delivery }
            }));
            moved = true;
        }
        moved
    }

    /// The body to be sent next. While one is being halved, those after it wait for the halves.
    fn next_body(&mut self) -> Option<Body> {
        let next = self.ready.front()?.first_row();
        if self.halving.first_row().is_some_and(|first| first < next) {
            return None;
        }
        self.ready.pop_front()
    }

    fn poll_sends(&mut self, cx: &mut Context<'_>) -> bool {
        let over = take_done(&mut self.sends, |send| send.as_mut().poll(cx));
        let moved = !over.is_empty();
        for sent in over {
            self.settle(sent);
        }
        moved
    }

    /// Books a request that is over.
    fn settle(&mut self, Sent { body, delivery }: Sent) {
        self.books.ledger.count(&body, &delivery);
        match delivery.result {
            Ok(()) => {
                self.books.ledger.accept(&body.rows);
                self.recycle(body);
            }
            Err(error) if error.is_too_large() && body.rows.count() > 1 => {
                self.halving.start(body, error);
            }
            Err(error) => self.books.reject_body(body, error),
        }
    }

    /// Gives the buffer of a body that is what a chunk was back to be filled again.
    fn recycle(&mut self, body: Body) {
        if !body.gzip
            && let Ok(buffer) = body.bytes.try_into_mut()
        {
            self.filler.recycle(buffer.into());
        }
    }

    fn poll_halving(&mut self, cx: &mut Context<'_>) -> bool {
        let over = self.halving.poll_done(cx);
        let moved = !over.is_empty();
        for halved in over {
            match halved {
                None => self.books.ledger.stop(Stopped::Shutdown),
                Some(Halved::InTwo(left, right)) => {
                    let first = left.first_row();
                    let at = self.ready.partition_point(|body| body.first_row() < first);
                    self.ready.insert(at, right);
                    self.ready.insert(at, left);
                }
                Some(Halved::Whole(body, error)) => self.books.reject_body(body, error),
            }
        }
        moved
    }

    /// Whether every row is settled, or no more are going to be.
    fn is_over(&self) -> bool {
        let idle = self.full.is_none()
            && self.line.len() == 0
            && self.ready.is_empty()
            && self.halving.len() == 0
            && self.filler.has_ended();
        self.sends.is_empty() && self.books.are_kept() && (idle || self.books.ledger.has_stopped())
    }
}

/// Takes what is done out of a list.
pub(super) fn take_done<W, R>(
    works: &mut Vec<W>,
    mut poll: impl FnMut(&mut W) -> Poll<R>,
) -> Vec<R> {
    let mut done = Vec::new();
    works.retain_mut(|work| match poll(work) {
        Poll::Ready(result) => {
            done.push(result);
            false
        }
        Poll::Pending => true,
    });
    done
}

impl<T: LogRecord, S: Stream<Item: Borrow<T>>> Future for Uploading<'_, T, S> {
    type Output = UploadReport;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<UploadReport> {
        let this = self.get_mut();
        let span = this.span.clone();
        span.within(|| this.poll_report(cx))
    }
}

impl<T, S> fmt::Debug for Uploading<'_, T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Uploading")
            .field("settings", &self.settings)
            .field("filler", &self.filler)
            .field("packing", &self.line.len())
            .field("ready", &self.ready.len())
            .field("in_flight", &self.sends.len())
            .finish_non_exhaustive()
    }
}
