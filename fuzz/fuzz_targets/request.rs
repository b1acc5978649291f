//! Sends any bytes to the emulator, in two portions, once as they are and once as a body to a stream.

#![no_main]

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::LazyLock;
use std::time::Duration;

use azlogs_emulator::{Emulator, Keep};
use libfuzzer_sys::fuzz_target;

const RULE: &str = r#"{
    "immutableId": "dcr-0123456789abcdef0123456789abcdef",
    "streamDeclarations": { "Custom-Web": { "columns": [
        { "name": "TimeGenerated", "type": "datetime" }, { "name": "Int", "type": "int" },
        { "name": "Long", "type": "long" }, { "name": "Real", "type": "real" }, { "name": "Boolean", "type": "boolean" },
        { "name": "Text", "type": "string" }, { "name": "Dynamic", "type": "dynamic" } ] } },
    "dataFlows": [ { "streams": ["Custom-Web"], "destinations": ["w"], "outputStream": "Custom-Web_CL" } ]
}"#;
const HEAD: &str = "POST /dataCollectionRules/dcr-0123456789abcdef0123456789abcdef/streams/Custom-Web?api-version=2023-01-01 \
                    HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer t\r\nContent-Type: application/json\r\nConnection: close\r\n";

static EMULATOR: LazyLock<Emulator> = LazyLock::new(|| {
    let keep = Keep {
        rows: 100,
        requests: 10,
        ..Keep::default()
    };
    let builder = Emulator::builder().dcr("web.json", RULE).keep(keep);
    builder.start_blocking().expect("the emulator starts")
});

/// Sends both portions, and says perhaps that there is no more; the answer, if one came.
fn send(portions: [&[u8]; 2], ends: bool) -> Vec<u8> {
    let mut stream = TcpStream::connect(EMULATOR.address()).expect("the emulator listens");
    let patience = Some(Duration::from_secs(5));
    stream.set_read_timeout(patience).expect("a timeout");
    // It may hang up before all of it is sent.
    let _ = portions.map(|portion| stream.write_all(portion));
    if ends {
        let _ = stream.shutdown(Shutdown::Write);
    }
    let mut answer = Vec::new();
    if let Err(error) = stream.read_to_end(&mut answer) {
        assert_ne!(error.kind(), std::io::ErrorKind::WouldBlock, "neither an answer nor an end");
    }
    answer
}

fuzz_target!(|input: (bool, bool, &[u8])| {
    let (as_body, gzip, bytes) = input;
    if !as_body {
        let (first, second) = bytes.split_at(bytes.len() / 2);
        send([first, second], true);
        return;
    }
    let encoding = if gzip { "Content-Encoding: gzip\r\n" } else { "" };
    let head = format!("{HEAD}{encoding}Content-Length: {}\r\n\r\n", bytes.len());
    // A client that ends its side is taken to have left, and gets no answer.
    let answer = send([head.as_bytes(), bytes], false);
    assert!(answer.starts_with(b"HTTP/1.1 "), "a request in order has an answer");
});
