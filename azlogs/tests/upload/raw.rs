//! Uploads of bytes that are a body already.

use std::io::Write;
use std::time::Duration;

use azlogs::{RawBodyError, RejectReason};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::service::{AT_ONCE, Service};

fn gzip(json: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(json).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test(start_paused = true)]
async fn json_and_gzip_are_told_apart_and_sent_as_they_are() {
    let service = Service::new(|_| AT_ONCE);
    let stream = service.stream();
    let json = br#" [ {"N":0,"Text":"]"}, {"N":1,"A":{"B":[1,{}]}} ] "#;
    let report = stream.upload_raw(&json[..]).await.unwrap();
    assert_eq!(report.accepted_rows(), [0..2]);
    assert_eq!(
        (report.requests(), report.json_bytes(), report.wire_bytes()),
        (1, json.len() as u64, json.len() as u64)
    );

    let body = gzip(json);
    let report = stream.upload_raw(body.clone()).await.unwrap();
    assert_eq!(report.accepted_rows(), [0..2]);
    assert_eq!(
        (report.json_bytes(), report.wire_bytes()),
        (json.len() as u64, body.len() as u64)
    );

    let seen = service.seen();
    assert!(!seen.got[0].gzip && seen.got[0].json == json);
    assert!(seen.got[1].gzip && seen.got[1].json == json && seen.got[1].wire == body.len());
}

#[tokio::test(start_paused = true)]
async fn what_the_service_would_drop_in_silence_is_not_sent() {
    let service = Service::new(|_| AT_ONCE);
    let stream = service.stream();
    for (body, complaint) in [
        (
            &br#"{"N":1}"#[..],
            "invalid type: map, expected an array of rows",
        ),
        (b"", "EOF while parsing a value at line 1 column 0"),
        (b"[{}", "EOF while parsing a list at line 1 column 3"),
        (
            b"[{}\n,1]",
            "invalid type: integer `1`, expected a row, which is an object",
        ),
        (b"[[]]", "invalid type: sequence, expected a row"),
        (b"[{\"N\":1},]", "trailing comma at line 1 column 10"),
        (b"{\"N\":1}\n{\"N\":2}\n", "invalid type: map"),
        (b"[{}] []", "trailing characters at line 1 column 6"),
        (b"\xef\xbb\xbf[]", "expected value at line 1 column 1"),
        (b"[{\"N\":\"\xff\"}]", "invalid utf-8"),
    ] {
        for body in [body.to_vec(), gzip(body)] {
            let error = stream.upload_raw(body).await.unwrap_err();
            assert!(matches!(error, RawBodyError::NotRows { .. }), "{error:?}");
            assert!(error.to_string().contains(complaint), "{error}");
        }
    }
    let broken = gzip(b"[{\"N\":1}]");
    for body in [
        &broken[..broken.len() - 1],
        &[&broken[..], &broken[..]].concat(),
    ] {
        let error = stream.upload_raw(body.to_vec()).await.unwrap_err();
        assert!(matches!(error, RawBodyError::NotGzip(_)), "{error:?}");
    }
    assert!(service.seen().got.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_body_over_the_limit_is_sent_only_when_told_to_and_is_not_halved() {
    let service = Service::new(|_| (Duration::ZERO, 413));
    let stream = service.stream();
    let json = format!("[{}]", vec![r#"{"N":1}"#; 200_000].join(","));
    let error = stream.upload_raw(json.clone()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the body has 1600001 bytes, over the limit of 1048576; compress it, or send its rows in several requests"
    );
    assert!(service.seen().got.is_empty());

    let report = stream.upload_raw(json).over_limit().await.unwrap();
    assert_eq!(service.seen().got.len(), 1);
    let [rejected] = report.rejected_rows() else {
        panic!("{report}")
    };
    assert_eq!(rejected.rows, 0..200_000);
    assert!(matches!(&rejected.reason, RejectReason::Request(error) if error.is_too_large()));
}

#[tokio::test(start_paused = true)]
async fn gzip_is_measured_as_it_is_sent_but_not_of_more_json_than_the_service_takes() {
    let service = Service::new(|_| AT_ONCE);
    let stream = service.stream();
    let json = |bytes: usize| format!(r#"[{{"N":1,"Text":"{}"}}]"#, "x".repeat(bytes));
    let report = stream
        .upload_raw(gzip(json(5 << 20).as_bytes()))
        .await
        .unwrap();
    assert_eq!(report.accepted(), 1);
    let error = stream
        .upload_raw(gzip(json(50 << 20).as_bytes()))
        .await
        .unwrap_err();
    assert!(
        matches!(error, RawBodyError::TooMuchJson { limit: 52_428_800 }),
        "{error:?}"
    );
    assert_eq!(service.seen().got.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_empty_array_is_a_request_without_rows() {
    let service = Service::new(|got| (Duration::ZERO, if got.number == 0 { 204 } else { 403 }));
    let stream = service.stream();
    let report = stream.upload_raw("[]").await.unwrap();
    assert!(report.is_complete());
    assert_eq!((report.rows(), report.requests()), (0, 1));
    let report = stream.upload_raw("[]").await.unwrap();
    assert!(!report.is_complete(), "it was refused");
    assert_eq!(report.rejected_rows()[0].rows, 0..0);
}

#[tokio::test(start_paused = true)]
async fn a_check_is_an_empty_array() {
    let service = Service::new(|got| (Duration::ZERO, if got.number == 0 { 204 } else { 403 }));
    let stream = service.stream();
    stream.check().await.unwrap();
    assert_eq!(stream.check().await.unwrap_err().status(), Some(403));
    assert!(service.seen().got.iter().all(|got| got.json == b"[]"));
}
