//! Which proxy requests go by.

use super::server::{Reply, Server, accepted, answer};
use super::{builder, is_child, send, tls};

const ENDPOINT: &str = "https://dce.example.invalid";

#[tokio::test]
async fn a_proxy_that_is_given_is_asked_for_a_tunnel_and_sees_no_token() {
    let (root, acceptor) = tls::authority("dce.example.invalid");
    let service = Server::start(Some(acceptor), |_| accepted()).await;
    let proxy = Server::always(Reply::Tunnel(service.address)).await;
    let url = format!("http://user:pw@{}", proxy.address);
    let client = builder(ENDPOINT)
        .proxy(url)
        .root_certificates(root)
        .build()
        .unwrap();
    send(&client).await.unwrap();

    let asked = proxy.only();
    assert_eq!(
        asked.request_line(),
        "CONNECT dce.example.invalid:443 HTTP/1.1"
    );
    assert_eq!(
        asked.header("proxy-authorization"),
        Some("Basic dXNlcjpwdw==")
    );
    assert_eq!(asked.header("authorization"), None);
    let served = service.only();
    assert_eq!(served.header("proxy-authorization"), None);
    assert_eq!(served.header("authorization"), Some("Bearer hush-hush"));
}

#[test]
fn a_proxys_password_is_not_shown() {
    let client = builder(ENDPOINT)
        .proxy("http://user:s3cret@proxy.example")
        .build()
        .unwrap();
    let shown = format!("{client:?} {client:#?}");
    assert!(!shown.contains("s3cret"), "{shown}");
}

#[test]
fn a_proxy_that_isnt_http_is_refused() {
    for url in [
        "socks5://127.0.0.1:1080",
        "ftp://proxy.example",
        "",
        "proxy example",
    ] {
        let error = builder(ENDPOINT).proxy(url).build().unwrap_err();
        assert!(matches!(error, azlogs::BuildError::Proxy), "{url}: {error}");
    }
}

#[tokio::test]
async fn a_proxy_that_refuses_is_a_connection_that_failed() {
    let proxy = Server::always(answer(407, &[], "")).await;
    let error = send(&builder(ENDPOINT).proxy(proxy.url()).build().unwrap())
        .await
        .unwrap_err();
    let text = error.to_string();
    assert!(
        text.starts_with(
            "cannot connect to the endpoint: tunnel error: proxy authorization required"
        ),
        "{text}"
    );
}

#[tokio::test]
async fn a_loopback_endpoint_is_reached_directly_whatever_the_proxy() {
    let proxy = Server::always(accepted()).await;
    let server = Server::always(accepted()).await;
    send(&builder(&server.url()).proxy(proxy.url()).build().unwrap())
        .await
        .unwrap();
    server.only();
    assert!(proxy.seen().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_environments_proxy_counts() {
    let proxy = Server::always(answer(502, &[], "")).await;
    let url = proxy.url();
    let variables = [
        ("HTTPS_PROXY", url.as_str()),
        ("HTTP_PROXY", &url),
        ("ALL_PROXY", &url),
    ];
    if is_child("proxies::the_environments_proxy_counts", &variables) {
        let error = send(&builder(ENDPOINT).build().unwrap()).await.unwrap_err();
        assert!(error.to_string().starts_with("cannot connect"), "{error}");
        let server = Server::always(accepted()).await;
        send(&builder(&server.url()).build().unwrap())
            .await
            .unwrap();
        server.only();
    } else {
        // To the server on loopback the token would have gone unencrypted, had it gone by the proxy.
        assert_eq!(
            proxy.only().request_line(),
            "CONNECT dce.example.invalid:443 HTTP/1.1"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_environments_exceptions_from_the_proxy_count() {
    let proxy = Server::always(answer(502, &[], "")).await;
    let variables = [
        ("HTTPS_PROXY", &*proxy.url()),
        ("NO_PROXY", ".example.invalid"),
    ];
    if is_child(
        "proxies::the_environments_exceptions_from_the_proxy_count",
        &variables,
    ) {
        let short = std::time::Duration::from_secs(1);
        let client = builder(ENDPOINT).try_timeout(short).build().unwrap();
        send(&client).await.unwrap_err();
    } else {
        assert!(proxy.seen().is_empty());
    }
}
