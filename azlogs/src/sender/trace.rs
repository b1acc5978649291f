//! What a sender tells `tracing`: counts and reasons, never contents.

#[cfg(not(feature = "tracing"))]
pub(super) use silent::Trace;
#[cfg(feature = "tracing")]
pub(super) use told::Trace;

#[cfg(feature = "tracing")]
mod told {
    use std::sync::Arc;

    use tracing::{info, warn};

    use crate::error::Error;
    use crate::send::Route;

    use super::super::account::Tally;
    use super::super::queue::Queue;

    /// Tells of one sender.
    #[derive(Debug)]
    pub(in super::super) struct Trace {
        route: Arc<Route>,
        /// What was settled when it began to close.
        before: Option<Tally>,
    }

    impl Trace {
        pub(in super::super) fn new(route: &Arc<Route>) -> Self {
            Self {
                route: Arc::clone(route),
                before: None,
            }
        }

        /// The endpoint fails.
        pub(in super::super) fn failing(&self, error: &Error) {
            warn!(
                rule = self.route.rule.as_str(),
                stream = self.route.stream,
                %error,
                "requests fail; the endpoint is probed now and then, and rows wait",
            );
        }

        /// The endpoint accepts rows again.
        pub(in super::super) fn well(&self) {
            info!(
                rule = self.route.rule.as_str(),
                stream = self.route.stream,
                "the endpoint accepts rows again",
            );
        }

        /// The sender begins to close.
        pub(in super::super) fn closing(&mut self, queue: &Queue) {
            self.before = Some(queue.account.total.clone());
        }

        /// The sender is over. Where nobody is there to ask, or the runtime was shut down, what was lost is told here.
        pub(in super::super) fn over(&self, total: &Tally, is_abandoned: bool) {
            let was_closed = self.before.is_some() && !is_abandoned;
            let before = self.before.clone().unwrap_or_default();
            let rejected = total.rejected - before.rejected;
            let not_attempted = total.not_attempted - before.not_attempted;
            if !was_closed && (rejected > 0 && self.before.is_some() || not_attempted > 0) {
                warn!(
                    rule = self.route.rule.as_str(),
                    stream = self.route.stream,
                    rejected,
                    not_attempted,
                    "the sender ended with rows that were not accepted",
                );
            }
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod silent {
    use std::sync::Arc;

    use crate::error::Error;
    use crate::send::Route;

    use super::super::account::Tally;
    use super::super::queue::Queue;

    /// Nothing, without feature `tracing`.
    #[derive(Debug)]
    pub(in super::super) struct Trace;

    #[allow(clippy::unused_self, reason = "it stands in for one that tells")]
    impl Trace {
        pub(in super::super) fn new(_: &Arc<Route>) -> Self {
            Self
        }

        pub(in super::super) fn failing(&self, _: &Error) {}

        pub(in super::super) fn well(&self) {}

        pub(in super::super) fn closing(&mut self, _: &Queue) {}

        pub(in super::super) fn over(&self, _: &Tally, _: bool) {}
    }
}
