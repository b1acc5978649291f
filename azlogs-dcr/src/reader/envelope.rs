//! Reads what stands around a rule's streams and flows: its name, kind, id and endpoints.

use crate::findings::Findings;
use crate::node::Node;
use crate::{Code, Diagnostic, ImmutableId, Located, Quoted, Rule, Severity};

/// Some hand-written documents have beside `properties` what belongs into it. Where the name is an expression, the resource's
/// `symbol` in the document stands for it.
pub(crate) fn read_envelope(
    rule: &mut Rule,
    resource: &Node<'_>,
    properties: Option<&Node<'_>>,
    symbol: Option<&Located<String>>,
    findings: &mut Findings<'_>,
) {
    let either = |key| {
        properties
            .and_then(|properties| properties.get(key))
            .or_else(|| resource.get(key))
    };
    rule.name = resource
        .get("name")
        .filter(|name| !name.is_unresolved())
        .and_then(|name| findings.text(&name, "the rule's `name`"))
        .filter(|name| !name.value.is_empty())
        .or_else(|| symbol.cloned());
    rule.kind = either("kind")
        .filter(|kind| !kind.is_unresolved())
        .and_then(|kind| findings.text(&kind, "`kind`"));
    rule.immutable_id = either("immutableId").and_then(|id| read_immutable_id(&id, findings));
    rule.data_collection_endpoint_id = either("dataCollectionEndpointId")
        .and_then(|id| findings.text(&id, "`dataCollectionEndpointId`"));
    rule.logs_ingestion_endpoint =
        either("endpoints").and_then(|endpoints| read_endpoint(&endpoints, findings));
}

fn read_immutable_id(node: &Node<'_>, findings: &mut Findings<'_>) -> Option<Located<ImmutableId>> {
    let what = "`immutableId`";
    if node.is_unresolved() {
        findings.unresolved(node, what, Severity::Warning);
        return None;
    }
    let text = findings.text(node, what)?;
    match text.value.parse() {
        Ok(value) => Some(Located {
            value,
            place: text.place,
        }),
        Err(error) => {
            let diagnostic =
                Diagnostic::new(Code::ImmutableIdForm, Severity::Error, format!("{error}")).help(
                    "`az monitor data-collection rule show --query immutableId` prints the rule's own; without one here, \
                     the id has to be given to the client",
                );
            findings.report(text.place, diagnostic);
            None
        }
    }
}

fn read_endpoint(endpoints: &Node<'_>, findings: &mut Findings<'_>) -> Option<Located<String>> {
    let what = "`endpoints.logsIngestion`";
    if !endpoints.is_object() {
        findings.wrong_type(endpoints, "`endpoints`", "an object");
        return None;
    }
    let node = endpoints.get("logsIngestion")?;
    if node.is_unresolved() {
        findings.unresolved(&node, what, Severity::Warning);
        return None;
    }
    let text = findings.text(&node, what)?;
    if is_endpoint(&text.value) {
        return Some(text);
    }
    let message = format!("{what} is {}, which is no https URL", Quoted(&text.value));
    let help = "an endpoint looks like `https://my-dcr-abcd.westeurope-1.ingest.monitor.azure.com`";
    let diagnostic = Diagnostic::new(Code::EndpointForm, Severity::Error, message).help(help);
    findings.report(text.place, diagnostic);
    None
}

/// Whether rows can be posted there: https, or http to this machine, where emulators are.
fn is_endpoint(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let has_no_place = |c: char| c == '@' || c.is_whitespace() || c.is_control();
    if authority.is_empty() || authority.contains(has_no_place) {
        return false;
    }
    let host = match authority.strip_prefix('[') {
        Some(ipv6) => ipv6.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    let is_loopback = host == "localhost"
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|ip| ip.is_loopback());
    scheme.eq_ignore_ascii_case("https") || (scheme.eq_ignore_ascii_case("http") && is_loopback)
}

#[cfg(test)]
mod tests {
    use super::is_endpoint;

    #[test]
    fn an_endpoint_is_https_or_on_this_machine() {
        for good in [
            "https://a-b1c2.westeurope-1.ingest.monitor.azure.com",
            "HTTPS://x.test:443/",
            "http://127.0.0.1:8080",
            "http://[::1]:8080",
            "http://localhost",
        ] {
            assert!(is_endpoint(good), "{good}");
        }
        for bad in [
            "",
            "x.ingest.monitor.azure.com",
            "http://x.ingest.monitor.azure.com",
            "http://localhost.evil.test",
            "http://127.0.0.1:80@evil.test",
            "https://",
            "https:///x",
            "https://a b",
            "ftp://127.0.0.1",
        ] {
            assert!(!is_endpoint(bad), "{bad}");
        }
    }
}
