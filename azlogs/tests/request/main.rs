//! One request from the builder to the socket: what goes over the wire, and what each option of the builder changes.
#![cfg(feature = "azure-identity")]
#![allow(
    clippy::unwrap_used,
    reason = "what these helpers unwrap is a test that has failed"
)]

mod credentials;
mod emulator;
mod errors;
mod health;
mod options;
mod proxies;
mod refusals;
mod server;
mod timeouts;
mod tls;
mod tracing;
mod wire;

use std::sync::Arc;

use azlogs::credential::StaticToken;
use azlogs::{Error, ImmutableId, LogsClient, LogsClientBuilder, RetryPolicy};

const RULE: ImmutableId = ImmutableId::from_static("dcr-000a00a000a00000a000000aa000a0aa");

/// A builder of a client that tries once.
fn builder(endpoint: &str) -> LogsClientBuilder {
    LogsClient::builder(endpoint)
        .credential(Arc::new(StaticToken::new("hush-hush")))
        .retry(RetryPolicy::never())
}

/// Sends one request.
async fn send(client: &LogsClient) -> Result<(), Error> {
    client.check(&RULE, &"Custom-X".parse().unwrap()).await
}

/// Runs the calling test again in a process of its own, where it finds these variables in its environment; says
/// whether this is that process already.
fn is_child(test: &str, variables: &[(&str, &str)]) -> bool {
    const CHILD: &str = "AZLOGS_TEST_IS_CHILD";
    if std::env::var_os(CHILD).is_some() {
        return true;
    }
    let mut command = std::process::Command::new(std::env::current_exe().unwrap());
    for (name, _) in std::env::vars() {
        let upper = name.to_ascii_uppercase();
        if upper.ends_with("_PROXY")
            || upper.starts_with("AZURE_")
            || upper.starts_with("IDENTITY_")
        {
            command.env_remove(name);
        }
    }
    let output = command
        .args(["--exact", test, "--nocapture"])
        .env(CHILD, "1")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && printed.contains("1 passed"),
        "{printed}"
    );
    false
}
