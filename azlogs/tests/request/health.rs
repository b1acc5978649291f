//! The health check: `[]` is sent, and each way to fail has a message of its own.

use super::server::{Server, accepted, answer};
use super::{builder, send};

#[tokio::test]
async fn an_empty_array_that_is_accepted_is_good_health() {
    let server = Server::always(accepted()).await;
    send(&builder(&server.url()).build().unwrap())
        .await
        .unwrap();
    assert_eq!(server.only().body, b"[]");
}

#[tokio::test]
async fn each_refusal_has_a_message_of_its_own_with_the_services_text() {
    let mut messages = Vec::new();
    for (status, code, message) in [
        (400, "InvalidStream", "The stream was not configured."),
        (401, "InvalidAudience", "The audience is invalid."),
        (
            403,
            "OperationFailed",
            "The authentication token provided does not have access.",
        ),
        (
            404,
            "NotFound",
            "Data collection rule with immutable Id 'dcr-000a00a000a00000a000000aa000a0aa' not found.",
        ),
    ] {
        let body = format!(r#"{{"error":{{"code":"{code}","message":"{message}"}}}}"#);
        let server = Server::always(answer(status, &["x-ms-request-id: their-id"], &body)).await;
        let error = send(&builder(&server.url()).build().unwrap())
            .await
            .unwrap_err();
        assert_eq!((error.status(), error.code()), (Some(status), Some(code)));
        assert_eq!(error.message(), message);
        assert_eq!(error.request_id(), Some("their-id"));
        assert_eq!(
            error.client_request_id(),
            server.only().header("x-ms-client-request-id")
        );
        let text = error.to_string();
        let parts = [
            format!(
                "the service answered {status} {code}: {}; ",
                message.trim_end_matches('.')
            ),
            error.help().unwrap().to_owned(),
            "(request id their-id, client request id ".to_owned(),
        ];
        for part in parts {
            assert!(text.contains(&part), "{text}");
        }
        assert!(!text.contains('\n'), "{text}");
        messages.push(error.help().unwrap().to_owned());
    }
    messages.sort();
    messages.dedup();
    assert_eq!(messages.len(), 4);
}
