//! The steps, in the order in which a request takes them.

use std::env;
use std::io;
use std::time::Duration;

use azlogs::{Cloud, Endpoint, Error, ErrorKind, ImmutableId};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

use super::super::args::TargetArgs;
use super::super::connection::{self, Sender};
use super::{Outcome, token};

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
    let mut steps = Vec::new();
    let mut take = |what, outcome| {
        let is_well = !matches!(outcome, Outcome::Amiss(..));
        steps.push(Step { what, outcome });
        is_well
    };
    let is_reached = take("endpoint", reach(endpoint).await);
    let sender = connection::sender(args.credential, endpoint);
    let has_token = match &sender {
        Ok(sender) => take("token", token(sender, endpoint).await),
        Err(error) => take(
            "token",
            Outcome::Amiss(error.clone(), token::HELP.to_owned()),
        ),
    };
    let outcome = match sender {
        Ok(sender) if is_reached && has_token => ask(args, endpoint, rule, &sender).await,
        _ => Outcome::Skipped("the steps before it have to succeed first".to_owned()),
    };
    take("rule", outcome);
    steps
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

/// Asks the service with an empty array: TLS, token, rule, stream and role in one.
async fn ask(
    args: &TargetArgs,
    endpoint: &Endpoint,
    rule: &ImmutableId,
    sender: &Sender,
) -> Outcome {
    let client = match connection::client(endpoint, sender) {
        Ok(client) => client,
        Err(error) => return Outcome::Amiss(error, "check the command line".to_owned()),
    };
    match timeout(PATIENCE, client.check(rule, &args.stream)).await {
        Ok(Ok(())) => Outcome::Well(format!("{rule} takes rows for {}", args.stream)),
        Ok(Err(error)) => Outcome::Amiss(told(&error), help_of(&error)),
        Err(_) => Outcome::Amiss(
            format!("no answer within {} s", PATIENCE.as_secs()),
            "try again; if it stays so, look at the service's health".to_owned(),
        ),
    }
}

fn told(error: &Error) -> String {
    match (error.status(), error.code()) {
        (Some(status), Some(code)) => format!("{status} {code}: {}", error.message()),
        (Some(status), None) => format!("{status}: {}", error.message()),
        _ => error.message().to_owned(),
    }
}

fn help_of(error: &Error) -> String {
    let fallback = match error.kind() {
        ErrorKind::Token => token::HELP,
        ErrorKind::Transport => "check certificates and proxies on the way to the endpoint",
        _ => "try again; if it stays so, give Microsoft's support the request id",
    };
    let mut help = error.help().unwrap_or(fallback).to_owned();
    if let Some(id) = error.request_id() {
        help = format!("{help} (request {})", super::quoted(id));
    }
    help
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
