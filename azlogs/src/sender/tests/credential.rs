//! A credential that fails for a while.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};

use crate::credential::StaticToken;

/// Fails that often, and then no more.
#[derive(Debug)]
pub(super) struct Fickle {
    failures: AtomicUsize,
}

impl Fickle {
    pub(super) fn new(failures: usize) -> Arc<Self> {
        Arc::new(Self {
            failures: AtomicUsize::new(failures),
        })
    }
}

#[async_trait]
impl TokenCredential for Fickle {
    async fn get_token(
        &self,
        scopes: &[&str],
        options: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        let left = self.failures.load(Ordering::Relaxed);
        if left == 0 {
            return StaticToken::new("token").get_token(scopes, options).await;
        }
        self.failures.store(left - 1, Ordering::Relaxed);
        Err(azure_core::Error::with_message(
            azure_core::error::ErrorKind::Credential,
            "not today",
        ))
    }
}
