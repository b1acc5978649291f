//! Every status and code, and the headers beside them.

use std::time::Duration;

use azlogs_emulator::{Emulator, Fault, Limits, Quotas, StartError};
use serde_json::json;

use crate::rig::{ID, RULE, Rig, STREAM, TABLE, body_of, error_of, gzip};

const L: usize = 1_048_576;

#[tokio::test]
async fn accepted_rows_are_answered_as_the_service_does_and_are_in_the_table() {
    let rig = Rig::start().await;
    let request = rig.request(STREAM, r#"[{"Status":200,"User":"a","Tags":{"k":[1]}}]"#);
    let response = request
        .header("x-ms-client-request-id", "0F8FAD5BD9CB469FA16570867728950E")
        .header("user-agent", "test/1.0")
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 204);
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("server"), "Microsoft-HTTPAPI/2.0");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(
        header("strict-transport-security"),
        "max-age=31536000; includeSubDomains; preload"
    );
    assert_eq!(
        header("x-ms-client-request-id"),
        "0f8fad5b-d9cb-469f-a165-70867728950e"
    );
    assert!(response.headers().contains_key("date"));
    let request_id = header("x-ms-request-id");
    assert!(response.bytes().await.unwrap().is_empty());

    let rows = rig.emulator.rows(TABLE);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["Status"], 200);
    assert_eq!(rows[0]["Tags"], json!({ "k": [1] }));
    let requests = rig.emulator.requests();
    assert_eq!(requests.len(), 1);
    let request = &requests[0];
    assert_eq!(request.request_id, request_id);
    assert_eq!(
        request.client_request_id.as_deref(),
        Some("0F8FAD5BD9CB469FA16570867728950E")
    );
    assert_eq!(request.user_agent(), Some("test/1.0"));
    assert_eq!((request.rows, request.accepted), (1, 1));
    assert_eq!(request.tables, [TABLE]);
    assert!(request.is_clean());
    assert!(!format!("{request:?}").contains("Bearer"));
}

#[tokio::test]
async fn no_rows_at_all_are_fine() {
    let rig = Rig::start().await;
    assert_eq!(rig.status("[]").await, 204);
    assert!(rig.losses().is_empty());
}

#[tokio::test]
async fn an_unknown_rule_is_404_in_the_services_words() {
    let rig = Rig::start().await;
    let request = rig
        .client
        .post(rig.url("dcr-0", STREAM))
        .bearer_auth("t")
        .body("[]");
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 404);
    assert_eq!(response.headers()["x-ms-error-code"], "NotFound");
    assert_eq!(response.headers()["content-type"], "application/json");
    assert_eq!(response.headers()["transfer-encoding"], "chunked");
    assert_eq!(
        response.text().await.unwrap(),
        r#"{"error":{"code":"NotFound","message":"Data collection rule with immutable Id 'dcr-0' not found."}}"#
    );
}

#[tokio::test]
async fn an_unknown_stream_is_400_invalid_stream() {
    let rig = Rig::start().await;
    for stream in ["Custom-web", "Custom-Nowhere", "Web_CL", "Microsoft-Event"] {
        let response = rig.request(stream, "[]").send().await.unwrap();
        assert_eq!(response.status(), 400, "{stream}");
        assert_eq!(error_of(response).await.0, "InvalidStream");
    }
}

#[tokio::test]
async fn a_request_without_a_bearer_token_is_401() {
    let rig = Rig::start().await;
    for authorization in [None, Some("Basic YTpi"), Some("Bearer"), Some("Bearer  ")] {
        let mut request = rig.client.post(rig.url(ID, STREAM)).body("[]");
        if let Some(authorization) = authorization {
            request = request.header("authorization", authorization);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 401, "{authorization:?}");
        assert_eq!(response.headers()["www-authenticate"], "Bearer");
    }
}

#[tokio::test]
async fn a_required_token_is_the_only_one_taken_and_is_never_shown() {
    let rig = Rig::with(|builder| builder.require_token("s3cret")).await;
    assert_eq!(rig.status("[]").await, 401);
    let good = rig.client.post(rig.url(ID, STREAM)).bearer_auth("s3cret");
    let good = good.header("content-type", "application/json").body("[]");
    assert_eq!(good.send().await.unwrap().status(), 204);
    let told = format!("{:?} {:?}", rig.emulator, rig.emulator.requests());
    assert!(!told.contains("s3cret"));
    let builder = Emulator::builder().require_token("s3cret");
    assert!(!format!("{builder:?}").contains("s3cret"));
}

#[tokio::test]
async fn a_role_that_has_not_spread_is_403_until_it_has() {
    let delay = Duration::from_secs(30 * 60);
    let rig = Rig::with(|builder| builder.fault(Fault::role_delay(delay))).await;
    let response = rig.post("[]").await;
    assert_eq!(response.status(), 403);
    let (code, message) = error_of(response).await;
    assert_eq!(code, "OperationFailed");
    assert_eq!(
        message,
        format!(
            "The authentication token provided does not have access to ingest data for the data collection rule \
             with immutable Id '{ID}'."
        )
    );
    rig.emulator.advance(delay);
    assert_eq!(rig.status("[]").await, 204);
}

#[tokio::test]
async fn a_body_of_exactly_the_limit_is_taken_and_one_more_byte_is_413() {
    let rig = Rig::start().await;
    assert_eq!(rig.status(body_of(L)).await, 204);
    let response = rig.post(body_of(L + 1)).await;
    assert_eq!(response.status(), 413);
    assert_eq!(
        response.headers()["x-ms-error-code"],
        "ContentLengthLimitExceeded"
    );
    assert_eq!(
        error_of(response).await.1,
        "Maximum allowed content length: 1048576 bytes (1 MB). Provided content length: 1048577 bytes."
    );
    assert_eq!(rig.emulator.rows(TABLE).len(), 1);
}

#[tokio::test]
async fn what_counts_is_the_length_on_the_wire() {
    let rig = Rig::start().await;
    let row = format!(r#"[{{"User":"{}"}}]"#, "x".repeat(5 * L));
    assert_eq!(rig.post_gzip(gzip(row.as_bytes())).await.status(), 204);
    assert_eq!(
        rig.losses(),
        ["column `User` is cut to 65536 bytes (row 0)"]
    );
    assert_eq!(rig.emulator.rows(TABLE)[0]["User"], "x".repeat(65_536));
    let request = &rig.emulator.requests()[0];
    assert!(request.gzip);
    assert_eq!(request.raw_bytes, Some(row.len() as u64));
    assert!(request.wire_bytes < 100_000);
}

#[tokio::test]
async fn fifty_mebibytes_are_the_most_that_is_unpacked() {
    let rig = Rig::start().await;
    let response = rig.post_gzip(gzip(&vec![b' '; 50 * L + 1])).await;
    assert_eq!(response.status(), 413);
    assert_eq!(error_of(response).await.0, "PayloadSizeLimitExceeded");

    let limits = Limits {
        decompressed_bytes: 1_000,
        ..Limits::default()
    };
    let rig = Rig::with(|builder| builder.limits(limits)).await;
    assert_eq!(rig.post_gzip(gzip(&body_of(1_000))).await.status(), 204);
    assert_eq!(rig.post_gzip(gzip(&body_of(1_001))).await.status(), 413);
}

#[tokio::test]
async fn the_request_quota_is_429_with_retry_after_until_the_minute_is_over() {
    let quotas = Quotas {
        requests: 2,
        ..Quotas::default()
    };
    let rig = Rig::with(|builder| builder.quotas(quotas)).await;
    assert_eq!(rig.status("[]").await, 204);
    assert_eq!(rig.status("[]").await, 204);
    rig.emulator.advance(Duration::from_secs(20));
    let response = rig.post("[]").await;
    assert_eq!(response.status(), 429);
    let after: u64 = response.headers()["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((30..=40).contains(&after), "{after}");
    rig.emulator.advance(Duration::from_secs(after));
    assert_eq!(rig.status("[]").await, 204);
}

#[tokio::test]
async fn the_byte_quota_counts_unpacked_bytes() {
    let quotas = Quotas {
        bytes: 1_000,
        ..Quotas::default()
    };
    let rig = Rig::with(|builder| builder.quotas(quotas)).await;
    assert_eq!(rig.post_gzip(gzip(&body_of(900))).await.status(), 204);
    let response = rig.post_gzip(gzip(&body_of(101))).await;
    assert_eq!(response.status(), 429);
    assert!(response.headers().contains_key("retry-after"));
    assert_eq!(rig.status(body_of(100)).await, 204);
    assert_eq!(rig.emulator.rows(TABLE).len(), 2);
}

#[tokio::test]
async fn an_empty_body_is_500_without_a_code() {
    let rig = Rig::start().await;
    let response = rig.post("").await;
    assert_eq!(response.status(), 500);
    assert!(!response.headers().contains_key("x-ms-error-code"));
    assert!(response.bytes().await.unwrap().is_empty());
}

#[tokio::test]
async fn the_api_version_is_required_and_checked() {
    let rig = Rig::start().await;
    for (query, status) in [
        ("", 400),
        ("?api-version=", 400),
        ("?api-version=2020-01-01", 400),
        ("?api-version=2021-11-01-preview", 204),
        ("?x=y&API-Version=2023-01-01", 204),
    ] {
        let path = format!("/dataCollectionRules/{ID}/streams/{STREAM}{query}");
        let request = rig
            .client
            .post(format!("{}{path}", rig.emulator.endpoint()));
        let request = request
            .bearer_auth("t")
            .header("content-type", "application/json");
        assert_eq!(
            request.body("[]").send().await.unwrap().status(),
            status,
            "{query}"
        );
    }
}

#[tokio::test]
async fn content_type_and_encoding_are_checked() {
    let rig = Rig::start().await;
    for (content_type, encoding, status) in [
        ("application/json", "identity", 204),
        ("Application/JSON; charset=utf-8", "identity", 204),
        ("text/plain", "identity", 415),
        ("application/jsonl", "identity", 415),
        ("application/json", "br", 415),
        ("application/json", "gzip, gzip", 415),
        ("application/json", "gzip", 400),
    ] {
        let request = rig
            .client
            .post(rig.url(ID, STREAM))
            .bearer_auth("t")
            .body("[]");
        let request = request
            .header("content-type", content_type)
            .header("content-encoding", encoding);
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), status, "{content_type} {encoding}");
    }
    let request = rig
        .client
        .post(rig.url(ID, STREAM))
        .bearer_auth("t")
        .body("[]");
    assert_eq!(
        request.send().await.unwrap().status(),
        415,
        "no content type"
    );
}

#[tokio::test]
async fn other_paths_are_404_and_other_methods_405() {
    let rig = Rig::start().await;
    let endpoint = rig.emulator.endpoint();
    let response = rig
        .client
        .post(format!("{endpoint}/api/logs"))
        .body("[]")
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 404);
    let doubled = rig
        .url(ID, STREAM)
        .replace("/dataCollectionRules", "//dataCollectionRules");
    assert_eq!(
        rig.client
            .post(doubled)
            .body("[]")
            .send()
            .await
            .unwrap()
            .status(),
        404
    );
    let response = rig.client.get(rig.url(ID, STREAM)).send().await.unwrap();
    assert_eq!(response.status(), 405);
    assert_eq!(response.headers()["allow"], "POST");
    let requests = rig.emulator.requests();
    assert_eq!(requests[0].path, "/api/logs");
    assert!(requests[1].path.starts_with("//dataCollectionRules/"));
    assert_eq!(
        (requests[2].method.as_str(), requests[2].stream.as_str()),
        ("GET", STREAM)
    );
}

#[tokio::test]
async fn several_rules_are_served_side_by_side() {
    let other = RULE
        .replace(ID, "dcr-ffffffffffffffffffffffffffffffff")
        .replace("Web", "Db");
    let rig = Rig::with(|builder| builder.dcr("db.json", other)).await;
    assert_eq!(rig.status(r#"[{"Status":1}]"#).await, 204);
    let url = rig.url("dcr-ffffffffffffffffffffffffffffffff", "Custom-Db");
    let request = rig
        .client
        .post(url)
        .bearer_auth("t")
        .header("content-type", "application/json");
    assert_eq!(
        request
            .body(r#"[{"Status":2}]"#)
            .send()
            .await
            .unwrap()
            .status(),
        204
    );
    assert_eq!(rig.emulator.rows(TABLE)[0]["Status"], 1);
    assert_eq!(rig.emulator.rows("Db_CL")[0]["Status"], 2);
    assert_eq!(rig.emulator.rules().len(), 2);
}

#[tokio::test]
async fn dropping_the_emulator_closes_its_port() {
    let rig = Rig::start().await;
    assert_eq!(rig.status("[]").await, 204);
    let address = rig.emulator.address();
    drop(rig.emulator);
    let refused = std::net::TcpStream::connect(address).unwrap_err();
    assert_eq!(refused.kind(), std::io::ErrorKind::ConnectionRefused);
    let again = Emulator::builder().dcr("web.json", RULE).listen(address);
    assert_eq!(again.start().await.unwrap().address(), address);
}

#[test]
fn no_runtime_is_needed() {
    let emulator = Emulator::builder()
        .dcr("web.json", RULE)
        .start_blocking()
        .unwrap();
    assert!(std::net::TcpStream::connect(emulator.address()).is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_paused_clock_does_not_keep_it_from_answering() {
    let rig = Rig::start().await;
    assert_eq!(rig.status("[]").await, 204);
}

#[test]
fn what_cannot_be_served_is_told_at_the_start() {
    let start = |text: &str| Emulator::builder().dcr("bad.json", text).start_blocking();
    let error = Emulator::builder().start_blocking().unwrap_err();
    assert!(matches!(error, StartError::NoRule));
    let error = start(&RULE.replace(r#""int""#, r#""guid""#)).unwrap_err();
    assert!(matches!(&error, StartError::Findings(documents) if documents.len() == 1));
    assert!(error.to_string().contains("bad.json:7"), "{error}");
    assert!(start("{").is_err());
    let error = Emulator::builder()
        .dcr_file("/nowhere/dcr.json")
        .start_blocking()
        .unwrap_err();
    assert!(error.to_string().contains("/nowhere/dcr.json"), "{error}");
    let listen = "0.0.0.0:0".parse().unwrap();
    let error = Emulator::builder()
        .dcr("a", RULE)
        .listen(listen)
        .start_blocking()
        .unwrap_err();
    assert!(matches!(error, StartError::NotLoopback(_)));
    let taken = Emulator::builder().dcr("a", RULE).start_blocking().unwrap();
    let builder = Emulator::builder().dcr("a", RULE).listen(taken.address());
    assert!(matches!(
        builder.start_blocking().unwrap_err(),
        StartError::Listen { .. }
    ));
}
