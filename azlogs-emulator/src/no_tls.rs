//! Without the feature `tls` there is no https, and no value of this type.

use std::future::Ready;
use std::time::Duration;

use crate::StartError;
use crate::socket::Socket;

/// Never made.
#[derive(Clone)]
pub(crate) enum Tls {}

impl Tls {
    pub(crate) fn new() -> Result<Self, StartError> {
        Err(StartError::Certificate(
            "the feature `tls` of azlogs-emulator is off".to_owned(),
        ))
    }

    pub(crate) fn authority(&self) -> &str {
        match *self {}
    }

    pub(crate) fn accept(&self, _: Socket, _: Duration) -> Ready<Option<Socket>> {
        match *self {}
    }
}
