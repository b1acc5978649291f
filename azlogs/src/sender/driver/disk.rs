//! What the driver has done on threads that may be blocked: reading and writing the spool, and keeping rejected rows.

use std::future::poll_fn;
use std::sync::Arc;

use tokio::time::Instant;

use super::super::disk::Turn;
use super::super::letters::keep;
use super::Driver;
use super::jobs::Job;

impl Driver {
    /// Has the disk do what it's to do, one thing after another.
    pub(super) fn start_turn(&mut self, now: Instant) {
        if self.disk_job.is_none() {
            let requests = self.settings.concurrency;
            let turn = self.shared.lock().next_turn(now, requests);
            if let Some(turn) = turn {
                self.spawn_turn(turn);
            }
        }
    }

    fn spawn_turn(&mut self, turn: Turn) {
        let job = self.jobs.spawn_blocking(move || Job::Turned(turn.run()));
        self.disk_job = Some(job.id());
    }

    /// Has what was accepted by nobody written to disk, where there is one.
    pub(super) async fn spool_rest(&mut self) {
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

    /// Has rejected rows kept; true while there are some.
    pub(super) fn start_keeping(&mut self) -> bool {
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
}
