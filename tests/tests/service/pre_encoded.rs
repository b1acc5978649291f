//! Bodies that are made already.

use std::io::Write;

use azlogs::{ContentEncoding, RawBodyError, RejectReason};
use flate2::write::GzEncoder;
use serde_json::json;

use crate::support::received::received;
use crate::support::rows::{FooRow, SizedRow};
use crate::support::service::{L, Service};

fn gzip(json: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(json).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn gzip_goes_as_it_is_and_says_so() {
    let service = Service::start().await;
    let body = gzip(br#"[{"foo":"a"},{"foo":"b"}]"#);
    let report = service
        .stream::<FooRow>()
        .upload_raw(body.clone())
        .await
        .unwrap();
    assert_eq!((report.accepted(), report.requests()), (2, 1));
    let received = received(&service.emulator);
    assert_eq!(received[0].wire, body);
    assert_eq!(received[0].request.header("content-encoding"), Some("gzip"));
    let table = service.emulator.rows("Foo_CL");
    let foo: Vec<_> = table.iter().map(|row| row["foo"].clone()).collect();
    assert_eq!(foo, [json!("a"), json!("b")]);
}

#[tokio::test]
async fn json_goes_as_it_is_and_names_no_encoding() {
    let service = Service::start().await;
    let body = "\n[ {\"foo\" : \"a\"} ]\n";
    let report = service.stream::<FooRow>().upload_raw(body).await.unwrap();
    assert!(report.is_complete());
    let received = received(&service.emulator);
    assert_eq!(received[0].wire, body);
    assert_eq!(received[0].request.header("content-encoding"), None);
}

#[tokio::test]
async fn a_body_that_is_not_encoded_as_it_is_said_to_be_makes_no_request() {
    let service = Service::start().await;
    let stream = service.stream::<FooRow>();
    let json = br#"[{"foo":"a"}]"#.to_vec();
    for (body, encoding) in [
        (json.clone(), ContentEncoding::Identity),
        (gzip(&json), ContentEncoding::Gzip),
    ] {
        let report = stream.upload_raw(body).content_encoding(encoding).await;
        assert!(report.unwrap().is_complete());
    }
    for (body, encoding) in [
        (gzip(&json), ContentEncoding::Identity),
        (json, ContentEncoding::Gzip),
    ] {
        let error = stream.upload_raw(body).content_encoding(encoding).await;
        let error = error.unwrap_err();
        assert!(
            matches!(error, RawBodyError::OtherEncoding { stated, .. } if stated == encoding),
            "{error}"
        );
    }
    assert_eq!(service.emulator.stats().requests, 2);
}

/// The service answers 204 to all of these, and throws them away.
#[tokio::test]
async fn what_is_no_array_of_objects_makes_no_request() {
    let service = Service::start().await;
    for body in [
        &b""[..],
        b" ",
        b"null",
        b"{\"foo\":\"a\"}",
        b"{\"foo\":\"a\"}\n{\"foo\":\"b\"}",
        b"[{\"foo\":\"a\"}",
        b"[{\"Time\"=now}]",
        b"[1]",
        b"[{}] []",
        b"\x1f\x8b",
        &gzip(b"{}"),
        &gzip(&gzip(b"[{}]")),
    ] {
        let stream = service.stream::<FooRow>();
        assert!(stream.upload_raw(body.to_vec()).await.is_err(), "{body:?}");
    }
    assert_eq!(service.emulator.stats().requests, 0);
}

/// The limit is of what is sent.
#[tokio::test]
async fn a_row_of_megabytes_is_taken_when_it_is_small_as_gzip() {
    let service = Service::start().await;
    let json = azlogs::to_json(&SizedRow::of(5 * L)).unwrap();
    let body = gzip(format!("[{json}]").as_bytes());
    let report = service.stream::<SizedRow>().upload_raw(body).await.unwrap();
    assert!(report.is_complete(), "{report}");
    assert_eq!(received(&service.emulator)[0].json.len(), 5 * L + 2);
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_here_or_once_by_the_service() {
    let service = Service::start().await;
    let body = format!("[{}]", vec!["{}"; 375_000].join(","));
    let stream = service.stream::<SizedRow>();
    let error = stream.upload_raw(body.clone()).await.unwrap_err();
    assert!(error.to_string().contains("1125001"), "{error}");
    assert_eq!(service.emulator.stats().requests, 0);

    let report = stream.upload_raw(body).over_limit().await.unwrap();
    assert_eq!((report.rejected(), report.requests()), (375_000, 1));
    let RejectReason::Request(error) = &report.rejected_rows()[0].reason else {
        panic!("{report}");
    };
    assert_eq!(error.status(), Some(413));
    assert!(
        error
            .message()
            .contains("Provided content length: 1125001 bytes"),
        "{error}"
    );
}
