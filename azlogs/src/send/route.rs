//! Where a request goes: one stream of one rule.

use std::sync::Arc;

use azlogs_dcr::ImmutableId;
use http::Uri;
use http::uri::InvalidUri;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

use super::limiter::Limiter;
use crate::Endpoint;

/// What has to be encoded in a part of a path or query: all but RFC 3986's unreserved characters.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// One stream of one rule: its URI, and the limiter that it shares with the rule's other streams.
#[derive(Debug)]
pub(crate) struct Route {
    /// An endpoint was parsed before, so that only a stream's name of tens of kilobytes makes no URI.
    pub(crate) uri: Result<Uri, InvalidUri>,
    pub(crate) rule: ImmutableId,
    pub(crate) stream: String,
    pub(crate) limiter: Arc<Limiter>,
}

impl Route {
    pub(crate) fn new(
        endpoint: &Endpoint,
        rule: &ImmutableId,
        stream: &str,
        api_version: &str,
        limiter: Arc<Limiter>,
    ) -> Self {
        let uri = format!(
            "{endpoint}/dataCollectionRules/{}/streams/{}?api-version={}",
            encoded(rule.as_str()),
            encoded(stream),
            encoded(api_version),
        );
        Self {
            uri: uri.parse(),
            rule: rule.clone(),
            stream: stream.to_owned(),
            limiter,
        }
    }
}

fn encoded(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, RESERVED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::send::RuleLimits;

    const RULE: ImmutableId = ImmutableId::from_static("dcr-000a00a000a00000a000000aa000a0aa");

    fn limiter() -> Arc<Limiter> {
        Limiter::new(RULE, RuleLimits::default())
    }

    fn uri(endpoint: &str, stream: &str, api_version: &str) -> String {
        let endpoint = endpoint.parse().unwrap();
        let route = Route::new(&endpoint, &RULE, stream, api_version, limiter());
        route.uri.unwrap().to_string()
    }

    #[test]
    fn the_uri_names_rule_stream_and_version_once_each() {
        for endpoint in [
            "https://dce.example",
            "https://dce.example/",
            "https://dce.example//",
        ] {
            assert_eq!(
                uri(endpoint, "Custom-App.Requests_v~1", "2023-01-01"),
                "https://dce.example/dataCollectionRules/dcr-000a00a000a00000a000000aa000a0aa/streams/\
                 Custom-App.Requests_v~1?api-version=2023-01-01"
            );
        }
        assert!(
            uri("https://gw.example/logs/", "Custom-X", "1")
                .starts_with("https://gw.example/logs/dataCollectionRules/")
        );
    }

    #[test]
    fn nothing_in_a_name_leaves_its_part_of_the_path() {
        let uri = uri("https://dce.example", "Custom-a b/../c?d#e%41é&", "v=1&x");
        assert!(
            uri.ends_with(
                "/streams/Custom-a%20b%2F..%2Fc%3Fd%23e%2541%C3%A9%26?api-version=v%3D1%26x"
            ),
            "{uri}"
        );
    }

    #[test]
    fn a_name_too_long_for_a_uri_is_no_panic() {
        let endpoint = "https://dce.example".parse().unwrap();
        let route = Route::new(&endpoint, &RULE, &"x".repeat(70_000), "1", limiter());
        assert!(route.uri.is_err());
    }
}
