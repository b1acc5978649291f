//! What a rule's requests share: the pause when one is throttled, the limits by the minute, how many are in flight.

use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use azlogs_dcr::ImmutableId;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use super::gate::Gate;
use super::parallelism::Parallelism;
use super::trace;
use super::window::Window;

/// How much a rule may be sent in a minute.
///
/// The defaults are the service's: 12,000 requests and 2 GB, compressed and uncompressed
/// ([Service limits](https://learn.microsoft.com/azure/azure-monitor/fundamentals/service-limits#logs-ingestion-api)).
#[derive(Clone, Copy, Debug)]
pub(crate) struct RuleLimits {
    pub(crate) requests: u64,
    pub(crate) bytes: u64,
}

impl Default for RuleLimits {
    fn default() -> Self {
        Self {
            requests: 12_000,
            bytes: 2_000_000_000,
        }
    }
}

/// Lets a rule's requests through, each when it may be sent.
#[derive(Debug)]
pub(crate) struct Limiter {
    rule: ImmutableId,
    gate: Gate,
    traffic: Mutex<Traffic>,
    /// A request has ended.
    freed: Notify,
}

#[derive(Debug)]
struct Traffic {
    window: Window,
    parallelism: Parallelism,
}

/// A request may be sent, and is in flight until this is dropped.
#[derive(Debug)]
pub(super) struct Permit<'l> {
    limiter: &'l Limiter,
    began: Instant,
}

/// Why a request may not be sent yet.
enum Wait {
    Until(Instant),
    ForAnother,
}

impl Limiter {
    pub(crate) fn new(rule: ImmutableId, limits: RuleLimits) -> Arc<Self> {
        Arc::new(Self {
            rule,
            gate: Gate::default(),
            traffic: Mutex::new(Traffic {
                window: Window::new(limits.requests, limits.bytes),
                parallelism: Parallelism::default(),
            }),
            freed: Notify::new(),
        })
    }

    /// Has the rule's requests pause for that long; a longer pause that is under way stays.
    pub(crate) fn shut(&self, pause: Duration) {
        self.gate.shut(pause);
    }

    /// How long the pause lasts still, as far as is known.
    pub(super) fn shut_for(&self) -> Duration {
        self.gate.shut_for()
    }

    /// Waits until the pause is over.
    pub(super) async fn pass(&self) {
        self.gate.pass().await;
    }

    /// Waits until a request with that many bytes of JSON may be sent, and counts it.
    pub(super) async fn enter(&self, json_len: u64) -> Permit<'_> {
        loop {
            self.gate.pass().await;
            let Err(wait) = self.book(json_len) else {
                break;
            };
            match wait {
                Wait::Until(time) => sleep_until(time).await,
                Wait::ForAnother => {
                    let mut freed = pin!(self.freed.notified());
                    // From here on none is missed; one may have ended before.
                    freed.as_mut().enable();
                    if !self.lock().parallelism.has_room() {
                        freed.await;
                    }
                }
            }
        }
        Permit {
            limiter: self,
            began: Instant::now(),
        }
    }

    /// Whether nothing has to be remembered of the rule.
    pub(crate) fn is_idle(&self) -> bool {
        self.shut_for().is_zero() && self.lock().window.is_idle(Instant::now())
    }

    fn book(&self, json_len: u64) -> Result<(), Wait> {
        let now = Instant::now();
        let mut traffic = self.lock();
        if !traffic.parallelism.has_room() {
            return Err(Wait::ForAnother);
        }
        traffic.window.book(now, json_len).map_err(Wait::Until)?;
        traffic.parallelism.begin();
        let warning = traffic.window.warning(now);
        drop(traffic);
        if let Some(usage) = warning {
            trace::near_limit(&self.rule, usage);
        }
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Traffic> {
        self.traffic.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Permit<'_> {
    /// The service accepted the request.
    pub(super) fn accepted(&self) {
        self.limiter.lock().parallelism.accepted();
    }

    /// The service throttled the request.
    pub(super) fn throttled(&self) {
        let mut traffic = self.limiter.lock();
        traffic.parallelism.throttled(self.began, Instant::now());
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.limiter.lock().parallelism.end();
        self.limiter.freed.notify_waiters();
    }
}
