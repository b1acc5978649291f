//! How many of a rule's requests may be in flight after the service has throttled some.

use tokio::time::Instant;

/// Beyond so many in flight at once, it no longer holds anybody back.
const PLENTY: f64 = 64.0;

/// Halves what may be in flight when the service throttles, and gives back one more each time that as many were accepted.
/// Before the first throttling it limits nothing.
#[derive(Debug)]
pub(super) struct Parallelism {
    in_flight: usize,
    allowed: f64,
    /// Requests that began before then have had their say.
    halved: Option<Instant>,
}

impl Default for Parallelism {
    fn default() -> Self {
        Self {
            in_flight: 0,
            allowed: f64::INFINITY,
            halved: None,
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "as many requests are never in flight"
)]
impl Parallelism {
    pub(super) fn has_room(&self) -> bool {
        self.in_flight == 0 || ((self.in_flight + 1) as f64) <= self.allowed
    }

    pub(super) fn begin(&mut self) {
        self.in_flight += 1;
    }

    pub(super) fn end(&mut self) {
        self.in_flight -= 1;
    }

    pub(super) fn accepted(&mut self) {
        self.allowed += 1.0 / self.allowed;
        if self.allowed > PLENTY {
            self.allowed = f64::INFINITY;
        }
    }

    /// A request that began then was throttled. Those that were in flight together count as one.
    pub(super) fn throttled(&mut self, began: Instant, now: Instant) {
        if self.halved.is_some_and(|halved| began <= halved) {
            return;
        }
        self.halved = Some(now);
        self.allowed = (self.allowed.min(self.in_flight as f64) / 2.0).max(1.0);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn room(parallelism: &mut Parallelism) -> usize {
        let mut room = 0;
        while room < 1_000 && parallelism.has_room() {
            parallelism.begin();
            room += 1;
        }
        (0..room).for_each(|_| parallelism.end());
        room
    }

    #[test]
    fn throttling_halves_what_was_in_flight_once_and_acceptance_gives_it_back() {
        let mut parallelism = Parallelism::default();
        assert_eq!(room(&mut parallelism), 1_000);
        (0..8).for_each(|_| parallelism.begin());
        let start = Instant::now();
        let later = start + Duration::from_secs(1);
        for _ in 0..8 {
            parallelism.throttled(start, later);
        }
        (0..8).for_each(|_| parallelism.end());
        assert_eq!(room(&mut parallelism), 4);

        (0..5).for_each(|_| parallelism.accepted());
        assert_eq!(room(&mut parallelism), 5);
        for halved in 1_u64..10 {
            parallelism.begin();
            let now = later + Duration::from_secs(halved);
            parallelism.throttled(now, now);
            parallelism.end();
        }
        assert_eq!(room(&mut parallelism), 1, "there is always one");
        (0..10_000).for_each(|_| parallelism.accepted());
        assert_eq!(room(&mut parallelism), 1_000);
    }
}
