//! What to do about the failures that people meet.

use std::borrow::Cow;

use azlogs_dcr::ImmutableId;

use crate::transport::TransportErrorKind;

/// What a piece of advice may have to name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Help<'a> {
    pub(crate) host: &'a str,
    pub(crate) rule: &'a ImmutableId,
    pub(crate) stream: &'a str,
    pub(crate) scope: &'a str,
}

impl Help<'_> {
    /// What to do about an answer.
    ///
    /// Sources: "Logs Ingestion API in Azure Monitor" (role, limits), the troubleshooting guides of Microsoft's clients
    /// (403), "Azure Monitor service limits" (413, 429).
    pub(crate) fn with_answer(self, status: u16, code: Option<&str>) -> Option<Cow<'static, str>> {
        let Self {
            host,
            rule,
            stream,
            scope,
        } = self;
        Some(match (status, code) {
            (300..=399, _) => "redirects aren't followed, since the token would travel along; check the endpoint".into(),
            (400, Some("InvalidStream")) => format!(
                "rule {rule} has to declare the stream `{stream}`; names are case-sensitive, and those of one's own \
                 begin with `Custom-`"
            )
            .into(),
            (400, Some("RecordsTimeRangeIsMoreThan30Minutes")) => "rows for a table of the Auxiliary plan have to lie \
                 within 30 minutes of each other, unless the rule has a transform"
                .into(),
            (401, _) => format!(
                "check that the scope `{scope}` is that of the endpoint's cloud (else set the cloud or the scope), that the \
                 credential is of the rule's tenant, and this machine's clock"
            )
            .into(),
            (403, _) => format!(
                "give the credential's identity the role \"Monitoring Metrics Publisher\" on the data collection rule {rule} \
                 itself, not on the workspace; a new assignment takes up to 30 minutes"
            )
            .into(),
            (404, _) => format!(
                "check that {rule} is the rule's immutable id (its JSON view has it; it isn't the name) and that {host} is \
                 the endpoint of this rule, or a data collection endpoint in its region"
            )
            .into(),
            (407, _) => "the proxy wants a user name and password: give them in its URL".into(),
            (413, _) => "a request may have 1,048,576 bytes, so send fewer or smaller rows in one".into(),
            (429, _) => "the rule's quota (12,000 requests and 2 GB a minute) is used up: send fewer and fuller requests, or \
                 share the rows out among several rules"
                .into(),
            _ => return None,
        })
    }

    /// What to do where no answer came.
    pub(crate) fn without_answer(self, kind: TransportErrorKind) -> Option<Cow<'static, str>> {
        let host = self.host;
        Some(match kind {
            TransportErrorKind::Dns => format!(
                "check the spelling of {host}; where the rule is behind a private link, this machine has to look names up in \
                 the private DNS zone privatelink.monitor.azure.com"
            )
            .into(),
            TransportErrorKind::Tls => format!(
                "where a proxy inspects TLS, add its certificate with `root_certificates`; where the rule is behind a private \
                 link, check that {host} resolves to its private address"
            )
            .into(),
            TransportErrorKind::Connect => {
                format!("check that {host} can be reached from this machine (proxy, firewall, private link)").into()
            }
            TransportErrorKind::Timeout => "allow more time with `try_timeout` where the connection is slow".into(),
            TransportErrorKind::Interrupted | TransportErrorKind::Unsendable => return None,
        })
    }

    /// What to do where the credential gives no token.
    pub(crate) fn without_token(self) -> Cow<'static, str> {
        format!(
            "check the credential, and that it may ask for the scope `{}`",
            self.scope
        )
        .into()
    }
}
