//! Where rows are posted: a logs ingestion endpoint.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

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

/// What keeps a text from being an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Scheme,
    PlainHttp,
    Credentials,
    QueryOrFragment,
    Host,
    Port,
    Path,
    RequestPath,
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

impl Fault {
    const fn message(self) -> &'static str {
        match self {
            Self::Scheme => {
                "it has to begin with `https://`, such as \
                 `https://my-dce-5kyl.eastus-1.ingest.monitor.azure.com`"
            }
            Self::PlainHttp => {
                "a token must not travel unencrypted, so `http://` will do for `localhost`, `127.0.0.1` \
                 and `[::1]` only; use `https://`"
            }
            Self::Credentials => "it has to be without a user name and password",
            Self::QueryOrFragment => "it has to be without `?` and `#`",
            Self::Host => "the host is missing or isn't a host name",
            Self::Port => "the port isn't a number up to 65535",
            Self::Path => "the path has characters that need percent-encoding",
            Self::RequestPath => {
                "give only what stands before `/dataCollectionRules/`; the rest is made from the rule's \
                 immutable id and the stream's name"
            }
        }
    }
}

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

/// The length of the endpoint without slashes at its end.
const fn check(text: &str) -> Result<usize, Fault> {
    let bytes = text.as_bytes();
    let (start, encrypted) = if starts_with(bytes, b"https://") {
        (8, true)
    } else if starts_with(bytes, b"http://") {
        (7, false)
    } else {
        return Err(Fault::Scheme);
    };
    let mut host_end = start;
    while host_end < bytes.len() && !matches!(bytes[host_end], b'/' | b'?' | b'#' | b'\\') {
        if bytes[host_end] == b'@' {
            return Err(Fault::Credentials);
        }
        host_end += 1;
    }
    let (_, rest) = bytes.split_at(start);
    let (authority, path) = rest.split_at(host_end - start);
    let host = match check_authority(authority) {
        Ok(host) => host,
        Err(fault) => return Err(fault),
    };
    if !encrypted && !is_loopback(host) {
        return Err(Fault::PlainHttp);
    }
    match check_path(path) {
        Ok(length) => Ok(host_end + length),
        Err(fault) => Err(fault),
    }
}

/// The host of an authority, having checked the port.
const fn check_authority(authority: &[u8]) -> Result<&[u8], Fault> {
    let mut end = 0;
    if !authority.is_empty() && authority[0] == b'[' {
        while end < authority.len() && authority[end] != b']' {
            if end > 0
                && !matches!(authority[end], b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F' | b':' | b'.')
            {
                return Err(Fault::Host);
            }
            end += 1;
        }
        if end < 3 || end == authority.len() {
            return Err(Fault::Host);
        }
        end += 1;
    } else {
        while end < authority.len() && authority[end] != b':' {
            if !matches!(authority[end], b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'-' | b'.' | b'_')
            {
                return Err(Fault::Host);
            }
            end += 1;
        }
    }
    let (host, port) = authority.split_at(end);
    if host.is_empty() || host[0] == b'.' {
        return Err(Fault::Host);
    }
    if port.is_empty() || is_port(port.split_at(1).1) && port[0] == b':' {
        Ok(host)
    } else {
        Err(Fault::Port)
    }
}

/// The length of the path without slashes at its end.
const fn check_path(path: &[u8]) -> Result<usize, Fault> {
    let mut length = 0;
    let mut at = 0;
    while at < path.len() {
        match path[at] {
            b'?' | b'#' => return Err(Fault::QueryOrFragment),
            b'/' if starts_with(path.split_at(at).1, b"/datacollectionrules") => {
                return Err(Fault::RequestPath);
            }
            b'/' => {}
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'-' | b'.' | b'_' | b'~' | b'%' => {
                length = at + 1;
            }
            _ => return Err(Fault::Path),
        }
        at += 1;
    }
    Ok(length)
}

const fn is_port(digits: &[u8]) -> bool {
    let mut value: u32 = 0;
    let mut at = 0;
    while at < digits.len() {
        if !digits[at].is_ascii_digit() {
            return false;
        }
        value = value * 10 + (digits[at] - b'0') as u32;
        if value > 65_535 {
            return false;
        }
        at += 1;
    }
    !digits.is_empty()
}

/// `localhost`, `[::1]`, or a dotted address that begins with 127.
const fn is_loopback(host: &[u8]) -> bool {
    if is(host, b"localhost") || is(host, b"[::1]") {
        return true;
    }
    let mut octets = 0;
    let mut digits = 0;
    let mut value: u32 = 0;
    let mut at = 0;
    while at <= host.len() {
        if at == host.len() || host[at] == b'.' {
            if digits == 0 || value > 255 || octets == 0 && value != 127 {
                return false;
            }
            octets += 1;
            digits = 0;
            value = 0;
        } else if host[at].is_ascii_digit() && digits < 3 {
            value = value * 10 + (host[at] - b'0') as u32;
            digits += 1;
        } else {
            return false;
        }
        at += 1;
    }
    octets == 4
}

/// Whether `bytes` begin so, whatever the case; `prefix` is in lower case.
const fn starts_with(bytes: &[u8], prefix: &[u8]) -> bool {
    let mut at = 0;
    while at < prefix.len() {
        if at == bytes.len() || bytes[at].to_ascii_lowercase() != prefix[at] {
            return false;
        }
        at += 1;
    }
    true
}

const fn is(bytes: &[u8], lower_case: &[u8]) -> bool {
    bytes.len() == lower_case.len() && starts_with(bytes, lower_case)
}

#[cfg(test)]
mod tests {
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
