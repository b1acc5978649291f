//! An error as one line.

use std::fmt;

use super::{Error, ErrorKind};

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failure = &*self.0;
        let mut what = Vec::with_capacity(2);
        if failure.kind == ErrorKind::Token {
            what.push("no token".to_owned());
        }
        if let Some(status) = failure.status {
            let code = failure.code.as_ref().map(|code| format!(" {code}"));
            what.push(format!(
                "the service answered {status}{}",
                code.unwrap_or_default()
            ));
        }
        if !failure.message.is_empty() {
            what.push(failure.message.trim_end_matches('.').to_owned());
        }
        f.write_str(&what.join(": "))?;
        for more in [failure.gave_up.as_deref(), failure.help.as_deref()]
            .into_iter()
            .flatten()
        {
            write!(f, "; {more}")?;
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
