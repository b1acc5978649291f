//! An error as one line.

use std::fmt;

use super::{Error, ErrorKind};

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failure = &*self.0;
        match (failure.kind, failure.status) {
            (ErrorKind::Token, _) => f.write_str("no token: ")?,
            (_, Some(status)) => {
                write!(f, "the service answered {status}")?;
                if let Some(code) = &failure.code {
                    write!(f, " {code}")?;
                }
                f.write_str(if failure.message.is_empty() { "" } else { ": " })?;
            }
            (_, None) => {}
        }
        f.write_str(failure.message.trim_end_matches('.'))?;
        if let Some(gave_up) = &failure.gave_up {
            write!(f, "; {gave_up}")?;
        }
        if let Some(help) = &failure.help {
            write!(f, "; {help}")?;
        }
        match (&failure.request_id, &failure.client_request_id) {
            (Some(service), Some(client)) => {
                write!(f, " (request id {service}, client request id {client})")
            }
            (Some(id), None) => write!(f, " (request id {id})"),
            (None, Some(id)) => write!(f, " (client request id {id})"),
            (None, None) => Ok(()),
        }
    }
}
