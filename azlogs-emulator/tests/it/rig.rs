//! An emulator with one rule, and a client for it.

use std::io::Write as _;
use std::sync::Once;

use azlogs_emulator::{Emulator, EmulatorBuilder};
use flate2::{Compression, write::GzEncoder};
use reqwest::{Client, RequestBuilder, Response};

pub(crate) const RULE: &str = r#"{
    "name": "web",
    "immutableId": "dcr-0123456789abcdef0123456789abcdef",
    "streamDeclarations": {
        "Custom-Web": { "columns": [
            { "name": "TimeGenerated", "type": "datetime" },
            { "name": "Status", "type": "int" },
            { "name": "User", "type": "string" },
            { "name": "Tags", "type": "dynamic" } ] },
        "Custom-Raw": { "columns": [ { "name": "RawData", "type": "string" } ] } },
    "dataFlows": [
        { "streams": ["Custom-Web"], "destinations": ["w"], "outputStream": "Custom-Web_CL" },
        { "streams": ["Custom-Raw"], "destinations": ["w"], "outputStream": "Custom-Raw_CL",
          "transformKql": "source | extend TimeGenerated = now()" },
        { "streams": ["Microsoft-Syslog"], "destinations": ["w"] } ]
}"#;
pub(crate) const ID: &str = "dcr-0123456789abcdef0123456789abcdef";
pub(crate) const STREAM: &str = "Custom-Web";
pub(crate) const TABLE: &str = "Web_CL";

/// An emulator, and what a test needs to talk to it.
pub(crate) struct Rig {
    pub(crate) emulator: Emulator,
    pub(crate) client: Client,
}

impl Rig {
    pub(crate) async fn start() -> Self {
        Self::with(|builder| builder).await
    }

    pub(crate) async fn with(settings: impl FnOnce(EmulatorBuilder) -> EmulatorBuilder) -> Self {
        let builder = settings(Emulator::builder().dcr("web.json", RULE));
        Self {
            emulator: builder.start().await.unwrap(),
            client: client(),
        }
    }

    /// The URL of a stream of a rule.
    pub(crate) fn url(&self, rule: &str, stream: &str) -> String {
        let endpoint = self.emulator.endpoint();
        format!("{endpoint}/dataCollectionRules/{rule}/streams/{stream}?api-version=2023-01-01")
    }

    /// A good request, except for what the test does to it.
    pub(crate) fn request(&self, stream: &str, body: impl Into<Vec<u8>>) -> RequestBuilder {
        self.client
            .post(self.url(ID, stream))
            .bearer_auth("token")
            .header("content-type", "application/json")
            .body(body.into())
    }

    /// Posts a body to the stream that most tests use.
    pub(crate) async fn post(&self, body: impl Into<Vec<u8>>) -> Response {
        self.request(STREAM, body).send().await.unwrap()
    }

    /// Posts a gzip'd body.
    pub(crate) async fn post_gzip(&self, packed: Vec<u8>) -> Response {
        let request = self.request(STREAM, packed);
        request
            .header("content-encoding", "gzip")
            .send()
            .await
            .unwrap()
    }

    pub(crate) async fn status(&self, body: impl Into<Vec<u8>>) -> u16 {
        self.post(body).await.status().as_u16()
    }

    /// What was lost of the last request, as text.
    pub(crate) fn losses(&self) -> Vec<String> {
        let requests = self.emulator.requests();
        let losses = &requests.last().unwrap().losses;
        losses.iter().map(ToString::to_string).collect()
    }
}

pub(crate) fn client() -> Client {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        rustls::crypto::ring::default_provider()
            .install_default()
            .unwrap();
    });
    Client::builder().no_proxy().build().unwrap()
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A body of one row, padded with blanks to exactly so many bytes.
pub(crate) fn body_of(length: usize) -> Vec<u8> {
    let row = br#"[{"Status":1}"#;
    let mut body = row.to_vec();
    body.resize(length - 1, b' ');
    body.push(b']');
    body
}

/// The error object of an answer: code and message.
pub(crate) async fn error_of(response: Response) -> (String, String) {
    let json: serde_json::Value = response.json().await.unwrap();
    let text = |key: &str| json["error"][key].as_str().unwrap().to_owned();
    (text("code"), text("message"))
}
