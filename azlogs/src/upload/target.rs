//! Where the rows of an upload go: those that are accepted, and those that aren't.

use std::sync::Arc;

use crate::dead_letter::{DeadLetter, Outbox};
use crate::send::{Deliverer, Route};

/// A stream of a rule, how it's reached, and who keeps what it rejects.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) deliverer: Deliverer,
    pub(crate) route: Arc<Route>,
    pub(crate) dead_letter: Option<Arc<dyn DeadLetter>>,
}

impl Target {
    /// What takes rejected rows, where they are kept.
    pub(crate) fn outbox(&self) -> Option<Outbox> {
        let dead_letter = self.dead_letter.as_ref()?;
        Some(Outbox::new(
            Arc::clone(dead_letter),
            Arc::clone(&self.route),
        ))
    }
}
