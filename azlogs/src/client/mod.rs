//! `LogsClient`: the way to one endpoint, for all of its rules and streams.

mod build_error;
mod builder;
mod check;
#[cfg(feature = "reqwest")]
mod connections;
mod headers;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use azlogs_dcr::ImmutableId;

use crate::Endpoint;
use crate::send::{Deliverer, Limiter, Route, RuleLimits};

pub use build_error::BuildError;
pub use builder::LogsClientBuilder;

/// A client of one logs ingestion endpoint: its connections, tokens and settings.
///
/// Cloning is cheap, and clones share all of that. It needs a tokio runtime with time and I/O enabled.
///
/// A connection belongs to the runtime on which it was made, and is kept for the next request, wherever that is from. With a runtime that has
/// ended it ends too, and another is made. With one that is there but isn't run, as a `current_thread` runtime outside of `block_on`, it doesn't
/// answer, and the request is tried anew after [`try_timeout`](LogsClientBuilder::try_timeout): give such runtimes a client each.
#[derive(Clone)]
pub struct LogsClient(Arc<Shared>);

struct Shared {
    endpoint: Endpoint,
    api_version: String,
    deliverer: Deliverer,
    limits: RuleLimits,
    /// One limiter a rule, for as long as a route to the rule lives or the rule was sent something a minute ago.
    limiters: Mutex<HashMap<ImmutableId, Arc<Limiter>>>,
}

impl LogsClient {
    /// Begins a client of that endpoint, which [`build`](LogsClientBuilder::build) checks.
    ///
    /// The endpoint is an [`Endpoint`] or a text, such as `https://my-dce-5kyl.eastus-1.ingest.monitor.azure.com`.
    pub fn builder(endpoint: impl AsRef<str>) -> LogsClientBuilder {
        LogsClientBuilder::new(endpoint.as_ref())
    }

    /// The endpoint.
    pub fn endpoint(&self) -> &Endpoint {
        &self.0.endpoint
    }

    /// What delivers requests.
    pub(crate) fn deliverer(&self) -> &Deliverer {
        &self.0.deliverer
    }

    /// The way to a stream of a rule.
    pub(crate) fn route(&self, rule: &ImmutableId, stream: &str) -> Route {
        Route::new(
            &self.0.endpoint,
            rule,
            stream,
            &self.0.api_version,
            self.limiter(rule),
        )
    }

    fn limiter(&self, rule: &ImmutableId) -> Arc<Limiter> {
        let limiters = self.0.limiters.lock();
        let mut limiters = limiters.unwrap_or_else(PoisonError::into_inner);
        if let Some(limiter) = limiters.get(rule) {
            return Arc::clone(limiter);
        }
        limiters.retain(|_, limiter| Arc::strong_count(limiter) > 1 || !limiter.is_idle());
        let limiter = Limiter::new(rule.clone(), self.0.limits);
        limiters.insert(rule.clone(), Arc::clone(&limiter));
        limiter
    }
}

impl fmt::Debug for LogsClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogsClient")
            .field("endpoint", &self.0.endpoint)
            .field("api_version", &self.0.api_version)
            .field("deliverer", &self.0.deliverer)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credential::StaticToken;
    use crate::transport::script::Script;

    fn rule(digit: char) -> ImmutableId {
        format!("dcr-{}", digit.to_string().repeat(32))
            .parse()
            .unwrap()
    }

    #[test]
    fn the_streams_of_a_rule_share_a_limiter_for_as_long_as_one_of_them_is_used() {
        let client = LogsClient::builder("https://dce.example")
            .credential(Arc::new(StaticToken::new("t")))
            .transport(Arc::new(Script::default()))
            .build()
            .unwrap();
        let one = client.route(&rule('1'), "Custom-A");
        let other_stream = client.clone().route(&rule('1'), "Custom-B");
        let other_rule = client.route(&rule('2'), "Custom-A");
        assert!(Arc::ptr_eq(&one.limiter, &other_stream.limiter));
        assert!(!Arc::ptr_eq(&one.limiter, &other_rule.limiter));
        drop((one, other_stream));
        let _third = client.route(&rule('3'), "Custom-A");
        assert_eq!(client.0.limiters.lock().unwrap().len(), 2, "rules 2 and 3");
    }
}
