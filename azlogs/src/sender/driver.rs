//! The task that moves rows from the queue to the service.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::future::poll_fn;
use std::io;
use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::{Id, JoinSet};
use tokio::time::{Instant, sleep_until};

use crate::dead_letter::{DeadLetter, Remains};
use crate::error::{Delivered, Error, ErrorKind, Failure};
use crate::send::{Deliverer, Delivery, Route};
use crate::upload::{Body, Packed, PackingLine, RejectReason, Settings, Target, split};

use super::batch::Batch;
use super::blame::Blame;
use super::breaker::{Allowed, Breaker};
use super::disk::{Turn, Turned};
use super::letters::keep;
use super::queue::Phase;
use super::shared::Shared;
use super::trace::Trace;

/// What is set for the driver alone.
#[derive(Clone)]
pub(super) struct Config {
    pub(super) linger: Duration,
    pub(super) max_age: Option<Duration>,
    pub(super) probe_every: Duration,
    pub(super) blame: Arc<dyn Fn(&Error) -> Blame + Send + Sync>,
}

/// Seals, sends and settles batches, until the sender is closed or the runtime shut down.
pub(super) struct Driver {
    shared: Arc<Shared>,
    deliverer: Deliverer,
    route: Arc<Route>,
    settings: Settings,
    config: Config,
    line: PackingLine,
    /// The bytes of each chunk in the line.
    packing: VecDeque<usize>,
    /// Who keeps rejected rows.
    dead_letter: Option<Arc<dyn DeadLetter>>,
    jobs: JoinSet<Job>,
    /// The job by which the disk is read and written, and the one by which rejected rows are kept.
    disk_job: Option<Id>,
    keep_job: Option<Id>,
    /// The first row of the batch that each job is about.
    job_rows: HashMap<Id, usize>,
    /// How many of the jobs send batches.
    sends: usize,
    breaker: Breaker,
    /// The chunk that was last seen being filled, and since when its rows wait.
    filling: Option<(u64, Instant)>,
    /// When the sender ends at the latest.
    deadline: Option<Instant>,
    /// Cuts off requests under way.
    cut_off: watch::Sender<bool>,
    trace: Trace,
}

/// What a task has done.
enum Job {
    Sent(usize, Delivery),
    Probed(Delivery),
    Halved(usize, Option<(Body, Body)>),
    Turned(Turned),
    Kept(Vec<io::Result<()>>),
}

impl Driver {
    pub(super) fn new(
        shared: Arc<Shared>,
        target: Target,
        settings: Settings,
        config: Config,
    ) -> Self {
        let packers = if settings.strings_chunks() {
            1
        } else {
            available_parallelism().map_or(1, usize::from)
        };
        let Target {
            deliverer,
            route,
            dead_letter,
        } = target;
        Self {
            trace: Trace::new(&route),
            shared,
            deliverer,
            route,
            dead_letter,
            settings,
            config,
            line: PackingLine::new(settings, packers),
            packing: VecDeque::new(),
            jobs: JoinSet::new(),
            disk_job: None,
            keep_job: None,
            job_rows: HashMap::new(),
            sends: 0,
            breaker: Breaker::new(),
            filling: None,
            deadline: None,
            cut_off: watch::Sender::new(false),
        }
    }

    pub(super) async fn run(mut self) {
        loop {
            let now = Instant::now();
            self.heed_close(now);
            self.seal_overdue(now);
            self.reject_old(now);
            if self.is_done() || self.deadline.is_some_and(|deadline| deadline <= now) {
                break;
            }
            self.start_packing();
            self.start_turn(now);
            self.start_keeping();
            self.start_jobs(now);
            self.shared.publish();
            let alarm = self.next_alarm(now);
            tokio::select! {
                () = self.shared.work.notified() => {}
                packed = poll_fn(|cx| self.line.poll_packed(cx)), if self.line.len() > 0 => {
                    let Some(packed) = packed else { break };
                    self.take_packed(packed);
                }
                Some(job) = self.jobs.join_next_with_id(), if !self.jobs.is_empty() => self.take_job(job),
                () = sleep_until(alarm.unwrap_or(now)), if alarm.is_some() => {}
            }
        }
        self.cut_off().await;
        self.spool_rest().await;
        while self.start_keeping() {
            self.finish_jobs().await;
        }
    }

    /// Ends the requests under way; their errors say whether they were sent.
    async fn cut_off(&mut self) {
        self.cut_off.send_replace(true);
        self.finish_jobs().await;
    }

    async fn finish_jobs(&mut self) {
        while let Some(job) = self.jobs.join_next_with_id().await {
            self.take_job(job);
        }
    }

    /// Has what was accepted by nobody written to disk, where there is one.
    async fn spool_rest(&mut self) {
        if self.shared.lock().disk.spool.is_none() {
            return;
        }
        self.shared.lock().seal();
        loop {
            self.start_packing();
            if self.line.len() == 0 {
                break;
            }
            let Some(packed) = poll_fn(|cx| self.line.poll_packed(cx)).await else {
                return;
            };
            self.take_packed(packed);
        }
        let turn = self.shared.lock().last_turn();
        if let Some(turn) = turn {
            self.spawn_turn(turn);
            self.finish_jobs().await;
        }
    }

    /// Has the disk do what it's to do, one thing after another.
    fn start_turn(&mut self, now: Instant) {
        if self.disk_job.is_none() {
            let requests = self.settings.concurrency;
            let turn = self.shared.lock().next_turn(now, requests);
            turn.into_iter().for_each(|turn| self.spawn_turn(turn));
        }
    }

    fn spawn_turn(&mut self, turn: Turn) {
        let job = self.jobs.spawn_blocking(move || Job::Turned(turn.run()));
        self.disk_job = Some(job.id());
    }

    /// Has rejected rows kept; true while there are some.
    fn start_keeping(&mut self) -> bool {
        let Some(dead_letter) = &self.dead_letter else {
            return false;
        };
        if self.keep_job.is_some() {
            return true;
        }
        let parcels = self.shared.lock().start_keeping();
        if parcels.is_empty() {
            return false;
        }
        let (to, route) = (Arc::clone(dead_letter), Arc::clone(&self.route));
        let job = self
            .jobs
            .spawn_blocking(move || Job::Kept(keep(&*to, &route, &parcels)));
        self.keep_job = Some(job.id());
        true
    }

    /// Whether there is nothing more to do, ever.
    fn is_done(&self) -> bool {
        let queue = self.shared.lock();
        queue.phase == Phase::Closing && queue.account.settled_to() == queue.rows()
    }

    /// Sees whether the sender is being closed, and by when.
    fn heed_close(&mut self, now: Instant) {
        let Some(within) = self.shared.lock().close_within.take() else {
            return;
        };
        if self.deadline.is_none() {
            self.breaker.hurry(now);
            self.trace.closing(&self.shared.lock());
        }
        let deadline = now.checked_add(within);
        self.deadline = match (self.deadline, deadline) {
            (Some(before), Some(deadline)) => Some(before.min(deadline)),
            (before, deadline) => before.or(deadline),
        };
    }

    /// Has rows packed that have waited for others for long enough.
    fn seal_overdue(&mut self, now: Instant) {
        let mut queue = self.shared.lock();
        if !queue.is_filling() {
            self.filling = None;
            return;
        }
        let since = match self.filling {
            Some((begun, since)) if begun == queue.begun => since,
            _ => now,
        };
        self.filling = Some((queue.begun, since));
        if since + self.config.linger <= now {
            queue.seal();
            self.filling = None;
        }
    }

    /// Rejects batches that have been tried for too long.
    fn reject_old(&mut self, now: Instant) {
        let Some(max_age) = self.config.max_age else {
            return;
        };
        let mut queue = self.shared.lock();
        for mut batch in queue.take_expired(|batch| batch.sealed + max_age <= now) {
            if batch.last_error.is_none() {
                batch.last_error = Some(too_old(max_age));
            }
            queue.reject_batch(&batch);
        }
    }

    fn start_packing(&mut self) {
        while self.line.has_room() {
            let next = self.shared.lock().next_full();
            let Some((chunk, closes)) = next else {
                return;
            };
            self.packing.push_back(chunk.body().len());
            self.line.start(chunk, closes);
        }
    }

    fn take_packed(&mut self, packed: Packed) {
        let len = self.packing.pop_front().unwrap_or_default();
        let mut queue = self.shared.lock();
        queue.packed(len, packed.buffer);
        for (row, too_large, json) in packed.rejected {
            let reason = RejectReason::TooLarge(too_large);
            queue.reject_row(row, reason, Remains::Row(json.into()));
        }
        for body in packed.bodies {
            queue.seal_batch(Batch::new(Arc::clone(&self.route), body));
        }
    }

    /// Sends as many batches as may be.
    fn start_jobs(&mut self, now: Instant) {
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

    /// The first batch that may be sent; one that has failed often lets those after it go before.
    fn next_batch(&mut self, now: Instant) -> Option<Batch> {
        let mut queue = self.shared.lock();
        let due = queue.ready.iter().enumerate();
        let due = due.filter(|(_, batch)| batch.not_before <= now && queue.disk.allows(batch));
        let at = due
            .min_by_key(|(at, batch)| ((batch.failures - batch.forgiven) / 4, *at))
            .map(|(at, _)| at)?;
        queue.take_off(at)
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

    fn take_job(&mut self, job: Result<(Id, Job), tokio::task::JoinError>) {
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

    /// A request is over: its rows are settled, or halved, or wait to be sent again.
    fn take_sent(&mut self, first: usize, delivery: Delivery) {
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

    fn take_failed(&mut self, mut batch: Batch, error: &Error, requests: u32) {
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
        } else if (self.config.blame)(error) == Blame::Rows {
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
                self.note_breaker();
                self.trace.failing(error);
            }
        }
        self.shared.lock().put_back(batch);
    }

    fn take_probed(&mut self, delivery: Delivery) {
        match delivery.result {
            Err(error)
                if error.status() != Some(429) && (self.config.blame)(&error) != Blame::Rows =>
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

    /// Makes two of a batch that the service found too large. It stays in flight meanwhile.
    fn start_halving(&mut self, batch: Batch) {
        let first = batch.first_row();
        let (body, compression) = (batch.body.clone(), self.settings.compression);
        self.shared.lock().relaunch(batch);
        let job = self
            .jobs
            .spawn_blocking(move || Job::Halved(first, split(&body, compression)));
        self.job_rows.insert(job.id(), first);
    }

    fn take_halved(&mut self, first: usize, halves: Option<(Body, Body)>) {
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

    /// When there will next be something to do, though nobody comes.
    fn next_alarm(&self, now: Instant) -> Option<Instant> {
        let queue = self.shared.lock();
        let overdue = self.filling.map(|(_, since)| since + self.config.linger);
        let too_old = self.config.max_age.and_then(|max_age| {
            let sealed = queue.ready.iter().map(|batch| batch.sealed + max_age);
            sealed.min()
        });
        let waits = !queue.ready.is_empty();
        let probe = self.breaker.opens_at().filter(|_| waits);
        let due = queue.ready.iter().map(|batch| batch.not_before);
        let due = due.filter(|due| *due > now).min();
        let disk = queue.disk_alarm(self.settings.concurrency);
        let alarms = [self.deadline, overdue, too_old, probe, due, disk];
        alarms.into_iter().flatten().min()
    }
}

impl Drop for Driver {
    /// Whatever isn't settled now never will be: the time is up, or the runtime is being shut down.
    fn drop(&mut self) {
        let mut queue = self.shared.lock();
        queue.settle_rest(shutdown);
        self.trace.over(&queue);
        drop(queue);
        self.shared.publish();
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

/// Waits until requests are to be cut off.
async fn told(mut cut_off: watch::Receiver<bool>) {
    // Without the driver there is nobody to tell, and the task ends with it.
    if cut_off.wait_for(|cut_off| *cut_off).await.is_err() {
        std::future::pending::<()>().await;
    }
}

fn too_old(max_age: Duration) -> Error {
    let message = format!(
        "the rows were kept for {:.1} s and could not be sent",
        max_age.as_secs_f64()
    );
    Failure::new(ErrorKind::Deadline, message).into()
}

fn shutdown() -> Error {
    Failure {
        delivered: Delivered::Maybe,
        retryable: true,
        ..Failure::new(
            ErrorKind::Transport,
            "the runtime was shut down before an answer came",
        )
    }
    .into()
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("linger", &self.linger)
            .field("max_age", &self.max_age)
            .field("probe_every", &self.probe_every)
            .finish_non_exhaustive()
    }
}
