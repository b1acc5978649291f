//! Which option bounds which time.

use std::time::Duration;

use azlogs::{Delivered, ErrorKind, RetryPolicy};

use super::server::{Reply, Server, accepted, answer};
use super::{builder, send};

const SHORT: Duration = Duration::from_millis(100);

/// Tries with longer and longer times, until what has to happen within one has: that gives something. A machine may be busy.
async fn within<T>(attempt: impl AsyncFn(Duration) -> Option<T>) -> T {
    for doublings in 0..8 {
        if let Some(done) = attempt(SHORT * (1 << doublings)).await {
            return done;
        }
    }
    panic!("no time is long enough");
}

#[tokio::test]
async fn a_try_timeout_ends_a_try_without_an_answer() {
    within(async |time| {
        let server = Server::always(Reply::Stall(Vec::new())).await;
        let error = send(&builder(&server.url()).try_timeout(time).build().unwrap())
            .await
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Transport, Delivered::Maybe)
        );
        let told = format!("none within {:.1} s", time.as_secs_f64());
        assert!(error.to_string().contains(&told), "{error}");
        assert!(server.seen().len() <= 1);
        server.seen().pop()
    })
    .await;
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
    let status = within(async |time| {
        let client = builder(&server.url())
            .retry(RetryPolicy::default())
            .deadline(time)
            .build()
            .unwrap();
        let error = send(&client).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Deadline);
        let told = format!("the deadline of {:.1} s passed", time.as_secs_f64());
        assert!(error.to_string().contains(&told), "{error}");
        error.status()
    });
    assert_eq!(status.await, 503);
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
    let came = async {
        while server.seen().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        sent = send(&client) => panic!("nobody has answered, and yet: {sent:?}"),
        () = came => {}
    }
    let left = tokio::time::timeout(Duration::from_secs(30), server.was_left());
    assert!(left.await.is_ok(), "the connection is still open");
    send(&client).await.unwrap();
    assert_eq!(server.seen().len(), 2);
}
