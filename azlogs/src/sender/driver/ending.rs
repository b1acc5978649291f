//! The end of a sender: requests are cut off, what nobody accepted is written to disk, and none of it takes longer than it may.

use std::future::poll_fn;
use std::time::Duration;

use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep_until};

use super::Driver;

/// The part of the time that the disk has for itself, after requests have been cut off, and the most of it.
const DISKS_SHARE: u32 = 5;
const DISKS_MOST: Duration = Duration::from_secs(5);

/// When things end at the latest.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ends {
    /// Requests.
    pub(super) requests: Instant,
    /// All else: writing what is left to disk.
    all: Instant,
}

impl Driver {
    /// Sees whether the sender is being closed, and by when.
    pub(super) fn heed_close(&mut self, now: Instant) {
        let Some(within) = self.shared.lock().close_within.take() else {
            return;
        };
        if self.ends.is_none() {
            self.breaker.hurry(now);
            self.trace.closing(&self.shared.lock());
        }
        // Longer than the clock can tell is as if nothing had been said.
        let Some(ends) = self.ends_within(now, within) else {
            return;
        };
        self.ends = Some(match self.ends {
            Some(before) => Ends {
                requests: before.requests.min(ends.requests),
                all: before.all.min(ends.all),
            },
            None => ends,
        });
    }

    fn ends_within(&self, now: Instant, within: Duration) -> Option<Ends> {
        let all = now.checked_add(within)?;
        if !self.needs_disk() {
            return Some(Ends { requests: all, all });
        }
        // No time at all means that nothing more is to be sent. It doesn't mean that the rows are to be lost.
        if within.is_zero() {
            return Some(Ends {
                requests: now,
                all: now + DISKS_MOST,
            });
        }
        let requests = all - DISKS_MOST.min(within / DISKS_SHARE);
        Some(Ends { requests, all })
    }

    /// Whether rows that nobody accepted are kept.
    fn needs_disk(&self) -> bool {
        self.dead_letter.is_some() || self.spools()
    }

    fn spools(&self) -> bool {
        self.shared.lock().disk.spool.is_some()
    }

    /// Cuts off the requests under way, whose errors say whether they were sent, and has the rest kept. A disk that hangs is left to itself when
    /// the time is up.
    pub(super) async fn end(&mut self) {
        self.cut_off.send_replace(true);
        self.shared.lock().seal();
        let mut has_written = false;
        loop {
            let now = Instant::now();
            self.heed_close(now);
            // What was cut off is over as soon as it's asked for.
            let is_over = self.sends == 0 && self.ends.is_some_and(|ends| ends.all <= now);
            if is_over {
                break;
            }
            if self.spools() {
                self.start_packing();
            }
            self.start_keeping();
            if self.jobs.is_empty() && self.line.len() == 0 {
                let turn = self.shared.lock().last_turn(!has_written);
                let Some(turn) = turn else { break };
                has_written = true;
                self.spawn_turn(turn);
            }
            let alarm = self.ends.filter(|_| self.sends == 0).map(|ends| ends.all);
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
        self.remove_without_waiting();
    }

    /// Has what is settled removed by somebody else, where there was no time for it.
    fn remove_without_waiting(&mut self) {
        if self.disk_job.is_none()
            && let Some(turn) = self.shared.lock().last_turn(false)
        {
            spawn_blocking(move || turn.run());
        }
    }
}
