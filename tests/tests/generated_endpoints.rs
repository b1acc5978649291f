//! An endpoint that is generated as a constant is one that the client takes, or the code wouldn't compile.

use azlogs::Endpoint;
use azlogs_dcr_gen::{Config, Document};
use proptest::prelude::*;
use serde_json::json;

/// URLs, and what looks like them.
fn url() -> impl Strategy<Value = String> {
    let scheme = prop::sample::select(vec!["https://", "http://", "HTTPS://", "ftp://", ""]);
    let host = prop::sample::select(vec![
        "x.test",
        "localhost",
        "LOCALHOST",
        "127.0.0.1",
        "127.1.2.3",
        "[::1]",
        "[::2]",
        ".x",
        "x_y",
        "é.test",
        "u@x",
        "",
    ]);
    let port = prop::sample::select(vec!["", ":", ":443", ":70000", ":+1", ":x"]);
    let path = prop::sample::select(vec![
        "",
        "/",
        "//",
        "/a/b",
        "/a b",
        "/%41",
        "/é",
        "?a=b",
        "#a",
        "\\",
        "/dataCollectionRules",
        "/a/DATACOLLECTIONRULES/x",
    ]);
    (scheme, host, port, path, "\\PC{0,2}")
        .prop_map(|(scheme, host, port, path, rest)| format!("{scheme}{host}{port}{path}{rest}"))
}

/// What is generated for a rule that has the endpoint.
fn generated(url: &str) -> Option<String> {
    let rule = json!({"properties": {
        "endpoints": {"logsIngestion": url},
        "streamDeclarations": {"Custom-A": {"columns": [{"name": "TimeGenerated", "type": "datetime"}]}},
    }});
    let document = Document::parse("dcr.json", rule.to_string().as_bytes());
    Config::new().document(document).generate().ok()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) })]

    #[test]
    fn a_generated_endpoint_is_one(url in url()) {
        if generated(&url).is_some_and(|code| code.contains("ENDPOINT")) {
            prop_assert!(url.parse::<Endpoint>().is_ok(), "{}", url);
        }
    }

    #[test]
    fn an_endpoint_as_azure_gives_them_is_generated(host in "[a-z][a-z0-9-]{0,20}-[a-z0-9]{4}\\.[a-z]{4,12}-[1-9]") {
        let url = format!("https://{host}.ingest.monitor.azure.com");
        let code = generated(&url).unwrap_or_default();
        prop_assert!(code.contains("pub const ENDPOINT") && code.contains(&format!("{url:?}")), "{}", code);
    }
}
