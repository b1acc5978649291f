//! The client `azlogs` against the emulator, over real sockets.

#![allow(
    clippy::single_range_in_vec_init,
    reason = "lists of one range are meant"
)]
#![allow(
    clippy::unwrap_used,
    reason = "a test that unwraps fails where it should"
)]

mod accounting;
mod body_format;
mod chunk_boundaries;
mod concurrency;
mod failure_reporting;
mod main_flow;
mod pre_encoded;
mod retry_and_auth;
mod support;
mod wire_packing;
