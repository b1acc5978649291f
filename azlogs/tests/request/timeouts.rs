//! Which option bounds which time.

use std::time::Duration;

use azlogs::{Delivered, ErrorKind, RetryPolicy};

use super::server::{Reply, Server, accepted, answer};
use super::{builder, send};

const SHORT: Duration = Duration::from_millis(100);

#[tokio::test]
async fn a_try_timeout_ends_a_try_without_an_answer() {
    let server = Server::always(Reply::Stall(Vec::new())).await;
    let error = send(&builder(&server.url()).try_timeout(SHORT).build().unwrap())
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Transport, Delivered::Maybe)
    );
    assert!(error.to_string().contains("none within 0.1 s"), "{error}");
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_connect_timeout_ends_a_handshake_that_does_not_come_about() {
    // It takes connections, and says nothing.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    // Shorter than connecting may take by default, so that this would end it first.
    let client = builder(&url)
        .try_timeout(Duration::from_secs(8))
        .connect_timeout(SHORT)
        .build()
        .unwrap();
    let error = send(&client).await.unwrap_err();
    assert_eq!(error.delivery(), Delivered::No);
    assert!(error.to_string().starts_with("cannot connect"), "{error}");
}

#[tokio::test]
async fn a_deadline_ends_all_tries() {
    let server = Server::always(answer(503, &["retry-after: 30"], "")).await;
    let client = builder(&server.url())
        .retry(RetryPolicy::default())
        .deadline(SHORT)
        .build()
        .unwrap();
    let error = send(&client).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Deadline, Some(503))
    );
    assert!(
        error.to_string().contains("the deadline of 0.1 s passed"),
        "{error}"
    );
}

#[tokio::test]
async fn the_retry_policy_says_how_often() {
    let server = Server::always(answer(503, &["retry-after: 0"], "")).await;
    let client = builder(&server.url())
        .retry(RetryPolicy::default().tries(3))
        .build()
        .unwrap();
    let error = send(&client).await.unwrap_err();
    assert_eq!((error.tries(), server.seen().len()), (3, 3));

    let server = Server::in_turn([
        answer(429, &["retry-after: 0"], ""),
        answer(500, &["retry-after: 0"], ""),
    ])
    .await;
    let client = builder(&server.url())
        .retry(RetryPolicy::default())
        .build()
        .unwrap();
    send(&client).await.unwrap();
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn a_dropped_request_is_aborted() {
    let server = Server::in_turn([Reply::Stall(Vec::new()), accepted()]).await;
    let client = builder(&server.url()).build().unwrap();
    assert!(tokio::time::timeout(SHORT, send(&client)).await.is_err());
    let left = tokio::time::timeout(Duration::from_secs(30), server.was_left());
    assert!(left.await.is_ok(), "the connection is still open");
    send(&client).await.unwrap();
    assert_eq!(server.seen().len(), 2);
}
