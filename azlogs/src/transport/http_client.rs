//! Makes the reqwest client that requests and credentials share.

use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;

use crate::BuildError;

/// What an application may say about connections.
#[derive(Clone, Default)]
pub(crate) struct HttpOptions {
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) proxy: Option<String>,
    /// PEM texts.
    pub(crate) root_certificates: Vec<Vec<u8>>,
}

/// How a client's hosts are reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// By way of the proxy, where there is one.
    Remote,
    /// Directly: this machine, or Azure's metadata service beside it, whatever a proxy is set for the rest.
    Local,
    /// Directly and unencrypted, so that a machine without root certificates will do.
    LocalPlain,
}

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// A client that follows no redirects, since a token would travel along.
pub(crate) fn http_client(
    options: &HttpOptions,
    reach: Reach,
) -> Result<reqwest::Client, BuildError> {
    let mut builder = reqwest::Client::builder()
        .redirect(redirect::Policy::none())
        .connect_timeout(options.connect_timeout.unwrap_or(CONNECT_TIMEOUT))
        .tls_backend_preconfigured(tls_config(options, reach)?);
    if let Some(url) = &options.proxy {
        builder = builder.proxy(http_proxy(url).ok_or(BuildError::Proxy)?);
    }
    if reach != Reach::Remote {
        builder = builder.no_proxy();
    }
    builder
        .build()
        .map_err(|error| BuildError::HttpClient(error.into()))
}

/// A proxy that speaks HTTP; to one of another scheme, reqwest would speak HTTP all the same.
fn http_proxy(url: &str) -> Option<reqwest::Proxy> {
    let (scheme, _) = url.split_once("://")?;
    let speaks_http = ["http", "https"]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known));
    speaks_http.then(|| reqwest::Proxy::all(url).ok())?
}

/// TLS 1.2 and 1.3, with the platform's roots and those given.
///
/// The application's own provider of cryptography is used where it has installed one, else ring; none is installed,
/// since that is for the application to do.
fn tls_config(options: &HttpOptions, reach: Reach) -> Result<ClientConfig, BuildError> {
    let provider = CryptoProvider::get_default()
        .cloned()
        .unwrap_or_else(|| Arc::new(rustls::crypto::ring::default_provider()));
    let config = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| BuildError::HttpClient(error.into()))?;
    let roots = certificates(&options.root_certificates)?;
    if reach == Reach::LocalPlain {
        return Ok(config
            .with_root_certificates(RootCertStore::empty())
            .with_no_client_auth());
    }
    let verifier = Verifier::new_with_extra_roots(roots, provider).map_err(BuildError::Tls)?;
    Ok(config
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth())
}

fn certificates(pem_texts: &[Vec<u8>]) -> Result<Vec<CertificateDer<'static>>, BuildError> {
    let mut certificates = Vec::new();
    for text in pem_texts {
        let before = certificates.len();
        for certificate in CertificateDer::pem_slice_iter(text) {
            certificates.push(
                certificate.map_err(|error| BuildError::RootCertificates(error.to_string()))?,
            );
        }
        if certificates.len() == before {
            return Err(BuildError::RootCertificates(
                "there is none in the PEM text".to_owned(),
            ));
        }
    }
    Ok(certificates)
}
