//! A running emulator.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::oneshot;

use crate::state::State;
use crate::thread::Started;
use crate::{EmulatorBuilder, Fault, FaultError, RecordedRequest, RuleInfo, Stats};

/// A running stand-in for the Logs Ingestion API. Dropping it ends it: its thread, its connections and its port.
///
/// It runs on a thread of its own with a runtime of its own, so it works from any runtime, a single-threaded one
/// included. With a paused tokio clock the *client's* timeouts are the thing to know: a paused clock runs ahead
/// whenever the client's runtime has nothing to do but wait for this socket, so that a timeout there fires at once. The
/// emulator itself goes by a clock of its own, which [`advance`](Self::advance) puts forward.
pub struct Emulator {
    endpoint: String,
    address: SocketAddr,
    authority: Option<String>,
    state: Arc<State>,
    end: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Emulator {
    /// Begins with nothing but defaults; at least one rule has to be added.
    pub fn builder() -> EmulatorBuilder {
        EmulatorBuilder::default()
    }

    pub(crate) fn new(started: Started, thread: JoinHandle<()>) -> Self {
        let scheme = match started.authority {
            Some(_) => "https",
            None => "http",
        };
        Self {
            endpoint: format!("{scheme}://{}", started.address),
            address: started.address,
            authority: started.authority,
            state: started.state,
            end: Some(started.end),
            thread: Some(thread),
        }
    }

    /// The endpoint to give to a client, such as `http://127.0.0.1:40123`.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// The address that it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// With https, the certificate that a client has to trust, as PEM.
    pub fn certificate(&self) -> Option<&str> {
        self.authority.as_deref()
    }

    /// The rules that are served, in the order in which they were given.
    pub fn rules(&self) -> &[RuleInfo] {
        self.state.catalog.rules()
    }

    /// The rows that a table holds, oldest first: JSON objects. A column that a row didn't have is absent, and one
    /// whose value was lost is null. No rows for a table that there isn't; see [`tables`](Self::tables).
    pub fn rows(&self, table: &str) -> Vec<Value> {
        let rows = self.state.rows(table).unwrap_or_default();
        // Each row was written by the emulator, as JSON that can be read back.
        rows.iter()
            .filter_map(|row| serde_json::from_str(row).ok())
            .collect()
    }

    /// The names of the tables, with rows or without.
    pub fn tables(&self) -> Vec<String> {
        self.state.tables()
    }

    /// The requests with rows that are over or will never be, in the order of their arrival.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.state.requests()
    }

    /// What was received, accepted and lost.
    pub fn stats(&self) -> Stats {
        self.state.stats()
    }

    /// Orders these faults instead of those that are in force. They count from the next request on.
    ///
    /// # Errors
    ///
    /// Where a fault can't happen, such as every 0th request; then nothing changes.
    pub fn set_faults(&self, faults: impl IntoIterator<Item = Fault>) -> Result<(), FaultError> {
        let faults: Vec<_> = faults.into_iter().collect();
        self.state.set_faults(&faults)
    }

    /// Puts the emulator's clock forward: quotas fill up again, faults with a duration end, times of receipt are later.
    pub fn advance(&self, by: Duration) {
        self.state.clock.advance(by);
    }

    /// Forgets all rows, requests, counts and quotas, and begins the faults of the builder anew.
    pub fn reset(&self) {
        // The faults were checked at the start, so they are good.
        let _ = self.state.reset();
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(thread) = self.thread.take()
            && thread.thread().id() != thread::current().id()
        {
            // If it panicked there is nobody left to tell.
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for Emulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emulator")
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}
