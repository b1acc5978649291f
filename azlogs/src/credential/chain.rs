//! Several credentials, the first of which that gives a token is kept.

use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use azure_core::error::ErrorKind;

use crate::error::one_line;

/// Credentials to ask in turn.
#[derive(Debug, Default)]
pub(super) struct Chain {
    links: Vec<Link>,
    /// The one that has given a token.
    kept: OnceLock<Arc<dyn TokenCredential>>,
}

#[derive(Debug)]
struct Link {
    name: &'static str,
    credential: Result<Arc<dyn TokenCredential>, String>,
}

impl Chain {
    pub(super) fn push(&mut self, name: &'static str, credential: Arc<dyn TokenCredential>) {
        self.links.push(Link {
            name,
            credential: Ok(credential),
        });
    }

    /// Adds one that can't give a token; the reason is told if none of the others can.
    pub(super) fn push_unavailable(&mut self, name: &'static str, why: String) {
        self.links.push(Link {
            name,
            credential: Err(why),
        });
    }
}

#[async_trait]
impl TokenCredential for Chain {
    async fn get_token(
        &self,
        scopes: &[&str],
        options: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        if let Some(kept) = self.kept.get() {
            return kept.get_token(scopes, options).await;
        }
        let mut reasons = Vec::new();
        for link in &self.links {
            let why = match &link.credential {
                Ok(credential) => match credential.get_token(scopes, options.clone()).await {
                    Ok(token) => {
                        let _ = self.kept.set(Arc::clone(credential));
                        return Ok(token);
                    }
                    Err(error) => one_line(&error),
                },
                Err(why) => why.clone(),
            };
            reasons.push(format!("{}: {why}", link.name));
        }
        Err(azure_core::Error::with_message(
            ErrorKind::Credential,
            reasons.join("; "),
        ))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;
    use crate::credential::StaticToken;

    #[derive(Debug, Default)]
    struct Never(AtomicU32);

    #[async_trait]
    impl TokenCredential for Never {
        async fn get_token(
            &self,
            _scopes: &[&str],
            _options: Option<TokenRequestOptions<'_>>,
        ) -> azure_core::Result<AccessToken> {
            self.0.fetch_add(1, Ordering::Relaxed);
            Err(azure_core::Error::with_message(
                ErrorKind::Credential,
                "not today",
            ))
        }
    }

    #[tokio::test]
    async fn the_first_that_gives_a_token_is_kept_and_the_others_are_left_alone() {
        let never = Arc::new(Never::default());
        let mut chain = Chain::default();
        chain.push_unavailable("first", "not here".to_owned());
        chain.push("second", Arc::clone(&never) as _);
        chain.push("third", Arc::new(StaticToken::new("t")));
        for _ in 0..3 {
            assert_eq!(
                chain.get_token(&["s"], None).await.unwrap().token.secret(),
                "t"
            );
        }
        assert_eq!(never.0.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn where_none_does_the_error_has_each_reason() {
        let mut chain = Chain::default();
        chain.push_unavailable("first", "not here".to_owned());
        chain.push("second", Arc::new(Never::default()));
        let error = chain.get_token(&["s"], None).await.unwrap_err();
        assert_eq!(error.to_string(), "first: not here; second: not today");
    }
}
