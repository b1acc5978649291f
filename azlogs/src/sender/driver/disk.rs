//! What the driver has done on threads that may be blocked: reading and writing the spool, and keeping rejected rows.

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

    pub(super) fn spawn_turn(&mut self, turn: Turn) {
        let job = self.jobs.spawn_blocking(move || Job::Turned(turn.run()));
        self.disk_job = Some(job.id());
    }

    /// Has rejected rows kept, where there are some.
    pub(super) fn start_keeping(&mut self) {
        let Some(dead_letter) = &self.dead_letter else {
            return;
        };
        if self.keep_job.is_some() {
            return;
        }
        let parcels = self.shared.lock().start_keeping();
        if parcels.is_empty() {
            return;
        }
        let (to, route) = (Arc::clone(dead_letter), Arc::clone(&self.route));
        let job = self
            .jobs
            .spawn_blocking(move || Job::Kept(keep(&*to, &route, &parcels)));
        self.keep_job = Some(job.id());
    }
}
