//! Deliveries against a script, with time standing still until a test waits.

mod deadlines;
mod limits;
mod pauses;
mod retries;
mod secrecy;
mod tokens;

use std::sync::Arc;
use std::time::Duration;

use azure_core::credentials::TokenCredential;
use bytes::Bytes;
use http::HeaderMap;

use super::{Deliverer, Delivery, Limiter, Request, RetryPolicy, Route, RuleLimits, Settings};
use crate::ImmutableId;
use crate::credential::StaticToken;
use crate::token::TokenCache;
use crate::transport::script::{Act, Script};

const RULE: ImmutableId = ImmutableId::from_static("dcr-000a00a000a00000a000000aa000a0aa");

/// A deliverer over a script, and what it is told.
struct Stage {
    script: Arc<Script>,
    settings: Settings,
}

impl Stage {
    fn new(acts: impl IntoIterator<Item = Act>) -> Self {
        let script = Arc::new(Script::new(acts));
        let credential = Arc::new(StaticToken::new("hush-hush"));
        Self {
            settings: Settings {
                transport: Arc::clone(&script) as _,
                tokens: tokens(credential),
                headers: HeaderMap::new(),
                retry: RetryPolicy::default(),
                try_timeout: Duration::from_secs(60),
                deadline: None,
            },
            script,
        }
    }

    fn credential(mut self, credential: Arc<dyn TokenCredential>) -> Self {
        self.settings.tokens = tokens(credential);
        self
    }

    fn retry(mut self, policy: RetryPolicy) -> Self {
        self.settings.retry = policy;
        self
    }

    fn try_timeout(mut self, time: Duration) -> Self {
        self.settings.try_timeout = time;
        self
    }

    fn deadline(mut self, time: Duration) -> Self {
        self.settings.deadline = Some(time);
        self
    }

    fn open(self) -> (Deliverer, Arc<Script>) {
        (Deliverer::new(self.settings), self.script)
    }

    /// Delivers one request.
    async fn deliver(self) -> (Delivery, Arc<Script>) {
        let (deliverer, script) = self.open();
        (deliverer.deliver(&request(&limiter())).await, script)
    }
}

fn tokens(credential: Arc<dyn TokenCredential>) -> TokenCache {
    TokenCache::new(credential, "https://monitor.azure.com/.default".to_owned())
}

fn limiter() -> Arc<Limiter> {
    Limiter::new(RULE, RuleLimits::default())
}

fn request(limiter: &Arc<Limiter>) -> Request {
    let endpoint = "https://dce.example".parse().unwrap();
    let route = Route::new(
        &endpoint,
        &RULE,
        "Custom-X",
        "2023-01-01",
        Arc::clone(limiter),
    );
    Request::new(
        Arc::new(route),
        Bytes::from_static(br#"[{"a":1}]"#),
        false,
        9,
    )
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}
