//! The tasks that the driver starts: requests with batches, probes, and the halving of batches.

use std::io;
use std::sync::Arc;

use tokio::sync::watch;
use tokio::task::{Id, JoinError};
use tokio::time::Instant;

use crate::error::{Delivered, ErrorKind, Failure};
use crate::send::Delivery;
use crate::upload::{Body, split};

use super::super::batch::Batch;
use super::super::breaker::Allowed;
use super::super::disk::Turned;
use super::Driver;

/// A batch that has failed so many times more often lets another go before it.
const OFTEN: u32 = 4;

/// What a task has done.
pub(super) enum Job {
    Sent(usize, Delivery),
    Probed(Delivery),
    Halved(usize, Option<(Body, Body)>),
    Turned(Turned),
    Kept(Vec<io::Result<()>>),
}

impl Driver {
    /// Sends as many batches as may be.
    pub(super) fn start_jobs(&mut self, now: Instant) {
        loop {
            match self.breaker.allows(now) {
                Allowed::Batches(most) if self.sends < most.min(self.settings.concurrency) => {
                    let Some(batch) = self.next_batch(now) else {
                        return;
                    };
                    self.start_send(batch);
                }
                Allowed::Probe if !self.shared.lock().ready.is_empty() => self.start_probe(),
                _ => return,
            }
        }
    }

    /// The first batch that may be sent; one that has failed often lets those after it go before. With a spool, which keeps rows in order,
    /// only that does: one that merely has to wait before it's tried again has those after it wait too.
    fn next_batch(&mut self, now: Instant) -> Option<Batch> {
        let mut queue = self.shared.lock();
        let keeps_order = queue.disk.spool.is_some();
        let mut due = queue.ready.iter().enumerate();
        let mut next: Option<(u32, usize)> = None;
        // The first that has rarely failed is the one; nearly always it's the first of all.
        while next.is_none_or(|(often, _)| often > 0)
            && let Some((at, batch)) = due.next()
        {
            let candidate = ((batch.failures - batch.forgiven) / OFTEN, at);
            let may_be = queue.disk.allows(batch) && (keeps_order || batch.not_before <= now);
            if may_be && next.is_none_or(|next| candidate < next) {
                next = Some(candidate);
            }
        }
        let (_, at) = next?;
        let is_due = queue.ready.get(at)?.not_before <= now;
        is_due.then(|| queue.take_off(at)).flatten()
    }

    fn start_send(&mut self, batch: Batch) {
        let first = batch.first_row();
        let deliverer = self.deliverer.clone();
        let cut_off = self.cut_off.subscribe();
        let job = self.jobs.spawn(async move {
            let sent = deliverer.deliver_once(&batch.request, batch.failures, told(cut_off));
            Job::Sent(first, sent.await)
        });
        self.job_rows.insert(job.id(), first);
        self.sends += 1;
    }

    fn start_probe(&mut self) {
        self.breaker.probe();
        let (deliverer, route) = (self.deliverer.clone(), Arc::clone(&self.route));
        let cut_off = self.cut_off.subscribe();
        self.jobs
            .spawn(async move { Job::Probed(deliverer.probe(route, told(cut_off)).await) });
    }

    pub(super) fn take_job(&mut self, job: Result<(Id, Job), JoinError>) {
        match job {
            Ok((id, Job::Sent(first, delivery))) => {
                self.job_rows.remove(&id);
                self.sends -= 1;
                self.take_sent(first, delivery);
            }
            Ok((_, Job::Probed(delivery))) => self.take_probed(delivery),
            Ok((id, Job::Halved(first, halves))) => {
                self.job_rows.remove(&id);
                self.take_halved(first, halves);
            }
            Ok((_, Job::Turned(turned))) => {
                self.disk_job = None;
                let mut queue = self.shared.lock();
                queue.take_turned(turned, Instant::now(), &self.route);
            }
            Ok((_, Job::Kept(kept))) => {
                self.keep_job = None;
                self.shared.lock().take_kept(kept);
            }
            Err(error) => self.take_panic(error.id()),
        }
    }

    /// Makes two of a batch that the service found too large. It stays in flight meanwhile.
    pub(super) fn start_halving(&mut self, batch: Batch) {
        let first = batch.first_row();
        let (body, compression) = (batch.body.clone(), self.settings.compression);
        self.shared.lock().relaunch(batch);
        let job = self
            .jobs
            .spawn_blocking(move || Job::Halved(first, split(&body, compression)));
        self.job_rows.insert(job.id(), first);
    }

    /// A task has panicked, as a transport may: its batch is tried again.
    fn take_panic(&mut self, id: Id) {
        if self.disk_job == Some(id) {
            self.disk_job = None;
            return self.shared.lock().take_no_turn(Instant::now());
        }
        if self.keep_job == Some(id) {
            self.keep_job = None;
            return self.shared.lock().take_none_kept();
        }
        let Some(first) = self.job_rows.remove(&id) else {
            self.breaker
                .probe_failed(Instant::now(), |_| self.config.probe_every);
            return;
        };
        // Halving has no reason to panic.
        self.sends = self.sends.saturating_sub(1);
        let mut queue = self.shared.lock();
        let Some(mut batch) = queue.land(first) else {
            return;
        };
        queue.count_sent(&mut batch, 1, 0);
        drop(queue);
        let error = Failure {
            retryable: true,
            delivered: Delivered::Maybe,
            ..Failure::new(ErrorKind::Transport, "the transport panicked")
        };
        self.take_failed(batch, &error.into(), 1);
    }
}

/// Waits until requests are to be cut off.
async fn told(mut cut_off: watch::Receiver<bool>) {
    // Without the driver there is nobody to tell, and the task ends with it.
    if cut_off.wait_for(|cut_off| *cut_off).await.is_err() {
        std::future::pending::<()>().await;
    }
}
