//! The way from a client's options to its transport, and to a credential that goes the same way.

use std::sync::Arc;

use super::BuildError;
use crate::Endpoint;
use crate::transport::{HttpOptions, Reach, ReqwestTransport, Transport, http_client};

/// What a client connects with.
pub(super) struct Connections {
    pub(super) transport: Arc<dyn Transport>,
    /// The transport's HTTP client, where a credential's authority can be reached with it, too.
    #[cfg(feature = "azure-identity")]
    pub(super) shared: Option<reqwest::Client>,
}

/// The application's transport, or else one over reqwest.
pub(super) fn connections(
    given: Option<Arc<dyn Transport>>,
    options: &HttpOptions,
    endpoint: &Endpoint,
) -> Result<Connections, BuildError> {
    if let Some(transport) = given {
        check_unused(options)?;
        return Ok(Connections {
            transport,
            #[cfg(feature = "azure-identity")]
            shared: None,
        });
    }
    let reach = match (endpoint.is_loopback(), endpoint.is_plain_http()) {
        (true, true) => Reach::LocalPlain,
        (true, false) => Reach::Local,
        (false, _) => Reach::Remote,
    };
    let client = http_client(options, reach)?;
    Ok(Connections {
        transport: Arc::new(ReqwestTransport::new(client.clone())),
        #[cfg(feature = "azure-identity")]
        shared: (reach == Reach::Remote).then_some(client),
    })
}

/// Options that would change nothing are refused, lest someone relies on them.
fn check_unused(options: &HttpOptions) -> Result<(), BuildError> {
    let HttpOptions {
        connect_timeout,
        proxy,
        root_certificates,
    } = options;
    let option = if connect_timeout.is_some() {
        "connect_timeout"
    } else if proxy.is_some() {
        "proxy"
    } else if !root_certificates.is_empty() {
        "root_certificates"
    } else {
        return Ok(());
    };
    Err(BuildError::OptionOfTransport(option))
}
