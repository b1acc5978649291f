//! One request against the emulator: what the service's refusals, faults and recoveries come to.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use azlogs::credential::{AccessToken, Secret, TokenCredential, TokenRequestOptions};
use azlogs::{
    Delivered, Error, ImmutableId, LogsClient, LogsClientBuilder, RetryPolicy, StreamName,
};
use azlogs_emulator::{Emulator, Fault, FaultAnswer, Moment, What, When};

use super::RULE;

/// An emulator with the rule, and its stream `Custom-X`.
async fn emulator(faults: impl IntoIterator<Item = Fault>) -> Emulator {
    let rule = format!(
        r#"{{"immutableId": "{RULE}",
            "streamDeclarations": {{"Custom-X": {{"columns": [{{"name": "TimeGenerated", "type": "datetime"}}]}}}},
            "dataFlows": [{{"streams": ["Custom-X"], "destinations": ["w"], "outputStream": "Custom-X_CL"}}]}}"#
    );
    Emulator::builder()
        .dcr("rule.json", rule)
        .faults(faults)
        .keep_bodies()
        .start()
        .await
        .unwrap()
}

fn status(status: u16) -> FaultAnswer {
    FaultAnswer::status(status)
}

fn first(count: u64, answer: FaultAnswer) -> Fault {
    Fault::new(When::First(count), What::Answer(answer))
}

/// A builder whose waits are short.
fn builder(emulator: &Emulator) -> LogsClientBuilder {
    super::builder(emulator.endpoint()).retry(quick())
}

fn quick() -> RetryPolicy {
    RetryPolicy::default().base_delay(Duration::from_millis(1))
}

async fn send(client: &LogsClient) -> Result<(), Error> {
    super::send(client).await
}

#[tokio::test]
async fn a_healthy_rule_accepts_an_empty_array() {
    let emulator = emulator([]).await;
    send(&builder(&emulator).build().unwrap()).await.unwrap();
    let requests = emulator.requests();
    assert_eq!(requests.len(), 1);
    assert!(requests[0].is_clean(), "{:?}", requests[0]);
    assert_eq!(requests[0].body.as_deref(), Some(&b"[]"[..]));
    assert_eq!(requests[0].api_version.as_deref(), Some("2023-01-01"));
    let agent = requests[0].user_agent().unwrap();
    assert!(
        agent.starts_with(concat!("azlogs/", env!("CARGO_PKG_VERSION"))),
        "{agent}"
    );
}

#[tokio::test]
async fn the_services_words_for_a_wrong_rule_and_a_wrong_stream_are_kept() {
    let emulator = emulator([]).await;
    let client = builder(&emulator).build().unwrap();
    let elsewhere = ImmutableId::from_static("dcr-ffffffffffffffffffffffffffffffff");
    let stream: StreamName = "Custom-X".parse().unwrap();
    let error = client.check(&elsewhere, &stream).await.unwrap_err();
    assert_eq!(
        (error.status(), error.code()),
        (Some(404), Some("NotFound"))
    );
    assert_eq!(
        error.message(),
        "Data collection rule with immutable Id 'dcr-ffffffffffffffffffffffffffffffff' not found."
    );
    assert!(
        error
            .help()
            .unwrap()
            .contains("dcr-ffffffffffffffffffffffffffffffff"),
        "{error}"
    );

    let error = client
        .check(&RULE, &"Custom-Y".parse().unwrap())
        .await
        .unwrap_err();
    assert_eq!(
        (error.status(), error.code()),
        (Some(400), Some("InvalidStream"))
    );
    assert!(error.help().unwrap().contains("`Custom-Y`"), "{error}");

    let requests = emulator.requests();
    assert_eq!(requests.len(), 2, "neither is tried again");
    assert_eq!(error.request_id(), Some(requests[1].request_id.as_str()));
    assert_eq!(
        error.client_request_id(),
        requests[1].client_request_id.as_deref()
    );
}

#[tokio::test]
async fn names_that_make_no_path_are_refused_where_they_are_made() {
    for name in ["", " ", "Custom-", "Custom-a b", "Custom-a/b", "App"] {
        assert!(name.parse::<StreamName>().is_err(), "{name:?}");
    }
    for id in [
        "",
        " ",
        "dcr-",
        "dcr-000a00a000a00000a000000aa000a0a a",
        "westeurope",
    ] {
        assert!(id.parse::<ImmutableId>().is_err(), "{id:?}");
    }
    let emulator = emulator([]).await;
    let slashed = super::builder(&format!("{}/", emulator.endpoint()))
        .build()
        .unwrap();
    send(&slashed).await.unwrap();
}

#[tokio::test]
async fn what_may_pass_is_tried_again_with_the_same_bytes_under_the_same_id() {
    for code in [408, 429, 500, 502, 503, 504] {
        let emulator = emulator([first(2, status(code))]).await;
        send(&builder(&emulator).build().unwrap()).await.unwrap();
        let requests = emulator.requests();
        let statuses: Vec<_> = requests.iter().map(|request| request.status).collect();
        assert_eq!(statuses, [Some(code), Some(code), Some(204)]);
        for request in &requests {
            assert_eq!(request.body, requests[0].body);
            assert_eq!(request.client_request_id, requests[0].client_request_id);
            assert!(request.client_request_id.is_some());
        }
    }
}

#[tokio::test]
async fn what_stays_is_final() {
    for code in [400, 403, 404, 413, 501, 505] {
        let emulator = emulator([Fault::new(When::Always, What::Answer(status(code)))]).await;
        let error = send(&builder(&emulator).build().unwrap())
            .await
            .unwrap_err();
        assert_eq!(error.status(), Some(code));
        assert_eq!(emulator.requests().len(), 1, "{code}");
    }
}

#[tokio::test]
async fn a_throttled_request_comes_back_when_it_is_told_to() {
    for (name, value) in [
        ("retry-after-ms", "20"),
        ("x-ms-retry-after-ms", "20"),
        ("retry-after", "0"),
        ("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT"),
        ("retry-after", "soon"),
        ("x-nothing", "said"),
    ] {
        let emulator = emulator([first(1, status(429).header(name, value))]).await;
        send(&builder(&emulator).build().unwrap()).await.unwrap();
        assert_eq!(emulator.requests().len(), 2, "{name}: {value}");
    }
}

#[tokio::test]
async fn throttling_without_end_and_waits_without_end_are_given_up() {
    let always = |answer| Fault::new(When::Always, What::Answer(answer));
    let patient = emulator([always(status(429).header("retry-after", "0"))]).await;
    let error = send(&builder(&patient).build().unwrap()).await.unwrap_err();
    assert_eq!((error.status(), error.tries()), (Some(429), 8));
    assert_eq!(patient.requests().len(), 8);

    let long = emulator([always(status(429).header("retry-after", "3600"))]).await;
    let error = send(&builder(&long).build().unwrap()).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
    assert!(error.to_string().contains("asks to wait 3600 s"), "{error}");
    assert_eq!(long.requests().len(), 1);
}

#[tokio::test]
async fn resets_are_tried_again_wherever_they_come() {
    for moment in [Moment::BeforeBody, Moment::MiddleOfBody, Moment::AfterBody] {
        let emulator = emulator([Fault::new(When::Nth(1), What::Reset(moment))]).await;
        send(&builder(&emulator).build().unwrap()).await.unwrap();
        assert_eq!(emulator.requests().len(), 2, "{moment:?}");
    }
}

#[tokio::test]
async fn rows_accepted_without_an_answer_are_reported_as_perhaps_accepted() {
    let emulator = emulator([Fault::new(When::Always, What::AcceptThenHang)]).await;
    let hasty = builder(&emulator)
        .try_timeout(Duration::from_millis(100))
        .retry(RetryPolicy::never());
    let error = send(&hasty.build().unwrap()).await.unwrap_err();
    assert_eq!(error.delivery(), Delivered::Maybe);
    assert!(error.is_retryable());
}

/// Gives these tokens in turn.
#[derive(Debug)]
struct Tokens(Mutex<VecDeque<&'static str>>);

impl Tokens {
    fn new<const N: usize>(tokens: [&'static str; N]) -> Arc<Self> {
        Arc::new(Self(Mutex::new(tokens.into())))
    }
}

#[async_trait]
impl TokenCredential for Tokens {
    async fn get_token(
        &self,
        _scopes: &[&str],
        _options: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        let token = self.0.lock().unwrap().pop_front().expect("no more fetches");
        let expires_on = time::OffsetDateTime::now_utc() + time::Duration::HOUR;
        Ok(AccessToken::new(Secret::new(token), expires_on))
    }
}

#[tokio::test]
async fn a_refused_token_is_replaced_and_not_sent_again() {
    let emulator = strict_about_tokens().await;
    let client = builder(&emulator)
        .credential(Tokens::new(["stale", "fresh"]))
        .build()
        .unwrap();
    send(&client).await.unwrap();
    send(&client).await.unwrap();
    let statuses: Vec<_> = emulator
        .requests()
        .iter()
        .map(|request| request.status)
        .collect();
    assert_eq!(statuses, [Some(401), Some(204), Some(204)]);

    let client = builder(&emulator)
        .credential(Tokens::new(["stale", "stale"]))
        .build()
        .unwrap();
    let error = send(&client).await.unwrap_err();
    assert_eq!(error.status(), Some(401));
    assert!(
        error
            .help()
            .unwrap()
            .contains("https://monitor.azure.com/.default"),
        "{error}"
    );
    assert_eq!(
        emulator.requests().len(),
        4,
        "the token is the same, and would be refused again"
    );
}

async fn strict_about_tokens() -> Emulator {
    let rule = format!(
        r#"{{"immutableId": "{RULE}", "streamDeclarations": {{"Custom-X": {{"columns": []}}}}}}"#
    );
    Emulator::builder()
        .dcr("rule.json", rule)
        .require_token("fresh")
        .start()
        .await
        .unwrap()
}

#[tokio::test]
async fn a_missing_role_says_which_and_that_it_takes_a_while() {
    let emulator = emulator([Fault::role_delay(Duration::from_secs(1800))]).await;
    let client = builder(&emulator).build().unwrap();
    let error = send(&client).await.unwrap_err();
    assert_eq!(
        (error.status(), error.code()),
        (Some(403), Some("OperationFailed"))
    );
    let help = error.help().unwrap();
    for word in ["Monitoring Metrics Publisher", RULE.as_str(), "30 minutes"] {
        assert!(help.contains(word), "{help}");
    }
    emulator.advance(Duration::from_secs(1800));
    send(&client).await.unwrap();
}

#[tokio::test]
async fn the_emulators_certificate_is_trusted_once_it_is_given() {
    let rule = format!(
        r#"{{"immutableId": "{RULE}", "streamDeclarations": {{"Custom-X": {{"columns": []}}}}}}"#
    );
    let emulator = Emulator::builder()
        .dcr("rule.json", rule)
        .tls()
        .start()
        .await
        .unwrap();
    let certificate = emulator.certificate().unwrap();
    send(
        &builder(&emulator)
            .root_certificates(certificate)
            .build()
            .unwrap(),
    )
    .await
    .unwrap();
    let error = send(
        &builder(&emulator)
            .retry(RetryPolicy::never())
            .build()
            .unwrap(),
    )
    .await
    .unwrap_err();
    assert!(
        error.help().unwrap().contains("root_certificates"),
        "{error}"
    );
}
