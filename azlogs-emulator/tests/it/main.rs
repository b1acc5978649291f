//! The emulator over real sockets, as a client and as a user of the command sees it.

mod answers;
mod control;
mod faults;
mod loss;
mod rig;
mod tls;
mod wire;
