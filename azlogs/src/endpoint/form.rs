//! What a logs ingestion endpoint looks like, checked when a literal is compiled as well as at run time.

/// What keeps a text from being an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Scheme,
    PlainHttp,
    Credentials,
    QueryOrFragment,
    Host,
    Port,
    Path,
    RequestPath,
}

impl Fault {
    pub(super) const fn message(self) -> &'static str {
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

/// The length of the endpoint without slashes at its end.
pub(super) const fn check(text: &str) -> Result<usize, Fault> {
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
pub(super) const fn is_loopback(host: &[u8]) -> bool {
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
pub(super) const fn starts_with(bytes: &[u8], prefix: &[u8]) -> bool {
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
