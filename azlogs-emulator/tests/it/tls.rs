//! https with a certificate that was made for the occasion.

use azlogs_emulator::Fault;
use reqwest::{Certificate, Client};

use crate::rig::{ID, Rig, STREAM};

#[tokio::test]
async fn a_client_that_trusts_the_certificate_is_served_under_every_name() {
    let rig = Rig::with(azlogs_emulator::EmulatorBuilder::tls).await;
    let pem = rig.emulator.certificate().unwrap();
    let trusting = Client::builder()
        .no_proxy()
        .tls_certs_only([Certificate::from_pem(pem.as_bytes()).unwrap()])
        .build()
        .unwrap();
    assert!(rig.emulator.endpoint().starts_with("https://127.0.0.1:"));
    for host in ["127.0.0.1", "localhost"] {
        let url = rig.url(ID, STREAM).replace("127.0.0.1", host);
        let request = trusting
            .post(url)
            .bearer_auth("t")
            .header("content-type", "application/json");
        let response = request.body("[]").send().await.unwrap();
        assert_eq!(response.status(), 204, "{host}");
    }
    let distrusting = rig.request(STREAM, "[]").send().await;
    assert!(distrusting.unwrap_err().is_connect());
}

#[tokio::test]
async fn a_reset_is_a_reset_under_tls_too() {
    let fault: Fault = "reset=after,nth=1".parse().unwrap();
    let rig = Rig::with(|builder| builder.tls().fault(fault)).await;
    let pem = rig.emulator.certificate().unwrap();
    let trusting = Client::builder()
        .no_proxy()
        .tls_certs_only([Certificate::from_pem(pem.as_bytes()).unwrap()])
        .build()
        .unwrap();
    let post = || {
        let request = trusting.post(rig.url(ID, STREAM)).bearer_auth("t");
        request
            .header("content-type", "application/json")
            .body("[]")
            .send()
    };
    assert!(post().await.is_err());
    assert_eq!(post().await.unwrap().status(), 204);
}
