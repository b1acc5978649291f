//! What the builder refuses, and what it says then.

use std::sync::Arc;
use std::time::Duration;

use azlogs::credential::StaticToken;
use azlogs::{BuildError, LogsClient, LogsClientBuilder};

use super::builder;

fn refused(builder: LogsClientBuilder) -> (BuildError, String) {
    let error = builder.build().expect_err("it can't be built");
    let text = error.to_string();
    (error, text)
}

fn good() -> LogsClientBuilder {
    builder("https://dce.example")
}

#[test]
fn an_endpoint_that_is_none_is_refused() {
    for endpoint in [
        "",
        "dce.example",
        "http://dce.example",
        "https://dce.example?x",
        "https://user:pw@dce.example",
    ] {
        let (error, text) = refused(builder(endpoint));
        assert!(matches!(error, BuildError::Endpoint(_)), "{text}");
    }
}

#[test]
fn a_client_without_a_credential_is_refused() {
    let (error, text) = refused(LogsClient::builder("https://dce.example"));
    assert!(matches!(error, BuildError::NoCredential), "{text}");
}

#[test]
fn headers_that_the_client_makes_itself_are_refused() {
    for name in [
        "authorization",
        "Authorization",
        "user-agent",
        "content-type",
        "content-encoding",
        "content-length",
        "transfer-encoding",
        "host",
        "connection",
        "proxy-authorization",
        "x-ms-client-request-id",
        "bad name",
        "",
        "x:y",
    ] {
        let (error, text) = refused(good().header(name, "value"));
        assert!(
            matches!(error, BuildError::Header { name: named, .. } if named == name),
            "{text}"
        );
    }
    let (_, text) = refused(good().header("x-key", "two\r\nx-evil: 1"));
    assert_eq!(
        text,
        "header `x-key` cannot be added: its value has characters that no header can hold"
    );
}

#[test]
fn application_ids_that_no_user_agent_can_hold_are_refused() {
    for id in [
        "",
        "my app",
        "my(app)",
        "app\r\nx: y",
        "äpp",
        &"x".repeat(65),
    ] {
        let (error, text) = refused(good().application_id(id));
        assert!(matches!(error, BuildError::ApplicationId(_)), "{text}");
    }
    assert!(good().application_id("x".repeat(64)).build().is_ok());
}

#[test]
fn empty_versions_and_scopes_and_times_of_zero_are_refused() {
    assert!(matches!(
        refused(good().api_version(" ")).0,
        BuildError::ApiVersion
    ));
    for scope in ["", "/.default", "two words", "ümlaut"] {
        assert!(
            matches!(refused(good().scope(scope)).0, BuildError::Scope(_)),
            "{scope}"
        );
    }
    let zero = Duration::ZERO;
    for (builder, name) in [
        (good().connect_timeout(zero), "connect_timeout"),
        (good().try_timeout(zero), "try_timeout"),
        (good().deadline(zero), "deadline"),
    ] {
        let (error, text) = refused(builder);
        assert!(
            matches!(error, BuildError::ZeroTime(option) if option == name),
            "{text}"
        );
    }
}

#[test]
fn certificates_that_cannot_be_read_are_refused() {
    for pem in [
        "",
        "not PEM",
        "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\nMIIB\n",
    ] {
        let (error, text) = refused(good().root_certificates(pem));
        assert!(
            matches!(error, BuildError::RootCertificates(_)),
            "{pem}: {text}"
        );
    }
    let (error, text) = refused(
        good().root_certificates("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
    );
    assert!(matches!(error, BuildError::Tls(_)), "{text}");
}

#[test]
fn a_proxy_that_is_no_url_is_refused_without_showing_its_password() {
    let (error, text) = refused(good().proxy("http://user:s3cret@"));
    assert!(matches!(error, BuildError::Proxy), "{text}");
    assert!(!format!("{error:?} {text}").contains("s3cret"));
}

#[test]
fn a_builder_shows_nothing_of_what_it_holds() {
    let builder = good()
        .credential(Arc::new(StaticToken::new("hush")))
        .proxy("http://user:hush@proxy");
    assert!(!format!("{builder:?}").contains("hush"));
}
