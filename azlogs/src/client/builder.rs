//! Building a client.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use azure_core::credentials::TokenCredential;

#[cfg(feature = "reqwest")]
use super::connections::connections;
use super::headers::request_headers;
use super::{BuildError, LogsClient, Shared};
use crate::Endpoint;
use crate::cloud::{Cloud, as_scope};
#[cfg(feature = "azure-identity")]
use crate::credential::from_env_for;
use crate::send::{Deliverer, RetryPolicy, RuleLimits, Settings};
use crate::token::TokenCache;
#[cfg(feature = "reqwest")]
use crate::transport::HttpOptions;
use crate::transport::Transport;

/// The version of the service's API that requests ask for.
const API_VERSION: &str = "2023-01-01";
const TRY_TIMEOUT: Duration = Duration::from_secs(60);

/// Builds a [`LogsClient`]. Nothing is checked before [`build`](Self::build).
///
/// ```
/// # #[cfg(feature = "reqwest")]
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::sync::Arc;
/// use std::time::Duration;
/// use azlogs::credential::StaticToken;
/// use azlogs::{LogsClient, RetryPolicy};
///
/// let client = LogsClient::builder("http://127.0.0.1:8080")
///     .credential(Arc::new(StaticToken::new("for the emulator")))
///     .application_id("my-app/1.0")
///     .retry(RetryPolicy::default().tries(5))
///     .deadline(Duration::from_secs(120))
///     .build()?;
/// assert_eq!(client.endpoint().as_str(), "http://127.0.0.1:8080");
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "reqwest"))]
/// # fn main() {}
/// ```
///
/// Unless [`transport`](Self::transport) is given, requests go by reqwest and rustls: HTTP/1.1 over TLS 1.2 or 1.3, with
/// the system's root certificates. The cryptography is that of the provider that the application has installed for the
/// process, else ring's; the client installs none.
#[must_use]
pub struct LogsClientBuilder {
    endpoint: String,
    credential: CredentialChoice,
    cloud: Option<Cloud>,
    scope: Option<String>,
    transport: Option<Arc<dyn Transport>>,
    #[cfg(feature = "reqwest")]
    http: HttpOptions,
    retry: RetryPolicy,
    try_timeout: Duration,
    deadline: Option<Duration>,
    api_version: String,
    application_id: Option<String>,
    headers: Vec<(String, String)>,
    limits: RuleLimits,
}

enum CredentialChoice {
    None,
    Given(Arc<dyn TokenCredential>),
    #[cfg(feature = "azure-identity")]
    FromEnv,
}

impl LogsClientBuilder {
    pub(super) fn new(endpoint: &str) -> Self {
        Self {
            endpoint: endpoint.to_owned(),
            credential: CredentialChoice::None,
            cloud: None,
            scope: None,
            transport: None,
            #[cfg(feature = "reqwest")]
            http: HttpOptions::default(),
            retry: RetryPolicy::default(),
            try_timeout: TRY_TIMEOUT,
            deadline: None,
            api_version: API_VERSION.to_owned(),
            application_id: None,
            headers: Vec::new(),
            limits: RuleLimits::default(),
        }
    }

    /// Who sends: any credential of `azure_identity`, a [`StaticToken`](crate::credential::StaticToken), or one's own.
    ///
    /// The client keeps its tokens, renews them in good time, and asks for one at a time.
    pub fn credential(mut self, credential: Arc<dyn TokenCredential>) -> Self {
        self.credential = CredentialChoice::Given(credential);
        self
    }

    /// Who sends: as [`credential::from_env`](crate::credential::from_env), but with this client's cloud, proxy and root
    /// certificates, and over its connections.
    #[cfg(feature = "azure-identity")]
    pub fn credential_from_env(mut self) -> Self {
        self.credential = CredentialChoice::FromEnv;
        self
    }

    /// The cloud; without it, the endpoint's host says which.
    pub fn cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = Some(cloud);
        self
    }

    /// The scope of the tokens, whatever the cloud; an audience without `/.default` will do.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// An HTTP client of one's own.
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    /// How long making a connection may take; 10 s by default.
    #[cfg(feature = "reqwest")]
    pub fn connect_timeout(mut self, time: Duration) -> Self {
        self.http.connect_timeout = Some(time);
        self
    }

    /// The URL of an HTTP proxy, such as `http://user:password@proxy.example:3128`.
    ///
    /// Without it, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` of the environment count. A loopback endpoint is always
    /// reached directly.
    #[cfg(feature = "reqwest")]
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.http.proxy = Some(url.into());
        self
    }

    /// Root certificates to trust beside the system's, as PEM; may be called several times.
    #[cfg(feature = "reqwest")]
    pub fn root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.http.root_certificates.push(pem.into());
        self
    }

    /// When and how often a request is tried again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// How long one try of a request may take, from connecting to the answer; 60 s by default.
    pub fn try_timeout(mut self, time: Duration) -> Self {
        self.try_timeout = time;
        self
    }

    /// How long a request may take in all: token, tries and the waits between them. Without it, the retry policy alone
    /// sets an end.
    pub fn deadline(mut self, time: Duration) -> Self {
        self.deadline = Some(time);
        self
    }

    /// The version of the service's API; `2023-01-01` by default.
    pub fn api_version(mut self, version: impl Into<String>) -> Self {
        self.api_version = version.into();
        self
    }

    /// The application's name, and perhaps version, for the `User-Agent`: `my-app/1.0 azlogs/0.1.0 (linux; x86_64)`.
    pub fn application_id(mut self, id: impl Into<String>) -> Self {
        self.application_id = Some(id.into());
        self
    }

    /// A header to add to each request; the last one of a name counts. Its value is kept out of `Debug`.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The most requests that a rule is sent in any 60 seconds, retries included: 12,000 unless it's set, and at least 1. Those beyond
    /// it wait, however many streams and clones of the client they come from.
    ///
    /// 12,000 is what the service takes from all of a rule's senders together
    /// ([Service limits](https://learn.microsoft.com/azure/azure-monitor/fundamentals/service-limits#logs-ingestion-api)): where several
    /// processes send to a rule, give each its share. With the feature `tracing`, a warning tells when four fifths are used.
    pub fn requests_per_minute(mut self, requests: u64) -> Self {
        self.limits.requests = requests;
        self
    }

    /// The most bytes of JSON, uncompressed, that a rule is sent in any 60 seconds, retries included: 2,000,000,000 unless it's set,
    /// which is what the service takes. As [`requests_per_minute`](Self::requests_per_minute).
    pub fn bytes_per_minute(mut self, bytes: u64) -> Self {
        self.limits.bytes = bytes;
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// Where an option can't be what it is; the error says which and why.
    pub fn build(self) -> Result<LogsClient, BuildError> {
        let endpoint: Endpoint = self.endpoint.parse()?;
        self.check_times()?;
        if self.api_version.trim().is_empty() {
            return Err(BuildError::ApiVersion);
        }
        let headers = request_headers(&self.headers, self.application_id.as_deref())?;
        let cloud = self.cloud.clone().unwrap_or_else(|| Cloud::of(&endpoint));
        let scope = self
            .scope
            .as_deref()
            .map_or_else(|| cloud.scope(), as_scope);
        if scope.len() == "/.default".len() || !scope.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(BuildError::Scope(scope));
        }
        let (transport, credential) = self.connect(&endpoint, &cloud)?;
        Ok(LogsClient(Arc::new(Shared {
            endpoint,
            api_version: self.api_version.trim().to_owned(),
            deliverer: Deliverer::new(Settings {
                transport,
                tokens: TokenCache::new(credential, scope),
                headers,
                retry: self.retry,
                try_timeout: self.try_timeout,
                deadline: self.deadline,
            }),
            limits: self.limits,
            limiters: Mutex::default(),
        })))
    }

    fn check_times(&self) -> Result<(), BuildError> {
        #[cfg(feature = "reqwest")]
        let connect_timeout = self.http.connect_timeout;
        #[cfg(not(feature = "reqwest"))]
        let connect_timeout = None;
        let times = [
            ("connect_timeout", connect_timeout),
            ("try_timeout", Some(self.try_timeout)),
            ("deadline", self.deadline),
        ];
        match times
            .into_iter()
            .find(|(_, time)| *time == Some(Duration::ZERO))
        {
            Some((name, _)) => Err(BuildError::ZeroTime(name)),
            None => Ok(()),
        }
    }

    /// What sends requests, and what gives their tokens.
    #[cfg(feature = "reqwest")]
    fn connect(&self, endpoint: &Endpoint, cloud: &Cloud) -> Result<Connected, BuildError> {
        let connections = connections(self.transport.clone(), &self.http, endpoint)?;
        #[cfg(not(feature = "azure-identity"))]
        let _ = cloud;
        let credential = match &self.credential {
            CredentialChoice::None => return Err(BuildError::NoCredential),
            CredentialChoice::Given(credential) => Arc::clone(credential),
            #[cfg(feature = "azure-identity")]
            CredentialChoice::FromEnv => from_env_for(cloud, &self.http, connections.shared)?,
        };
        Ok((connections.transport, credential))
    }

    #[cfg(not(feature = "reqwest"))]
    fn connect(&self, _endpoint: &Endpoint, _cloud: &Cloud) -> Result<Connected, BuildError> {
        let transport = self.transport.clone().ok_or(BuildError::NoTransport)?;
        match &self.credential {
            CredentialChoice::None => Err(BuildError::NoCredential),
            CredentialChoice::Given(credential) => Ok((transport, Arc::clone(credential))),
        }
    }
}

type Connected = (Arc<dyn Transport>, Arc<dyn TokenCredential>);

impl fmt::Debug for LogsClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogsClientBuilder").finish_non_exhaustive()
    }
}
