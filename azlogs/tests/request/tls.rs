//! Whom the client trusts.

use std::sync::Arc;

use azlogs::Delivered;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use tokio_rustls::TlsAcceptor;

use super::server::{Server, accepted};
use super::{builder, send};

/// A certificate authority, as PEM, and a server's end of TLS with a certificate by it.
pub(crate) fn authority(server_name: &str) -> (String, TlsAcceptor) {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let root = params.self_signed(&key).unwrap();
    let issuer = Issuer::new(params, key);
    let server_key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec![server_name.to_owned()])
        .unwrap()
        .signed_by(&server_key, &issuer)
        .unwrap();
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(
        rustls::crypto::ring::default_provider(),
    ))
    .with_safe_default_protocol_versions()
    .unwrap()
    .with_no_client_auth()
    .with_single_cert(
        vec![certificate.der().clone()],
        PrivateKeyDer::Pkcs8(server_key.serialize_der().into()),
    )
    .unwrap();
    (root.pem(), TlsAcceptor::from(Arc::new(config)))
}

async fn server(name: &str) -> (String, String, Server) {
    let (root, tls) = authority(name);
    let server = Server::start(Some(tls), |_| accepted()).await;
    (
        root,
        format!("https://localhost:{}", server.address.port()),
        server,
    )
}

#[tokio::test]
async fn a_root_certificate_that_is_given_is_trusted() {
    let (root, url, server) = server("localhost").await;
    let (another, _) = authority("another");
    let client = builder(&url)
        .root_certificates(another)
        .root_certificates(root)
        .build()
        .unwrap();
    send(&client).await.unwrap();
    assert_eq!(
        server.only().header("authorization"),
        Some("Bearer hush-hush")
    );
}

#[tokio::test]
async fn a_certificate_nobody_vouches_for_is_refused_before_anything_is_sent() {
    let (_, url, server) = server("localhost").await;
    let error = send(&builder(&url).build().unwrap()).await.unwrap_err();
    assert_eq!(error.delivery(), Delivered::No);
    let text = error.to_string();
    assert!(
        text.starts_with("cannot make an encrypted connection to the endpoint: "),
        "{text}"
    );
    assert!(
        text.contains("UnknownIssuer") && text.contains("root_certificates"),
        "{text}"
    );
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_certificate_for_another_name_is_refused() {
    let (root, url, server) = server("elsewhere.example").await;
    let error = send(&builder(&url).root_certificates(root).build().unwrap())
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("cannot make an encrypted connection"),
        "{error}"
    );
    assert!(server.seen().is_empty());
}
