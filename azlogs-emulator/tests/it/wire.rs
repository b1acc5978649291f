//! Bad bytes, slow clients and hostile bodies, on raw sockets.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use azlogs_emulator::{Emulator, EmulatorBuilder, Limits};
use proptest::prelude::*;

use crate::rig::{ID, RULE, STREAM, TABLE, body_of, gzip};

fn start(settings: impl FnOnce(EmulatorBuilder) -> EmulatorBuilder) -> Emulator {
    settings(Emulator::builder().dcr("web.json", RULE))
        .start_blocking()
        .unwrap()
}

fn connect(emulator: &Emulator) -> TcpStream {
    let stream = TcpStream::connect(emulator.address()).unwrap();
    // No test waits this long unless the emulator doesn't answer at all.
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    stream
}

fn head(more: &str) -> String {
    format!(
        "POST /dataCollectionRules/{ID}/streams/{STREAM}?api-version=2023-01-01 HTTP/1.1\r\nHost: localhost\r\n\
         Authorization: Bearer t\r\nContent-Type: application/json\r\n{more}\r\n"
    )
}

/// All that comes until the connection ends.
fn read(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    // A reset after the answer is as good as an end.
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

fn post(emulator: &Emulator, more: &str, body: &[u8]) -> String {
    try_post(emulator, more, body).unwrap()
}

fn try_post(emulator: &Emulator, more: &str, body: &[u8]) -> std::io::Result<String> {
    let mut stream = connect(emulator);
    let more = format!(
        "Connection: close\r\nContent-Length: {}\r\n{more}",
        body.len()
    );
    stream.write_all(head(&more).as_bytes())?;
    stream.write_all(body)?;
    Ok(read(stream))
}

/// Whether a good request still is a good request.
fn assert_alive(emulator: &Emulator) {
    let answer = post(emulator, "", b"[]");
    assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
}

/// The same of an emulator that gives a request little time: on a busy machine one may be too late, but not each.
fn assert_goes_on(emulator: &Emulator) {
    let is_good = |answer: std::io::Result<String>| {
        answer.is_ok_and(|answer| answer.starts_with("HTTP/1.1 204"))
    };
    assert!((0..20).any(|_| is_good(try_post(emulator, "", b"[]"))));
}

#[test]
fn garbage_and_half_requests_are_survived() {
    let emulator = start(|builder| builder);
    let whole = head("Content-Length: 2\r\n");
    for bytes in [
        &b"\x00\xff\xfe garbage \r\n\r\n"[..],
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"POST",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /dataCollectionRules/\xff/streams/\xfe HTTP/1.1\r\nHost: a\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        &whole.as_bytes()[..whole.len() / 2],
        whole.as_bytes(),
        b"",
    ] {
        let mut stream = connect(&emulator);
        stream.write_all(bytes).unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        let answer = read(stream);
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 4"),
            "{answer}"
        );
    }
    assert_alive(&emulator);
    let statuses: Vec<_> = emulator.requests().iter().map(|r| r.status).collect();
    assert_eq!(
        statuses,
        [None, None, Some(204)],
        "two bodies that broke off, and the good one"
    );
}

#[test]
fn a_connection_serves_one_request_after_the_other() {
    let emulator = start(|builder| builder);
    let mut stream = connect(&emulator);
    let one = format!("{}[]", head("Content-Length: 2\r\n"));
    let last = format!("{}[]", head("Connection: close\r\nContent-Length: 2\r\n"));
    stream
        .write_all(format!("{one}{one}{last}").as_bytes())
        .unwrap();
    assert_eq!(read(stream).matches("HTTP/1.1 204").count(), 3);
}

#[test]
fn a_client_that_sends_first_and_reads_then_sees_the_413() {
    let emulator = start(|builder| builder);
    let answer = post(&emulator, "", &vec![b' '; 20 * 1024 * 1024]);
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(
        answer.contains("Provided content length: 20971520 bytes."),
        "{answer}"
    );

    let mut stream = connect(&emulator);
    let more = "Connection: close\r\nTransfer-Encoding: chunked\r\n";
    stream.write_all(head(more).as_bytes()).unwrap();
    for _ in 0..3 {
        stream.write_all(b"80000\r\n").unwrap();
        stream.write_all(&vec![b' '; 0x80000]).unwrap();
        stream.write_all(b"\r\n").unwrap();
    }
    stream.write_all(b"0\r\n\r\n").unwrap();
    let answer = read(stream);
    assert!(
        answer.contains("Provided content length: 1572864 bytes."),
        "{answer}"
    );
}

#[test]
fn a_client_that_asks_first_is_told_before_it_sends() {
    let emulator = start(|builder| builder);
    let mut stream = connect(&emulator);
    let more = "Expect: 100-continue\r\nContent-Length: 1048577\r\n";
    stream.write_all(head(more).as_bytes()).unwrap();
    let answer = read(stream);
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");

    let mut stream = connect(&emulator);
    let more = "Expect: 100-continue\r\nContent-Length: 2\r\n";
    stream.write_all(head(more).as_bytes()).unwrap();
    let mut line = [0; 21];
    stream.read_exact(&mut line).unwrap();
    assert_eq!(&line, b"HTTP/1.1 100 Continue");
}

#[test]
fn a_body_that_never_ends_is_cut_off() {
    let limits = Limits {
        body_timeout: Duration::from_millis(100),
        ..Limits::default()
    };
    let emulator = start(|builder| builder.limits(limits));
    let mut stream = connect(&emulator);
    // In one go, as the time counts from the head on.
    let begun = format!("{}[", head("Content-Length: 1000\r\n"));
    stream.write_all(begun.as_bytes()).unwrap();
    let answer = read(stream);
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    let request = &emulator.requests()[0];
    assert_eq!((request.status, request.wire_bytes), (Some(408), 1));
}

#[test]
fn a_head_that_never_ends_is_cut_off() {
    let limits = Limits {
        head_timeout: Duration::from_millis(100),
        ..Limits::default()
    };
    let emulator = start(|builder| builder.limits(limits));
    let mut stream = connect(&emulator);
    stream.write_all(b"POST / HTTP/1.1\r\nX-A: ").unwrap();
    let answer = read(stream);
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 408"),
        "{answer}"
    );
    assert_goes_on(&emulator);
}

#[test]
fn a_head_that_is_too_long_is_cut_off() {
    let emulator = start(|builder| builder);
    let mut stream = connect(&emulator);
    let long = format!("POST / HTTP/1.1\r\nX-A: {}\r\n\r\n", "a".repeat(100 * 1024));
    // The emulator may hang up before all of it was sent.
    let _ = stream.write_all(long.as_bytes());
    let answer = read(stream);
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 431"),
        "{answer}"
    );
    assert_alive(&emulator);
}

#[test]
fn connections_over_the_limit_wait_for_their_turn() {
    let limits = Limits {
        connections: 1,
        ..Limits::default()
    };
    let emulator = start(|builder| builder.limits(limits));
    let first = connect(&emulator);
    let mut second = connect(&emulator);
    let last = format!("{}[]", head("Connection: close\r\nContent-Length: 2\r\n"));
    second.write_all(last.as_bytes()).unwrap();
    second
        .set_read_timeout(Some(Duration::from_millis(100)))
        .unwrap();
    assert!(second.read(&mut [0]).is_err(), "the first is still there");
    drop(first);
    second
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    assert!(read(second).starts_with("HTTP/1.1 204"));
}

#[test]
fn drops_of_a_request_do_not_keep_a_connection_open() {
    let limits = Limits {
        head_timeout: Duration::from_millis(100),
        body_timeout: Duration::from_millis(100),
        ..Limits::default()
    };
    let emulator = start(|builder| builder.limits(limits));
    let endless_head = format!("POST / HTTP/1.1\r\nX-A: {}", "a".repeat(10_000));
    let endless_body = format!("{}[{}", head("Content-Length: 9000\r\n"), " ".repeat(8_000));
    for (request, whole) in [
        (&endless_head, 0),
        (&endless_body, head("Content-Length: 9000\r\n").len()),
    ] {
        let mut streams: Vec<_> = (0..50).map(|_| connect(&emulator)).collect();
        for stream in &mut streams {
            stream.write_all(&request.as_bytes()[..whole]).unwrap();
        }
        // Whoever writes a byte now and then finds the line dead long before the request ends.
        let ended = streams.iter_mut().all(|stream| {
            stream
                .set_read_timeout(Some(Duration::from_millis(1)))
                .unwrap();
            request.as_bytes()[whole..].iter().any(|byte| {
                stream.write_all(&[*byte]).is_err() || stream.read(&mut [0; 4096]).is_ok()
            })
        });
        assert!(ended, "a connection outlived its time");
        assert_goes_on(&emulator);
    }
}

#[test]
fn a_body_of_100_mb_is_read_past_and_refused() {
    let emulator = start(|builder| builder);
    let answer = post(&emulator, "", &vec![b' '; 100_000_000]);
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(
        answer.contains("Provided content length: 100000000 bytes."),
        "{answer}"
    );
    assert_alive(&emulator);
}

#[test]
fn deep_nesting_is_survived() {
    let emulator = start(|builder| builder);
    for (open, close) in [("[", "]"), (r#"{"Tags":"#, "}")] {
        let deep = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
        for body in [
            deep.clone(),
            format!("[{deep}]"),
            format!(r#"[{{"Tags":{deep}}}]"#),
        ] {
            let answer = post(&emulator, "", body.as_bytes());
            assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
        }
    }
    for row in emulator.rows(TABLE) {
        assert!(row["Tags"].is_null() || row["Tags"].is_string());
    }
}

#[test]
fn a_gzip_bomb_is_413_and_half_a_gzip_is_400() {
    let emulator = start(|builder| builder);
    let bomb = gzip(&vec![0; 200 * 1024 * 1024]);
    assert!(bomb.len() < 1_048_576);
    let answer = post(&emulator, "Content-Encoding: gzip\r\n", &bomb);
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    let packed = gzip(&body_of(1000));
    let answer = post(
        &emulator,
        "Content-Encoding: gzip\r\n",
        &packed[..packed.len() - 9],
    );
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    assert_alive(&emulator);
}

#[test]
fn invalid_utf8_is_204_and_lost() {
    let emulator = start(|builder| builder);
    let answer = post(&emulator, "", b"[{\"User\":\"\xff\xfe\"}]");
    assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
    assert!(emulator.rows(TABLE).is_empty());
    assert!(
        emulator.requests()[0].losses[0]
            .reason
            .contains("isn't JSON")
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_answered_or_cut_off(
        seed in 0..REQUESTS.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 0..12),
        garbage in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let emulator = start(|builder| builder);
        let mut bytes = REQUESTS[seed].to_vec();
        for (at, byte, change) in changes {
            let at = at.index(bytes.len());
            match change {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => bytes.truncate(at.max(1)),
            }
        }
        bytes.extend(garbage);
        let mut stream = connect(&emulator);
        // The emulator may hang up before all of it was sent.
        let _ = stream.write_all(&bytes);
        let _ = stream.shutdown(Shutdown::Write);
        let answer = read(stream);
        prop_assert!(answer.is_empty() || answer.starts_with("HTTP/1."), "{answer}");
        assert_alive(&emulator);
    }
}

/// Requests to begin with.
const REQUESTS: [&[u8]; 4] = [
    b"POST /dataCollectionRules/dcr-0123456789abcdef0123456789abcdef/streams/Custom-Web?api-version=2023-01-01 HTTP/1.1\r\n\
      Host: a\r\nAuthorization: Bearer t\r\nContent-Type: application/json\r\nContent-Length: 14\r\n\r\n[{\"Status\":1}]",
    b"POST /dataCollectionRules/dcr-0123456789abcdef0123456789abcdef/streams/Custom-Web?api-version=2023-01-01 HTTP/1.1\r\n\
      Host: a\r\nAuthorization: Bearer t\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n\
      2\r\n[]\r\n0\r\n\r\n",
    b"GET /_emulator/tables/Web_CL HTTP/1.1\r\nHost: a\r\n\r\n",
    b"POST /_emulator/reset HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}",
];
