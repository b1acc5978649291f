//! https with a certificate that is made at the start.
//!
//! A certificate authority signs it and is thrown away. Two certificates rather than one that signs itself, because
//! that is what every TLS library takes: trust the first, and the second is good.

use std::sync::Arc;
use std::time::Duration;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose,
};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use tokio_rustls::server::TlsStream;

use crate::StartError;
use crate::socket::Socket;

/// Speaks TLS as `localhost`, `127.0.0.1` and `::1`.
#[derive(Clone)]
pub(crate) struct Tls {
    acceptor: TlsAcceptor,
    authority: String,
}

impl Tls {
    /// Makes the certificates.
    pub(crate) fn new() -> Result<Self, StartError> {
        let authority = authority().map_err(|error| StartError::Certificate(error.to_string()))?;
        let pem = authority.pem();
        let (leaf, key) =
            leaf(&authority).map_err(|error| StartError::Certificate(error.to_string()))?;
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|config| {
                config
                    .with_no_client_auth()
                    .with_single_cert(vec![leaf], key.into())
            });
        let mut config = config.map_err(|error| StartError::Certificate(error.to_string()))?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self {
            acceptor: TlsAcceptor::from(Arc::new(config)),
            authority: pem,
        })
    }

    /// The certificate that a client has to trust, as PEM.
    pub(crate) fn authority(&self) -> &str {
        &self.authority
    }

    /// Shakes hands; `None` where the client won't, or takes too long.
    pub(crate) async fn accept(&self, socket: Socket, time: Duration) -> Option<TlsStream<Socket>> {
        tokio::time::timeout(time, self.acceptor.accept(socket))
            .await
            .ok()?
            .ok()
    }
}

fn authority() -> Result<CertifiedIssuer<'static, KeyPair>, rcgen::Error> {
    let mut params = CertificateParams::default();
    params
        .distinguished_name
        .push(DnType::CommonName, "azlogs-emulator");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    CertifiedIssuer::self_signed(params, KeyPair::generate()?)
}

fn leaf(
    authority: &CertifiedIssuer<'_, KeyPair>,
) -> Result<(CertificateDer<'static>, PrivatePkcs8KeyDer<'static>), rcgen::Error> {
    let names = ["localhost", "127.0.0.1", "::1"].map(str::to_owned);
    let mut params = CertificateParams::new(names)?;
    params
        .distinguished_name
        .push(DnType::CommonName, "localhost");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    let key = KeyPair::generate()?;
    let certificate = params.signed_by(&key, authority)?;
    Ok((certificate.der().clone(), key.serialize_der().into()))
}
