//! The steps, in the order in which a request takes them.

use std::env;
use std::error::Error as _;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use azlogs::credential::StaticToken;
use azlogs::transport::{TransportError, TransportErrorKind};
use azlogs::{Cloud, Endpoint, Error, ImmutableId};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

use super::super::args::TargetArgs;
use super::super::connection::{self, Sender};
use super::{Outcome, answer, token};

/// How long a step may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// The variables that name a proxy for https.
const PROXIES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// One step, and what came of it.
pub(crate) struct Step {
    pub(crate) what: &'static str,
    pub(crate) outcome: Outcome,
}

/// Takes the steps. After one that fails, those are left out that can't succeed.
pub(crate) async fn walk(args: &TargetArgs, endpoint: &Endpoint, rule: &ImmutableId) -> Vec<Step> {
    let reached = Step {
        what: "endpoint",
        outcome: reach(endpoint).await,
    };
    let encrypted = Step {
        what: "tls",
        outcome: if reached.is_well() {
            encrypt(args, endpoint, rule).await
        } else {
            Outcome::Skipped("the endpoint isn't reached".to_owned())
        },
    };
    let sender = connection::sender(args.credential, endpoint);
    let signed_in = Step {
        what: "token",
        outcome: match &sender {
            Ok(sender) => token(sender, endpoint).await,
            Err(error) => Outcome::Amiss(error.clone(), token::HELP.to_owned()),
        },
    };
    let mut steps = vec![reached, encrypted, signed_in];
    let answered = match sender {
        Ok(sender) if steps.iter().all(Step::is_well) => ask(args, endpoint, rule, &sender).await,
        _ => answer::skipped(),
    };
    steps.extend(answered);
    steps
}

impl Step {
    fn is_well(&self) -> bool {
        !matches!(self.outcome, Outcome::Amiss(..))
    }
}

/// Whether the endpoint's name resolves, and something listens there.
async fn reach(endpoint: &Endpoint) -> Outcome {
    if !endpoint.is_loopback()
        && let Some(proxy) = PROXIES
            .iter()
            .find(|name| env::var_os(name).is_some_and(|value| !value.is_empty()))
    {
        return Outcome::Skipped(format!("{proxy} names a proxy, which is asked instead"));
    }
    let authority = authority(endpoint);
    let attempt = async {
        let addresses: Vec<_> = lookup_host(&authority).await?.collect();
        let stream = TcpStream::connect(addresses.as_slice()).await?;
        stream.peer_addr()
    };
    match timeout(PATIENCE, attempt).await {
        Ok(Ok(address)) => Outcome::Well(format!("{endpoint} is reached at {address}")),
        Ok(Err(error)) => Outcome::Amiss(format!("{authority} isn't reached: {error}"), help(endpoint, &error)),
        Err(_) => Outcome::Amiss(
            format!("{authority} doesn't answer within {} s", PATIENCE.as_secs()),
            "a firewall in between drops what it doesn't like: ask for outgoing https to it, or set HTTPS_PROXY".to_owned(),
        ),
    }
}

/// `host:port`.
fn authority(endpoint: &Endpoint) -> String {
    let text = endpoint.as_str();
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let authority = rest.split('/').next().unwrap_or_default();
    if authority
        .trim_start_matches(endpoint.host())
        .starts_with(':')
    {
        return authority.to_owned();
    }
    let port = if endpoint.is_plain_http() { 80 } else { 443 };
    format!("{authority}:{port}")
}

fn help(endpoint: &Endpoint, error: &io::Error) -> String {
    let text = if endpoint.is_loopback() {
        "start the emulator: `azlogs-emulator --dcr FILE` prints the endpoint"
    } else if error.kind() == io::ErrorKind::ConnectionRefused {
        "nothing listens there: check the endpoint"
    } else {
        "check the endpoint's spelling; behind Private Link its name resolves only inside the network, and the endpoint is the data \
         collection endpoint's"
    };
    text.to_owned()
}

async fn token(sender: &Sender, endpoint: &Endpoint) -> Outcome {
    let scope = Cloud::of(endpoint).scope();
    match timeout(PATIENCE, sender.credential.get_token(&[&scope], None)).await {
        Ok(Ok(token)) => token::judge(&token, &scope, &sender.name),
        Ok(Err(error)) => Outcome::Amiss(
            format!(
                "{} gives no token: {}",
                sender.name,
                super::sentences(&error.to_string())
            ),
            token::HELP.to_owned(),
        ),
        Err(_) => Outcome::Amiss(
            format!(
                "{} gives no token within {} s",
                sender.name,
                PATIENCE.as_secs()
            ),
            token::HELP.to_owned(),
        ),
    }
}

/// Whether the endpoint's certificate is trusted: asks without a token that would be worth anything.
async fn encrypt(args: &TargetArgs, endpoint: &Endpoint, rule: &ImmutableId) -> Outcome {
    if endpoint.is_plain_http() {
        return Outcome::Skipped("http to this machine isn't encrypted".to_owned());
    }
    let nobody = Sender {
        credential: Arc::new(StaticToken::new("none")),
        name: String::new(),
    };
    let client = match connection::client_of_one_try(endpoint, &nobody) {
        Ok(client) => client,
        Err(error) => return Outcome::Amiss(error, "check the command line".to_owned()),
    };
    match timeout(PATIENCE, client.check(rule, &args.stream)).await {
        Ok(Err(error)) if is_tls(&error) => Outcome::Amiss(
            answer::told(&error),
            "a proxy that inspects TLS has a certificate of its own: add its root to this machine's, or name a file with it in \
             SSL_CERT_FILE; check this machine's clock, too"
                .to_owned(),
        ),
        Ok(Err(error)) if error.status().is_none() => {
            Outcome::Amiss(answer::told(&error), answer::help(&error))
        }
        Ok(_) => Outcome::Well("the certificate is trusted".to_owned()),
        Err(_) => Outcome::Amiss(
            format!("no answer within {} s", PATIENCE.as_secs()),
            "what listens there may speak no TLS: check the endpoint's port".to_owned(),
        ),
    }
}

fn is_tls(error: &Error) -> bool {
    let mut causes = std::iter::successors(error.source(), |cause| (**cause).source());
    causes.any(|cause| {
        cause
            .downcast_ref::<TransportError>()
            .is_some_and(|error| error.kind() == TransportErrorKind::Tls)
    })
}

/// Asks the service with an empty array.
async fn ask(
    args: &TargetArgs,
    endpoint: &Endpoint,
    rule: &ImmutableId,
    sender: &Sender,
) -> Vec<Step> {
    let client = match connection::client_of_one_try(endpoint, sender) {
        Ok(client) => client,
        Err(error) => {
            let outcome = Outcome::Amiss(error, "check the command line".to_owned());
            let what = "service";
            return vec![Step { what, outcome }];
        }
    };
    match timeout(PATIENCE, client.check(rule, &args.stream)).await {
        Ok(answer) => answer::judge(&answer, rule, &args.stream),
        Err(_) => answer::late(PATIENCE.as_secs()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_the_endpoints_own_or_the_schemes() {
        for (endpoint, expected) in [
            ("https://dce.example", "dce.example:443"),
            ("https://dce.example/logs", "dce.example:443"),
            ("https://dce.example:8443/logs", "dce.example:8443"),
            ("http://127.0.0.1", "127.0.0.1:80"),
            ("http://[::1]:8080", "[::1]:8080"),
            ("https://[::1]", "[::1]:443"),
        ] {
            assert_eq!(authority(&endpoint.parse().unwrap()), expected);
        }
    }
}
