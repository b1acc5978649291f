//! No token, and nothing of a row, shows in a log, an error, or the `Debug` of anything.
//!
//! One test in one process: what is logged is logged for all of it.

#![allow(
    clippy::unwrap_used,
    reason = "a test that unwraps fails where it should"
)]

use std::error::Error;
use std::fmt::{Debug, Write as _};
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use azlogs::credential::StaticToken;
use azlogs::{
    DeadLetterFile, ImmutableId, LogRecord, LogsClient, LogsClientBuilder, OnFailure, RetryPolicy,
    Spool, StreamClient, UploadReport,
};
use azlogs_emulator::{Emulator, EmulatorBuilder, Fault, FaultAnswer, What, When};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;

const RULE: ImmutableId = ImmutableId::from_static("dcr-000a00a000a00000a000000aa000a0aa");
const TOKEN: &str = "hush-hush-token";
const HEADER: &str = "hush-hush-header";
const PASSWORD: &str = "hush-hush-password";
const CONTENT: &str = "hush-hush-content";

#[derive(Clone, Copy, LogRecord)]
#[log_record(dcr = "dcr/cases.json", stream = "Custom-Foo")]
struct Row {
    foo: &'static str,
}

/// All that is logged, by `tracing` and by `log`, at every level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(text);
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

impl log::Log for Log {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let line = format!("{} {}\n", record.target(), record.args());
        self.0.lock().unwrap().extend_from_slice(line.as_bytes());
    }

    fn flush(&self) {}
}

impl Log {
    /// Takes down everything from now on.
    fn begin() -> Self {
        let log = Self::default();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_span_events(FmtSpan::FULL)
            .with_ansi(false)
            .with_writer(log.clone())
            .finish();
        tracing::subscriber::set_global_default(subscriber).unwrap();
        log::set_boxed_logger(Box::new(log.clone())).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
        log
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

/// What things show of themselves.
#[derive(Default)]
struct Shown(String);

impl Shown {
    fn debug(&mut self, it: &impl Debug) {
        writeln!(self.0, "{it:?}\n{it:#?}").unwrap();
    }

    /// The error, and whatever caused it.
    fn error(&mut self, error: &(dyn Error + 'static)) {
        let mut next = Some(error);
        while let Some(error) = next {
            writeln!(self.0, "{error}\n{error:?}\n{error:#?}").unwrap();
            next = error.source();
        }
    }

    fn report(&mut self, report: UploadReport) {
        writeln!(self.0, "{report}").unwrap();
        self.debug(&report);
        for rejected in report.rejected_rows() {
            self.error(&rejected.reason);
        }
        if let Err(error) = report.into_result() {
            self.error(&error);
        }
    }
}

fn builder(endpoint: &str) -> LogsClientBuilder {
    LogsClient::builder(endpoint)
        .credential(Arc::new(StaticToken::new(TOKEN)))
        .header("x-api-key", HEADER)
        .retry(
            RetryPolicy::default()
                .tries(2)
                .base_delay(Duration::from_millis(1)),
        )
}

async fn emulator(settings: impl FnOnce(EmulatorBuilder) -> EmulatorBuilder) -> Emulator {
    let rule = concat!(env!("CARGO_MANIFEST_DIR"), "/dcr/cases.json");
    let emulator = Emulator::builder().dcr_file(rule);
    settings(emulator).start().await.unwrap()
}

/// Uploads rows to a service that takes only the token, and gives what that shows.
async fn accepted(shown: &mut Shown) -> Shown {
    let emulator = emulator(|emulator| emulator.require_token(TOKEN)).await;
    let stream: StreamClient<Row> = builder(emulator.endpoint()).build().unwrap().stream(RULE);
    let rows = vec![Row { foo: CONTENT }; 10];
    shown.report(stream.upload(&rows).await);
    assert_eq!(emulator.rows("Foo_CL").len(), 10);

    let mut by_emulator = Shown::default();
    by_emulator.debug(&emulator);
    by_emulator.debug(&emulator.requests());
    by_emulator.debug(&emulator.stats());
    for path in ["requests", "stats", "rules", "faults"] {
        by_emulator.0.push_str(&get(&emulator, path).await);
    }
    by_emulator
}

/// What the emulator says of itself over HTTP.
async fn get(emulator: &Emulator, path: &str) -> String {
    let mut socket = TcpStream::connect(emulator.address()).await.unwrap();
    let request =
        format!("GET /_emulator/{path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    answer
}

/// Uploads rows to a service, or a proxy before it, that repeats the token, or breaks off.
async fn refused(shown: &mut Shown) {
    let emulator = emulator(|emulator| emulator).await;
    let hasty = builder(emulator.endpoint()).try_timeout(Duration::from_millis(300));
    let stream: StreamClient<Row> = hasty.build().unwrap().stream(RULE);
    let echo = |status| {
        let text = format!("you sent Authorization: Bearer {TOKEN}");
        let answer = FaultAnswer::status(status);
        [
            answer.clone().body(text.clone()),
            answer.clone().code(TOKEN).message(text),
            answer.header("x-ms-request-id", TOKEN),
        ]
    };
    let echoes = [400, 401, 403, 413, 429, 503].into_iter().flat_map(echo);
    let echoes = echoes.map(|answer| Fault::new(When::Always, What::Answer(answer)));
    let silences = [
        "hang",
        "reset=before",
        "reset=middle",
        "reset=after",
        "accept-then=reset",
    ];
    let silences = silences.map(|fault| fault.parse().unwrap());
    for fault in echoes.chain(silences) {
        emulator.set_faults([fault]).unwrap();
        shown.report(stream.upload([Row { foo: CONTENT }; 10]).await);
        shown.error(&stream.check().await.unwrap_err());
    }
}

/// What is on disk of rows that a service that repeats the token refuses, and of rows that can't be sent.
async fn on_disk(shown: &mut Shown) -> Vec<u8> {
    let emulator = emulator(|emulator| emulator).await;
    let home = tempfile::tempdir().unwrap();
    let letters = Arc::new(DeadLetterFile::open(home.path().join("dead.ndjson")).unwrap());
    let stream: StreamClient<Row> = builder(emulator.endpoint()).build().unwrap().stream(RULE);
    let stream = stream.dead_letter(letters);
    let echo = |status| {
        let text = format!("you sent Authorization: Bearer {TOKEN}");
        let answer = FaultAnswer::status(status).code(TOKEN).message(text);
        Fault::new(
            When::Always,
            What::Answer(answer.header("x-ms-request-id", TOKEN)),
        )
    };
    emulator.set_faults([echo(400)]).unwrap();
    shown.report(stream.upload([Row { foo: CONTENT }; 10]).await);
    emulator.set_faults([echo(403)]).unwrap();
    let spool = Spool::open(home.path().join("spool")).unwrap();
    let sender = stream.sender().spool(spool.clone()).start().unwrap();
    sender.send(Row { foo: CONTENT }).await.unwrap();
    let report = sender.close(Duration::from_millis(50)).await;
    assert_eq!(report.spooled(), 1, "{report}");
    shown.debug(&report);
    shown.debug(&sender.stats());

    let chunks = std::fs::read_dir(spool.directory()).unwrap();
    let chunks = chunks.map(|entry| entry.unwrap().path());
    let files: Vec<_> = chunks.chain([home.path().join("dead.ndjson")]).collect();
    assert_eq!(files.len(), 3, "the lock, a chunk, and the dead letters");
    files
        .iter()
        .flat_map(|file| std::fs::read(file).unwrap())
        .collect()
}

/// Connections that don't come about.
async fn no_answers(shown: &mut Shown) {
    let rows = [Row { foo: CONTENT }];
    let encrypted = emulator(EmulatorBuilder::tls).await;
    let client = builder(encrypted.endpoint()).build().unwrap();
    shown.report(client.stream::<Row>(RULE).upload(&rows).await);

    let gone = emulator(|emulator| emulator).await.endpoint().to_owned();
    let client = builder(&gone).build().unwrap();
    shown.report(client.stream::<Row>(RULE).upload(&rows).await);
    let bad_token = StaticToken::new(format!("{TOKEN}\n"));
    let client = builder(&gone)
        .credential(Arc::new(bad_token))
        .build()
        .unwrap();
    shown.report(client.stream::<Row>(RULE).upload(&rows).await);
}

/// What there is before anything is sent.
fn at_rest(shown: &mut Shown) {
    const ENDPOINT: &str = "https://my-dce-5kyl.eastus-1.ingest.monitor.azure.com";
    shown.debug(&StaticToken::new(TOKEN));
    let proxy = format!("http://user:{PASSWORD}@proxy.example:3128");
    let whole = || builder(ENDPOINT).proxy(&proxy);
    shown.debug(&whole());
    let client = whole().build().unwrap();
    shown.debug(&client);
    let stream = client.stream::<Row>(RULE);
    shown.debug(&stream);
    let upload = stream.upload([Row { foo: CONTENT }]);
    shown.debug(&upload.on_failure(OnFailure::Stop));
    shown.debug(&Emulator::builder().require_token(TOKEN));
    for refused in [
        builder(&format!("https://user:{PASSWORD}@dce.example")),
        builder(ENDPOINT).proxy(format!("http://user:{PASSWORD}@")),
        builder(ENDPOINT).header("authorization", format!("Bearer {TOKEN}")),
        builder(ENDPOINT).header("x-api-key", format!("{HEADER}\n")),
    ] {
        shown.error(&refused.build().unwrap_err());
    }
}

#[tokio::test]
async fn no_token_and_no_row_shows_anywhere() {
    let log = Log::begin();
    let mut shown = Shown::default();
    at_rest(&mut shown);
    let by_emulator = accepted(&mut shown).await;
    refused(&mut shown).await;
    no_answers(&mut shown).await;
    let written = on_disk(&mut shown).await;

    let log = log.text();
    for target in ["azlogs", "hyper_util", "reqwest"] {
        assert!(log.contains(target), "{target} logged nothing");
    }
    assert!(shown.0.contains("403"), "errors are shown");
    assert!(!by_emulator.0.contains(TOKEN));
    let written = String::from_utf8_lossy(&written);
    assert!(written.contains(CONTENT), "dead letters have the rows");
    for secret in [TOKEN, HEADER, PASSWORD] {
        assert!(!written.contains(secret), "{secret} is on disk");
    }
    for secret in [TOKEN, HEADER, PASSWORD, CONTENT] {
        for (place, text) in [("the log", &log), ("what is shown", &shown.0)] {
            let lines: Vec<_> = text.lines().filter(|line| line.contains(secret)).collect();
            assert!(lines.is_empty(), "{secret} in {place}: {lines:#?}");
        }
    }
}
