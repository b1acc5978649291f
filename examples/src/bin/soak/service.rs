//! The emulator with books, and a client to it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use azlogs::credential::StaticToken;
use azlogs::{ImmutableId, LogsClient, RetryPolicy, StreamClient};
use azlogs_emulator::{Emulator, EmulatorBuilder, Keep, Quotas};
use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};

use crate::Failure;
use crate::books::Shared;
use crate::numbered::Numbered;

pub(crate) const TABLE: &str = "Numbered_CL";
const RULE: ImmutableId = ImmutableId::from_static("dcr-50a450a450a450a450a450a450a450a4");
/// Small, so that there are many requests.
const CHUNK: usize = 8_000;
/// More requests than the service takes: it's faults that are looked for here.
const REQUESTS_PER_MINUTE: u64 = 1_000_000;

/// An emulator that keeps nothing but the books.
pub(crate) fn emulator(books: &Shared) -> EmulatorBuilder {
    let books = books.clone();
    endpoint()
        .keep(Keep {
            rows: 0,
            requests: 0,
            bodies: true,
            ..Keep::default()
        })
        .on_request(move |request| books.open().book(request))
}

/// An emulator that keeps next to nothing.
pub(crate) fn endpoint() -> EmulatorBuilder {
    Emulator::builder()
        .dcr("rule.json", include_str!("rule.json"))
        .quotas(Quotas {
            requests: REQUESTS_PER_MINUTE,
            bytes: u64::MAX,
            ..Quotas::default()
        })
        .keep(Keep {
            rows: 0,
            requests: 0,
            ..Keep::default()
        })
}

/// A client that is impatient, so that what hangs doesn't take the whole time.
pub(crate) fn stream(endpoint: &str) -> Result<StreamClient<Numbered>, Failure> {
    let retry = RetryPolicy::default()
        .base_delay(Duration::from_millis(20))
        .max_delay(Duration::from_secs(2));
    let client = LogsClient::builder(endpoint)
        .credential(Arc::new(FreshTokens::default()))
        .retry(retry)
        .try_timeout(Duration::from_secs(2))
        .requests_per_minute(REQUESTS_PER_MINUTE)
        .bytes_per_minute(u64::MAX)
        .build()?;
    Ok(client.stream(RULE).chunk_limit(CHUNK))
}

/// A client as it is, but for the quota of bytes.
pub(crate) fn plain_stream(endpoint: &str) -> Result<StreamClient<Numbered>, Failure> {
    let client = LogsClient::builder(endpoint)
        .credential(Arc::new(FreshTokens::default()))
        .bytes_per_minute(u64::MAX)
        .build()?;
    Ok(client.stream(RULE))
}

/// Gives another token each time, since one that was refused is never sent again.
#[derive(Debug, Default)]
struct FreshTokens(AtomicU64);

#[async_trait]
impl TokenCredential for FreshTokens {
    async fn get_token(
        &self,
        scopes: &[&str],
        options: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        let token = StaticToken::new(format!("token-{number}"));
        token.get_token(scopes, options).await
    }
}
