//! What is tried again and when, and which token a request carries, as an upload has it.
//!
//! How long each wait is, in every form in which the service may ask for it, is tested with a standing clock in
//! `azlogs/src/send/tests/`.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use azlogs::credential::{AccessToken, Secret, TokenCredential, TokenRequestOptions};
use azlogs::{Delivered, Error, RejectReason, RetryPolicy, StreamClient, UploadReport};
use azlogs_emulator::{Fault, FaultAnswer, What, When};
use time::OffsetDateTime;
use tokio::time::Instant;

use crate::support::received::received;
use crate::support::rows::{FooRow, NumberedRow};
use crate::support::service::{RULE, Service, builder_to, impatient};

const ROW: [FooRow; 1] = [FooRow { foo: "bar" }];

/// Uploads a row, and gives the time that it took.
async fn upload(service: &Service, policy: RetryPolicy) -> (UploadReport, Duration) {
    let stream: StreamClient<FooRow> = service.client_with(policy).stream(RULE);
    let start = Instant::now();
    let report = stream.upload(&ROW).await;
    (report, start.elapsed())
}

/// The error of the one request that was made.
fn error_of(report: &UploadReport) -> &Error {
    match &report.rejected_rows()[0].reason {
        RejectReason::Request(error) => error,
        reason => panic!("{reason}"),
    }
}

#[tokio::test]
async fn a_throttled_request_is_made_again_after_the_time_that_the_service_asks_for() {
    for (fault, least) in [
        ("status=429,retry-after=1,nth=1", 1_000),
        ("status=429,header=retry-after-ms:150,nth=1", 150),
        ("status=503,header=x-ms-retry-after-ms:150,nth=1", 150),
    ] {
        let service = Service::with_faults([fault]).await;
        let (report, time) = upload(&service, impatient()).await;
        assert_eq!((report.accepted(), report.retries()), (1, 1));
        assert!(time >= Duration::from_millis(least), "{fault}: {time:?}");
    }
}

/// With the first wait of a minute these would take that long, were it not for what the service says.
#[tokio::test]
async fn a_date_in_the_past_is_no_wait() {
    let answer = FaultAnswer::status(429).header("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT");
    let fault = Fault::new(When::Nth(1), What::Answer(answer));
    let service = Service::built(|emulator| emulator.fault(fault)).await;
    let minute = Duration::from_secs(60);
    let (report, time) = upload(&service, RetryPolicy::default().base_delay(minute)).await;
    assert_eq!((report.accepted(), report.retries()), (1, 1));
    assert!(time < minute / 2, "{time:?}");
}

/// Others don't try again without the header.
#[tokio::test]
async fn without_a_time_that_can_be_read_the_backoff_decides() {
    for fault in [
        "status=429,nth=1",
        "status=429,retry-after=soon,nth=1",
        "status=429,retry-after=-1,nth=1",
    ] {
        let service = Service::with_faults([fault]).await;
        let policy = RetryPolicy::default().base_delay(Duration::from_millis(100));
        let (report, time) = upload(&service, policy).await;
        assert_eq!((report.accepted(), report.retries()), (1, 1), "{fault}");
        assert!(time >= Duration::from_millis(50), "{fault}: {time:?}");
    }
}

#[tokio::test]
async fn a_wait_beyond_the_budget_ends_the_request_at_once() {
    let service = Service::with_faults(["status=429,retry-after=3600"]).await;
    let (report, time) = upload(&service, RetryPolicy::default()).await;
    assert!(time < Duration::from_secs(60), "{time:?}");
    let error = error_of(&report);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
    assert_eq!((error.tries(), error.is_retryable()), (1, true));
    assert!(error.to_string().contains("asks to wait 3600 s"), "{error}");
}

#[tokio::test]
async fn throttling_without_end_comes_to_an_end() {
    let service = Service::with_faults(["status=429,retry-after=0"]).await;
    let (report, _) = upload(&service, RetryPolicy::default()).await;
    assert_eq!(
        (error_of(&report).status(), report.requests()),
        (Some(429), 8)
    );
}

/// While the throttled request waits, so does another of the same rule.
#[tokio::test]
async fn a_throttled_request_holds_back_the_others_of_its_rule() {
    let service = Service::with_faults(["status=429,header=retry-after-ms:500,nth=1"]).await;
    let client = service.client();
    let stream = client.stream::<FooRow>(RULE);
    let throttled = tokio::spawn(async move { stream.upload(&ROW).await });
    let other = client.stream::<NumberedRow>(RULE);
    while service.emulator.requests().is_empty() {
        tokio::task::yield_now().await;
    }
    let mut longest = Duration::ZERO;
    while !throttled.is_finished() {
        let start = Instant::now();
        other.check().await.unwrap();
        longest = longest.max(start.elapsed());
    }
    let report = throttled.await.unwrap();
    assert_eq!((report.accepted(), report.retries()), (1, 1));
    assert!(longest >= Duration::from_millis(250), "{longest:?}");
}

#[tokio::test]
async fn failures_that_may_pass_are_tried_again() {
    for fault in [
        "status=408",
        "status=429",
        "status=500",
        "status=502",
        "status=503",
        "status=504",
        "reset=before",
        "reset=middle",
        "reset=after",
    ] {
        let service = Service::with_faults([&format!("{fault},first=2")[..]]).await;
        let (report, _) = upload(&service, impatient()).await;
        assert_eq!(
            (report.accepted(), report.retries()),
            (1, 2),
            "{fault}: {report}"
        );
        assert_eq!(service.emulator.rows("Foo_CL").len(), 1, "{fault}");
    }
}

#[tokio::test]
async fn failures_that_stay_are_final() {
    for status in [400, 403, 404, 405, 413, 415, 501, 505] {
        let service = Service::with_faults([&format!("status={status}")[..]]).await;
        let (report, _) = upload(&service, impatient()).await;
        let error = error_of(&report);
        assert_eq!((error.status(), report.requests()), (Some(status), 1));
        assert!(!error.is_retryable(), "{status}");
        assert_eq!(error.delivery(), Delivered::No, "{status}");
    }
}

#[tokio::test]
async fn a_service_that_never_answers_is_given_up_and_tried_again() {
    let service = Service::with_faults(["hang,nth=1"]).await;
    let client = builder_to(service.emulator.endpoint())
        .retry(impatient())
        .try_timeout(Duration::from_millis(200));
    let stream: StreamClient<FooRow> = client.build().unwrap().stream(RULE);
    let report = stream.upload(&ROW).await;
    assert!(report.is_complete(), "{report}");
    assert!(report.retries() >= 1);
}

#[tokio::test]
async fn each_try_has_the_same_bytes_under_the_same_id_and_each_request_its_own() {
    let service = Service::with_faults(["status=500,every=3", "reset=after,every=5"]).await;
    let rows = NumberedRow::up_to(1_000);
    let stream = service.stream::<NumberedRow>().chunk_limit(4_096);
    let report = stream.upload(&rows).await;
    assert!(report.is_complete(), "{report}");
    let mut requests = HashMap::new();
    let received = received(&service.emulator);
    for request in &received {
        let id = request.request.client_request_id.as_deref().unwrap();
        assert_eq!(id.len(), 36, "{id}");
        let first = requests.entry(id).or_insert(&request.wire);
        assert_eq!(*first, &request.wire);
    }
    assert!(report.retries() > 0);
    assert_eq!(requests.len() as u64, report.requests() - report.retries());
    let bodies: HashSet<_> = requests.values().collect();
    assert_eq!(bodies.len(), requests.len());
}

/// Gives tokens one after another, the last of them again and again.
#[derive(Debug)]
struct Tokens {
    left: Mutex<VecDeque<&'static str>>,
    times_asked: AtomicUsize,
}

impl Tokens {
    fn new<const N: usize>(tokens: [&'static str; N]) -> Arc<Self> {
        Arc::new(Self {
            left: Mutex::new(tokens.into()),
            times_asked: AtomicUsize::new(0),
        })
    }

    fn times_asked(&self) -> usize {
        self.times_asked.load(Ordering::Relaxed)
    }
}

#[async_trait]
impl TokenCredential for Tokens {
    async fn get_token(
        &self,
        _scopes: &[&str],
        _options: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        self.times_asked.fetch_add(1, Ordering::Relaxed);
        let mut left = self.left.lock().unwrap();
        let token = match left.len() {
            1 => left[0],
            _ => left.pop_front().unwrap(),
        };
        let hour = Duration::from_secs(3600);
        Ok(AccessToken::new(
            Secret::new(token),
            OffsetDateTime::now_utc() + hour,
        ))
    }
}

#[tokio::test]
async fn a_refused_token_is_replaced_once_and_the_request_made_again() {
    let service = Service::built(|emulator| emulator.require_token("good")).await;
    for (tokens, accepted, requests, asked) in [
        (Tokens::new(["good"]), 1, 1, 1),
        (Tokens::new(["old", "good"]), 1, 2, 2),
        (Tokens::new(["old", "other", "good"]), 0, 2, 2),
        // The same token isn't sent again.
        (Tokens::new(["old", "old"]), 0, 1, 2),
    ] {
        let client = builder_to(service.emulator.endpoint())
            .credential(Arc::clone(&tokens) as Arc<dyn TokenCredential>)
            .build()
            .unwrap();
        let report = client.stream::<FooRow>(RULE).upload(&ROW).await;
        assert_eq!((report.accepted(), report.requests()), (accepted, requests));
        assert_eq!(tokens.times_asked(), asked);
        if accepted == 0 {
            let error = error_of(&report);
            assert_eq!(error.status(), Some(401));
            assert!(
                error
                    .help()
                    .unwrap()
                    .contains("https://monitor.azure.com/.default")
            );
        }
    }
}

#[tokio::test]
async fn requests_at_once_share_one_token() {
    let service = Service::built(|emulator| emulator.require_token("good")).await;
    let tokens = Tokens::new(["old", "good"]);
    let client = builder_to(service.emulator.endpoint())
        .credential(Arc::clone(&tokens) as Arc<dyn TokenCredential>)
        .build()
        .unwrap();
    let stream = client.stream::<NumberedRow>(RULE).chunk_limit(4_096);
    let report = stream.upload(NumberedRow::up_to(1_000)).await;
    assert!(report.is_complete(), "{report}");
    assert_eq!(tokens.times_asked(), 2);
}
