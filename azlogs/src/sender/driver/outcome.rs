//! What becomes of a batch when its request is over: accepted, rejected, halved, or kept to be sent again.

use std::time::Duration;

use tokio::time::Instant;

use crate::error::{Error, ErrorKind};
use crate::send::{Deliverer, Delivery};
use crate::upload::Body;

use super::super::batch::Batch;
use super::super::blame::Blame;
use super::{Config, Driver};

impl Driver {
    /// A request is over: its rows are settled, or halved, or wait to be sent again.
    pub(super) fn take_sent(&mut self, first: usize, delivery: Delivery) {
        let mut queue = self.shared.lock();
        let Some(mut batch) = queue.land(first) else {
            return;
        };
        queue.count_sent(&mut batch, delivery.requests, delivery.wire_bytes);
        if let Some(latency) = delivery.latency {
            queue.account.answered(latency);
        }
        let error = match delivery.result {
            Ok(()) => {
                queue.accept_batch(&batch);
                drop(queue);
                self.note_success();
                self.note_latency(delivery.latency);
                return;
            }
            Err(error) => error,
        };
        queue.account.last_error = Some(error.clone());
        drop(queue);
        self.note_latency(delivery.latency);
        self.take_failed(batch, &error, delivery.requests);
    }

    pub(super) fn take_failed(&mut self, mut batch: Batch, error: &Error, requests: u32) {
        // One that the limiter kept until it was cut off says nothing.
        let was_tried = requests > 0 || error.kind() != ErrorKind::Deadline;
        if was_tried {
            batch.failures += 1;
            batch.delivered = batch.delivered.max(error.delivery());
            batch.last_error = Some(error.clone());
        }
        if *self.cut_off.borrow() {
            self.shared.lock().give_up_batch(batch);
        } else if error.is_too_large() && batch.body.rows.count() > 1 {
            self.note_success();
            self.start_halving(batch);
        } else if self.config.blames(error) == Blame::Rows {
            self.note_success();
            self.shared.lock().reject_batch(&batch);
        } else if was_tried {
            self.try_later(batch, error);
        } else {
            self.shared.lock().put_back(batch);
        }
    }

    /// Keeps a batch that has failed for no fault of its rows.
    fn try_later(&mut self, mut batch: Batch, error: &Error) {
        let now = Instant::now();
        let mut has_opened = false;
        if error.status() == Some(429) {
            // The limiter makes the pause.
            batch.not_before = now;
        } else {
            let pause = self.pause(batch.failures, error.retry_after());
            batch.not_before = now.checked_add(pause).unwrap_or(now);
            let concerns_all = Blame::concerns_all(error);
            let opened = self.breaker.failed(now, concerns_all, |opened| {
                pause_of(&self.deliverer, &self.config, opened, error.retry_after())
            });
            if opened {
                has_opened = true;
                self.note_breaker();
                self.trace.failing(error);
            }
        }
        let mut queue = self.shared.lock();
        queue.put_back(batch);
        if has_opened {
            queue.forgive();
        }
    }

    pub(super) fn take_probed(&mut self, delivery: Delivery) {
        match delivery.result {
            Err(error)
                if error.status() != Some(429) && self.config.blames(&error) != Blame::Rows =>
            {
                self.shared.lock().account.last_error = Some(error.clone());
                self.breaker.probe_failed(Instant::now(), |opened| {
                    pause_of(&self.deliverer, &self.config, opened, error.retry_after())
                });
            }
            _ => {
                self.breaker.probe_succeeded();
                self.shared.lock().hurry(Instant::now());
            }
        }
    }

    /// How long to wait after so many failures, and what the service asked for.
    fn pause(&self, failures: u32, asked: Option<Duration>) -> Duration {
        pause_of(&self.deliverer, &self.config, failures, asked)
    }

    fn note_success(&mut self) {
        if self.breaker.succeeded() {
            self.note_breaker();
            self.trace.well();
        }
    }

    fn note_latency(&self, latency: Option<Duration>) {
        if let Some(latency) = latency {
            self.shared.answered(latency);
        }
    }

    fn note_breaker(&self) {
        self.shared.lock().breaker_open = self.breaker.is_open();
    }

    pub(super) fn take_halved(&mut self, first: usize, halves: Option<(Body, Body)>) {
        let mut queue = self.shared.lock();
        let Some(batch) = queue.land(first) else {
            return;
        };
        match halves {
            Some((left, right)) if !*self.cut_off.borrow() => {
                queue.note_halved(batch.place);
                queue.seal_batch(batch.part(left));
                queue.seal_batch(batch.part(right));
                queue.let_go(&batch);
            }
            _ if *self.cut_off.borrow() => queue.give_up_batch(batch),
            _ => queue.reject_batch(&batch),
        }
    }
}

/// The wait after so many failures: what the policy says or the service asked for, but no longer than between two probes.
fn pause_of(
    deliverer: &Deliverer,
    config: &Config,
    failures: u32,
    asked: Option<Duration>,
) -> Duration {
    let delay = deliverer.delay(failures);
    asked.unwrap_or(delay).max(delay).min(config.probe_every)
}
