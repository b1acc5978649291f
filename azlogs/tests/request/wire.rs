//! What goes over the wire, and how a connection's ends are taken.

use azlogs::transport::TransportErrorKind;
use azlogs::{Delivered, ErrorKind, RetryPolicy};

use super::server::{Reply, Server, accepted, answer};
use super::{builder, send};

#[tokio::test]
async fn a_request_names_rule_stream_and_version_and_says_who_sends_what() {
    let server = Server::always(accepted()).await;
    send(&builder(&server.url()).build().unwrap())
        .await
        .unwrap();
    let seen = server.only();
    assert_eq!(
        seen.request_line(),
        "POST /dataCollectionRules/dcr-000a00a000a00000a000000aa000a0aa/streams/Custom-X?api-version=2023-01-01 HTTP/1.1"
    );
    assert_eq!(seen.body, b"[]");
    assert_eq!(
        seen.header("host"),
        Some(server.address.to_string().as_str())
    );
    assert_eq!(seen.header("authorization"), Some("Bearer hush-hush"));
    assert_eq!(seen.header("content-type"), Some("application/json"));
    assert_eq!(seen.header("content-length"), Some("2"));
    assert_eq!(seen.header("content-encoding"), None);
    assert_eq!(seen.header("accept"), Some("application/json"));
    assert_eq!(
        seen.header("user-agent"),
        Some(
            format!(
                "azlogs/{} ({}; {})",
                env!("CARGO_PKG_VERSION"),
                std::env::consts::OS,
                std::env::consts::ARCH
            )
            .as_str()
        )
    );
    let id = seen.header("x-ms-client-request-id").unwrap();
    let lengths: Vec<_> = id.split('-').map(str::len).collect();
    assert_eq!(lengths, [8, 4, 4, 4, 12], "{id}");
}

#[tokio::test]
async fn a_slash_after_the_endpoint_makes_no_second_one_and_a_path_is_kept() {
    let server = Server::always(accepted()).await;
    for (path, expected) in [
        ("/", "POST /dataC"),
        ("//", "POST /dataC"),
        ("/gate/way/", "POST /gate/way/dataC"),
    ] {
        send(&builder(&format!("{}{path}", server.url())).build().unwrap())
            .await
            .unwrap();
        let seen = server.seen();
        let line = seen[seen.len() - 1].request_line();
        assert!(line.starts_with(expected), "{line}");
    }
}

#[tokio::test]
async fn connections_are_kept_for_the_next_request() {
    let server = Server::always(answer(204, &[], "")).await;
    let client = builder(&server.url()).build().unwrap();
    for _ in 0..3 {
        send(&client).await.unwrap();
    }
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn a_connection_that_is_reset_leaves_open_whether_the_rows_were_accepted() {
    let server = Server::always(Reply::Reset).await;
    let error = send(&builder(&server.url()).build().unwrap())
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Transport, None));
    assert_eq!(error.delivery(), Delivered::Maybe);
    assert!(error.is_retryable());
    assert!(
        error
            .to_string()
            .starts_with("the connection broke before an answer came: "),
        "{error}"
    );
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_reset_is_tried_again() {
    let server = Server::in_turn([Reply::Reset]).await;
    let quick = RetryPolicy::default().base_delay(std::time::Duration::from_millis(1));
    send(&builder(&server.url()).retry(quick).build().unwrap())
        .await
        .unwrap();
    let seen = server.seen();
    assert_eq!(seen.len(), 2);
    assert_eq!(
        seen[0].header("x-ms-client-request-id"),
        seen[1].header("x-ms-client-request-id")
    );
}

#[tokio::test]
async fn an_answer_that_is_not_http_is_no_panic() {
    let server = Server::always(Reply::Bytes(b"SSH-2.0-OpenSSH_9.6\r\n".to_vec())).await;
    let error = send(&builder(&server.url()).build().unwrap())
        .await
        .unwrap_err();
    assert_eq!(error.delivery(), Delivered::Maybe);
}

#[tokio::test]
async fn where_nobody_listens_nothing_was_sent_and_the_error_names_the_host() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = send(&builder(&url).build().unwrap()).await.unwrap_err();
    assert_eq!(error.delivery(), Delivered::No);
    let text = error.to_string();
    assert!(
        text.starts_with("cannot connect to the endpoint: "),
        "{text}"
    );
    assert!(
        text.contains("refused") && text.contains("127.0.0.1 can be reached"),
        "{text}"
    );
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let elsewhere = Server::always(accepted()).await;
    for status in [301, 302, 307, 308] {
        let server = Server::always(answer(
            status,
            &[&format!("location: {}/x", elsewhere.url())],
            "",
        ))
        .await;
        let error = send(&builder(&server.url()).build().unwrap())
            .await
            .unwrap_err();
        assert_eq!(error.status(), Some(status));
        assert!(error.help().unwrap().contains("redirects"), "{error}");
    }
    assert!(elsewhere.seen().is_empty());
}

#[tokio::test]
async fn an_answer_without_end_is_cut() {
    let head = b"HTTP/1.1 403 X\r\n\r\n".to_vec();
    let server = Server::always(Reply::Endless(head)).await;
    let start = std::time::Instant::now();
    let error = send(&builder(&server.url()).build().unwrap())
        .await
        .unwrap_err();
    assert_eq!(error.status(), Some(403));
    assert_eq!(error.message().chars().filter(|c| *c == 'x').count(), 300);
    // Its length ended it, and not the ten seconds that a body may take.
    assert!(start.elapsed() < std::time::Duration::from_secs(9));
}

#[tokio::test]
async fn an_answer_that_breaks_off_still_says_its_status() {
    let head =
        b"HTTP/1.1 413 X\r\ncontent-length: 1000\r\nx-ms-error-code: Large\r\n\r\nbroken".to_vec();
    let server = Server::start(None, move |_| Reply::Stall(head.clone())).await;
    // The ten seconds that a body may take pass at once.
    tokio::time::pause();
    let error = send(&builder(&server.url()).build().unwrap())
        .await
        .unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(413), Some("Large")));
    assert_eq!(error.message(), "broken");
}

#[test]
fn kinds_of_transport_errors_say_whether_the_request_may_have_been_sent() {
    use azlogs::transport::TransportError;
    for (kind, maybe) in [
        (TransportErrorKind::Dns, false),
        (TransportErrorKind::Connect, false),
        (TransportErrorKind::Tls, false),
        (TransportErrorKind::Unsendable, false),
        (TransportErrorKind::Interrupted, true),
        (TransportErrorKind::Timeout, true),
    ] {
        let error = TransportError::new(kind, "why");
        assert_eq!((error.kind(), error.may_have_been_sent()), (kind, maybe));
        assert_eq!(
            std::error::Error::source(&error).unwrap().to_string(),
            "why"
        );
    }
}
