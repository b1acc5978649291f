//! Which token a request carries, and what a refused one brings about.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use azure_core::credentials::{AccessToken, TokenRequestOptions};
use azure_core::error::ErrorKind as AzureErrorKind;
use time::OffsetDateTime;

use super::*;
use crate::error::ErrorKind;

/// A credential that gives tokens by a script: `None` is a failure; when none is left, the last one again.
#[derive(Debug, Default)]
pub(super) struct Scripted {
    tokens: Mutex<VecDeque<Option<&'static str>>>,
    delay: Duration,
    /// Whether failures come from the network.
    flaky: bool,
    fetches: AtomicUsize,
}

impl Scripted {
    fn new(tokens: impl IntoIterator<Item = Option<&'static str>>) -> Arc<Self> {
        Arc::new(Self {
            tokens: Mutex::new(tokens.into_iter().collect()),
            ..Self::default()
        })
    }

    pub(super) fn slow(delay: Duration) -> Self {
        Self {
            tokens: Mutex::new([Some("slow")].into()),
            delay,
            ..Self::default()
        }
    }
}

#[async_trait]
impl TokenCredential for Scripted {
    async fn get_token(
        &self,
        scopes: &[&str],
        _options: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        assert_eq!(scopes, ["https://monitor.azure.com/.default"]);
        tokio::time::sleep(self.delay).await;
        self.fetches.fetch_add(1, Ordering::Relaxed);
        let mut tokens = self.tokens.lock().unwrap();
        let token = if tokens.len() > 1 {
            tokens.pop_front().unwrap()
        } else {
            tokens[0]
        };
        match token {
            Some(token) => Ok(AccessToken::new(
                token,
                OffsetDateTime::now_utc() + seconds(3600),
            )),
            None if self.flaky => Err(azure_core::Error::with_message(
                AzureErrorKind::Io,
                "no route",
            )),
            None => Err(azure_core::Error::with_message(
                AzureErrorKind::Credential,
                "no luck",
            )),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_replaced_once_and_at_once() {
    let credential = Scripted::new([Some("t1"), Some("t2"), Some("t3")]);
    let (delivery, script) = Stage::new([Act::status(401)])
        .credential(credential)
        .deliver()
        .await;
    assert!(delivery.result.is_ok());
    assert_eq!(script.tokens(), ["Bearer t1", "Bearer t2"]);
    assert_eq!(script.gaps(), [Duration::ZERO]);

    let credential = Scripted::new([Some("t1"), Some("t2"), Some("t3")]);
    let (delivery, script) = Stage::new(vec![Act::status(401); 9])
        .credential(credential)
        .deliver()
        .await;
    let error = delivery.result.unwrap_err();
    assert_eq!(error.status(), Some(401));
    assert!(
        error
            .to_string()
            .contains("https://monitor.azure.com/.default"),
        "{error}"
    );
    assert_eq!(script.seen().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_never_sent_again() {
    let credential = Scripted::new([Some("same")]);
    let (delivery, script) = Stage::new([Act::status(401)])
        .credential(Arc::clone(&credential) as _)
        .deliver()
        .await;
    assert_eq!(delivery.result.unwrap_err().status(), Some(401));
    assert_eq!(script.seen().len(), 1);
    assert_eq!(credential.fetches.load(Ordering::Relaxed), 2);
}

#[tokio::test(start_paused = true)]
async fn replacing_a_token_takes_no_try_from_the_retries() {
    let policy = RetryPolicy::default().tries(2);
    let acts = [Act::status(401), Act::status(503)];
    let stage = Stage::new(acts)
        .credential(Scripted::new([Some("t1"), Some("t2")]))
        .retry(policy);
    let (delivery, script) = stage.deliver().await;
    assert!(delivery.result.is_ok());
    assert_eq!(script.tokens(), ["Bearer t1", "Bearer t2", "Bearer t2"]);
}

#[tokio::test(start_paused = true)]
async fn requests_refused_together_share_one_new_token() {
    let credential = Scripted::new([Some("t1"), Some("t2"), Some("t3"), Some("t4")]);
    // Each request waits for an answer, so that all of them carry the first token.
    let acts = (0..8).flat_map(|_| [Act::Wait(seconds(1)), Act::status(401)]);
    let (deliverer, script) = Stage::new(acts)
        .credential(Arc::clone(&credential) as _)
        .open();
    let limiter = limiter();
    let deliveries = (0..8).map(|_| {
        let (deliverer, request) = (deliverer.clone(), request(&limiter));
        tokio::spawn(async move { deliverer.deliver(&request).await })
    });
    for delivery in deliveries.collect::<Vec<_>>() {
        let delivery = delivery.await.unwrap();
        assert!(delivery.result.is_ok(), "{delivery:?}");
    }
    let tokens = script.tokens();
    assert_eq!(
        tokens.iter().filter(|token| *token == "Bearer t1").count(),
        8,
        "{tokens:?}"
    );
    assert_eq!(
        tokens.iter().filter(|token| *token == "Bearer t2").count(),
        8,
        "{tokens:?}"
    );
    assert_eq!(credential.fetches.load(Ordering::Relaxed), 2);
}

#[tokio::test(start_paused = true)]
async fn without_a_token_nothing_is_sent() {
    let (delivery, script) = Stage::new([])
        .credential(Scripted::new([None]))
        .deliver()
        .await;
    let error = delivery.result.unwrap_err();
    assert_eq!(
        (error.kind(), error.status(), error.tries()),
        (ErrorKind::Token, None, 0)
    );
    assert!(!error.is_retryable());
    assert_eq!(
        error.to_string(),
        format!(
            "no token: no luck; check the credential, and that it may ask for the scope \
             `https://monitor.azure.com/.default` (client request id {})",
            error.client_request_id().unwrap()
        )
    );
    assert!(script.seen().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_token_that_the_network_withholds_is_asked_for_again() {
    let flaky = |tokens: &[Option<&'static str>]| {
        Arc::new(Scripted {
            tokens: Mutex::new(tokens.iter().copied().collect()),
            flaky: true,
            ..Scripted::default()
        })
    };
    let credential = flaky(&[None, None, Some("late")]);
    let (delivery, script) = Stage::new([]).credential(credential).deliver().await;
    assert!(delivery.result.is_ok());
    assert_eq!(script.tokens(), ["Bearer late"]);
    assert_eq!(delivery.requests, 1);

    let (delivery, _) = Stage::new([]).credential(flaky(&[None])).deliver().await;
    let error = delivery.result.unwrap_err();
    assert!(error.is_retryable());
    assert!(
        error
            .to_string()
            .starts_with("no token: no route; gave up after 8 tries"),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_token_that_no_header_can_hold_is_an_error() {
    let (delivery, script) = Stage::new([])
        .credential(Scripted::new([Some("bad\ntoken")]))
        .deliver()
        .await;
    let error = delivery.result.unwrap_err();
    assert!(!error.to_string().contains("bad"), "{error}");
    assert!(script.seen().is_empty());
}
