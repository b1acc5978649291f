//! Uploads against a service in the place of the transport, with time standing still.

#![allow(
    clippy::single_range_in_vec_init,
    reason = "lists of one range are meant"
)]
#![allow(
    clippy::unwrap_used,
    reason = "a test that unwraps fails where it should"
)]

mod accounting;
mod concurrency;
mod dead_letters;
mod halving;
mod raw;
mod report;
mod row;
mod rows_and_streams;
#[cfg(feature = "metrics")]
mod sender_metrics;
#[cfg(feature = "tracing")]
mod sender_traces;
mod service;
#[cfg(feature = "tracing")]
mod spans;
mod stopping;
