//! What each option of the builder changes about a request.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use azlogs::credential::{AccessToken, Secret, TokenCredential, TokenRequestOptions};
use azlogs::transport::{ResponseFuture, Transport, TransportError, TransportErrorKind};
use azlogs::{BuildError, Cloud};
use bytes::Bytes;

use super::server::{Server, accepted};
use super::{builder, send};

#[tokio::test]
async fn an_application_id_goes_before_ours_in_the_user_agent() {
    let server = Server::always(accepted()).await;
    send(
        &builder(&server.url())
            .application_id("my-app/1.2")
            .build()
            .unwrap(),
    )
    .await
    .unwrap();
    let seen = server.only();
    let agent = seen.header("user-agent").unwrap();
    assert!(
        agent.starts_with(concat!(
            "my-app/1.2 azlogs/",
            env!("CARGO_PKG_VERSION"),
            " ("
        )),
        "{agent}"
    );
}

#[tokio::test]
async fn an_api_version_of_ones_own_is_asked_for() {
    let server = Server::always(accepted()).await;
    send(
        &builder(&server.url())
            .api_version("2023-04-01-preview&x")
            .build()
            .unwrap(),
    )
    .await
    .unwrap();
    let seen = server.only();
    assert!(
        seen.request_line()
            .contains("?api-version=2023-04-01-preview%26x "),
        "{seen:?}"
    );
}

#[tokio::test]
async fn headers_are_added_and_the_last_of_a_name_counts() {
    let server = Server::always(accepted()).await;
    let client = builder(&server.url())
        .header("x-gateway-key", "first")
        .header("X-Gateway-Key", "s3cret")
        .header("accept", "text/plain")
        .build()
        .unwrap();
    send(&client).await.unwrap();
    let seen = server.only();
    assert_eq!(seen.header("x-gateway-key"), Some("s3cret"));
    assert_eq!(seen.header("accept"), Some("text/plain"));
    let shown = format!("{client:?}");
    assert!(
        !shown.contains("s3cret") && !shown.contains("hush-hush"),
        "{shown}"
    );
}

/// Remembers the scopes that it is asked for.
#[derive(Clone, Debug, Default)]
struct Scopes(Arc<Mutex<Vec<String>>>);

#[async_trait]
impl TokenCredential for Scopes {
    async fn get_token(
        &self,
        scopes: &[&str],
        _options: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        self.0
            .lock()
            .unwrap()
            .extend(scopes.iter().map(ToString::to_string));
        let expires_on = time::OffsetDateTime::now_utc() + time::Duration::HOUR;
        Ok(AccessToken::new(Secret::new("token"), expires_on))
    }
}

/// Accepts everything, and remembers the hosts.
#[derive(Clone, Debug, Default)]
struct Hosts(Arc<Mutex<Vec<String>>>);

impl Transport for Hosts {
    fn send(&self, request: http::Request<Bytes>) -> ResponseFuture<'_> {
        self.0
            .lock()
            .unwrap()
            .push(request.uri().host().unwrap().to_owned());
        let accepted = http::Response::builder()
            .status(204)
            .body(Bytes::new())
            .unwrap();
        Box::pin(std::future::ready(Ok(accepted)))
    }
}

/// The scope that a client asks for.
async fn scope(endpoint: &str, cloud: Option<Cloud>, scope: Option<&str>) -> String {
    let scopes = Scopes::default();
    let mut builder = builder(endpoint)
        .credential(Arc::new(scopes.clone()))
        .transport(Arc::new(Hosts::default()));
    if let Some(cloud) = cloud {
        builder = builder.cloud(cloud);
    }
    if let Some(scope) = scope {
        builder = builder.scope(scope);
    }
    send(&builder.build().unwrap()).await.unwrap();
    scopes.0.lock().unwrap().join(" ")
}

#[tokio::test]
async fn the_scope_is_the_clouds_and_a_custom_one_wins() {
    let public = "https://x-1.westus-1.ingest.monitor.azure.com";
    let government = "https://x-1.usgovvirginia-1.ingest.monitor.azure.us";
    let china = "https://x-1.chinaeast2-1.ingest.monitor.azure.cn";
    assert_eq!(
        scope(public, None, None).await,
        "https://monitor.azure.com/.default"
    );
    assert_eq!(
        scope(government, None, None).await,
        "https://monitor.azure.us/.default"
    );
    assert_eq!(
        scope(china, None, None).await,
        "https://monitor.azure.cn/.default"
    );
    assert_eq!(
        scope(public, Some(Cloud::China), None).await,
        "https://monitor.azure.cn/.default"
    );
    let custom = Cloud::Custom {
        scope: "https://monitor.cloud.example//.default".to_owned(),
        authority_host: None,
    };
    assert_eq!(
        scope(public, Some(custom.clone()), None).await,
        "https://monitor.cloud.example//.default"
    );
    assert_eq!(
        scope(public, Some(custom), Some("api://x/.default")).await,
        "api://x/.default"
    );
    assert_eq!(
        scope(public, None, Some("https://monitor.azure.com")).await,
        "https://monitor.azure.com/.default"
    );
}

#[tokio::test]
async fn a_transport_of_ones_own_takes_the_requests() {
    let hosts = Hosts::default();
    let client = builder("https://dce.example")
        .transport(Arc::new(hosts.clone()))
        .build()
        .unwrap();
    send(&client).await.unwrap();
    assert_eq!(*hosts.0.lock().unwrap(), ["dce.example"]);
}

#[test]
fn options_that_a_transport_of_ones_own_would_ignore_are_refused() {
    let own = || builder("https://dce.example").transport(Arc::new(Hosts::default()));
    for (built, name) in [
        (
            own()
                .connect_timeout(std::time::Duration::from_secs(1))
                .build(),
            "connect_timeout",
        ),
        (own().proxy("http://127.0.0.1:1").build(), "proxy"),
        (
            own()
                .root_certificates("-----BEGIN CERTIFICATE-----")
                .build(),
            "root_certificates",
        ),
    ] {
        let error = built.unwrap_err();
        assert!(
            matches!(error, BuildError::OptionOfTransport(option) if option == name),
            "{error}"
        );
    }
}

/// Finds no name.
#[derive(Debug)]
struct NoNames;

impl reqwest::dns::Resolve for NoNames {
    fn resolve(&self, _name: reqwest::dns::Name) -> reqwest::dns::Resolving {
        Box::pin(std::future::ready(Err("no such name".into())))
    }
}

#[tokio::test]
async fn a_reqwest_client_of_ones_own_is_used_and_its_errors_are_told_apart() {
    let tls = rustls::ClientConfig::builder_with_provider(Arc::new(
        rustls::crypto::ring::default_provider(),
    ))
    .with_safe_default_protocol_versions()
    .unwrap()
    .with_root_certificates(rustls::RootCertStore::empty())
    .with_no_client_auth();
    let http = reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .dns_resolver(Arc::new(NoNames))
        .build()
        .unwrap();
    let transport = azlogs::transport::ReqwestTransport::new(http);
    let client = builder("https://dce.example")
        .transport(Arc::new(transport))
        .build()
        .unwrap();
    let error = send(&client).await.unwrap_err();
    let text = error.to_string();
    assert!(
        text.starts_with("the endpoint's name was not found: "),
        "{text}"
    );
    assert!(
        text.contains("no such name") && text.contains("privatelink.monitor.azure.com"),
        "{text}"
    );
    let source = std::error::Error::source(&error).unwrap();
    let source = source.downcast_ref::<TransportError>().unwrap();
    assert_eq!(source.kind(), TransportErrorKind::Dns);
}

#[test]
fn building_a_client_installs_no_provider_of_cryptography() {
    if super::is_child(
        "options::building_a_client_installs_no_provider_of_cryptography",
        &[],
    ) {
        builder("https://dce.example").build().unwrap();
        assert!(rustls::crypto::CryptoProvider::get_default().is_none());
    }
}
