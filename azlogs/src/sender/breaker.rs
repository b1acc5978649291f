//! The circuit breaker: an endpoint that fails is left alone, but for a probe now and then.

use std::time::Duration;

use tokio::time::Instant;

/// So many failures in a row, of requests that may succeed singly, open it.
const FAILURES: u32 = 5;

/// Whether requests may be sent.
#[derive(Debug)]
pub(super) struct Breaker {
    state: State,
    /// How often it has opened since a batch was last accepted.
    opened: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// All may.
    Closed { failures: u32 },
    /// None may before that time; then a probe.
    Open { until: Instant },
    /// A probe is under way.
    Probing,
    /// The probe was answered well; one batch at a time may, until one is accepted.
    Trial,
}

/// What may be sent now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Allowed {
    /// That many batches at once.
    Batches(usize),
    /// An empty array.
    Probe,
    Nothing,
}

impl Breaker {
    pub(super) fn new() -> Self {
        Self {
            state: State::Closed { failures: 0 },
            opened: 0,
        }
    }

    pub(super) fn allows(&self, now: Instant) -> Allowed {
        match self.state {
            State::Closed { .. } => Allowed::Batches(usize::MAX),
            State::Trial => Allowed::Batches(1),
            State::Open { until } if until <= now => Allowed::Probe,
            State::Open { .. } | State::Probing => Allowed::Nothing,
        }
    }

    pub(super) fn is_open(&self) -> bool {
        !matches!(self.state, State::Closed { .. })
    }

    /// When it will next allow something.
    pub(super) fn opens_at(&self) -> Option<Instant> {
        match self.state {
            State::Open { until } => Some(until),
            _ => None,
        }
    }

    /// A probe is sent.
    pub(super) fn probe(&mut self) {
        self.state = State::Probing;
    }

    /// Probes at once, as when time is running out.
    pub(super) fn hurry(&mut self, now: Instant) {
        if let State::Open { until } = &mut self.state {
            *until = now;
        }
    }

    /// A batch was accepted, or refused for its own fault. True where that closes the breaker.
    pub(super) fn succeeded(&mut self) -> bool {
        let closes = self.is_open();
        self.state = State::Closed { failures: 0 };
        self.opened = 0;
        closes
    }

    /// The probe's answer shows that the endpoint may be well.
    pub(super) fn probe_succeeded(&mut self) {
        if self.state == State::Probing {
            self.state = State::Trial;
        }
    }

    /// The probe has failed: the next waits as `pause` says, given how often there was one before.
    pub(super) fn probe_failed(&mut self, now: Instant, pause: impl FnOnce(u32) -> Duration) {
        if self.state == State::Probing {
            self.open(now, pause);
        }
    }

    /// A batch has failed, for no fault of its own. True where that opens the breaker.
    pub(super) fn failed(
        &mut self,
        now: Instant,
        concerns_all: bool,
        pause: impl FnOnce(u32) -> Duration,
    ) -> bool {
        match &mut self.state {
            State::Closed { failures } => {
                *failures += 1;
                let opens = concerns_all || *failures >= FAILURES;
                if opens {
                    self.open(now, pause);
                }
                opens
            }
            State::Trial => {
                self.open(now, pause);
                false
            }
            // It began before the breaker opened.
            State::Open { .. } | State::Probing => false,
        }
    }

    fn open(&mut self, now: Instant, pause: impl FnOnce(u32) -> Duration) {
        self.opened = self.opened.saturating_add(1);
        let pause = pause(self.opened);
        let until = now.checked_add(pause).unwrap_or(now);
        self.state = State::Open { until };
    }
}
