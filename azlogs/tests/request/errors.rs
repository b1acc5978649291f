//! What an error is to those who handle it.

use std::error::Error as _;

use azlogs::{Delivered, Error, ErrorKind};

use super::server::{Server, answer};
use super::{builder, send};

async fn error(status: u16) -> Error {
    let server = Server::always(answer(status, &[], "")).await;
    send(&builder(&server.url()).build().unwrap())
        .await
        .unwrap_err()
}

#[tokio::test]
async fn predicates_tell_what_may_be_done() {
    for (status, retryable, too_large, delivered) in [
        (400, false, false, Delivered::No),
        (413, false, true, Delivered::No),
        (429, true, false, Delivered::No),
        (500, true, false, Delivered::Maybe),
        (503, true, false, Delivered::Maybe),
        (504, true, false, Delivered::Maybe),
    ] {
        let error = error(status).await;
        assert_eq!(error.kind(), ErrorKind::Service);
        assert_eq!(
            (error.is_retryable(), error.is_too_large()),
            (retryable, too_large),
            "{status}"
        );
        assert_eq!(error.delivery(), delivered, "{status}");
    }
}

#[tokio::test]
async fn an_error_travels_between_threads_and_its_clones_are_the_same() {
    fn travels<T: Send + Sync + 'static>(_: &T) {}
    let error = error(403).await;
    travels(&error);
    let clone = error.clone();
    assert_eq!(error.to_string(), clone.to_string());
    assert!(error.source().is_none(), "an answer has no cause of ours");
    let boxed: Box<dyn std::error::Error + Send + Sync> = Box::new(clone);
    assert!(boxed.to_string().contains("403"));
}
