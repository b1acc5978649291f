//! A sender for services: rows come one by one, for months, and are sent in batches.
//!
//! ```text
//! send → Queue: chunk being filled → full chunks ──→ ready batches → in flight ─→ Account
//!               │ sealed when full, or by linger │   │ Batch: a value of its own │ settled once
//!               └────────── PackingLine ─────────┘   └── Breaker, send/limiter.rs
//! ```
//!
//! `handle` is what applications call, `driver` the task that moves batches along; both share the queue. A batch is
//! sealed in `Queue::seal_batch`, and rows are settled in `Queue::settle`, each the only place where that happens.

mod account;
mod acks;
mod batch;
mod blame;
mod breaker;
mod builder;
mod disk;
mod driver;
mod error;
mod handle;
mod latency;
mod letters;
mod metrics;
mod park;
mod queue;
mod report;
mod sending;
mod shared;
mod spooling;
mod stats;
#[cfg(test)]
mod tests;
mod trace;

pub use blame::Blame;
pub use builder::SenderBuilder;
pub use error::{NoRuntime, SendError};
pub use handle::Sender;
pub use latency::RequestLatency;
pub use queue::Overflow;
pub use report::SenderReport;
pub use sending::Sending;
pub use stats::SenderStats;
