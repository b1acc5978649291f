//! The credential that the environment names, up to the token that a request carries.

use azlogs::{BuildError, Cloud, LogsClient, RetryPolicy};

use super::server::{Server, accepted, answer};
use super::{is_child, send, tls};

/// The answer of a token service.
const TOKEN: &str = r#"{"token_type":"Bearer","expires_in":3600,"expires_on":"4102444800","resource":"r","access_token":"from-the-service"}"#;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_secret_is_exchanged_over_the_clients_own_connections() {
    let variables = [
        ("AZURE_TENANT_ID", "my-tenant"),
        ("AZURE_CLIENT_ID", "my-client"),
        ("AZURE_CLIENT_SECRET", "my-secret"),
        ("NO_PROXY", "localhost"),
    ];
    if !is_child(
        "credentials::a_client_secret_is_exchanged_over_the_clients_own_connections",
        &variables,
    ) {
        return;
    }
    let (root, acceptor) = tls::authority("localhost");
    let authority = Server::start(Some(acceptor), |_| answer(200, &[], TOKEN)).await;
    let service = Server::always(accepted()).await;
    let client = LogsClient::builder(service.url())
        .cloud(Cloud::Custom {
            scope: "https://monitor.cloud.example".to_owned(),
            authority_host: Some(format!("https://localhost:{}", authority.address.port())),
        })
        .root_certificates(root)
        .credential_from_env()
        .build()
        .unwrap();
    send(&client).await.unwrap();
    assert_eq!(
        service.only().header("authorization"),
        Some("Bearer from-the-service")
    );

    let asked = authority.only();
    assert_eq!(
        asked.request_line(),
        "POST /my-tenant/oauth2/v2.0/token HTTP/1.1"
    );
    let form = String::from_utf8(asked.body).unwrap();
    assert!(
        form.contains("scope=https%3A%2F%2Fmonitor.cloud.example%2F.default"),
        "{form}"
    );
    assert!(
        form.contains("client_secret=my-secret") && form.contains("client_id=my-client"),
        "{form}"
    );
    let shown = format!("{client:?}");
    assert!(
        !shown.contains("my-secret") && !shown.contains("from-the-service"),
        "{shown}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_managed_identity_is_asked_directly_and_for_the_whole_resource() {
    let identity = Server::always(answer(200, &[], TOKEN)).await;
    let endpoint = format!("{}/msi/token", identity.url());
    let variables = [
        ("IDENTITY_ENDPOINT", endpoint.as_str()),
        ("IDENTITY_HEADER", "identity-header"),
        ("AZURE_CLIENT_ID", "my-client"),
        ("HTTP_PROXY", "http://127.0.0.1:1"),
    ];
    let scopes = [
        (
            "https://monitor.azure.com/.default",
            "resource=https%3A%2F%2Fmonitor.azure.com&",
        ),
        (
            "https://monitor.azure.com//.default",
            "resource=https%3A%2F%2Fmonitor.azure.com%2F&",
        ),
    ];
    if is_child(
        "credentials::a_managed_identity_is_asked_directly_and_for_the_whole_resource",
        &variables,
    ) {
        let service = Server::always(accepted()).await;
        for (scope, _) in scopes {
            let builder = LogsClient::builder(service.url()).scope(scope);
            send(&builder.credential_from_env().build().unwrap())
                .await
                .unwrap();
        }
        return;
    }
    let seen = identity.seen();
    assert_eq!(seen.len(), scopes.len());
    for (asked, (_, resource)) in seen.iter().zip(scopes) {
        let asked = asked.request_line();
        assert!(
            asked.contains(resource) && asked.contains("client_id=my-client"),
            "{asked}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_any_credential_the_error_has_the_reason_of_each() {
    let nothing = [
        ("PATH", "/nonexistent"),
        ("AZURE_CREDENTIAL_KIND", "developertools"),
    ];
    if !is_child(
        "credentials::without_any_credential_the_error_has_the_reason_of_each",
        &nothing,
    ) {
        return;
    }
    let service = Server::always(accepted()).await;
    let client = LogsClient::builder(service.url())
        .retry(RetryPolicy::never())
        .credential(azlogs::credential::from_env().unwrap())
        .build()
        .unwrap();
    let text = send(&client).await.unwrap_err().to_string();
    assert!(text.starts_with("no token: "), "{text}");
    assert!(
        text.contains("az not found on PATH") && text.contains("azd not found on PATH"),
        "{text}"
    );
    assert!(!text.contains('\n'), "{text}");
    assert!(service.seen().is_empty());
}

#[test]
fn an_incomplete_environment_is_refused_when_the_client_is_built() {
    let variables = [("AZURE_CLIENT_SECRET", "my-secret")];
    if is_child(
        "credentials::an_incomplete_environment_is_refused_when_the_client_is_built",
        &variables,
    ) {
        let error = LogsClient::builder("https://dce.example")
            .credential_from_env()
            .build()
            .unwrap_err();
        assert!(matches!(error, BuildError::Credential(_)));
        assert_eq!(
            error.to_string(),
            "there is no credential: a client secret needs AZURE_TENANT_ID and AZURE_CLIENT_ID set, too"
        );
    }
}
