//! A token that is known beforehand.

use std::time::Duration;

use async_trait::async_trait;
use azure_core::credentials::{AccessToken, Secret, TokenCredential, TokenRequestOptions};
use time::OffsetDateTime;

use crate::clock;

/// A token that is known beforehand, for the emulator and for tests.
///
/// A token of Azure's expires after an hour or so, and this one has no other.
///
/// ```
/// use azlogs::credential::StaticToken;
///
/// let credential = StaticToken::new("hush");
/// assert!(!format!("{credential:?}").contains("hush"));
/// ```
#[derive(Clone, Debug)]
pub struct StaticToken(Secret);

impl StaticToken {
    /// A credential with that token.
    pub fn new(token: impl Into<String>) -> Self {
        Self(Secret::new(token.into()))
    }
}

#[async_trait]
impl TokenCredential for StaticToken {
    async fn get_token(
        &self,
        _scopes: &[&str],
        _options: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        let expires_on = OffsetDateTime::from(clock::now()) + Duration::from_secs(24 * 3600);
        Ok(AccessToken::new(self.0.clone(), expires_on))
    }
}
