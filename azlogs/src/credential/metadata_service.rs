//! Whether the machine has Azure's instance metadata service, which gives the tokens of its managed identity.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use azure_core::error::ErrorKind;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Source: "Azure Instance Metadata Service for virtual machines".
const ADDRESS: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::new(169, 254, 169, 254)), 80);
const PATIENCE: Duration = Duration::from_secs(1);

/// A machine's managed identity, asked only where the metadata service is there.
///
/// Elsewhere the credential would try for a minute or more, and a developer would wait for it each time.
#[derive(Debug)]
pub(super) struct OnlyWhereReachable {
    identity: Arc<dyn TokenCredential>,
    address: SocketAddr,
}

impl OnlyWhereReachable {
    pub(super) fn new(identity: Arc<dyn TokenCredential>) -> Self {
        Self {
            identity,
            address: ADDRESS,
        }
    }
}

#[async_trait]
impl TokenCredential for OnlyWhereReachable {
    async fn get_token(
        &self,
        scopes: &[&str],
        options: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        if let Ok(Ok(_)) = timeout(PATIENCE, TcpStream::connect(self.address)).await {
            return self.identity.get_token(scopes, options).await;
        }
        let message = format!(
            "this machine has none: no metadata service at {}",
            self.address.ip()
        );
        Err(azure_core::Error::with_message(
            ErrorKind::Credential,
            message,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credential::StaticToken;

    #[tokio::test]
    async fn the_identity_is_asked_only_where_the_service_listens() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut identity = OnlyWhereReachable::new(Arc::new(StaticToken::new("t")));
        assert_eq!(identity.address.to_string(), "169.254.169.254:80");

        identity.address = listener.local_addr().unwrap();
        assert_eq!(
            identity
                .get_token(&["s"], None)
                .await
                .unwrap()
                .token
                .secret(),
            "t"
        );

        drop(listener);
        let error = identity.get_token(&["s"], None).await.unwrap_err();
        assert!(error.to_string().contains("no metadata service"), "{error}");
    }
}
