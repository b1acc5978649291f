//! Where rows are posted: a logs ingestion endpoint.

mod form;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use form::{Fault, check, is_loopback, starts_with};

/// A logs ingestion endpoint, such as `https://my-dce-5kyl.eastus-1.ingest.monitor.azure.com`.
///
/// It is `endpoints.logsIngestion` of a rule of kind `Direct`, or the logs ingestion endpoint of a data collection
/// endpoint. Only `https` will do, since each request carries a token; a host on the loopback interface (`localhost`,
/// `127.0.0.0/8`, `[::1]`) may be reached by `http` too, for the emulator. A path is kept, for a reverse proxy that
/// wants one; slashes at the end don't matter.
///
/// ```
/// use azlogs::Endpoint;
///
/// const ENDPOINT: Endpoint = Endpoint::from_static("https://my-dce-5kyl.eastus-1.ingest.monitor.azure.com/");
/// assert_eq!(ENDPOINT.as_str(), "https://my-dce-5kyl.eastus-1.ingest.monitor.azure.com");
///
/// assert!("http://127.0.0.1:8080".parse::<Endpoint>().is_ok());
/// assert!("http://example.com".parse::<Endpoint>().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Endpoint(Cow<'static, str>);

/// A text is no logs ingestion endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointError {
    text: String,
    fault: Fault,
}

impl Endpoint {
    /// An endpoint known at compile time.
    ///
    /// # Panics
    ///
    /// Where the text is no endpoint. In a `const` that is a compile error; for a text known only at run time use
    /// [`str::parse`].
    pub const fn from_static(text: &'static str) -> Self {
        match check(text) {
            Ok(length) => Self(Cow::Borrowed(text.split_at(length).0)),
            Err(fault) => panic!("{}", fault.message()),
        }
    }

    /// The endpoint, without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host, in brackets where it is an IPv6 address, without the port.
    pub fn host(&self) -> &str {
        let after_scheme = self.0.split_once("://").map_or("", |(_, rest)| rest);
        let authority = after_scheme.split('/').next().unwrap_or_default();
        match authority.rfind([':', ']']) {
            Some(end) if authority.as_bytes()[end] == b':' => &authority[..end],
            _ => authority,
        }
    }

    /// Whether the endpoint is on this machine's loopback interface.
    pub fn is_loopback(&self) -> bool {
        is_loopback(self.host().as_bytes())
    }

    /// Whether requests travel unencrypted, which only a loopback endpoint may have.
    pub fn is_plain_http(&self) -> bool {
        !starts_with(self.0.as_bytes(), b"https://")
    }
}

impl FromStr for Endpoint {
    type Err = EndpointError;

    fn from_str(text: &str) -> Result<Self, EndpointError> {
        let text = text.trim();
        match check(text) {
            Ok(length) => Ok(Self(Cow::Owned(text[..length].to_owned()))),
            Err(fault) => Err(EndpointError {
                text: shown(text, fault),
                fault,
            }),
        }
    }
}

impl AsRef<str> for Endpoint {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { text, fault } = self;
        write!(
            f,
            "`{text}` is no logs ingestion endpoint: {}",
            fault.message()
        )
    }
}

impl std::error::Error for EndpointError {}

/// The text for an error message: short, on one line, and without a password.
fn shown(text: &str, fault: Fault) -> String {
    let text = match (fault, text.rsplit_once('@')) {
        (Fault::Credentials, Some((_, host))) => host,
        _ => text,
    };
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(200)
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fault(text: &str) -> Fault {
        text.parse::<Endpoint>().expect_err(text).fault
    }

    #[test]
    fn https_endpoints_are_taken_and_lose_their_slashes() {
        for text in [
            "https://my-dce-5kyl.eastus-1.ingest.monitor.azure.com",
            "https://my-dce-5kyl.eastus-1.ingest.monitor.azure.com/",
            " https://my-dce-5kyl.eastus-1.ingest.monitor.azure.com//\n",
        ] {
            let endpoint: Endpoint = text.parse().unwrap();
            assert_eq!(
                endpoint.as_str(),
                "https://my-dce-5kyl.eastus-1.ingest.monitor.azure.com"
            );
            assert_eq!(
                endpoint.host(),
                "my-dce-5kyl.eastus-1.ingest.monitor.azure.com"
            );
            assert!(!endpoint.is_loopback() && !endpoint.is_plain_http());
        }
        let gateway: Endpoint = "HTTPS://gateway.example:8443/azure/logs/".parse().unwrap();
        assert_eq!(gateway.as_str(), "HTTPS://gateway.example:8443/azure/logs");
        assert_eq!(gateway.host(), "gateway.example");
        assert!(!gateway.is_plain_http());
    }

    #[test]
    fn plain_http_is_for_loopback_only() {
        for text in [
            "http://localhost",
            "http://LocalHost:1",
            "http://127.0.0.1:65535/",
            "http://127.1.2.3",
            "http://[::1]:8080",
        ] {
            let endpoint: Endpoint = text.parse().unwrap();
            assert!(endpoint.is_loopback() && endpoint.is_plain_http(), "{text}");
        }
        for text in [
            "http://example.com",
            "http://127.0.0.1.example.com",
            "http://127.0.0.256",
            "http://127.0.0",
            "http://127.0.0.1.1",
            "http://localhost.example.com",
            "http://[::2]",
            "http://10.0.0.1",
            "http://0127.0.0.1",
        ] {
            assert_eq!(fault(text), Fault::PlainHttp, "{text}");
        }
    }

    #[test]
    fn what_is_no_endpoint_is_refused_with_the_reason() {
        for (text, expected) in [
            ("", Fault::Scheme),
            ("my-dce.ingest.monitor.azure.com", Fault::Scheme),
            ("/subscriptions/0/resourceGroups/rg", Fault::Scheme),
            ("ftp://localhost", Fault::Scheme),
            ("https://", Fault::Host),
            ("https:///path", Fault::Host),
            ("https://ho st", Fault::Host),
            ("https://hö.example", Fault::Host),
            ("https://[]", Fault::Host),
            ("https://[::1", Fault::Host),
            ("https://host:", Fault::Port),
            ("https://host:70000", Fault::Port),
            ("https://[::1]8", Fault::Port),
            ("https://user:secret@host", Fault::Credentials),
            ("http://127.0.0.1@evil.example", Fault::Credentials),
            ("https://host?x=1", Fault::QueryOrFragment),
            ("https://host/#x", Fault::QueryOrFragment),
            ("https://host\\@evil.example", Fault::Path),
            ("https://host/a b", Fault::Path),
            (
                "https://host/dataCollectionRules/dcr-1/streams/Custom-X",
                Fault::RequestPath,
            ),
        ] {
            assert_eq!(fault(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_taken_is_encrypted_or_loopback_and_stays_itself(
            scheme in "(https?://|HTTP://)?",
            rest in "(localhost|127\\.0\\.0\\.1|\\[::1\\]|[a-z.]{0,8})(:[0-9]{0,6})?[/a-z.@:?#\\\\%]{0,12}",
        ) {
            let text = format!("{scheme}{rest}");
            if let Ok(endpoint) = text.parse::<Endpoint>() {
                let uri: http::Uri = endpoint.as_str().parse().unwrap();
                prop_assert_eq!(uri.host(), Some(endpoint.host()));
                prop_assert!(uri.scheme_str() == Some("https") || endpoint.is_loopback());
                prop_assert_eq!(uri.scheme_str() == Some("http"), endpoint.is_plain_http());
                prop_assert_eq!(endpoint.as_str().parse::<Endpoint>(), Ok(endpoint.clone()));
            }
        }

        #[test]
        fn any_text_is_no_panic(text in ".{0,40}") {
            let _ = text.parse::<Endpoint>();
            let _ = format!("https://{text}").parse::<Endpoint>();
        }
    }

    #[test]
    fn an_error_shows_no_password() {
        let error = "https://user:secret@host".parse::<Endpoint>().unwrap_err();
        assert!(!error.to_string().contains("secret"), "{error}");
        assert!(!format!("{error:?}").contains("secret"), "{error:?}");
    }

    #[test]
    fn a_static_endpoint_is_checked_at_compile_time() {
        const ENDPOINT: Endpoint = Endpoint::from_static("http://127.0.0.1:8080/");
        assert_eq!(ENDPOINT.to_string(), "http://127.0.0.1:8080");
        assert_eq!(ENDPOINT, "http://127.0.0.1:8080".parse().unwrap());
    }
}
