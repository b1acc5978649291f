//! The task that moves rows from the queue to the service: what it waits for, and when it ends.

mod disk;
mod ending;
mod jobs;
mod outcome;

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::{Id, JoinSet};
use tokio::time::{Instant, sleep_until};

use crate::dead_letter::{DeadLetter, Remains};
use crate::error::{Delivered, Error, ErrorKind, Failure};
use crate::send::{Deliverer, Route};
use crate::upload::{AHEAD, Packed, PackingLine, RejectReason, Settings, Target};

use super::batch::Batch;
use super::blame::Blame;
use super::breaker::Breaker;
use super::queue::Phase;
use super::shared::Shared;
use super::trace::Trace;
use ending::Ends;
use jobs::Job;

/// What is set for the driver alone.
#[derive(Clone)]
pub(super) struct Config {
    pub(super) linger: Duration,
    pub(super) max_age: Option<Duration>,
    pub(super) probe_every: Duration,
    pub(super) blame: Arc<dyn Fn(&Error) -> Blame + Send + Sync>,
}

impl Config {
    /// Whose fault a failure is. What the application says there is no reason to lose rows.
    fn blames(&self, error: &Error) -> Blame {
        catch_unwind(AssertUnwindSafe(|| (self.blame)(error))).unwrap_or_else(|_| Blame::of(error))
    }
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
    /// When requests are cut off, and when the sender ends at the latest.
    ends: Option<Ends>,
    /// Cuts off requests under way.
    cut_off: watch::Sender<bool>,
    trace: Trace,
}

impl Driver {
    pub(super) fn new(
        shared: Arc<Shared>,
        target: Target,
        settings: Settings,
        config: Config,
    ) -> Self {
        let packers = available_parallelism().map_or(1, usize::from);
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
            line: PackingLine::new(settings, packers, AHEAD),
            packing: VecDeque::new(),
            jobs: JoinSet::new(),
            disk_job: None,
            keep_job: None,
            job_rows: HashMap::new(),
            sends: 0,
            breaker: Breaker::new(),
            filling: None,
            ends: None,
            cut_off: watch::Sender::new(false),
        }
    }

    pub(super) async fn run(mut self) {
        loop {
            let now = Instant::now();
            self.heed_close(now);
            self.seal_overdue(now);
            self.reject_old(now);
            if self.is_done() || self.ends.is_some_and(|ends| ends.requests <= now) {
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
        self.end().await;
    }

    /// Whether there is nothing more to do, ever.
    fn is_done(&self) -> bool {
        let queue = self.shared.lock();
        queue.phase == Phase::Closing && queue.account.settled_to() == queue.rows()
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
        if is_over(since, self.config.linger, now) {
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
        while let Some(mut batch) = queue.take_first_if(|batch| is_over(batch.sealed, max_age, now))
        {
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

    /// When there will next be something to do, though nobody comes.
    fn next_alarm(&self, now: Instant) -> Option<Instant> {
        let queue = self.shared.lock();
        let overdue = self
            .filling
            .and_then(|(_, since)| since.checked_add(self.config.linger));
        let oldest = queue.ready.front().map(|batch| batch.sealed);
        let too_old = oldest
            .zip(self.config.max_age)
            .and_then(|(sealed, max_age)| sealed.checked_add(max_age));
        let waits = !queue.ready.is_empty();
        let probe = self.breaker.opens_at().filter(|_| waits);
        // Those that have failed are before those that weren't tried, which don't wait for a time.
        let failed = queue.ready.iter().take_while(|batch| batch.failures > 0);
        let due = failed.map(|batch| batch.not_before);
        let due = due.filter(|due| *due > now).min();
        // Once the time has come it would stay in the past for as long as the disk is busy.
        let may_turn = self.disk_job.is_none();
        let disk = may_turn.then(|| queue.disk_alarm(self.settings.concurrency));
        let cut_off = self.ends.map(|ends| ends.requests);
        let alarms = [cut_off, overdue, too_old, probe, due, disk.flatten()];
        alarms.into_iter().flatten().min()
    }
}

impl Drop for Driver {
    /// Whatever isn't settled now never will be: the time is up, or the runtime is being shut down.
    fn drop(&mut self) {
        let mut queue = self.shared.lock();
        queue.settle_rest(shutdown);
        let (total, is_abandoned) = (queue.account.total.clone(), queue.abandoned);
        // Who listens may ask the sender, or hand it a row.
        drop(queue);
        self.trace.over(&total, is_abandoned);
        self.shared.publish();
    }
}

/// Whether that time has passed, which may be longer than the clock can tell.
fn is_over(since: Instant, time: Duration, now: Instant) -> bool {
    since.checked_add(time).is_some_and(|end| end <= now)
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
