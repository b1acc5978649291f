//! A credential that does as it's told, and in the end gives tokens.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use azure_core::credentials::{AccessToken, Secret, TokenCredential, TokenRequestOptions};
use azure_core::error::ErrorKind;
use tokio::time::sleep;

use crate::clock;
use crate::credential::StaticToken;

/// What happens when a token is asked for.
#[derive(Clone, Debug)]
pub(super) enum Fetch {
    /// It fails for good.
    Fails,
    /// The network fails.
    Disconnects,
    Panics,
    /// It takes so many milliseconds.
    Takes(u64),
    /// It lives for so many seconds; or has expired so long ago.
    Lives(i64),
}

/// Does that, one after the other, and then nothing of the kind.
#[derive(Debug)]
pub(super) struct Fickle {
    fetches: Mutex<VecDeque<Fetch>>,
}

impl Fickle {
    /// Fails that often.
    pub(super) fn new(failures: usize) -> Arc<Self> {
        Self::of(vec![Fetch::Fails; failures])
    }

    pub(super) fn of(fetches: Vec<Fetch>) -> Arc<Self> {
        Arc::new(Self {
            fetches: Mutex::new(fetches.into()),
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
        let fetch = self.fetches.lock().unwrap().pop_front();
        let fail = |kind| Err(azure_core::Error::with_message(kind, "not today"));
        match fetch {
            Some(Fetch::Fails) => return fail(ErrorKind::Credential),
            Some(Fetch::Disconnects) => return fail(ErrorKind::Io),
            Some(Fetch::Panics) => panic!("as the test says"),
            Some(Fetch::Takes(ms)) => sleep(Duration::from_millis(ms)).await,
            Some(Fetch::Lives(seconds)) => {
                let expires_on = time::OffsetDateTime::from(clock::now());
                let expires_on = expires_on + time::Duration::seconds(seconds);
                return Ok(AccessToken::new(Secret::new("token"), expires_on));
            }
            None => {}
        }
        StaticToken::new("token").get_token(scopes, options).await
    }
}
