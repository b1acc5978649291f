//! What a request looks like on the wire: its line and headers, and its body byte for byte.

use azlogs::{Compression, LogRecord, Packing, StreamClient};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::support::received::{gunzip, received};
use crate::support::rows::{ExtendedRow, FooRow, MeasuredRow, NumberedRow, noise};
use crate::support::service::{L, RULE, Service, client_to};

/// Rows between brackets, with commas between them, and nothing else.
fn assert_is_array_of(json: &[u8], rows: &[NumberedRow]) {
    let expected: Vec<_> = rows
        .iter()
        .map(|row| azlogs::to_json(row).unwrap())
        .collect();
    assert!(json == format!("[{}]", expected.join(",")).as_bytes());
}

#[tokio::test]
async fn rows_stand_between_brackets_with_commas_in_every_request() {
    let service = Service::start().await;
    let rows = NumberedRow::up_to(9);
    let of_three = 2
        + 2
        + rows[..3]
            .iter()
            .map(|row| azlogs::to_json(row).unwrap().len())
            .sum::<usize>();
    for (limit, sizes) in [(L, &[1][..]), (of_three, &[3, 3, 3])] {
        service.emulator.reset();
        let count = sizes.iter().sum();
        let stream = service.plain_stream::<NumberedRow>().chunk_limit(limit);
        assert!(stream.upload(&rows[..count]).await.is_complete());
        let received = received(&service.emulator);
        assert_eq!(received.len(), sizes.len());
        for (request, rows) in received.iter().zip(rows[..count].chunks(sizes[0])) {
            assert_is_array_of(&request.json, rows);
        }
    }
}

/// With `Packing::Wire` a body is compressed in portions of 256 KiB.
#[tokio::test]
async fn rows_stand_between_brackets_with_commas_across_portions_and_requests() {
    let service = Service::start().await;
    let mut random = fastrand::Rng::with_seed(22);
    let rows: Vec<_> = (0..1_500)
        .map(|number| NumberedRow {
            number,
            text: noise(2_000, &mut random),
        })
        .collect();
    let stream = service
        .stream::<NumberedRow>()
        .concurrency(1)
        .packing(Packing::Wire);
    assert!(stream.upload(&rows).await.is_complete());
    let received = received(&service.emulator);
    assert!(received.len() > 1 && received[0].json.len() > 4 * 256 * 1024);
    let mut rows = &rows[..];
    for request in &received {
        let count = usize::try_from(request.request.rows).unwrap();
        let (here, later) = rows.split_at(count);
        assert_is_array_of(&request.json, here);
        rows = later;
    }
    assert!(rows.is_empty());
}

#[tokio::test]
async fn a_body_is_gzip_below_the_limit_of_exactly_its_rows() {
    for packing in [Packing::Documented, Packing::Wire] {
        for count in [100, 10_000] {
            let service = Service::start().await;
            let mut random = fastrand::Rng::with_seed(23);
            let rows: Vec<_> = (0..count)
                .map(|number| NumberedRow {
                    number,
                    text: format!("{} {}", random.u64(..), random.u64(..)),
                })
                .collect();
            let stream = service
                .stream::<NumberedRow>()
                .concurrency(1)
                .packing(packing);
            assert!(stream.upload(&rows).await.is_complete());
            let mut unpacked = Vec::new();
            for request in received(&service.emulator) {
                assert!(request.wire.starts_with(&[0x1f, 0x8b]) && request.wire.len() < L);
                unpacked.extend(request.rows());
            }
            assert_eq!(Value::from(unpacked), json!(rows));
        }
    }
}

#[tokio::test]
async fn an_unpacked_body_is_what_serde_json_writes_of_the_rows() {
    let service = Service::start().await;
    let rows: Vec<_> = (0..5_000).map(ExtendedRow::number).collect();
    assert!(
        service
            .stream::<ExtendedRow>()
            .upload(&rows)
            .await
            .is_complete()
    );
    let received = received(&service.emulator);
    assert!(received[0].json == serde_json::to_vec(&rows).unwrap());
}

#[tokio::test]
async fn a_body_is_as_long_as_its_head_says_each_time_it_is_sent() {
    let service = Service::with_faults(["status=503,first=2"]).await;
    let rows = NumberedRow::up_to(1_000);
    let report = service.stream::<NumberedRow>().upload(&rows).await;
    assert_eq!((report.accepted(), report.requests()), (1_000, 3));
    for request in received(&service.emulator) {
        let length = request.wire.len().to_string();
        assert_eq!(request.request.header("content-length"), Some(&length[..]));
        assert_is_array_of(&request.json, &rows);
    }
}

#[tokio::test]
async fn integers_stay_integers_and_floats_floats_and_nan_is_null() {
    let service = Service::start().await;
    let rows = [
        MeasuredRow {
            whole: i64::MIN,
            fraction: 1.0,
            text: "ascii",
        },
        MeasuredRow {
            whole: 0,
            fraction: -0.0,
            text: "\u{7f}\u{80}\u{7ff}\u{800}\u{ffff}\u{10ffff}",
        },
        MeasuredRow {
            whole: 9_007_199_254_740_993,
            fraction: 1e300,
            text: "\"\\/\n\r\t\u{8}\u{c}\0\u{1b}\u{2028}",
        },
        MeasuredRow {
            whole: i64::MAX,
            fraction: f64::NAN,
            text: "한국어 🦀",
        },
        MeasuredRow {
            whole: 1,
            fraction: f64::NEG_INFINITY,
            text: "",
        },
    ];
    let report = service.plain_stream::<MeasuredRow>().upload(&rows).await;
    assert_eq!((report.accepted(), report.nulled_values()), (5, 2));
    let received = received(&service.emulator);
    assert_eq!(received[0].json, serde_json::to_vec(&rows).unwrap());
    assert!(received[0].request.is_clean());

    let table = service.emulator.rows("Measured_CL");
    for (kept, row) in table.iter().zip(&rows) {
        assert_eq!(kept["Whole"].as_i64(), Some(row.whole));
        assert_eq!(
            kept["Fraction"].as_f64(),
            Some(row.fraction).filter(|it| it.is_finite())
        );
        assert_eq!(kept["Text"], row.text);
    }
}

/// A `String` can't hold anything but UTF-8, so that only bytes that are a body already can be wrong.
#[tokio::test]
async fn bytes_that_are_no_utf8_are_not_sent() {
    let service = Service::start().await;
    let body = b"[{\"foo\":\"\xff\"}]".to_vec();
    let error = service
        .stream::<FooRow>()
        .upload_raw(body)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("utf-8"), "{error}");
    assert_eq!(service.emulator.stats().requests, 0);
}

/// Answers one request with 204, and gives it as it came over the socket.
async fn one_request(listener: TcpListener) -> String {
    let (mut socket, _) = listener.accept().await.unwrap();
    let mut request = Vec::new();
    while !request.ends_with(b"]") {
        assert_ne!(socket.read_buf(&mut request).await.unwrap(), 0);
    }
    let answer = b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
    socket.write_all(answer).await.unwrap();
    String::from_utf8(request).unwrap()
}

#[tokio::test]
async fn a_request_is_one_post_to_the_stream_of_the_rule_with_a_token() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let stream: StreamClient<FooRow> = client_to(&format!("http://{address}/")).stream(RULE);
    let stream = stream.compression(Compression::none());
    let rows = [FooRow { foo: "first" }, FooRow { foo: "second" }];
    let (request, report) =
        tokio::join!(one_request(listener), async { stream.upload(&rows).await });
    assert!(report.is_complete(), "{report}");
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let (line, headers) = head.split_once("\r\n").unwrap();
    assert_eq!(
        line,
        format!(
            "POST /dataCollectionRules/{RULE}/streams/Custom-Foo?api-version=2023-01-01 HTTP/1.1"
        )
    );
    let headers = format!("\r\n{}\r\n", headers.to_lowercase());
    for header in [
        "authorization: bearer a-token".to_owned(),
        "content-type: application/json".to_owned(),
        format!("content-length: {}", body.len()),
        format!("host: {address}"),
    ] {
        let count = headers.matches(&format!("\r\n{header}\r\n")).count();
        assert_eq!(count, 1, "{header} in {headers}");
    }
    assert!(!headers.contains("content-encoding"), "{headers}");
    assert_eq!(body, r#"[{"foo":"first"},{"foo":"second"}]"#);
}

/// A row of a stream that no rule can declare: the derive refuses such a name, and a row written by hand may have it.
struct Strayed;

impl LogRecord for Strayed {
    const SCHEMA: azlogs::StreamSchema = azlogs::StreamSchema::new("Custom a/../b?c#d%41 é", &[]);

    fn write_row(&self, _: &mut azlogs::RowWriter<'_>) {}
}

#[tokio::test]
async fn a_name_with_odd_characters_stays_in_its_part_of_the_path() {
    let service = Service::start().await;
    let report = service.plain_stream::<Strayed>().upload([Strayed]).await;
    assert_eq!(report.rejected(), 1);
    let requests = service.emulator.requests();
    assert_eq!(requests[0].stream, Strayed::SCHEMA.stream);
    assert_eq!(requests[0].rule, RULE.as_str());
    assert_eq!(requests[0].code.as_deref(), Some("InvalidStream"));
}

#[tokio::test]
async fn an_endpoint_may_end_in_slashes() {
    let service = Service::start().await;
    for slashes in ["", "/", "//"] {
        let endpoint = format!("{}{slashes}", service.emulator.endpoint());
        let stream: StreamClient<FooRow> = client_to(&endpoint).stream(RULE);
        let report = stream.upload([FooRow { foo: "bar" }]).await;
        assert!(report.is_complete(), "{report}");
    }
}

#[test]
fn an_id_that_is_none_is_refused_before_there_is_a_client() {
    for id in [
        "",
        " ",
        "dcr-",
        "my rule",
        "dcr-000a00a000a00000a000000aa000a0a ",
    ] {
        let error = id.parse::<azlogs::ImmutableId>().unwrap_err();
        assert!(
            error.to_string().contains("32 hexadecimal digits"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn rows_that_compression_would_lengthen_go_as_they_are() {
    let service = Service::start().await;
    service.stream().upload([FooRow { foo: "a" }]).await;
    let received = received(&service.emulator);
    assert_eq!(received[0].wire, r#"[{"foo":"a"}]"#);
    assert!(!received[0].request.gzip);
}

#[tokio::test]
async fn a_higher_level_makes_smaller_bodies_of_the_same_rows() {
    let service = Service::start().await;
    let rows = NumberedRow::up_to(5_000);
    for level in [1, 9] {
        let stream = service
            .stream::<NumberedRow>()
            .compression(Compression::level(level));
        assert!(stream.upload(&rows).await.is_complete());
    }
    let received = received(&service.emulator);
    assert!(received[1].wire.len() < received[0].wire.len());
    assert_eq!(gunzip(&received[0].wire), received[1].json);
}

#[tokio::test]
async fn the_default_is_libdeflates_level_1_and_level_2_where_requests_are_filled_to_the_wire_limit()
 {
    let service = Service::start().await;
    let rows = NumberedRow::up_to(5_000);
    for (packing, named) in [
        (Packing::Documented, Compression::libdeflate(1)),
        (Packing::Wire, Compression::level(2)),
    ] {
        let stream = service.stream::<NumberedRow>().packing(packing);
        for stream in [stream.clone(), stream.compression(named)] {
            assert!(stream.upload(&rows).await.is_complete());
        }
    }
    let received = received(&service.emulator);
    assert_eq!(received.len(), 4);
    assert_eq!(received[0].wire, received[1].wire);
    assert_eq!(received[2].wire, received[3].wire);
    assert_ne!(received[0].wire, received[2].wire);
}
