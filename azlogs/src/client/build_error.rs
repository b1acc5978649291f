//! Why no client can be built.

use crate::EndpointError;
#[cfg(feature = "azure-identity")]
use crate::credential::CredentialError;

/// Why [`LogsClientBuilder::build`](crate::LogsClientBuilder::build) gives no client.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The endpoint isn't one.
    #[error(transparent)]
    Endpoint(#[from] EndpointError),
    /// There is no credential.
    #[error("there is no credential: give one with `credential`")]
    NoCredential,
    /// The environment has no credential.
    #[cfg(feature = "azure-identity")]
    #[error(transparent)]
    Credential(#[from] CredentialError),
    /// A header can't be added.
    #[error("header `{name}` cannot be added: {why}")]
    Header {
        /// The header's name.
        name: String,
        /// Why not.
        why: &'static str,
    },
    /// The application id can't stand in a User-Agent.
    #[error("application id `{0}` has to be 1 to 64 letters, digits and `!#$%&'*+-.^_`|~/`")]
    ApplicationId(String),
    /// The API version is empty.
    #[error("the API version is empty: leave it out for the default")]
    ApiVersion,
    /// The scope is no scope.
    #[error("scope `{0}` has to be like `https://monitor.azure.com/.default`")]
    Scope(String),
    /// A time is zero.
    #[error("`{0}` has to be longer than zero")]
    ZeroTime(&'static str),
    /// There is neither a transport nor the feature that has one.
    #[error("there is no transport: give one with `transport`, or enable the feature `reqwest`")]
    NoTransport,
    /// An option is for the transport that the builder makes, but another was given.
    #[error("`{0}` has no effect on a transport of your own: set it there")]
    OptionOfTransport(&'static str),
    /// The proxy's URL isn't one. It isn't shown, since it may hold a password.
    #[error("the proxy has to be a URL like `http://proxy.example:3128`")]
    Proxy,
    /// The root certificates can't be read.
    #[error("the root certificates cannot be read: {0}")]
    RootCertificates(String),
    /// No certificate could be verified.
    #[cfg(feature = "reqwest")]
    #[error(
        "TLS cannot be set up: {0}; install the system's root certificates or give some with `root_certificates`"
    )]
    Tls(#[source] rustls::Error),
    /// The HTTP client can't be made.
    #[error("the HTTP client cannot be made: {0}")]
    HttpClient(#[source] Box<dyn std::error::Error + Send + Sync>),
}
