//! What sending costs by itself: the rows of a file, made into bodies before the clock starts.
//!
//! `http_floor HOST:PORT FILE.ndjson` sends them through reqwest, and by a socket alone; each body once, and then as often the
//! first one, which stays in the processor's cache. Prints a table.

#![expect(clippy::print_stdout, reason = "a program that prints")]

use std::error::Error;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::{env, fs};

use azlogs_benches::bodies;
use azlogs_benches::process::Usage;
use bytes::Bytes;

type Outcome = Result<(), Box<dyn Error>>;

/// Sends bodies to a host.
type Way = fn(&str, &[Bytes]) -> Outcome;

const PATH: &str = "/dataCollectionRules/dcr-0123456789abcdef0123456789abcdef/streams/Custom-Bench_CL?api-version=2023-01-01";

fn main() -> Outcome {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [host, file] = arguments.as_slice() else {
        return Err("give HOST:PORT and the file of rows".into());
    };
    // reqwest wants one even where it speaks plain HTTP.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let bodies = bodies::of_lines(&fs::read_to_string(file)?);
    let bodies: Vec<Bytes> = bodies.into_iter().map(Bytes::from).collect();
    let bytes: usize = bodies.iter().map(Bytes::len).sum();
    let cached = vec![bodies[0].clone(); bodies.len()];

    println!("| sent by | bodies | MB/s of processor |\n|---|---|---|");
    for (which, bodies) in [("each once", &bodies), ("one, in the cache", &cached)] {
        let ways: [(&str, Way); 2] = [("reqwest", by_reqwest), ("a socket", by_socket)];
        for (way, send) in ways {
            let usage = Usage::begin();
            send(host, bodies)?;
            let megabytes = f64::from(u32::try_from(bytes / 1_000)?) / 1e3;
            let rate = megabytes / usage.end().cpu_seconds;
            println!("| {way} | {which} | {rate:.0} |");
        }
    }
    Ok(())
}

fn by_reqwest(host: &str, bodies: &[Bytes]) -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let client = reqwest::Client::new();
        for body in bodies {
            let request = client.post(format!("http://{host}{PATH}"));
            let request = request.header("Authorization", "Bearer x");
            let request = request.header("Content-Type", "application/json");
            let answer = request.body(body.clone()).send().await?;
            answer.error_for_status()?.bytes().await?;
        }
        Ok(())
    })
}

fn by_socket(host: &str, bodies: &[Bytes]) -> Outcome {
    let mut socket = TcpStream::connect(host)?;
    socket.set_nodelay(true)?;
    let mut answer = [0; 4096];
    for body in bodies {
        let length = body.len();
        let head = format!(
            "POST {PATH} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer x\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
        );
        socket.write_all(head.as_bytes())?;
        socket.write_all(body)?;
        let read = socket.read(&mut answer)?;
        if !answer[..read].starts_with(b"HTTP/1.1 204") {
            return Err("the body wasn't accepted".into());
        }
    }
    Ok(())
}
