//! Which endpoints a generated constant can hold: those that the client takes, which checks it as the code compiles.

/// Hosts that may be reached without encryption.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// Whether the client takes the URL as an endpoint: a host, perhaps a port and a path, and nothing of a request.
pub(crate) fn is_endpoint(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else {
        return false;
    };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let colon = authority.rfind(':').filter(|_| !authority.ends_with(']'));
    let (host, port) = authority.split_at(colon.unwrap_or(authority.len()));
    let is_loopback = LOOPBACK.contains(&host);
    let is_encrypted = scheme.eq_ignore_ascii_case("https");
    (is_encrypted || scheme.eq_ignore_ascii_case("http") && is_loopback)
        && (is_loopback || is_host(host))
        && (port.is_empty() || is_port(&port[1..]))
        && is_path(path)
}

fn is_host(host: &str) -> bool {
    let is_label = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_');
    !host.is_empty() && !host.starts_with('.') && host.bytes().all(is_label)
}

fn is_port(port: &str) -> bool {
    port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok()
}

fn is_path(path: &str) -> bool {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"/-._~%".contains(&b);
    path.bytes().all(is_plain) && !path.to_ascii_lowercase().contains("/datacollectionrules")
}

#[cfg(test)]
mod tests {
    use super::is_endpoint;

    #[test]
    fn an_endpoint_is_what_stands_before_a_request() {
        for good in [
            "https://x-a1b2.westeurope-1.ingest.monitor.azure.com",
            "HTTPS://x.test:443/",
            "https://gateway.test/azure/logs",
            "http://127.0.0.1:8080",
            "http://[::1]:8080",
            "http://localhost",
        ] {
            assert!(is_endpoint(good), "{good}");
        }
        for bad in [
            "",
            "x.test",
            "https://",
            "http://x.test",
            "https://.x.test",
            "https://a b",
            "https://user@x.test",
            "https://x.test:",
            "https://x.test:70000",
            "https://x.test:+1",
            "https://x.test?a=b",
            "https://x.test/a b",
            "https://x.test/dataCollectionRules/dcr-1/streams/Custom-X",
            "http://127.0.0.1.x.test",
        ] {
            assert!(!is_endpoint(bad), "{bad}");
        }
    }
}
