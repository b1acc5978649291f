//! Where a request goes: one stream of one rule.

use std::sync::Arc;

use azlogs_dcr::ImmutableId;
use http::Uri;
use http::uri::InvalidUri;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

use super::gate::Gate;
use crate::Endpoint;

/// What has to be encoded in a part of a path or query: all but RFC 3986's unreserved characters.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// One stream of one rule: its URI, and the gate that it shares with the rule's other streams.
#[derive(Debug)]
pub(crate) struct Route {
    /// An endpoint was parsed before, so that only a stream's name of tens of kilobytes makes no URI.
    pub(crate) uri: Result<Uri, InvalidUri>,
    pub(crate) rule: ImmutableId,
    pub(crate) stream: String,
    pub(crate) gate: Arc<Gate>,
}

impl Route {
    pub(crate) fn new(
        endpoint: &Endpoint,
        rule: &ImmutableId,
        stream: &str,
        api_version: &str,
        gate: Arc<Gate>,
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
            gate,
        }
    }
}

fn encoded(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, RESERVED)
}
