//! The client, by what the command line and the environment say.

use std::env;
use std::sync::Arc;

use azlogs::credential::{
    CredentialKind, StaticToken, TokenCredential, from_env, from_env_of_kind,
};
use azlogs::{Endpoint, LogsClient, LogsClientBuilder, RetryPolicy};

/// Where a token may be given. A command line is seen by others.
const TOKEN: &str = "AZLOGS_TOKEN";

/// What gives tokens, and what it's called.
pub(crate) struct Sender {
    pub(crate) credential: Arc<dyn TokenCredential>,
    pub(crate) name: String,
}

/// Who sends to that endpoint. The error is for the user to read.
pub(crate) fn sender(kind: Option<CredentialKind>, endpoint: &Endpoint) -> Result<Sender, String> {
    let token = env::var(TOKEN).ok().filter(|token| !token.is_empty());
    let (credential, name) = match (kind, token) {
        (Some(kind), _) => (from_env_of_kind(kind), format!("{kind:?}")),
        (None, Some(token)) => (
            Ok(Arc::new(StaticToken::new(token)) as _),
            format!("the token in {TOKEN}"),
        ),
        // The emulator takes any token.
        (None, None) if endpoint.is_loopback() => (
            Ok(Arc::new(StaticToken::new("azlogs")) as _),
            "a token for the emulator".to_owned(),
        ),
        (None, None) => (from_env(), "what the environment names".to_owned()),
    };
    let credential = credential.map_err(|error| error.to_string())?;
    Ok(Sender { credential, name })
}

/// A client of that endpoint. The error is for the user to read.
pub(crate) fn client(endpoint: &Endpoint, sender: &Sender) -> Result<LogsClient, String> {
    build(builder(endpoint, sender))
}

/// A client that fails as soon as a request does. The error is for the user to read.
pub(crate) fn client_of_one_try(
    endpoint: &Endpoint,
    sender: &Sender,
) -> Result<LogsClient, String> {
    build(builder(endpoint, sender).retry(RetryPolicy::never()))
}

fn builder(endpoint: &Endpoint, sender: &Sender) -> LogsClientBuilder {
    LogsClient::builder(endpoint)
        .credential(Arc::clone(&sender.credential))
        .application_id(concat!("azlogs-cli/", env!("CARGO_PKG_VERSION")))
}

fn build(builder: LogsClientBuilder) -> Result<LogsClient, String> {
    builder.build().map_err(|error| error.to_string())
}
