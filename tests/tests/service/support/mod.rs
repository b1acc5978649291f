//! What the tests share: the emulator with a client to it, rows, and what the emulator received.

pub(crate) mod received;
pub(crate) mod rows;
pub(crate) mod service;
