//! The emulator over real sockets, as a client and as a user of the command sees it.

#![allow(clippy::unwrap_used, reason = "the rig is part of the tests")]

mod answers;
mod command;
mod control;
mod faults;
mod flows;
mod loss;
mod rig;
mod tls;
mod wire;
